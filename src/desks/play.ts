import { askedLevels } from '../decide/asked-levels.ts'
import { askedReason } from '../decide/asked-reason.ts'
import { compile } from '../decide/compile.ts'
import { decide } from '../decide/decide.ts'
import { detectorsWith } from '../detect/custom-detector.ts'
import { createDetect } from '../detect/detect.ts'
import { evidenceOf } from '../detect/evidence-of.ts'
import type { FindingEvidence } from '../detect/evidence-of.ts'
import { workedMs } from '../detect/work-clock.ts'
import { DEFAULT_LIMITS } from '../read/limits.ts'
import { readRequest } from '../read/read-request.ts'
import type { PolicyProblem } from '../contract/playground.ts'
import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import type { Detection } from '../terms/finding.ts'
import { topOf } from '../terms/level.ts'
import type { Level } from '../terms/level.ts'
import type { Policy } from '../terms/policy.ts'
import { Problem } from '../terms/problem.ts'
import type { Api, Prompt } from '../terms/prompt.ts'
import { readDraft } from './draft.ts'

/** A request to try with one policy or two. */
export type PlayJob = {
  readonly api: Api
  /** As it would arrive. */
  readonly body: string
  readonly lenient: boolean
  readonly policy: Policy
  /** As it is written; null for none. */
  readonly draft: string | null
  readonly caller: Caller
  /** Values of `x-cordon-level`, and of `x-cordon-reason`. */
  readonly levels: readonly string[]
  readonly reasons: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
  /** What was found before, when engines have added to it: then nothing is looked for again. */
  readonly found: { readonly now: Detection; readonly draft: Detection | null } | null
}

export type PlayedPrompt = Pick<Prompt, 'api' | 'model' | 'segments' | 'unread' | 'stripped'>

export type PlayedSide = {
  readonly decision: Decision
  readonly detection: Detection
  /** For the first findings, in their order. */
  readonly evidence: readonly FindingEvidence[]
}

export type PlayedDraft = PlayedSide & {
  readonly policy: Policy
  /** Where it names its destinations. */
  readonly destinationsAt: { readonly line: number; readonly column: number }
  /** The line of each rule, by its id. */
  readonly lines: Readonly<Record<string, number>>
}

export type Refused = {
  readonly status: number
  readonly code: string
  readonly says: string
  readonly param: string | null
}

export type Played = {
  readonly problems: readonly PolicyProblem[]
  readonly warnings: readonly PolicyProblem[]
} & (
  | { readonly kind: 'refused'; readonly refused: Refused }
  | {
      readonly kind: 'read'
      readonly prompt: PlayedPrompt
      readonly now: PlayedSide
      readonly draft: PlayedDraft | null
    }
)

/** Findings for which it is found out what speaks for them. */
const MOST_EVIDENCE = 500
/** Milliseconds of work for detectors, as for a request. */
const BUDGET = 2_000
const MOST_BODY = 1_000_000

/** Reads, looks and decides as for a request that had arrived, with the policy in force and with a draft. It opens and writes nothing. */
export function play(job: PlayJob): Played {
  const draft = job.draft === null ? null : readDraft(job.draft, job.at)
  const told = { problems: draft?.problems ?? [], warnings: draft?.warnings ?? [] }
  try {
    const raises = askedLevels(job.policy.levels, job.levels)
    const hasReason = askedReason(job.reasons) !== null
    const limits = { ...DEFAULT_LIMITS, maxBody: MOST_BODY }
    const prompt = readRequest(job.api, new TextEncoder().encode(job.body), { limits, lenient: job.lenient })
    const sideOf = (policy: Policy, raised: readonly Level[], found: Detection | null): PlayedSide => {
      const detection = found ?? detectIn(policy, prompt)
      const question = { caller: job.caller, prompt, detection, raises: raised, hasReason, at: job.at }
      return { detection, decision: decide(compile(policy), question), evidence: evidenceIn(prompt, detection) }
    }
    const now = sideOf(job.policy, raises, job.found?.now ?? null)
    const { api, model, segments, unread, stripped } = prompt
    const read = { kind: 'read', prompt: { api, model, segments, unread, stripped }, now } as const
    if (draft === null || draft.loaded === null) return { ...read, draft: null, ...told }
    const { policy, lines, place } = draft.loaded
    const side = sideOf(policy, levelsIn(policy, raises), job.found?.draft ?? null)
    const places = policy.rules.map(({ id }, index) => [id, lines(['rules', index])?.from ?? 1] as const)
    const destinationsAt = place(['destinations'], 'key')
    return { ...read, draft: { ...side, policy, destinationsAt, lines: Object.fromEntries(places) }, ...told }
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    const { status, code, says, param } = thrown
    return { kind: 'refused', refused: { status, code, says, param }, ...told }
  }
}

function detectIn({ detectors }: Policy, prompt: Prompt): Detection {
  return createDetect({ detectors: detectorsWith(detectors), now: workedMs, budgetMs: BUDGET })(prompt)
}

/** A level that the draft does not have counts as its top. */
const levelsIn = ({ levels }: Policy, raises: readonly Level[]): readonly Level[] =>
  raises.map((level) => (levels.includes(level) ? level : topOf(levels)))

function evidenceIn({ segments }: Prompt, { findings }: Detection): readonly FindingEvidence[] {
  return findings.slice(0, MOST_EVIDENCE).map((finding) => {
    const segment = segments[finding.segment]
    return segment === undefined ? { via: finding.via } : evidenceOf(finding, segment)
  })
}
