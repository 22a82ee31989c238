import type { Attempt, AttemptResult, Outcome } from '../terms/attempt.ts'

/** What one model at one place has done since the start. All numbers only grow. */
export type Metered = {
  readonly destination: string
  /** Null in the cloud. */
  readonly node: string | null
  readonly model: string
  /** Attempts that were made here. */
  readonly requests: number
  /** Those that brought no answer; a caller that went away is none of them. */
  readonly errors: number
  readonly tokens: { readonly prompt: number; readonly completion: number }
  /** Milliseconds that requests waited before they were answered here. */
  readonly queuedMs: number
  /** Milliseconds until the first byte of an answer: their sum, and over how many answers. */
  readonly firstByte: { readonly ms: number; readonly count: number }
  /** Milliseconds in which the tokens of `completion` came, where both are known. */
  readonly generating: { readonly ms: number; readonly tokens: number }
  /** US dollars: in the cloud as the answers say; of a node its price for the time in which it worked. Null when nothing is known. */
  readonly cost: number | null
}

export type Metering = {
  /** An attempt begins; what is returned is called once, with what came of it. */
  readonly began: (attempt: Attempt) => (result: AttemptResult) => void
  /** What came of a request as a whole, and the attempts that were given out for it. Gives it back with its cost, also where a node served it that has a price. */
  readonly note: (outcome: Outcome, attempts: readonly Attempt[]) => Outcome
  /** Sorted by destination, node and model. */
  readonly snapshot: () => readonly Metered[]
}

export type MeteringParts = {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  /** US dollars that a node costs in an hour; null where nobody said. */
  readonly pricePerHour: (node: string) => number | null
  /** Places and models that are counted on their own; any further go into the row of the model `other`. */
  readonly most?: number
}

type Row = {
  readonly destination: string
  readonly node: string | null
  readonly model: string
  requests: number
  errors: number
  prompt: number
  completion: number
  queuedMs: number
  firstMs: number
  firsts: number
  generatingMs: number
  generated: number
  cost: number | null
}

/** The work of one node. `share` grows as the time that one request alone has of it: half as fast while it has two. */
type Work = { running: number; at: number; share: number }

const HOUR = 3_600_000

/**
 * Counts what nodes and clouds do, in numbers alone. The cost of a node's time is divided equally among the requests that it has at each
 * moment: together they cost what the node does while it works, and a node that nobody asks costs nothing here.
 */
export function createMetering({ now, pricePerHour, most = 2_000 }: MeteringParts): Metering {
  const rows = new Map<string, Row>()
  const works = new Map<string, Work>()
  /** Of attempts whose request is under way. */
  const spent = new Map<Attempt, number>()

  const rowOf = (destination: string, node: string | null, model: string): Row => {
    const key = JSON.stringify([destination, node, model])
    const known = rows.get(key)
    if (known !== undefined) return known
    if (rows.size >= most && model !== OTHER) return rowOf(destination, node, OTHER)
    const row = { destination, node, model, ...NOTHING }
    rows.set(key, row)
    return row
  }
  const shareOf = (node: string): Work => {
    const work = works.get(node) ?? { running: 0, at: now(), share: 0 }
    works.set(node, work)
    const at = now()
    if (work.running > 0) work.share += (at - work.at) / work.running
    work.at = at
    return work
  }
  return {
    began: (attempt) => {
      const { node, destination, model } = attempt
      const work = node === null ? null : shareOf(node)
      const from = work?.share ?? 0
      if (work !== null) work.running += 1
      return ({ result }) => {
        const row = rowOf(destination, node, model)
        row.requests += 1
        if (result !== 'answered' && result !== 'aborted') row.errors += 1
        if (node === null || work === null) return
        const share = shareOf(node).share - from
        work.running -= 1
        if (work.running === 0) works.delete(node) // nodes come and go
        const price = pricePerHour(node)
        if (price === null) return
        const cost = (share / HOUR) * price
        row.cost = (row.cost ?? 0) + cost
        spent.set(attempt, cost)
      }
    },
    note: (outcome, attempts) => {
      const last = outcome.attempts.at(-1)
      const costs = attempts.map((one) => ({ one, cost: spent.get(one) }))
      for (const one of attempts) spent.delete(one)
      if (outcome.served === null || last === undefined) return outcome
      const { destination, node, model } = last
      add(rowOf(destination, node, model), outcome, last)
      const cost = costs.find(({ one }) => one.destination === destination && one.node === node && one.model === model)?.cost // prettier-ignore
      return cost === undefined ? outcome : { ...outcome, usage: { ...outcome.usage, cost: nanoDollars(cost) } }
    },
    snapshot: () => [...rows.values()].map(toMetered).toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
  }
}

const OTHER = 'other'
const nanoDollars = (cost: number) => Number(cost.toFixed(9))
const NOTHING = { requests: 0, errors: 0, prompt: 0, completion: 0, queuedMs: 0, firstMs: 0, firsts: 0, generatingMs: 0, generated: 0, cost: null } // prettier-ignore
const nameOf = ({ destination, node, model }: Metered) => [destination, node ?? '', model].join('\n')

function add(row: Row, { usage, queuedMs, firstByteMs, ms, attempts }: Outcome, last: AttemptResult): void {
  row.prompt += usage.promptTokens ?? 0
  row.completion += usage.completionTokens ?? 0
  row.queuedMs += queuedMs
  if (last.node === null && usage.cost !== null) row.cost = (row.cost ?? 0) + usage.cost
  if (firstByteMs === null) return
  const before = queuedMs + attempts.slice(0, -1).reduce((sum, attempt) => sum + attempt.ms, 0)
  row.firstMs += Math.max(0, firstByteMs - before)
  row.firsts += 1
  if (usage.completionTokens === null) return
  // A whole answer comes at once: its tokens took all of the attempt.
  const streamed = ms - firstByteMs
  row.generatingMs += streamed > last.ms / 20 ? streamed : last.ms
  row.generated += usage.completionTokens
}

function toMetered(row: Row): Metered {
  const { destination, node, model, requests, errors, prompt, completion, queuedMs, cost } = row
  return {
    ...{ destination, node, model, requests, errors, queuedMs, cost },
    tokens: { prompt, completion },
    firstByte: { ms: row.firstMs, count: row.firsts },
    generating: { ms: row.generatingMs, tokens: row.generated },
  }
}

/** A table for people, local and cloud side by side. `$/M` is what a million tokens cost, of prompt and answer together. */
export function meteringTable(rows: readonly Metered[]): string {
  const lines = rows.map((row) => [
    row.destination,
    row.node ?? '-',
    row.model,
    String(row.requests),
    String(row.errors),
    String(row.tokens.prompt),
    String(row.tokens.completion),
    shown(row.firstByte.ms / row.firstByte.count, 0),
    shown((row.generating.tokens / row.generating.ms) * 1000, 1),
    shown(row.queuedMs / Math.max(1, row.requests - row.errors), 0),
    row.cost === null ? '-' : row.cost.toFixed(4),
    row.cost === null ? '-' : shown((row.cost / (row.tokens.prompt + row.tokens.completion)) * 1e6, 2),
  ])
  const all = [HEAD, ...lines]
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  const pad = (cell: string, column: number) =>
    column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return all.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('')
}

const HEAD = ['destination', 'node', 'model', 'requests', 'errors', 'in', 'out', 'first ms', 'tok/s', 'queued ms', '$', '$/M'] // prettier-ignore
const shown = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : '-')
