/** What the threads of the tests about jobs do: as they are told. */
import { workOn } from '../../src/desks/job-thread.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { Problem } from '../../src/terms/problem.ts'

export type Told = {
  readonly how: 'value' | 'file' | 'refuse' | 'throw' | 'stay' | 'spin' | 'grow' | Breaking
  readonly size?: number
  /** What somebody sent, which a thread that breaks has at hand. */
  readonly text?: string
}

/** Ways to break that have a text in them. */
export type Breaking = (typeof BREAKING)[number]
export const BREAKING = ['message', 'name', 'code', 'cause', 'stack', 'frame', 'text', 'object', 'getter', 'later', 'unhandled', 'uncloned', 'parse'] as const // prettier-ignore

const FRAME = `no\n    at ${new URL('../../src/', import.meta.url).href}`

function breakBy(how: Breaking, text: string): object {
  const error = Object.assign(new Error(how === 'message' ? text : how === 'frame' ? FRAME + text : 'it broke'), how === 'name' || how === 'code' ? { [how]: text } : {}) // prettier-ignore
  if (how === 'cause') error.cause = new TypeError(text, { cause: text })
  if (how === 'stack') error.stack = `${text}\n    at ${text} (file:///${text}/src/${text}.ts:1:1)`
  if (how === 'getter') Object.defineProperty(error, 'name', { get: () => JSON.parse(text) as string })
  if (how === 'parse') JSON.parse(text)
  if (how === 'uncloned') return { toJSON: () => JSON.parse(text) as object }
  if (how === 'text') throw text
  if (how === 'object') throw { message: text, stack: text, [text]: text }
  throw error
}

function throwIt(text: string): never {
  throw new Error(text)
}

const isBreaking = (how: Told['how']): how is Breaking => BREAKING.some((one) => one === how)

workOn<Told>(async ({ how, size = 4, text = '' }, tell) => {
  if (how === 'later') setTimeout(() => throwIt(text), 1)
  if (how === 'unhandled') void Promise.reject(new Error(text))
  if (how === 'later' || how === 'unhandled') await new Promise((done) => setTimeout(done, 60_000))
  if (isBreaking(how)) return { value: breakBy(how, text) as JsonObject }
  tell(0.25)
  if (how === 'refuse') throw new Problem('invalid_request', 'no', { says: 'There is no such day.' })
  if (how === 'throw') throw new Error('a path in a message: /var/lib/secret')
  if (how === 'spin') for (;;) tell(0.5)
  if (how === 'stay') await new Promise((done) => setTimeout(done, 60_000))
  if (how === 'grow') for (const all: string[] = []; ;) all.push('x'.repeat(50_000) + String(all.length))
  if (how === 'file') return { file: { name: 'a.txt', type: 'text/plain', bytes: Buffer.alloc(size, 'a') }, rows: 3 }
  return { value: { text: 'v'.repeat(size) }, rows: 7 }
})
