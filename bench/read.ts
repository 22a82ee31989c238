/**
 * What reading costs: a chat body from bytes to all its texts, and what may go to the cloud written as JSON again, beside JSON.parse and
 * JSON.stringify of the same body in the same run:
 *
 *     node scripts/run.js bench/read.ts
 *
 * Prints milliseconds (the fastest of several rounds) and the ratio, for bodies of 1 MB and of the size limit, 10 MB; and how much more
 * the tenfold body costs. Exit code 1 when a body of 1 MB costs more than four times as much as JSON alone.
 */
import { readRequest } from '../src/read/read-request.ts'
import type { JsonValue } from '../src/terms/json.ts'

const MB = 1024 * 1024
const MOST = 4

const PROSE = `The committee met again in the autumn to decide how the old harbour should be used. Nobody had expected the ferries to
stop, and yet the timetable had been thinning for years. What remains is a long quay, two warehouses and a crane that is too
expensive to move. Some would like to see a market there; others want housing, or simply a place to sit. `
const CODE = `export function fitting(items, limit) {
\tlet left = limit
\tconst name = "fitting", rate = 0.25, retries = 3 // everything up to the first item that no longer fits
\treturn items.slice(0, items.findIndex(({ text }) => (left -= text.length) < 0))
}\n`
const GREEK = 'Η επιτροπή συνεδρίασε ξανά το φθινόπωρο για να αποφασίσει πώς θα χρησιμοποιηθεί το παλιό λιμάνι. '

const repeated = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
const HELLO = { role: 'user', content: 'Say hello.' }
const chat = (messages: readonly JsonValue[], more: object = {}) => ({ model: 'openai/gpt-4o', messages, ...more })

/** As many of a thing as make up a body of about so many bytes. */
function filled(bytes: number, one: (index: number) => JsonValue): readonly JsonValue[] {
  const size = JSON.stringify(one(10_000)).length + 1
  return Array.from({ length: Math.floor(bytes / size) }, (_, index) => one(index))
}

const call = (index: number): JsonValue => ({
  id: `call_${index}`,
  type: 'function',
  function: { name: 'run', arguments: JSON.stringify({ command: repeated(CODE, 900), index }) },
})
const turn = (index: number): JsonValue =>
  index % 2 === 0
    ? { role: 'assistant', content: null, tool_calls: [call(index)] }
    : { role: 'tool', tool_call_id: `call_${index - 1}`, content: repeated(PROSE, 700) }

const schemaOf = (depth: number, text: number): JsonValue =>
  depth === 0
    ? { type: 'string', description: repeated(PROSE, text) }
    : {
        type: 'object',
        description: repeated(PROSE, text),
        properties: { [`level_${depth}`]: schemaOf(depth - 1, text), other: { type: 'integer', minimum: 0 } },
        required: [`level_${depth}`],
      }
const tool = (text: number) => (index: number) => ({
  type: 'function',
  function: { name: `tool_${index}`, parameters: schemaOf(20, text) },
})

/** By name, a body of about so many bytes. Each stays within the limits at 10 MB, but for the last, which is as dense as they allow. */
const SHAPES: Readonly<Record<string, (bytes: number) => object | null>> = {
  'one long text': (bytes) => chat([{ role: 'user', content: repeated(PROSE, bytes) }]),
  'one long text of code': (bytes) => chat([{ role: 'user', content: repeated(CODE, bytes * 0.95) }]),
  'one long text in Greek': (bytes) => chat([{ role: 'user', content: repeated(GREEK, bytes / 1.85) }]),
  'many messages': (bytes) =>
    chat(filled(bytes, (i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content: repeated(PROSE, 450) }))),
  'many parts': (bytes) =>
    chat(filled(bytes, () => ({ role: 'user', content: [{ type: 'text', text: repeated(PROSE, 600) }] }))),
  'many tool calls and results': (bytes) => chat(filled(bytes, turn)),
  'deep schemas': (bytes) => chat([HELLO], { tools: filled(bytes, tool(900)) }),
  'deep schemas without a word': (bytes) => (bytes > 2 * MB ? null : chat([HELLO], { tools: filled(bytes, tool(20)) })),
  'short messages': (bytes) => (bytes > 2 * MB ? null : chat(filled(bytes, () => HELLO))),
}

/** Milliseconds for one call: the fastest of some rounds of at least 60 ms, after warming up. */
function fastest(action: () => unknown): number {
  const round = (): number => {
    let calls = 0
    const from = performance.now()
    do {
      action()
      calls++
    } while (performance.now() - from < 60)
    return (performance.now() - from) / calls
  }
  for (let i = 0; i < 3; i++) round()
  return Math.min(...Array.from({ length: 7 }, round))
}

function measured(body: object): { readonly ours: number; readonly json: number; readonly megabytes: number } {
  const text = JSON.stringify(body)
  const bytes = new TextEncoder().encode(text)
  const json = fastest(() => JSON.stringify(JSON.parse(text)))
  const ours = fastest(() => JSON.stringify(readRequest('chat_completions', bytes).body.cloud))
  return { ours, json, megabytes: bytes.length / MB }
}

const row = (first: string, ...cells: readonly string[]) =>
  process.stdout.write(`${first.padEnd(30)}${cells.map((cell) => cell.padStart(12)).join('')}\n`)

row('', 'MB', 'ms', 'JSON, ms', 'ratio', '10 MB, ms', 'ratio', '÷ 1 MB')
for (const [name, make] of Object.entries(SHAPES)) {
  const small = measured(make(MB * 0.99) ?? {})
  const ratio = small.ours / small.json
  const body = make(MB * 9.9)
  const large = body === null ? null : measured(body)
  const cells = [small.megabytes, small.ours, small.json, ratio].map((number) => number.toFixed(2))
  const more =
    large === null ? [] : [large.ours, large.ours / large.json, large.ours / small.ours].map((n) => n.toFixed(2))
  row(name, ...cells, ...more)
  if (ratio > MOST) process.exitCode = 1
}
