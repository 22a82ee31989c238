import type { Config } from '../config/config.ts'
import type { PlaygroundAnswer, PlaygroundDecision, PlaygroundFinding } from '../contract/playground.ts'
import { whyNot } from '../pipeline.ts'
import { canonical } from '../policy/digest.ts'
import { reasonWords } from '../policy/why.ts'
import { GROUNDS, listOf } from '../policy/words.ts'
import type { Plan } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'
import type { JsonObject } from '../terms/json.ts'
import { planAsIfUp } from './plan-as-if-up.ts'
import type { PlayedPrompt, PlayedSide } from './play.ts'

/** What is known of the policy that decided, beside its decision. */
export type About = {
  readonly config: Config
  /** What an entity type is, in a few words. */
  readonly says: (type: string) => string | null
  /** The line of a rule in the file. */
  readonly lineOf: (rule: string) => number | null
}

const MOST_FINDINGS = 2_000

/** One decision, as the playground shows it, with what would be tried if every node were up. */
export function toldDecision(prompt: PlayedPrompt, side: PlayedSide, about: About): PlaygroundDecision {
  const { decision, detection } = side
  const plan = planAsIfUp(about.config, prompt, decision)
  const { policy, level, pinned, kind, retain } = decision
  return {
    ...{ policy, level, pinned, kind, retain, seal: decision.seal === true },
    findings: findingsIn(prompt, side, about),
    failed: detection.failed.map(({ detector, why }) => ({ detector, why })),
    raised: decision.reasons.map(({ kind, what, count, level }) => {
      return { kind, what, count, level, text: reasonWords(kind, what, String(count)) }
    }),
    destinations: decision.considered.map((verdict) => {
      const { destination, zone, permitted, ground, rule, because, unless } = verdict
      const permit = decision.permitted.find((one) => one.destination === destination)
      return {
        ...{ destination, zone, permitted, ground, groundSays: GROUNDS[ground] ?? ground, rule, because },
        line: rule === null ? null : about.lineOf(rule),
        unless: unless === undefined ? null : Object.fromEntries(Object.entries(unless).map(([name, values]) => [name, [...values]])), // prettier-ignore
        provider: (permit?.provider ?? null) as PlaygroundDecision['destinations'][number]['provider'],
      }
    }),
    attempts:
      plan.kind === 'attempts'
        ? plan.attempts.map(({ destination, node, model, api }) => ({ destination, node, model, api }))
        : [],
    obligations: [...decision.obligations],
    broken: decision.broken.map((one) => ({ ...one })),
    exceptions: exceptionsIn(decision),
    shadow: decision.shadow.map(({ rule, wouldPermit }) => ({ rule, wouldPermit: [...wouldPermit] })),
    refusal: refusalOf(decision, plan),
  }
}

function findingsIn(
  { segments }: PlayedPrompt,
  { detection, evidence }: PlayedSide,
  { says }: About,
): PlaygroundFinding[] {
  return detection.findings.slice(0, MOST_FINDINGS).map((finding, index) => {
    const { segment, start, end, type, score, detector, via } = finding
    const { checksum = null, words = null } = evidence[index] ?? {}
    return {
      ...{ segment, path: segments[segment]?.path ?? '', start, end, type, says: says(type), score, detector, via },
      evidence: { checksum, words },
    }
  })
}

const exceptionsIn = ({ tallied }: Decision): string[] => [
  ...new Set(tallied.flatMap(({ seen }) => seen.flatMap(({ excepted }) => excepted))),
]

function refusalOf(decision: Decision, plan: Plan): PlaygroundDecision['refusal'] {
  if (decision.kind === 'permit' && plan.kind === 'attempts') return null
  const { status, code, says, param } = whyNot(decision, plan)
  return { status, code, says, param }
}

/** What a draft decides otherwise, a line for each thing. */
export function differencesOf(now: PlaygroundDecision, draft: PlaygroundDecision): PlaygroundAnswer['differs'] {
  const names = [...new Set([...now.destinations, ...draft.destinations].map(({ destination }) => destination))]
  return [
    ...unlike('level', now.level, draft.level),
    ...unlike('pinned', now.pinned ? 'yes' : 'no', draft.pinned ? 'yes' : 'no'),
    ...unlike('found', typesIn(now), typesIn(draft)),
    ...names.flatMap((name) => {
      const [one, other] = [now, draft].map(({ destinations }) => destinations.find((it) => it.destination === name))
      const opens = one?.permitted !== true && other?.permitted === true
      return [
        ...unlike(name, inWords(one), inWords(other), opens),
        ...unlike(`what is asked of providers at ${name}`, flags(one?.provider), flags(other?.provider)),
      ]
    }),
    ...unlike('obligations', listOf(now.obligations, 'and'), listOf(draft.obligations, 'and')),
    ...unlike('tried in this order', tries(now), tries(draft)),
    ...unlike('the caller', refusalIn(now), refusalIn(draft)),
  ]
}

function unlike(what: string, now: string, draft: string, opens = false): PlaygroundAnswer['differs'] {
  return now === draft ? [] : [{ what, now, draft, opens }]
}

type Verdict = PlaygroundDecision['destinations'][number]

const inWords = (verdict: Verdict | undefined): string =>
  verdict === undefined ? 'no such destination' : `${verdict.permitted ? 'permitted' : 'denied'}, by ${verdict.rule ?? `a floor: ${verdict.groundSays}`}` // prettier-ignore

const flags = (provider: unknown): string => (provider === null || provider === undefined ? 'nothing' : canonical(provider as JsonObject)) // prettier-ignore

const typesIn = ({ findings }: PlaygroundDecision) => {
  const types = Map.groupBy(findings, ({ type }) => type)
  return listOf([...types].map(([type, all]) => `${String(all.length)} × ${type}`).sort(), 'and')
}

const tries = ({ attempts }: PlaygroundDecision) =>
  listOf(attempts.map(({ destination, node, model }) => `${model} at ${node ?? destination}`), 'and') // prettier-ignore

const refusalIn = ({ refusal }: PlaygroundDecision) => (refusal === null ? 'is served' : `gets ${String(refusal.status)} ${refusal.code}`) // prettier-ignore
