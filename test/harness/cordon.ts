import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { SignJWT, exportJWK, generateKeyPair } from 'jose'

/** A real `cordon serve` in a process of its own, with its own keys, policy, ledger and temporary folder. */
export type Cordon = {
  readonly url: string
  readonly adminUrl: string
  readonly dir: string
  readonly auditDir: string
  readonly process: ChildProcess
  /** Everything it has written to stdout and stderr. */
  readonly output: () => string
  readonly token: (claims?: Readonly<Record<string, unknown>>) => Promise<string>
  /** Sends a chat completion request, or one to another `path`; `headers` are added. */
  readonly ask: (
    body: unknown,
    options?: { token?: string; headers?: Record<string, string>; path?: string },
  ) => Promise<Response>
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export type CordonParts = {
  /** The `destinations` and `models` of cordon.yaml, indented as there. */
  readonly yaml: string
  /** The whole policy. */
  readonly policy: string
  readonly env?: Readonly<Record<string, string>>
  /** A folder to go on with, ledger and keys included. */
  readonly dir?: string
  readonly deadline?: string
  /** More of an issuer's `claims`, such as `assurance: acr`. */
  readonly claims?: string
  /** More keys of `server`, such as `lenient: true`. */
  readonly server?: string
  /** More keys of `audit`, such as `readers: [...]`. */
  readonly audit?: string
  /** Options for node itself. */
  readonly nodeArgs?: readonly string[]
  /** Called with the folder before the start. */
  readonly prepared?: (dir: string) => void
}

const ISSUER = 'https://idp.test'
const KEEP = ['PATH', 'HOME', 'LANG']

type Keys = Awaited<ReturnType<typeof generateKeyPair>>
const keysOf = new Map<string, Keys>()

/** Makes what `serve` needs in a new temporary folder: cordon.yaml, policy, signing keys. */
export async function prepare({
  yaml,
  policy,
  dir: given,
  deadline = '2s',
  server = 'maxBody: 10mb',
  claims,
  audit: more,
}: CordonParts): Promise<string> {
  const dir = given ?? mkdtempSync(join(tmpdir(), 'cordon-test-'))
  mkdirSync(join(dir, 'tmp'), { recursive: true })
  if (!keysOf.has(dir)) {
    const keys = await generateKeyPair('ES256', { extractable: true })
    keysOf.set(dir, keys)
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'test', alg: 'ES256', use: 'sig' }
    writeFileSync(join(dir, 'jwks.json'), JSON.stringify({ keys: [jwk] }))
    const audit = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(join(dir, 'audit.pem'), audit, { mode: 0o600 })
  }
  writeFileSync(join(dir, 'policy.yaml'), policy)
  writeFileSync(
    join(dir, 'cordon.yaml'),
    `server: { listen: 127.0.0.1:0, admin: 127.0.0.1:0, ${server} }
identity:
  issuers:
    - issuer: ${ISSUER}
      audience: cordon
      jwksFile: jwks.json
      algorithms: [ES256]
      claims: { role: role, department: department, tenant: tenant, level: data_level${claims === undefined ? '' : `, ${claims}`} }
audit: { dir: ./audit, deadline: ${deadline}, origin: cordon.test/1, key: audit.pem${more === undefined ? '' : `, ${more}`} }
policies: ./policy.yaml
${yaml}`,
  )
  return dir
}

export async function startCordon(parts: CordonParts): Promise<Cordon> {
  const dir = await prepare(parts)
  parts.prepared?.(dir)
  const kept = KEEP.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  const env = { ...Object.fromEntries(kept), TMPDIR: join(dir, 'tmp'), ...parts.env }
  const args = [...(parts.nodeArgs ?? []), resolve('src/main.ts'), 'serve', '--config', join(dir, 'cordon.yaml')]
  const child = spawn(process.execPath, args, { env, cwd: dir })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  const exited = new Promise<number | null>((done) => child.once('exit', done))
  const { caller: url, admin: adminUrl } = await listening(() => output, exited)
  const token = (claims = {}) => mint(dir, claims)
  const usual = await token()
  return {
    url,
    adminUrl,
    dir,
    auditDir: join(dir, 'audit'),
    process: child,
    output: () => output,
    token,
    ask: (body, { token: own = usual, headers = {}, path = '/v1/chat/completions' } = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${own}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null) child.kill(signal)
      return exited
    },
  }
}

async function listening(output: () => string, exited: Promise<unknown>): Promise<{ caller: string; admin: string }> {
  let over = false
  void exited.then(() => (over = true))
  for (let tries = 0; tries < 400 && !over; tries += 1) {
    const [, caller, admin] = /"caller":"(https?:[^"]+)","admin":"(https?:[^"]+)"/.exec(output()) ?? []
    if (caller !== undefined && admin !== undefined) return { caller, admin }
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error(`cordon did not start:\n${output()}`)
}

export async function mint(dir: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const keys = keysOf.get(dir)
  if (keys === undefined) throw new Error('no keys for this folder')
  return new SignJWT({ role: 'employee', department: 'sales', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience('cordon')
    .setSubject(typeof claims['sub'] === 'string' ? claims['sub'] : 'tester')
    .setIssuedAt()
    .setExpirationTime('55m')
    .sign(keys.privateKey)
}

/** Every line of the ledger, in order. */
export function recordsIn(auditDir: string): readonly Readonly<Record<string, unknown>>[] {
  const segments = readdirSync(join(auditDir, 'seg'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
  return segments.flatMap((name) =>
    readFileSync(join(auditDir, 'seg', name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  )
}

/** Every file below a folder, as bytes. */
export function filesIn(dir: string): readonly { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, bytes: readFileSync(path) }))
}

export function removeDir(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
  keysOf.delete(dir)
}
