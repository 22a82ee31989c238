import { spawn } from 'node:child_process'
import { fileKeeper } from '../audit/witnesses.ts'
import type { Keeper } from '../audit/witnesses.ts'
import type { Config } from '../config/config.ts'

/** Milliseconds for a command; then it is killed, and has not kept the checkpoint. */
const LONGEST = 10_000

/** The witnesses of a configuration: a file elsewhere, or a command that gets the note on its standard input. */
export function keepersOf({ audit: { witnesses } }: Pick<Config, 'audit'>): readonly Keeper[] {
  return witnesses.map(({ name, ...way }) => ({
    name,
    keep: way.kind === 'file' ? fileKeeper(way.path) : commandKeeper(way.command),
  }))
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
