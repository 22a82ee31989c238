/** What the playground asks: a request to try, and a policy to hold against what is recorded. */
import { readKeptPolicy } from '../audit/kept-policies.ts'
import { agree } from '../config/agree.ts'
import { PlaygroundQuestion, ReplayQuestion } from '../contract/playground.ts'
import type { PLAYGROUND, PlaygroundAnswer, PlaygroundCaller } from '../contract/playground.ts'
import { besides } from '../detect/thread.ts'
import type { House } from '../house.ts'
import { canonicalPolicy } from '../policy/digest.ts'
import { toText } from '../policy/remark.ts'
import type { Caller, CallerAttribute } from '../terms/caller.ts'
import type { Detection } from '../terms/finding.ts'
import type { JsonObject } from '../terms/json.ts'
import { Problem } from '../terms/problem.ts'
import { askedBody } from './asked-body.ts'
import { attributedCaller, claimedCaller } from './asked-caller.ts'
import { json } from './front-desk.ts'
import type { Visitor, Work } from './front-desk.ts'
import type { JobDesk } from './jobs.ts'
import type { PlayJob, Played, PlayedDraft, PlayedPrompt } from './play.ts'
import { differencesOf, toldDecision } from './played-told.ts'
import type { About } from './played-told.ts'
import { examplesFor, modelToTry } from './playground-examples.ts'
import { scoped, toWindow } from './policy.ts'
import type { PolicyWorksParts } from './policy.ts'
import { sayingsOf } from './policy-told.ts'
import { refuseOthers } from './records.ts'
import type { ReplayJob } from './replay-thread.ts'
import { ruleLines } from './rule-lines.ts'
import type { Pool } from './thread-pool.ts'

export type PlaygroundParts = Pick<PolicyWorksParts, 'inForce' | 'index' | 'dir' | 'digest' | 'now'> & {
  readonly house: () => Pick<House, 'config' | 'lookFurther'>
  readonly jobs: Pick<JobDesk, 'start'>
  readonly pool: Pick<Pool<PlayJob, Played>, 'ask'>
}

/** Characters of a body. */
const MOST_BODY = 1_000_000

export function playgroundWorks(parts: PlaygroundParts): Readonly<Record<keyof typeof PLAYGROUND, Work>> {
  const { inForce, house, digest, jobs, dir, now } = parts
  return {
    playground: async (asked, visitor) => {
      refuseOthers(asked.query, [])
      const question = await askedBody(PlaygroundQuestion, asked)
      const answer = await playOut(parts, question, visitor)
      const { api = 'chat_completions', draft, engines = false } = question
      const about = { api, engines, draft: draft === undefined ? null : digest(draft) }
      return { answer: json(answer), rows: null, asked: { ...about, level: answer.decision?.level ?? null } }
    },
    'playground-examples': async ({ query }) => {
      refuseOthers(query, [])
      return { answer: json(examplesFor(inForce().policy, house().config.models) as unknown as JsonObject), rows: null }
    },
    replay: async (asked, visitor) => {
      refuseOthers(asked.query, [])
      const question = await askedBody(ReplayQuestion, asked)
      const window = toWindow({ since: question.since, until: question.until }, now())
      const policy = await policyOf(parts, question)
      const said = {
        ...(question.since && { since: question.since }),
        ...(question.until && { until: question.until }),
      }
      if (policy === null)
        return { answer: null, rows: null, asked: { ...said, digest: digest(question.digest ?? '') } }
      const about = { ...said, ...('draft' in policy ? { draft: digest(policy.draft) } : { digest: policy.digest }) }
      const data: ReplayJob = {
        ...(await scoped({ ...parts, dir }, window, visitor.grants.records)),
        policy,
        now: now(),
      }
      const entry = besides('replay-thread', import.meta.url)
      const job = jobs.start(visitor, { kind: 'replay', entry, data, asked: about })
      return { answer: json({ job }), rows: null, asked: { ...about, job } }
    },
  }
}

/** A draft as it is, or a policy that is in force, tried, or kept; null for a digest of none of these. */
async function policyOf(
  { inForce, dir }: PlaygroundParts,
  { draft, digest }: ReplayQuestion,
): Promise<ReplayJob['policy'] | null> {
  if ((draft === undefined) === (digest === undefined))
    throw new Problem('invalid_request', 'a bad question', { says: 'Send either draft or digest.', param: 'draft' })
  if (draft !== undefined || digest === undefined) return { draft: draft ?? '' }
  const { policy, candidate } = inForce()
  const live = [policy, candidate].find((one) => one?.digest === digest)
  const canonical = live ? canonicalPolicy(live) : await readKeptPolicy(dir, digest)
  return canonical === null ? null : { canonical, digest }
}

/** Works out a question in a thread; asks the engines only when that was asked for. */
async function playOut(
  parts: PlaygroundParts,
  question: PlaygroundQuestion,
  visitor: Visitor,
): Promise<PlaygroundAnswer> {
  const { inForce, house, pool, now } = parts
  const { config, lookFurther } = house()
  const { policy, written } = inForce()
  const job: PlayJob = {
    ...{ api: question.api ?? 'chat_completions', body: toBody(question, config), lenient: config.server.lenient },
    ...{ policy, draft: question.draft ?? null, caller: toCaller(question.caller, config), found: null },
    ...{ levels: question.levels ?? [], at: question.at === undefined ? now() : Date.parse(question.at) },
    reasons: question.reason === undefined ? [] : [Buffer.from(question.reason).toString('latin1')], // as in a header
  }
  const first = await pool.ask(job)
  const played = first.kind === 'read' && question.engines === true ? await pool.ask({ ...job, found: await further(first, lookFurther, visitor) }) : first // prettier-ignore
  const { problems, warnings } = played
  const told = { problems: [...problems], warnings: [...warnings] }
  if (played.kind === 'refused') return { ...UNREAD, refused: played.refused, ...told }
  const { prompt, draft } = played
  const text = written?.policy.digest === policy.digest ? written.policy : null
  const about = (lines: Readonly<Record<string, number>>, own: Parameters<typeof sayingsOf>[0]): About => {
    return { config, says: sayingsOf(own), lineOf: (rule) => lines[rule] ?? null }
  }
  const decision = toldDecision(prompt, played.now, about(text === null ? {} : ruleLines(text, policy), policy))
  const other = draft && toldDecision(prompt, draft, about(draft.lines, draft.policy))
  const differs = other === null ? [] : differencesOf(decision, other)
  const misfits = draft === null ? [] : misfitsOf(draft, config)
  return { refused: null, ...echo(prompt), decision, draft: other, problems: told.problems, warnings: [...told.warnings, ...misfits], differs } // prettier-ignore
}

/** Where a draft and cordon.yaml do not agree, so that Cordon would not start with it. */
function misfitsOf({ policy, destinationsAt }: PlayedDraft, config: House['config']): PlaygroundAnswer['warnings'] {
  return agree(config, policy).problems.map((problem) => {
    const message = `it does not fit with ${problem.replace(/^.*[\\/](?=[^\\/\s]+:\d+:\d+: )/, '')}`
    const suggestion = 'keep the names, zones, hosts and ranges that cordon.yaml needs, or change both'
    return { ...destinationsAt, message, text: toText('draft.yaml', { ...destinationsAt, message }), suggestion }
  })
}

const UNREAD = { segments: [], unread: [], stripped: [], decision: null, draft: null, differs: [] }

const echo = ({ segments, unread, stripped }: PlayedPrompt) => ({
  segments: segments.map(({ path, role, kind, text }) => ({ path, role, kind, text })),
  unread: unread.map(({ path, kind }) => ({ path, kind })),
  stripped: [...stripped],
})

/** What engines add, to what was found with each of the policies. They are asked once, as for the policy in force. */
async function further(
  { prompt, now, draft }: Extract<Played, { kind: 'read' }>,
  lookFurther: House['lookFurther'],
  { caller: { issuer, subject } }: Visitor,
): Promise<NonNullable<PlayJob['found']>> {
  const found = now.detection
  const more = await lookFurther(prompt, found, JSON.stringify(['playground', issuer, subject]))
  const findings = more.findings.slice(found.findings.length) // nothing is ever taken away
  const failed = more.failed.slice(found.failed.length)
  const with_ = (one: Detection) => ({ findings: [...one.findings, ...findings], failed: [...one.failed, ...failed] })
  return { now: more, draft: draft && with_(draft.detection) }
}

function toBody(
  { prompt, body, model, api = 'chat_completions' }: PlaygroundQuestion,
  { models }: House['config'],
): string {
  if ((prompt === undefined) === (body === undefined))
    throw new Problem('invalid_request', 'a bad question', { says: 'Send either prompt or body.', param: 'prompt' })
  const asked = model ?? modelToTry(models)
  const text = JSON.stringify(body ?? REQUESTS[api](asked, prompt ?? ''))
  if (text.length > MOST_BODY) throw new Problem('payload_too_large', 'too much to try', { param: 'body' })
  return text
}

/** The smallest request of each API that says something. */
const REQUESTS: Readonly<Record<NonNullable<PlaygroundQuestion['api']>, (model: string, text: string) => JsonObject>> =
  {
    chat_completions: (model, text) => ({ model, messages: [{ role: 'user', content: text }] }),
    completions: (model, prompt) => ({ model, prompt }),
    embeddings: (model, input) => ({ model, input }),
    responses: (model, input) => ({ model, input }),
    messages: (model, text) => ({ model, max_tokens: 1_024, messages: [{ role: 'user', content: text }] }),
    count_tokens: (model, text) => ({ model, messages: [{ role: 'user', content: text }] }),
  }

function toCaller(asked: PlaygroundCaller, config: House['config']): Caller {
  if ('claims' in asked) return fromClaims(asked.claims, config)
  const given = Object.entries(asked.attributes) as [CallerAttribute, string | string[] | undefined][]
  const named = given.flatMap(([name, values]) => (values === undefined ? [] : [[name, [values].flat()] as const]))
  return attributedCaller(Object.fromEntries(named))
}

function fromClaims(claims: JsonObject, config: House['config']): Caller {
  try {
    return claimedCaller(claims, config)
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause
    const says = 'No caller can be made of these claims: a claim that is asked for must be a text, or a list of texts.'
    throw new Problem('invalid_request', 'bad claims', { says, param: 'caller' })
  }
}
