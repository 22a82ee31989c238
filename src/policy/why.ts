import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Tallied } from '../terms/finding.ts'
import type { Policy } from '../terms/policy.ts'
import type { Recorded, RecordedVerdict, Replayed } from '../terms/recorded.ts'
import { when } from './format-shadow.ts'
import { GROUNDS, listOf, plain, ruleSentence, wrapped } from './words.ts'

export type Explained = {
  /** The decision record as it is. */
  readonly record: JsonObject
  /** The same, as far as a policy was asked; null when none was. */
  readonly recorded: Recorded | null
  readonly outcome: JsonObject | null
  /** The policy that decided, where it is at hand. */
  readonly policy: Policy | null
  /** Where its rules stand, as `file:line:col`, by id. */
  readonly places: ReadonlyMap<string, string>
  /** What that policy says to the same question now. */
  readonly again: Replayed | null
  readonly colour: boolean
}

/** How a request was decided, step by step, from its record. Ends with a line break. */
export function explainRecord(explained: Explained): string {
  const { record, recorded, outcome, colour } = explained
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : [bold(title), ...lines])
  const lines = [
    bold(say(record['request'])),
    ...arrival(record),
    ...(recorded === null
      ? section('refused before a policy was asked', [`  ${problemOf(record)}`])
      : [
          ...section(
            `level ${say(recorded.decided.level)}${record['pinned'] === true ? ', pinned to the LAN' : ''}`,
            spoke(record),
          ),
          ...section('found', found(explained, recorded)),
          ...section('not read', recorded.unread.length === 0 ? [] : unread(record)),
          ...section(
            'destinations',
            recorded.decided.considered.flatMap((verdict) => destination(explained, verdict)),
          ),
          ...section('asked beside', beside(record)),
          ...section('tried out', triedOut(recorded)),
          ...section('what was done', done(record)),
        ]),
    ...section('what came of it', outcome === null ? [] : cameOf(outcome)),
    ...(recorded === null ? [] : section('policy', policyLines(explained, recorded))),
  ]
  return `${lines.join('\n')}\n`
}

/** A value from a record, as it can be shown. */
function say(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(say).join(', ')
  if (isJsonObject(value)) return plain(JSON.stringify(value))
  return value === null || value === undefined ? 'nothing' : plain(String(value))
}

const object = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {})

const objects = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []

const WHO = ['roles', 'department', 'team', 'tenant', 'purpose', 'assurance', 'client', 'issuer'] as const

function arrival(record: JsonObject): readonly string[] {
  const { received, api } = record
  const prompt = object(record['prompt'])
  const caller = object(record['caller'])
  const known = WHO.filter((name) => caller[name] !== null && caller[name] !== undefined)
  const features = [prompt['stream'] === true ? 'streamed' : '', prompt['tools'] === true ? 'with tools' : ''].filter((it) => it !== '') // prettier-ignore
  const model = prompt['model'] === null ? 'a model that may not be named' : say(prompt['model'])
  return [
    `  received   ${typeof received === 'number' ? when(received) : say(received)}`,
    `  asked      ${[say(api), ...(prompt['bytes'] === undefined ? [] : [`for ${model}`, `${say(prompt['bytes'])} bytes`]), ...features].join(', ')}`,
    `  caller     ${[say(caller['id']), ...known.map((name) => `${name === 'roles' ? 'role' : name} ${say(caller[name])}`)].join(', ')}`,
  ]
}

const REASONS: Readonly<Record<string, (what: string, count: string) => string>> = {
  finding: (what, count) => `${count} × ${what}`,
  unnamed_finding: (what, count) => `${count} × ${what}, a type that the policy does not name`,
  together: (what) => `${what.replaceAll('+', ' with ')}, together`,
  unread: (what, count) => `${count} × ${what} that cannot be read`,
  detector_failed: (what) => `the detector ${what} failed`,
  caller_header: (what) => `the caller asked for it (${what})`,
  token_claim: () => 'the token asks for it',
  conversation: () => 'earlier turns of the conversation had it',
}

/** What spoke for a level, in words: from a reason's kind, what it names, and how often. */
export const reasonWords = (kind: string, what: string, count: string): string =>
  REASONS[kind]?.(what, count) ?? `${kind}: ${what}`

function spoke(record: JsonObject): readonly string[] {
  const reasons = objects(record['why'])
  if (reasons.length === 0) return ['  nothing spoke for more']
  return reasons.map(({ kind, what, count, level }) => {
    const words = reasonWords(say(kind), say(what), say(count))
    return `  ${say(level).padEnd(14)} ${words}`
  })
}

function found({ record, policy }: Explained, { tallied }: Recorded): readonly string[] {
  return objects(record['findings']).flatMap(({ type, count, detectors }) => {
    const values = tallied.filter((value) => value.type === type)
    return [
      `  ${say(type).padEnd(14)} ${say(count)} found by ${say(detectors)}`,
      ...values.map((value) => `${' '.repeat(17)}${valueWords(value, policy)}`),
    ]
  })
}

function valueWords({ type, count, seen }: Tallied, policy: Policy | null): string {
  const sightings = seen.map(({ score, excepted }) => `${String(score)}${excepted.length === 0 ? '' : ` (named by ${plain(excepted.join(', '))})`}`) // prettier-ignore
  const rule = policy?.detect[type]
  const below = rule !== undefined && seen.every(({ score }) => score < rule.sure)
  return `${String(count)} different, score ${listOf(sightings, 'or')}${below ? `: less than ${String(rule.sure)}, so it does not count` : ''}`
}

const unread = (record: JsonObject) =>
  objects(record['unread']).map(({ kind, count, from }) => `  ${say(count)} × ${say(kind)}${from === undefined ? '' : `, which came from ${say(from)}`}`) // prettier-ignore

function destination(
  { policy, places }: Explained,
  { to, permitted, ground, rule }: RecordedVerdict,
): readonly string[] {
  const words = rule === null ? undefined : policy?.rules.find(({ id }) => id === rule)
  const place = rule === null ? undefined : places.get(rule)
  const why = rule === null ? (GROUNDS[ground] ?? say(ground)) : `rule ${plain(rule)}`
  return [
    `  ${permitted ? 'may go to' : 'not to   '}  ${plain(to).padEnd(16)} ${why}${place === undefined ? '' : `  ${place}`}`,
    ...(words === undefined ? [] : [wrapped(`${ruleSentence(words)}: ${words.because}.`, ' '.repeat(13))]),
  ]
}

const nowhere = (names: readonly string[]) => (names.length === 0 ? 'nothing' : plain(names.join(', ')))

/** Obligations that applied, and a reason that opened something. */
function beside(record: JsonObject): readonly string[] {
  const { obligations, retain, broken, broken_because: because } = record
  return [
    ...(obligations === undefined ? [] : [`  obligations ${say(obligations)}`]),
    ...(retain === undefined ? [] : [`  this record is to be kept for at least ${say(retain)}`]),
    ...objects(broken).map(({ to, rule }) => `  BROKEN GLASS: rule ${say(rule)} yielded at ${say(to)}, because: ${say(because)}`), // prettier-ignore
  ]
}

function triedOut({ decided: { shadow, candidate } }: Recorded): readonly string[] {
  return [
    ...shadow.map(({ rule, wouldPermit }) => `  shadow rule ${plain(rule)} would permit ${nowhere(wouldPermit)}`),
    ...(candidate === null
      ? []
      : [`  candidate ${plain(candidate.policy.name)} ${plain(candidate.policy.version)}: level ${plain(candidate.level)}, permits ${nowhere(candidate.permitted)}`]), // prettier-ignore
  ]
}

const EFFECTS: Readonly<Record<string, string>> = {
  permit: 'it was sent',
  deny: 'it was denied, and nothing was sent',
  refuse: 'it was not served, and nothing was sent',
}

function done(record: JsonObject): readonly string[] {
  const attempts = objects(record['attempts']).map(({ to, node, model }, index) => {
    const place = node === null || node === undefined ? say(to) : `${say(to)} (${say(node)})`
    return `  ${String(index + 1)}. ${place}, model ${model === null ? 'that may not be named' : say(model)}`
  })
  const effect = `  ${EFFECTS[say(record['effect'])] ?? say(record['effect'])}`
  return [`${effect}${record['problem'] === undefined ? '' : `: ${problemOf(record)}`}`, ...attempts]
}

const problemOf = ({ problem, reason }: JsonObject) =>
  `${say(problem)}${reason === null || reason === undefined ? '' : ` (${say(reason)})`}`

function cameOf(outcome: JsonObject): readonly string[] {
  const { to, node, peer, provider } = object(outcome['served'])
  const by = to === undefined ? [] : [`by ${say(to)}${node === null ? '' : ` (${say(node)})`}`, ...(peer === null ? [] : [`at ${say(peer)}`]), ...(provider === null ? [] : [`provider ${say(provider)}`])] // prettier-ignore
  const verified = outcome['verified'] === null || outcome['verified'] === undefined ? [] : [`verification: ${say(outcome['verified'])}`] // prettier-ignore
  return [
    `  ${[say(outcome['result']), `status ${say(outcome['status'])}`, ...by, ...verified, `${say(outcome['ms'])} ms`].join(', ')}`,
  ]
}

function policyLines({ again, policy }: Explained, { decided, lacks }: Recorded): readonly string[] {
  const { name, version, digest } = decided.policy
  return [
    `  ${plain(name)} ${plain(version)}, sha256 ${plain(digest)}`,
    ...(policy === null ? ['  It is not at hand: its rules are named by their ids only.'] : []),
    ...(again === null ? [] : [`  ${againWords(again, decided)}`]),
    ...(lacks.includes('cut') ? ['  The record was too long and had to be cut: it does not hold everything.'] : []),
  ]
}

function againWords(again: Replayed, decided: Recorded['decided']): string {
  if (again.kind === 'undecidable')
    return `Whether it says the same today cannot be told from the record (${again.open.join(', ')}).`
  return follows(again, decided)
    ? 'Asked again, it says the same.'
    : 'ASKED AGAIN, IT SAYS SOMETHING ELSE: this record does not follow from this policy.'
}

/** False when the policy cannot have decided what the record says it did. */
export function follows(again: Replayed, { level, permitted }: Recorded['decided']): boolean {
  if (again.kind === 'undecidable') return true
  const now = again.decision.permitted.map(({ destination }) => destination)
  return again.decision.level === level && now.toSorted().join('\n') === permitted.toSorted().join('\n')
}
