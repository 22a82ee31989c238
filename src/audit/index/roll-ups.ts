import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { AUDIENCES, FLOW_COLUMNS, KIND_COLUMNS, LINES, SEEN_COLUMNS, STEPS } from './roll-up-schema.ts'
import type { Audience } from './roll-up-schema.ts'
import type { Column, NumberColumn } from './schema.ts'
import { mergeTimes, packSlots, slotOf } from './times.ts'

/** A row of the index: its words by their numbers. */
export type Counted = {
  readonly time: number
  readonly ids: Readonly<Record<Column, number | null>>
  readonly numbers: Readonly<Partial<Record<NumberColumn, number | null>>>
  /** Only then its time says how long an answer takes. */
  readonly isAnswered: boolean
}

type Line = {
  /** Step, audience and start; or, before they are spread, hour, tenant and team. */
  readonly place: readonly [number, number, number]
  readonly dims: readonly number[]
  /** The same as a text. */
  readonly tail: string
  n: number
  tokensIn: number
  tokensOut: number
  cost: number
  times: Map<number, number> | null
}

/**
 * Keeps how many requests there were by hour, day and week, of each kind: so that what is asked of a year need not read its rows. Rows are
 * counted as they come and taken away as they change; both are written by `flush`, in the caller's transaction.
 */
export class RollUps {
  readonly #flows = new Map<string, Line>()
  readonly #kinds = new Map<string, Line>()
  readonly #seen = new Map<number, Map<number, number>>()
  readonly #whos = new Map<string, number>()
  readonly #kindOf = new Map<number, string>()
  readonly #findWho: StatementSync
  readonly #addWho: StatementSync
  readonly #addFlow: StatementSync
  readonly #addKind: StatementSync
  readonly #addSeen: StatementSync

  constructor(db: DatabaseSync) {
    db.function('merge_times', { deterministic: true }, (one, other) => mergeTimes(asBytes(one), asBytes(other)))
    this.#findWho = db.prepare('SELECT id FROM whos WHERE audience = ? AND tenant = ? AND team = ?')
    this.#addWho = db.prepare('INSERT INTO whos (audience, tenant, team) VALUES (?, ?, ?) RETURNING id')
    this.#addFlow = db.prepare(upsert('flows', FLOW_COLUMNS, true))
    this.#addKind = db.prepare(upsert('kinds', KIND_COLUMNS, false))
    this.#addSeen = db.prepare(
      'INSERT INTO seen (who, kind, level, word, n) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    )
  }

  /** Counts a row (`by` 1), or takes away what was counted of it (-1). */
  count(row: Counted, by: 1 | -1): void {
    const hour = row.time - mod(row.time, STEPS.hour)
    const place = [hour, row.ids.tenant ?? 0, row.ids.team ?? 0] as const
    const flow = lineOf(this.#flows, place, FLOW_COLUMNS.map((name) => row.ids[name] ?? 0)) // prettier-ignore
    addRow(flow, row, by)
    const { ms } = row.numbers
    if (typeof ms === 'number' && row.isAnswered) {
      flow.times ??= new Map()
      addTo(flow.times, slotOf(ms), by)
    }
    addRow(lineOf(this.#kinds, place, KIND_COLUMNS.map((name) => row.ids[name] ?? 0)), row, by) // prettier-ignore
  }

  /** Keeps the names that a decision gave, for `suggest`. */
  see({ ids }: Counted): void {
    const [tenant, team] = [ids.tenant ?? 0, ids.team ?? 0]
    const key = tenant * WORDS + team
    const seen = this.#seen.get(key) ?? new Map<number, number>()
    this.#seen.set(key, seen)
    for (const kind of SEEN_COLUMNS) {
      const word = ids[kind]
      if (word === null) continue
      this.#kindOf.set(word, kind)
      addTo(seen, (ids.level ?? 0) * WORDS + word, 1)
    }
  }

  flush(): void {
    for (const { place, dims, n, tokensIn, tokensOut, cost, times } of this.#spread('flows', this.#flows))
      this.#addFlow.run(...place, ...dims, n, tokensIn, tokensOut, cost, times === null ? null : packSlots(times))
    for (const { place, dims, n, tokensIn, tokensOut, cost } of this.#spread('kinds', this.#kinds))
      this.#addKind.run(...place, ...dims, n, tokensIn, tokensOut, cost)
    for (const [who, seen] of this.#spreadSeen()) {
      for (const [key, n] of seen) {
        const word = key % WORDS
        this.#addSeen.run(who, this.#kindOf.get(word) ?? '', (key - word) / WORDS, word, n)
      }
    }
    for (const gone of [this.#flows, this.#kinds, this.#seen, this.#kindOf]) gone.clear()
  }

  #spreadSeen(): ReadonlyMap<number, ReadonlyMap<number, number>> {
    const spread = new Map<number, Map<number, number>>()
    for (const [key, seen] of this.#seen) {
      const team = key % WORDS
      for (const who of this.#whosOf((key - team) / WORDS, team)) {
        const all = spread.get(who) ?? new Map<number, number>()
        spread.set(who, all)
        for (const [name, n] of seen) addTo(all, name, n)
      }
    }
    return spread
  }

  /** The lines of each step and audience, made of those of the hours and of everybody apart. */
  #spread(table: keyof typeof LINES, lines: ReadonlyMap<string, Line>): Iterable<Line> {
    const spread = new Map<string, Line>()
    for (const line of lines.values()) {
      const [hour, tenant, team] = line.place
      const whos = this.#whosOf(tenant, team)
      for (const [at, audience] of AUDIENCES.entries()) {
        for (const name of LINES[table][audience]) {
          const step = STEPS[name]
          addLine(lineOf(spread, [step, whos[at] ?? 0, hour - mod(hour, step)], line.dims, line.tail), line)
        }
      }
    }
    return [...spread.values()].filter(({ n, tokensIn, times }) => n !== 0 || tokensIn !== 0 || times !== null)
  }

  #whosOf(tenant: number, team: number): readonly number[] {
    return [this.#who('all', 0, 0), this.#who('tenant', tenant, 0), this.#who('team', tenant, team)]
  }

  #who(audience: Audience, tenant: number, team: number): number {
    const key = `${audience},${String(tenant)},${String(team)}`
    const known = this.#whos.get(key)
    if (known !== undefined) return known
    const row = this.#findWho.get(audience, tenant, team) ?? this.#addWho.get(audience, tenant, team)
    const id = Number(row?.['id'])
    if (this.#whos.size >= REMEMBERED) this.#whos.clear()
    this.#whos.set(key, id)
    return id
  }
}

/** More words than there can be, so that two numbers are one: exact up to two million sets of tenants, and as many levels. */
const WORDS = 2 ** 32
const REMEMBERED = 100_000

function upsert(table: string, columns: readonly string[], hasTimes: boolean): string {
  const names = ['step', 'who', 'start', ...columns, 'n', 'tokens_in', 'tokens_out', 'cost', ...(hasTimes ? ['times'] : [])] // prettier-ignore
  const sums = ['n', 'tokens_in', 'tokens_out', 'cost'].map((name) => `${name} = ${name} + excluded.${name}`)
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${[...sums, ...(hasTimes ? ['times = merge_times(times, excluded.times)'] : [])].join(', ')}`
}

function lineOf(
  lines: Map<string, Line>,
  place: Line['place'],
  dims: readonly number[],
  tail: string = dims.join(),
): Line {
  const name = `${String(place[0])},${String(place[1])},${String(place[2])},${tail}`
  const found = lines.get(name)
  if (found !== undefined) return found
  const line: Line = { place, dims, tail, n: 0, tokensIn: 0, tokensOut: 0, cost: 0, times: null }
  lines.set(name, line)
  return line
}

const addTo = (counts: Map<number, number>, key: number, n: number) => counts.set(key, (counts.get(key) ?? 0) + n)

function addRow(line: Line, { numbers }: Counted, by: 1 | -1): void {
  line.n += by
  line.tokensIn += by * (numbers.tokens_in ?? 0)
  line.tokensOut += by * (numbers.tokens_out ?? 0)
  line.cost += by * (numbers.cost ?? 0)
}

function addLine(to: Line, { n, tokensIn, tokensOut, cost, times }: Line): void {
  to.n += n
  to.tokensIn += tokensIn
  to.tokensOut += tokensOut
  to.cost += cost
  if (times === null) return
  to.times ??= new Map()
  for (const [slot, count] of times) addTo(to.times, slot, count)
}

/** Also of a time before 1970: a record with a damaged clock must not stop the others. */
const mod = (time: number, step: number) => ((time % step) + step) % step

const asBytes = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null)
