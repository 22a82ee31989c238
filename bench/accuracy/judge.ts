import { readFileSync } from 'node:fs'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import type { Caller } from '../../src/terms/caller.ts'
import type { Detection, Finding } from '../../src/terms/finding.ts'
import { rankOf } from '../../src/terms/level.ts'
import type { Found } from './score.ts'

const FILE = 'policies/default.yaml'
const { policy } = loadPolicy({
  text: readFileSync(new URL(`../../${FILE}`, import.meta.url), 'utf8'),
  file: FILE,
  entities: ENTITY_TYPES,
})
const compiled = compile(policy)

const SOMEBODY: Caller = {
  issuer: 'bench',
  subject: 'somebody',
  client: null,
  attributes: { role: ['user'] },
  raises: [],
  tokenId: null,
  tokenKey: '',
  otherAudiences: [],
  expires: 0,
}

const segmentsOf = (text: string) => [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text }]

// No clock: a slow machine finds as much as a fast one.
const detect = createDetect({ detectors: DETECTORS, now: () => 0 })

/** What the detectors find in a text, as in the one message of a chat. Throws when one of them fails. */
export function detected(text: string): readonly Finding[] {
  const { findings, failed } = detect({ segments: segmentsOf(text) })
  if (failed.length > 0) throw new Error(`a detector failed: ${failed.map(({ detector }) => detector).join(', ')}`)
  return findings
}

/** True when the default policy takes a prompt with these findings for confidential, or worse. */
export function alarms(text: string, detection: Detection): boolean {
  const prompt = {
    api: 'chat_completions',
    model: 'm',
    stream: false,
    tools: false,
    unread: [],
    provider: null,
  } as const
  const question = { caller: SOMEBODY, prompt: { ...prompt, segments: segmentsOf(text) }, detection, raises: [], at: 0 }
  return rankOf(policy.levels, decide(compiled, question).level) >= rankOf(policy.levels, 'confidential')
}

const known = new Set(ENTITY_TYPES.map(({ type }) => type))

/** The same of what the baseline found, as far as the policy has words for it: a bare number says nothing to a policy. */
export function alarmsFor(text: string, found: readonly Found[]): boolean {
  const findings = found
    .filter(({ type }) => known.has(type) && policy.detect[type] !== undefined)
    .map(({ type, score, start, end }) => ({
      detector: 'redact-pii',
      type,
      score,
      segment: 0,
      start,
      end,
      via: 'plain' as const,
    }))
  return alarms(text, { findings, failed: [] })
}

/** Types that something here detects. */
export const DETECTED: ReadonlySet<string> = new Set(DETECTORS.flatMap(({ types }) => types))
