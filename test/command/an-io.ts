import type { Io } from '../../src/command/io.ts'

export type Ran = { readonly code: number; readonly out: string; readonly err: string }

/** Runs a command as main does, with its own everything. */
export async function runWith(
  command: (args: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
  { stdin = '', colour = false, now = '2026-11-21T12:00:00Z' } = {},
): Promise<Ran> {
  let [out, err] = ['', '']
  const io: Io = {
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: {},
    colour,
    now: () => Date.parse(now),
    pid: 1,
    stopped: new Promise(() => {}),
    onReload: () => {},
  }
  const code = await command(args, io)
  return { code, out, err }
}

/** Text without the codes that give it colour. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
export const withoutColour = (text: string) => text.replace(/\u001b\[\d+m/g, '')
