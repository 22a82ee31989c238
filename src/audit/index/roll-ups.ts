import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { AUDIENCES, FLOW_LINES, hasKind, HOUR, KINDS, SEEN_COLUMNS, STEPS } from './roll-up-schema.ts'
import type { Audience, Kind } from './roll-up-schema.ts'
import type { Column, NumberColumn } from './schema.ts'
import { Shapes } from './shapes.ts'
import { mergeTimes, packSlots, slotOf } from './times.ts'

/** A row of the index: its words by their numbers. */
export type Counted = {
  readonly time: number
  readonly ids: Readonly<Record<Column, number | null>>
  readonly numbers: Readonly<Partial<Record<NumberColumn, number | null>>>
  /** Only then its time says how long an answer takes. */
  readonly isAnswered: boolean
}

/** `times` are slots, as they came; one that is taken away again is below zero, -1 for the first. */
type Line = { n: number; tokensIn: number; tokensOut: number; cost: number; times: number[] | null }
type ByShape = Map<number, Line>
/** Of each of those that lines are for, and of each start in hours. */
type ByStart = Map<number, Map<number, ByShape>>
/** The same of each word of a kind. */
type ByWord = Map<number, ByStart>

/** From those that tell most apart to everybody together. */
const WIDER = AUDIENCES.toReversed()

/**
 * Keeps how many requests there were by hour, day and week, of each shape and kind: so that what is asked of a year need not read its rows. Rows are
 * counted as they come and taken away as they change; both are written by `flush`, in the caller's transaction.
 */
export class RollUps {
  /** By hour, of each set of tenants and teams. */
  readonly #flows: ByStart = new Map()
  /** By day, for each kind: of the same sets, or of tenants alone where there are no lines of teams. */
  readonly #kinds: readonly ByWord[] = KINDS.map(() => new Map())
  readonly #seen = new Map<number, Map<number, number>>()
  readonly #whos = new Map<string, number>()
  /** For whom else the lines of somebody count. */
  readonly #parents = new Map<number, number>()
  readonly #kindOf = new Map<number, number>()
  readonly #shapes: Shapes
  readonly #findWho: StatementSync
  readonly #addWho: StatementSync
  readonly #addFlow: StatementSync
  readonly #addKind: StatementSync
  readonly #addSeen: StatementSync

  constructor(db: DatabaseSync) {
    db.function('merge_times', { deterministic: true }, (one, other) => mergeTimes(asBytes(one), asBytes(other)))
    this.#shapes = new Shapes(db)
    this.#findWho = db.prepare('SELECT id FROM whos WHERE audience = ? AND tenant = ? AND team = ?')
    this.#addWho = db.prepare('INSERT INTO whos (audience, tenant, team) VALUES (?, ?, ?) RETURNING id')
    this.#addFlow = db.prepare(upsert('flows', ['step', 'who', 'start', 'shape'], true))
    this.#addKind = db.prepare(upsert('kinds', ['who', 'kind', 'word', 'start', 'shape'], false))
    this.#addSeen = db.prepare(
      'INSERT INTO seen (who, kind, level, word, n) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    )
  }

  /** Counts a row (`by` 1), or takes away what was counted of it (-1). */
  count(row: Counted, by: 1 | -1): void {
    const { ids, numbers, isAnswered } = row
    const hour = Math.floor(row.time / HOUR)
    const [team, tenant] = this.#whosOf(ids.tenant ?? 0, ids.team ?? 0)
    const shape = this.#shapes.shapeOf(ids)
    const flow = lineOf(within(within(this.#flows, team), hour), shape.flow)
    addRow(flow, row, by)
    if (typeof numbers.ms === 'number' && isAnswered) (flow.times ??= []).push(by === 1 ? slotOf(numbers.ms) : ~slotOf(numbers.ms)) // prettier-ignore
    const day = floorTo(hour, DAY)
    for (const [at, kind] of KINDS.entries()) {
      const words = within(this.#kinds[at] ?? new Map<number, ByStart>(), hasKind(kind, 'team') ? team : tenant)
      addRow(lineOf(within(within(words, ids[kind] ?? 0), day), shape.kind), row, by)
    }
  }

  /** Keeps the names that a decision gave, for `suggest`. */
  see({ ids }: Counted): void {
    const [tenant, team] = [ids.tenant ?? 0, ids.team ?? 0]
    const seen = within(this.#seen, tenant * WORDS + team)
    for (const [kind, column] of SEEN_COLUMNS.entries()) {
      const word = ids[column]
      if (word === null) continue
      this.#kindOf.set(word, kind)
      addTo(seen, (ids.level ?? 0) * WORDS + word, 1)
    }
  }

  flush(): void {
    this.#flushFlows()
    for (const [kind, column] of KINDS.entries()) this.#flushKind(kind, column)
    for (const [who, seen] of this.#spreadSeen()) {
      for (const [key, n] of seen) {
        const word = key % WORDS
        this.#addSeen.run(who, this.#kindOf.get(word) ?? -1, (key - word) / WORDS, word, n)
      }
    }
    for (const gone of [this.#flows, ...this.#kinds, this.#seen, this.#kindOf]) gone.clear()
    if (this.#whos.size < REMEMBERED) return
    this.#whos.clear()
    this.#parents.clear()
  }

  /** Longer lines are made of shorter ones, and those of more people of those of fewer. */
  #flushFlows(): void {
    let hours: ByStart = this.#flows
    for (const audience of WIDER) {
      if (audience !== 'team') hours = spread(hours, 1, (who) => this.#parents.get(who) ?? who)
      let lines = hours
      for (const step of stepsOf(audience)) {
        if (step > 1) lines = spread(lines, step) // those of an hour are there
        for (const [who, starts] of lines)
          for (const [start, shapes] of starts)
            for (const [shape, line] of shapes)
              if (isSome(line)) this.#addFlow.run(step, who, start, shape, ...sumsOf(line), timesOf(line))
      }
    }
  }

  #flushKind(kind: number, column: Kind): void {
    let lines: ByWord = this.#kinds[kind] ?? new Map()
    for (const audience of WIDER.filter((one) => hasKind(column, one))) {
      if (audience === 'all' || (audience === 'tenant' && hasKind(column, 'team'))) lines = this.#wider(lines)
      for (const [who, words] of lines)
        for (const [word, starts] of words)
          for (const [start, shapes] of starts)
            for (const [shape, line] of shapes)
              if (isSome(line)) this.#addKind.run(who, kind, word, start, shape, ...sumsOf(line))
    }
  }

  #wider(lines: ByWord): ByWord {
    const wider: ByWord = new Map()
    for (const [who, words] of lines) {
      const all = within(wider, this.#parents.get(who) ?? who)
      for (const [word, starts] of words)
        for (const [start, shapes] of starts) addLines(within(within(all, word), start), shapes)
    }
    return wider
  }

  #spreadSeen(): ReadonlyMap<number, ReadonlyMap<number, number>> {
    const all = new Map<number, Map<number, number>>()
    for (const [key, seen] of this.#seen) {
      const team = key % WORDS
      for (const who of this.#whosOf((key - team) / WORDS, team)) {
        const names = within(all, who)
        for (const [name, n] of seen) addTo(names, name, n)
      }
    }
    return all
  }

  /** A set of tenants with a set of teams, the tenants alone, and everybody. */
  #whosOf(tenant: number, team: number): readonly [number, number, number] {
    const all = this.#who('all', 0, 0, null)
    const tenants = this.#who('tenant', tenant, 0, all)
    return [this.#who('team', tenant, team, tenants), tenants, all]
  }

  #who(audience: Audience, tenant: number, team: number, parent: number | null): number {
    const key = `${audience},${String(tenant)},${String(team)}`
    const known = this.#whos.get(key)
    if (known !== undefined) return known
    const row = this.#findWho.get(audience, tenant, team) ?? this.#addWho.get(audience, tenant, team)
    const id = Number(row?.['id'])
    this.#whos.set(key, id)
    if (parent !== null) this.#parents.set(id, parent)
    return id
  }
}

const DAY = STEPS.day / HOUR
/** In hours, shortest first. */
const stepsOf = (audience: Audience) => FLOW_LINES[audience].map((step) => STEPS[step] / HOUR)

/** More words than there can be, so that two numbers are one: exact up to two million sets of tenants, and as many levels. */
const WORDS = 2 ** 32
const REMEMBERED = 100_000

function upsert(table: string, key: readonly string[], hasTimes: boolean): string {
  const names = [...key, 'n', 'tokens_in', 'tokens_out', 'cost', ...(hasTimes ? ['times'] : [])]
  const sums = ['n', 'tokens_in', 'tokens_out', 'cost'].map((name) => `${name} = ${name} + excluded.${name}`)
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT DO UPDATE SET ${[...sums, ...(hasTimes ? ['times = merge_times(times, excluded.times)'] : [])].join(', ')}`
}

function within<Key, Of, And>(map: Map<Key, Map<Of, And>>, key: Key): Map<Of, And> {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = new Map<Of, And>()
  map.set(key, made)
  return made
}

function lineOf(lines: ByShape, shape: number): Line {
  const found = lines.get(shape)
  if (found !== undefined) return found
  const line: Line = { n: 0, tokensIn: 0, tokensOut: 0, cost: 0, times: null }
  lines.set(shape, line)
  return line
}

const addTo = (counts: Map<number, number>, key: number, n: number) => counts.set(key, (counts.get(key) ?? 0) + n)

function addRow(line: Line, { numbers }: Counted, by: 1 | -1): void {
  line.n += by
  line.tokensIn += by * (numbers.tokens_in ?? 0)
  line.tokensOut += by * (numbers.tokens_out ?? 0)
  line.cost += by * (numbers.cost ?? 0)
}

/** The same lines, longer ones or for others. */
function spread(lines: ByStart, step: number, whoOf = (who: number): number => who): ByStart {
  const all: ByStart = new Map()
  for (const [who, starts] of lines) {
    const longer = within(all, whoOf(who))
    for (const [start, shapes] of starts) addLines(within(longer, floorTo(start, step)), shapes)
  }
  return all
}

function addLines(to: ByShape, from: ByShape): void {
  for (const [shape, { n, tokensIn, tokensOut, cost, times }] of from) {
    const line = lineOf(to, shape)
    line.n += n
    line.tokensIn += tokensIn
    line.tokensOut += tokensOut
    line.cost += cost
    if (times === null) continue
    line.times ??= []
    for (const slot of times) line.times.push(slot)
  }
}

const isSome = ({ n, tokensIn, tokensOut, times }: Line) => n !== 0 || tokensIn !== 0 || tokensOut !== 0 || times !== null // prettier-ignore
const sumsOf = ({ n, tokensIn, tokensOut, cost }: Line) => [n, tokensIn, tokensOut, cost] as const
const timesOf = ({ times }: Line) => (times === null ? null : packSlots(times))

/** Also of a time before 1970: a record with a damaged clock must not stop the others. */
const floorTo = (hour: number, step: number) => Math.floor(hour / step) * step

const asBytes = (value: unknown): Uint8Array | null => (value instanceof Uint8Array ? value : null)
