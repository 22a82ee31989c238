import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { removeDir, startCordon } from '../../test/harness/cordon.ts'

/** A server that is measured: where it listens, and the processor time that it has taken so far. */
export type Subject = { readonly port: number; readonly cpuMs: () => number | null }

export const NAMES = ['direct', 'bare', 'cordon'] as const
export type Name = (typeof NAMES)[number]

export type Subjects = {
  readonly of: Readonly<Record<Name, Subject>>
  readonly token: string
  readonly stop: () => Promise<void>
}

/** The upstream itself, a bare proxy before it, and Cordon before it, each in a process of its own. */
export async function startSubjects(): Promise<Subjects> {
  const started: ChildProcess[] = []
  const start = (file: string, ...args: readonly string[]): Promise<Subject> => {
    const child = spawn(process.execPath, [resolve('bench/overhead', file), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    started.push(child)
    return new Promise((done, fail) => {
      child.stdout.once('data', (chunk: Buffer) => done(subject(Number(chunk.toString().trim()), child)))
      child.once('exit', () => fail(new Error(`${file} ended`)))
    })
  }
  const direct = await start('upstream.ts')
  const bare = await start('bare.ts', String(direct.port))
  const cordon = await startCordon({
    policy: readFileSync('policies/default.yaml', 'utf8'),
    env: { OPENROUTER_API_KEY: 'none' },
    yaml: `destinations:
  lan: { nodes: [{ name: bench, url: "http://127.0.0.1:${String(direct.port)}", kind: openai, models: [bench], parallel: 256 }] }
  openrouter: { url: https://openrouter.ai/api/v1, apiKeyEnv: OPENROUTER_API_KEY }
models: { bench: [{ destination: lan, model: bench }] }
`,
  })
  return {
    of: { direct, bare, cordon: subject(Number(new URL(cordon.url).port), cordon.process) },
    token: await cordon.token(),
    stop: async () => {
      await cordon.stop()
      for (const child of started) child.kill()
      removeDir(cordon.dir)
    },
  }
}

const subject = (port: number, { pid }: ChildProcess): Subject => ({ port, cpuMs: () => cpuMsOf(pid ?? 0) })

/** Clock ticks in a second, as Linux tells them to everyone (proc(5)). */
const TICKS = 100

/** User and system time of a process and all its threads; null where there is no /proc. */
function cpuMsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS
  } catch {
    return null
  }
}
