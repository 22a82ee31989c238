import { PRIVATE_RANGES } from '../terms/destination.ts'
import type { Destination } from '../terms/destination.ts'
import { frozen } from '../terms/frozen.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Levels } from '../terms/level.ts'
import type { DetectRule, Exception, Obligation, Policy, Retention, Rule } from '../terms/policy.ts'
import { checkDestinations, doubtDestinations } from './check-destinations.ts'
import { checkLevels, doubtLevels } from './check-levels.ts'
import type { Vocabulary } from './check-levels.ts'
import { checkObligations } from './check-obligations.ts'
import { checkRules, doubtRules, isShadow } from './check-rules.ts'
import { checkTests, testableIn } from './check-tests.ts'
import { checkDetectors, toDetectors } from './detectors-file.ts'
import type { CheckDetector } from './detectors-file.ts'
import { digestOf } from './digest.ts'
import { explainIssue, toPlaces } from './explain-issue.ts'
import type { Flaw } from './flaw.ts'
import { PolicyFile } from './policy-file.ts'
import { PolicyError, inOrder, toTexts } from './remark.ts'
import type { Remark } from './remark.ts'
import { byName } from './by-name.ts'
import { soundPart } from './sound-part.ts'
import { readSource } from './source.ts'
import type { Source } from './source.ts'
import { toTest } from './to-test.ts'

export type PolicyText = {
  readonly text: string
  /** The name of the file, for messages only. */
  readonly file: string
  /** Entity types that a policy may name. */
  readonly entities: Vocabulary
  /** Looks at each detector that the policy brings along. Without it only their shape is looked at. */
  readonly checkDetector?: CheckDetector
  /** Milliseconds since 1970, to warn of exceptions that have ended. Without it they are not looked at. */
  readonly now?: number
}

export type LoadedPolicy = {
  readonly policy: Policy
  /** What is allowed, but deserves a second look; each as `file:line:col: message`. */
  readonly warnings: readonly string[]
  /** The same, with their places apart. */
  readonly doubts: readonly Remark[]
  /** Where something stands in the file. */
  readonly place: Source['place']
  readonly lines: Source['lines']
  /** The file as it was read. */
  readonly source: { readonly file: string; readonly text: string }
}

/** Findings less sure than this do not count, where a policy does not say. */
export const DEFAULT_SURE = 0.5

/**
 * A policy from its text: checked, complete with its defaults, deep frozen. Throws a PolicyError with everything that is
 * wrong: what cannot be read, or else what has the wrong shape, refers to nothing, or contradicts itself.
 *
 * An exception that has ended is a warning and not an error: its values count again, which is the safe direction, while a
 * service that refuses to restart on the morning after would not be.
 */
export function loadPolicy({ text, file, entities, checkDetector = () => [], now }: PolicyText): LoadedPolicy {
  const source = readSource(text, file)
  const known = { types: entities.map(({ type }) => type), checkDetector }
  const toRemark = (flaw: Flaw): Remark => ({ ...source.place(flaw.path, flaw.part), message: flaw.message })
  const written = shapeOf(source, file, (sound) => flawsIn(sound, known))
  const problems = flawsIn(written, known)
  if (problems.length > 0) throw new PolicyError(file, problems.map(toRemark))
  const vocabulary = [...entities, ...Object.keys(written.detectors ?? {}).map((type) => ({ type }))]
  const doubts = [
    ...doubtLevels(written, vocabulary, now ?? null),
    ...doubtRules(written, now ?? null),
    ...doubtDestinations(written),
    ...doubtTests(written),
  ]
  return frozen({
    policy: toPolicy(written, source),
    warnings: toTexts(file, doubts.map(toRemark)),
    doubts: inOrder(doubts.map(toRemark)),
    place: source.place,
    lines: source.lines,
    source: { file, text },
  })
}

/** What refers to nothing, or contradicts itself. */
function flawsIn(written: PolicyFile, known: Known): readonly Flaw[] {
  const types = [...known.types, ...Object.keys(written.detectors ?? {})]
  return [
    ...checkDetectors(written, known.types, known.checkDetector),
    ...checkLevels(written, types),
    ...checkDestinations(written),
    ...checkRules(written, types),
    ...checkObligations(written, types),
    ...checkTests(written.tests ?? [], testableIn(written), types),
  ]
}

/** What there is without the policy. */
type Known = { readonly types: readonly string[]; readonly checkDetector: CheckDetector }

/** The shape of a policy; where it has another, what is wrong with the shape, and with all that has the right one. */
function shapeOf(source: Source, file: string, check: (sound: PolicyFile) => readonly Flaw[]): PolicyFile {
  const parsed = PolicyFile.safeParse(source.value, { error: explainIssue })
  if (parsed.success) return parsed.data
  const flaws = parsed.error.issues.flatMap(toPlaces)
  const others = soundPart(source.value, flaws, check)
  throw new PolicyError(file, [...flaws, ...others].map(({ path, part, message }) => ({ ...source.place(path, part), message }))) // prettier-ignore
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
    ...(written.detectors === undefined ? {} : { detectors: toDetectors(written.detectors) }),
    detect: byName(written.detect, (_, rule) => toDetectRule(rule)),
    together: written.together ?? [],
    exceptions: byName(written.exceptions ?? {}, (name, exception): Exception => ({ name, ...exception })),
    destinations: Object.entries(written.destinations).map(toDestination),
    rules: written.rules.map(toRule),
    ...(written.obligations === undefined ? {} : { obligations: written.obligations.map(toObligation) }),
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

function toRule({ id, allow, deny, when, unless, shadow, because }: PolicyFile['rules'][number]): Rule {
  return {
    id,
    effect: allow === undefined ? 'deny' : 'allow',
    destinations: allow ?? deny ?? [],
    when: asTexts(when),
    ...(unless === undefined ? {} : { unless: asTexts(unless) }),
    shadow: isShadow({ shadow }),
    ...(typeof shadow === 'object' ? { until: shadow.until } : {}),
    because,
  }
}

const asTexts = (conditions: Readonly<Record<string, readonly (string | boolean)[] | undefined>> = {}) =>
  Object.fromEntries(Object.entries(conditions).map(([attribute, values]) => [attribute, (values ?? []).map(String)]))

function toObligation(written: NonNullable<PolicyFile['obligations']>[number]): Obligation {
  const { id, at, when, provider, retain, seal, because } = written
  return {
    id,
    destinations: at,
    when: asTexts(when),
    provider: provider === undefined ? null : (provider as JsonObject),
    retain: retain === undefined ? null : (retain as Retention),
    ...(seal === undefined ? {} : { seal }),
    because,
  }
}
