import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Destination } from '../terms/destination.ts'
import { frozen } from '../terms/frozen.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Levels } from '../terms/level.ts'
import type { DetectRule, Exception, Policy, Rule } from '../terms/policy.ts'
import { checkDestinations, doubtDestinations } from './check-destinations.ts'
import { checkLevels, doubtLevels } from './check-levels.ts'
import type { Vocabulary } from './check-levels.ts'
import { checkRules } from './check-rules.ts'
import { checkTests, testableIn } from './check-tests.ts'
import { digestOf } from './digest.ts'
import type { Flaw } from './flaw.ts'
import { PolicyFile } from './policy-file.ts'
import { PolicyError, toTexts } from './remark.ts'
import type { Remark } from './remark.ts'
import { byName } from './by-name.ts'
import { toShape } from './shape.ts'
import { readSource } from './source.ts'
import type { Source } from './source.ts'
import { toTest } from './to-test.ts'

export type PolicyText = {
  readonly text: string
  /** The name of the file, for messages only. */
  readonly file: string
  /** Entity types that a policy may name. */
  readonly entities: Vocabulary
  /** Milliseconds since 1970, to warn of exceptions that have ended. Without it they are not looked at. */
  readonly now?: number
}

export type LoadedPolicy = {
  readonly policy: Policy
  /** What is allowed, but deserves a second look; each as `file:line:col: message`. */
  readonly warnings: readonly string[]
  /** Where something stands in the file. */
  readonly place: Source['place']
}

/** Findings less sure than this do not count, where a policy does not say. */
export const DEFAULT_SURE = 0.5

/**
 * A policy from its text: checked, complete with its defaults, deep frozen. Throws a PolicyError with everything that is
 * wrong: first what cannot be read, then what has the wrong shape, then what refers to nothing or contradicts itself.
 *
 * An exception that has ended is a warning and not an error: its values count again, which is the safe direction, while a
 * service that refuses to restart on the morning after would not be.
 */
export function loadPolicy({ text, file, entities, now }: PolicyText): LoadedPolicy {
  const source = readSource(text, file)
  const written = toShape(PolicyFile, source, file)
  const toRemark = (flaw: Flaw): Remark => ({ ...source.place(flaw.path, flaw.part), message: flaw.message })
  const types = entities.map(({ type }) => type)
  const problems = [
    ...checkLevels(written, types),
    ...checkDestinations(written),
    ...checkRules(written, types),
    ...checkTests(written.tests ?? [], testableIn(written), types),
  ]
  if (problems.length > 0) throw new PolicyError(file, problems.map(toRemark))
  const doubts = [...doubtLevels(written, entities, now ?? null), ...doubtDestinations(written), ...doubtTests(written)]
  return frozen({
    policy: toPolicy(written, source),
    warnings: toTexts(file, doubts.map(toRemark)),
    place: source.place,
  })
}

const doubtTests = ({ tests }: PolicyFile): Flaw[] =>
  tests === undefined ? [{ path: [], message: 'the policy has no tests' }] : []

function toPolicy(written: PolicyFile, source: Source): Policy {
  const { policy: name, version, owners, pinFrom, unread } = written
  const policy = {
    name,
    version,
    owners,
    levels: written.levels as unknown as Levels, // the schema asks for two or more
    pinFrom,
    unread,
    detect: byName(written.detect, (_, rule) => toDetectRule(rule)),
    together: written.together ?? [],
    exceptions: byName(written.exceptions ?? {}, (name, exception): Exception => ({ name, ...exception })),
    destinations: Object.entries(written.destinations).map(toDestination),
    rules: written.rules.map(toRule),
    tests: (written.tests ?? []).map((test, index) => toTest(test, source.place(['tests', index]).line)),
  }
  return { ...policy, digest: digestOf(policy) }
}

function toDetectRule({ sure, level, except }: PolicyFile['detect'][string]): DetectRule {
  const tiers = typeof level === 'string' ? { 1: level } : level
  return {
    sure: sure ?? DEFAULT_SURE,
    tiers: Object.entries(tiers).map(([count, level]) => ({ count: Number(count), level })),
    except: except ?? [],
  }
}

function toDestination([name, written]: [string, PolicyFile['destinations'][string]]): Destination {
  const { zone, maxLevel, allowedCidrs, hosts, region, provider, onBreach } = written
  return {
    name,
    zone,
    maxLevel,
    allowedCidrs: allowedCidrs ?? (zone === 'lan' ? [...PRIVATE_RANGES] : []),
    hosts: hosts ?? [],
    region: region ?? null,
    provider: provider === undefined ? null : (provider as JsonObject),
    onBreach: onBreach ?? 'withhold',
  }
}

function toRule({ id, allow, deny, when, shadow, because }: PolicyFile['rules'][number]): Rule {
  const conditions = Object.entries(when ?? {}).map(([attribute, values]) => [attribute, (values ?? []).map(String)])
  return {
    id,
    effect: allow === undefined ? 'deny' : 'allow',
    destinations: allow ?? deny ?? [],
    when: Object.fromEntries(conditions) as Rule['when'],
    shadow: shadow ?? false,
    because,
  }
}
