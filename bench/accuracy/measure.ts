import { redacted } from './baseline.ts'
import type { Corpus } from './corpus.ts'
import type { Document } from './fill.ts'
import { alarms, alarmsFor, detected } from './judge.ts'
import { addTo, emptyScore, isHit, sureOf } from './score.ts'
import type { Found, Score } from './score.ts'

/** Scores by `half language type`; names in sentences and some kinds of values are counted a second time. */
export type Scores = ReadonlyMap<string, Score>

export type Alarms = {
  documents: number
  ours: number
  /** What redact-pii found, judged by the same policy. */
  theirs: number
  /** Texts in which redact-pii replaced anything at all. */
  replaced: number
}

export type Measured = {
  readonly ours: Scores
  readonly theirs: Scores
  /** By `half kind`. */
  readonly alarms: ReadonlyMap<string, Alarms>
  readonly labelled: number
  readonly clean: number
  readonly templates: number
  /** Labelled values. */
  readonly values: number
}

/** Called for every text with what was found in it. */
export type Watch = (document: Document, found: readonly Found[], isAlarm: boolean) => void

/** Kinds of text that are read as sentences. */
export const PROSE: ReadonlySet<string> = new Set(['prompt', 'chat', 'email', 'note', 'ticket'])

export const NAMES_IN_PROSE = 'PERSON in prose'
export const KEYS_BY_PREFIX = 'SECRET by prefix'

export const keyOf = (half: string, language: string, type: string) => `${half} ${language} ${type}`

/** Looks at every text, and counts. */
export function measure({ labelled, clean }: Corpus, watch: Watch): Measured {
  const types = new Set(labelled.flatMap(({ spans }) => spans.map(({ type }) => type)))
  const [ours, theirs] = [new Map<string, Score>(), new Map<string, Score>()]
  for (const document of labelled) {
    const found = detected(document.text)
    tally(ours, document, found, types)
    tally(theirs, document, redacted(document.text), types)
    watch(document, found, false)
  }
  const counts = new Map<string, Alarms>()
  for (const document of clean) watch(document, ...alarm(counts, document))
  return {
    ...{ ours, theirs, alarms: counts, labelled: labelled.length, clean: clean.length },
    templates: new Set([...labelled, ...clean].map(({ half, template }) => `${half} ${template}`)).size,
    values: labelled.reduce((sum, { spans }) => sum + spans.length, 0),
  }
}

function tally(all: Map<string, Score>, document: Document, found: readonly Found[], types: ReadonlySet<string>): void {
  const scores = new Map<string, Score>()
  addTo(scores, { document, found }, types)
  const person = scores.get('PERSON')
  if (person !== undefined && PROSE.has(document.kind)) scores.set(NAMES_IN_PROSE, person)
  for (const [type, score] of variantsOf(document, found)) scores.set(type, score)
  for (const [type, score] of scores) {
    const key = keyOf(document.half, document.language, type)
    const sum = all.get(key) ?? emptyScore()
    for (const part of ['hit', 'missed', 'right', 'wrong'] as const) sum[part] += score[part]
    all.set(key, sum)
  }
}

/** Recall alone: a wrong finding does not say which kind it was taken for. */
function variantsOf({ spans }: Document, found: readonly Found[]): Scores {
  const scores = new Map<string, Score>()
  for (const span of spans) {
    if (span.variant === undefined) continue
    const name = `${span.type} ${span.variant}`
    const score = scores.get(name) ?? emptyScore()
    scores.set(name, score)
    score[isHit(span, sureOf(found)) ? 'hit' : 'missed']++
  }
  return scores
}

function alarm(counts: Map<string, Alarms>, document: Document): [readonly Found[], boolean] {
  const key = `${document.half} ${document.kind}`
  const count = counts.get(key) ?? { documents: 0, ours: 0, theirs: 0, replaced: 0 }
  counts.set(key, count)
  const findings = detected(document.text)
  const isAlarm = alarms(document.text, { findings, failed: [] })
  const baseline = redacted(document.text)
  count.documents++
  if (isAlarm) count.ours++
  if (alarmsFor(document.text, baseline)) count.theirs++
  if (baseline.length > 0) count.replaced++
  return [findings, isAlarm]
}
