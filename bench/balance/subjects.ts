import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { removeDir, startCordon } from '../../test/harness/cordon.ts'

/** A fake node in a process of its own. */
export type BenchNode = { readonly port: number; readonly process: ChildProcess }

/** What is measured: something in front of the nodes. */
export type Subject = {
  readonly url: string
  readonly headers: Record<string, string>
  readonly stop: () => Promise<void>
}

/** Seconds after which a node that does not answer is given up, for everyone alike. */
const GIVE_UP = 2

export async function startNode(...args: readonly string[]): Promise<BenchNode> {
  const child = spawn(process.execPath, [resolve('bench/balance/node.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((done, fail) => {
    child.stdout.once('data', (chunk: Buffer) => done(Number(chunk.toString().trim())))
    child.once('exit', () => fail(new Error('a node ended')))
  })
  return { port, process: child }
}

export async function stopNodes(nodes: readonly BenchNode[]): Promise<void> {
  await Promise.all(nodes.map((node) => ended(node.process, 'SIGKILL')))
}

/** Cordon with everything on, and no setting of balancing but the nodes' slots. */
export async function cordonOver(nodes: readonly BenchNode[], slots: number): Promise<Subject> {
  const list = nodes.map(
    ({ port }, index) =>
      `      - { name: n${String(index)}, url: "http://127.0.0.1:${String(port)}", kind: openai, models: [bench], parallel: ${String(slots)} }`,
  )
  const cordon = await startCordon({
    policy: readFileSync('policies/default.yaml', 'utf8'),
    env: { OPENROUTER_API_KEY: 'none' },
    yaml: `destinations:
  lan:
    nodes:
${list.join('\n')}
  openrouter: { url: https://openrouter.ai/api/v1, apiKeyEnv: OPENROUTER_API_KEY }
models: { bench: [{ destination: lan, model: bench, timeout: ${String(GIVE_UP)}s }] }
`,
  })
  const headers = { authorization: `Bearer ${await cordon.token()}` }
  return {
    url: `${cordon.url}/v1/chat/completions`,
    headers,
    stop: async () => {
      await cordon.stop('SIGKILL')
      removeDir(cordon.dir)
    },
  }
}

/** nginx in front of the nodes: it passes on to the next before the first byte, POST included, and rests a node that failed. */
export async function nginxOver(binary: string, nodes: readonly BenchNode[], method: string): Promise<Subject> {
  const dir = mkdtempSync(join(tmpdir(), 'balance-'))
  const port = await freePort()
  writeFileSync(
    join(dir, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log crit;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path ${dir}; proxy_temp_path ${dir}; fastcgi_temp_path ${dir}; uwsgi_temp_path ${dir}; scgi_temp_path ${dir};
  upstream nodes { ${method} ${nodes.map((node) => `server 127.0.0.1:${String(node.port)};`).join(' ')} keepalive 32; }
  server {
    listen 127.0.0.1:${String(port)};
    location / {
      proxy_pass http://nodes; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_read_timeout ${String(GIVE_UP)}s; proxy_next_upstream error timeout http_502 http_503 non_idempotent;
    }
  }
}
`,
  )
  const child = spawn(binary, ['-p', dir, '-e', join(dir, 'error.log'), '-c', join(dir, 'nginx.conf')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  await new Promise((done) => setTimeout(done, 500))
  return {
    url: `http://127.0.0.1:${String(port)}/v1/chat/completions`,
    headers: {},
    stop: async () => {
      await ended(child, 'SIGTERM')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((done) => {
    child.once('exit', () => done())
    child.kill(signal)
  })
}
