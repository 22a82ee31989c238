import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileKeeper } from '../audit/witnesses.ts'
import type { Keeper } from '../audit/witnesses.ts'
import type { Config } from '../config/config.ts'
import type { ConfiguredWitness } from '../config/witnesses.ts'
import { createDeliveryDoor } from '../forward/delivery-door.ts'

/** Milliseconds for a command; then it is killed, and has not kept the checkpoint. */
const LONGEST = 10_000

/** The witnesses of a configuration: a file elsewhere, a command that gets the note on its standard input, or a URL that it is posted to. */
export function keepersOf({ audit: { witnesses }, secrets }: Pick<Config, 'audit' | 'secrets'>): readonly Keeper[] {
  return witnesses.map((one) => ({ name: one.name, keep: wayOf(one, secrets) }))
}

function wayOf(one: ConfiguredWitness, secrets: Config['secrets']): Keeper['keep'] {
  if (one.kind === 'file') return fileKeeper(one.path)
  return one.kind === 'command' ? commandKeeper(one.command) : httpsKeeper(one, secrets.of(one.apiKeyEnv))
}

/**
 * Posts the note as text by TLS, through the door that delivers records; any 2xx means that it is kept. A connection for each: there is one a
 * minute, and none is to be held open for that.
 */
export function httpsKeeper(
  { url, ca, timeoutMs }: Extract<ConfiguredWitness, { kind: 'https' }>,
  key: string | null,
): Keeper['keep'] {
  return async (note) => {
    const headers = key === null ? {} : { authorization: `Bearer ${key}` }
    const dialling = ca === null ? {} : { ca: await readFile(ca, 'utf8') }
    const door = createDeliveryDoor({ url, headers, timeoutMs, dialling, type: 'text/plain; charset=utf-8' })
    try {
      const { status } = await door.post(note)
      if (status < 200 || status > 299) throw new Error(`it answered ${String(status)}`)
    } finally {
      door.close()
    }
  }
}

/**
 * Runs a command without a shell and with nothing in its environment but PATH; exit code 0 means that the note is kept. What the command
 * does with it is its own affair: it is not behind the egress guard, and no prompt is near it.
 */
export function commandKeeper(command: readonly string[], longestMs = LONGEST): Keeper['keep'] {
  const [file = '', ...args] = command
  return (note) =>
    new Promise((resolve, reject) => {
      const env = { PATH: '/usr/local/bin:/usr/bin:/bin' }
      const child = spawn(file, args, {
        stdio: ['pipe', 'ignore', 'ignore'],
        env,
        timeout: longestMs,
        killSignal: 'SIGKILL',
      })
      child.on('error', reject)
      child.stdin.on('error', () => undefined) // the exit code says whether the note was kept
      child.on('close', (code, signal) => {
        if (code === 0) resolve()
        else reject(new Error(`the command ended with ${signal ?? String(code)}`))
      })
      child.stdin.end(note)
    })
}
