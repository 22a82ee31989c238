import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** All that a command may touch of the process. A test hands in its own. */
export type Io = {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Resolves when what was given to `out` is on its way: who writes much waits for it. */
  readonly drained?: () => Promise<void>
  /** A progress bar is welcome: `err` is a terminal, and `out` is none. */
  readonly bar?: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** Colour is welcome: a terminal, and no NO_COLOR. */
  readonly colour: boolean
  readonly now: () => number
  readonly pid: number
  /** Resolves with the name of the signal that asks the process to stop. */
  readonly stopped: Promise<string>
  /** Calls back whenever the process is asked to read its configuration again. */
  readonly onReload: (reload: () => void) => void
}

/** 0: fine. 1: the thing checked is bad. 2: the command was called wrongly. */
export type ExitCode = 0 | 1 | 2

/** Wrong usage: printed with a pointer to the help, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** `parseArgs` in strict mode, with its errors as UsageError. */
export function readArgs<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause))
  }
}

/** All of standard input, as bytes. */
export async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Terminal styles that vanish when colour is not wanted. */
export function styles(colour: boolean) {
  const style = (code: number) => (text: string) => (colour ? `\u001b[${String(code)}m${text}\u001b[0m` : text)
  return { bold: style(1), dim: style(2), red: style(31), green: style(32), yellow: style(33), cyan: style(36) }
}
