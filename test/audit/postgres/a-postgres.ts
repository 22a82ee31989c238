import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from '../../fakes/certificate.ts'

export type Postgres = {
  readonly port: number
  readonly password: string
  /** PEM. */
  readonly certificate: string
  readonly stop: () => Promise<void>
}

/** Where Debian and others put the server's programs; null when there are none. */
export function postgresFolder(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort().reverse() : []
  const folders = [...versions.map((version) => `/usr/lib/postgresql/${version}/bin`), '/usr/bin', '/usr/local/bin']
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** A PostgreSQL of its own in a temporary folder, on loopback, with a password and TLS. It refuses to run as root, so that root runs it as another. */
export async function startPostgres(folder: string): Promise<Postgres> {
  const who = process.getuid?.() === 0 ? idOf(['postgres', 'nobody']) : null
  const home = mkdtempSync(join(tmpdir(), 'cordon-postgres-'))
  const [password, data] = ['planted-password-1', join(home, 'data')]
  const { key, cert } = selfSigned('127.0.0.1', 'localhost')
  for (const [name, text] of [
    ['pw', password],
    ['key.pem', key],
    ['cert.pem', cert],
  ] as const) {
    // prettier-ignore
    writeFileSync(join(home, name), text, { mode: 0o600 })
    if (who !== null) chownSync(join(home, name), who.uid, who.gid)
  }
  if (who !== null) chownSync(home, who.uid, who.gid)
  chmodSync(home, 0o700)
  const options = { ...who, cwd: home, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, stdio: 'ignore' } as const
  execFileSync(join(folder, 'initdb'), ['-D', data, '-U', 'tester', '-A', 'scram-sha-256', '--pwfile', join(home, 'pw'), '-E', 'UTF8', '-N'], options) // prettier-ignore
  const port = await freePort()
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', ssl: 'on', ssl_cert_file: join(home, 'cert.pem'), ssl_key_file: join(home, 'key.pem') } // prettier-ignore
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`])
  const server = spawn(join(folder, 'postgres'), ['-D', data, ...args], options)
  const ended = new Promise<void>((done) => server.once('exit', () => done()))
  const stop = async () => {
    server.kill('SIGINT')
    await ended
    rmSync(home, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      execFileSync(join(folder, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
      return { port, password, certificate: cert, stop }
    } catch {
      await new Promise((done) => setTimeout(done, 100)) // not yet
    }
  }
  await stop()
  throw new Error('PostgreSQL did not start')
}

function idOf(names: readonly string[]): { readonly uid: number; readonly gid: number } {
  const id = (flag: string, name: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] })) // prettier-ignore
  for (const name of names) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) }
    } catch {
      // there is no such user here
    }
  }
  throw new Error('there is no user to run PostgreSQL as')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
