import { setTimeout as wait } from 'node:timers/promises'
import { Stories } from '../audit/index/stories.ts'
import { tell } from '../audit/index/story.ts'
import type { JsonObject } from '../terms/json.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { printable } from './table.ts'

/** Milliseconds between two looks at the ledger. */
const LOOK_EVERY = 500

/** `cordon audit tail [DIR]`: what happened last, a line for each request; with `--follow`, what happens from now on, too. */
export async function auditTail(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      follow: { type: 'boolean', default: false },
      limit: { type: 'string', default: '20' },
    },
  })
  const [dir = 'data/audit', ...more] = positionals
  if (more.length > 0) throw new UsageError('audit tail takes one folder')
  if (!/^\d{1,4}$/.test(values.limit)) throw new UsageError('--limit takes a number from 0 to 9999')
  const limit = Number(values.limit)
  const show = (found: JsonObject) => io.out(values.json ? `${JSON.stringify(found)}\n` : painted(found, io))
  const last: JsonObject[] = []
  let onStory = (found: JsonObject) => {
    last.push(found)
    if (last.length > limit) last.shift()
  }
  const stories = new Stories(dir, (found) => onStory(found))
  await stories.read()
  last.forEach(show)
  if (!values.follow) {
    if (limit > 0) stories.open.slice(-limit).forEach(show)
    return 0
  }
  onStory = show
  const stop = new AbortController()
  void io.stopped.then(() => stop.abort())
  while (!stop.signal.aborted) {
    await wait(LOOK_EVERY, undefined, { signal: stop.signal }).catch(() => {}) // it was stopped
    await stories.read()
  }
  return 0
}

function painted(found: JsonObject, io: Io): string {
  const { tone, text } = tell(found)
  const { red, green, yellow } = styles(io.colour)
  const paint = { sent: green, denied: red, refused: yellow, unsure: yellow }[tone]
  return `${paint(printable(text))}\n`
}
