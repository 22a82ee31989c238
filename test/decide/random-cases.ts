import type { CallerAttribute } from '../../src/terms/caller.ts'
import type { Finding } from '../../src/terms/finding.ts'
import type { Attribute, Obligation, Policy, Rule } from '../../src/terms/policy.ts'
import type { Question } from '../../src/decide/decide.ts'

/** A repeatable source of chance (mulberry32), so that a failing case can be run again. */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  const often = (share: number) => next() < share
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const some = <T>(list: readonly T[]): T[] => {
    const chosen = list.filter(() => often(0.4))
    return chosen.length === 0 ? [one(list)] : chosen
  }
  return { below, often, one, some }
}
export type Chance = ReturnType<typeof chance>

const LEVELS = ['public', 'internal', 'confidential', 'restricted'] as const
export const TYPES = ['A', 'B', 'C', 'D'] // D is never named by a policy
const VALUES: Record<CallerAttribute, readonly string[]> = {
  role: ['user', 'admin', 'guest'],
  department: ['hr', 'sales'],
  tenant: ['t1', 't2'],
  team: ['x', 'y'],
  purpose: ['p1', 'p2'],
  assurance: ['mfa', 'pwd'],
  client: ['app', 'cli'],
  issuer: ['https://a', 'https://b'],
  subject: ['s1', 's2'],
}
const MODELS = ['m1', 'm2', '']
const NAMES = ['near', 'far', 'eu', 'us']

export function randomPolicy(r: Chance): Policy {
  const levels = LEVELS.slice(0, 2 + r.below(3)) as unknown as Policy['levels']
  const destinations = NAMES.slice(0, 1 + r.below(4)).map((name, index) => ({
    name,
    zone: index === 0 || r.often(0.2) ? ('lan' as const) : ('cloud' as const),
    maxLevel: r.one(levels),
    allowedCidrs: ['10.0.0.0/8'],
    hosts: ['x.example'],
    region: null,
    provider: null,
    onBreach: 'withhold' as const,
  }))
  const names = destinations.map(({ name }) => name)
  return {
    name: 'random',
    version: '1',
    owners: ['o'],
    levels,
    pinFrom: r.one(levels),
    unread: levels.at(-1) as string,
    detect: Object.fromEntries(r.some(['A', 'B', 'C']).map((type) => [type, randomDetect(r, levels)])),
    together: r.often(0.5) ? [{ all: ['A', r.one(['B', 'C'])], level: r.one(levels), because: 'both' }] : [],
    exceptions: {},
    destinations,
    rules: Array.from({ length: 1 + r.below(6) }, (_, index) => randomRule(r, index, names, levels)),
    obligations: Array.from({ length: r.below(5) }, (_, index) => randomObligation(r, index, names, levels)),
    tests: [],
    digest: 'd',
  }
}

/** One in which nothing lifts a denial, and nothing is asked beside. */
export function plainPolicy(r: Chance): Policy {
  const policy = randomPolicy(r)
  const rules = policy.rules.map(({ unless, ...rule }) => (unless === undefined ? rule : { ...rule }))
  return { ...policy, rules, obligations: [] }
}

function randomDetect(r: Chance, levels: readonly string[]) {
  const first = r.below(levels.length)
  const more = first + 1 < levels.length && r.often(0.5)
  const tiers = [{ count: 1 + r.below(2), level: levels[first] as string }]
  return {
    sure: r.one([0, 0.5, 0.8]),
    tiers: more ? [...tiers, { count: 3, level: levels[first + 1] as string }] : tiers,
    except: [],
  }
}

function randomRule(r: Chance, index: number, names: readonly string[], levels: readonly string[]): Rule {
  const effect = r.often(0.6) ? 'allow' : 'deny'
  const when: Partial<Record<Attribute, readonly string[]>> = {}
  for (const name of Object.keys(VALUES) as CallerAttribute[]) {
    if (r.often(name === 'role' ? 0.5 : 0.08)) when[`caller.${name}`] = r.some(VALUES[name])
  }
  const count = 1 + r.below(levels.length)
  if (r.often(0.2)) when.level = effect === 'allow' ? levels.slice(0, count) : levels.slice(-count)
  if (effect === 'deny' && r.often(0.3)) when.finding = r.some(TYPES)
  if (r.often(0.1)) when['request.model'] = r.some(['m1', 'm2'])
  if (r.often(0.1)) when['request.tools'] = r.some(['true', 'false'])
  if (r.often(0.1)) when['request.stream'] = r.some(['true', 'false'])
  const unless = effect === 'deny' && r.often(0.5) ? { unless: randomUnless(r) } : {}
  return {
    ...unless,
    id: `r${index}`,
    effect,
    destinations: r.some(names),
    when,
    shadow: r.often(0.2),
    because: `b${index}`,
  }
}

function randomUnless(r: Chance): NonNullable<Rule['unless']> {
  const name = r.one(['role', 'assurance', 'subject'] as const)
  const lifts = { [`caller.${name}`]: r.some(VALUES[name]) }
  return r.often(0.3) ? lifts : r.often(0.8) ? { 'request.reason': ['true'] } : { ...lifts, 'request.reason': ['true'] }
}

function randomObligation(r: Chance, index: number, names: readonly string[], levels: readonly string[]): Obligation {
  const when = r.often(0.5) ? {} : randomRule(r, index, names, levels).when
  const provider = r.often(0.6) ? { only: [r.one(['p', 'q', 's'])] } : null
  return {
    id: `o${index}`,
    destinations: r.some(names),
    when,
    provider,
    retain: r.one(['6y', '90d', null]),
    because: 'b',
  }
}

export function randomQuestion(r: Chance, levels: readonly string[]): Question {
  const attributes: Partial<Record<CallerAttribute, readonly string[]>> = {}
  for (const name of Object.keys(VALUES) as CallerAttribute[]) {
    if (r.often(0.7)) attributes[name] = r.often(0.1) ? [] : r.some(VALUES[name])
  }
  return {
    caller: {
      issuer: '',
      subject: '',
      client: null,
      attributes,
      raises: r.often(0.1) ? [r.one([...levels, 'nonsense'])] : [],
      tokenId: null,
      tokenKey: 'k',
      otherAudiences: [],
      expires: 0,
    },
    prompt: {
      api: 'chat_completions',
      model: r.one(MODELS),
      stream: r.often(0.5),
      tools: r.often(0.3),
      segments: [{ path: '/a', role: 'user', kind: 'value', text: 'zero one two three four five' }],
      unread: [
        ...(r.often(0.1) ? [{ path: '/b', kind: 'image' } as const] : []),
        ...(r.often(0.02) ? [{ path: '/d', kind: 'file', from: r.one(NAMES) } as const] : []),
        ...(r.often(0.12) ? r.some(NAMES).map((from) => ({ path: '/c', kind: 'encrypted', from }) as const) : []),
      ],
      provider: null,
    },
    detection: {
      findings: Array.from({ length: r.below(4) }, () => randomFinding(r)),
      failed: r.often(0.1) ? [{ detector: 'x', why: 'threw' }] : [],
    },
    raises: r.often(0.1) ? [r.one(levels)] : [],
    hasReason: r.often(0.5),
    remembered: r.often(0.1) ? r.one([...levels, 'gone']) : null,
    at: 0,
  }
}

const PLACES = [
  [0, 4],
  [5, 8],
  [9, 12],
  [13, 18],
] as const

export function randomFinding(r: Chance): Finding {
  const [start, end] = r.one(PLACES)
  const type = r.often(0.05) ? 'D' : r.one(['A', 'B', 'C'])
  return { detector: 'x', type, score: r.one([0.3, 0.6, 0.9]), segment: 0, start, end, via: 'plain' }
}
