/**
 * What one decision costs with many rules: every question one that was never asked before, and then one that was.
 *
 *     npm run bench:decide [RULES [DESTINATIONS]]     default: 1,000 rules and 20 destinations
 *
 * `apart`: each rule concerns people of its own. `mixed`: rules overlap as they do where many teams share a policy. `alike`: every rule asks about
 * the same two attributes, so that none can be told apart by who asks. Beside it, in the same run: JSON.parse of a 4 KB request.
 */
import { performance } from 'node:perf_hooks'
import { compile } from '../src/decide/compile.ts'
import { decideOn } from '../src/decide/decide.ts'
import type { Features } from '../src/decide/decide.ts'
import type { Policy, Rule } from '../src/terms/policy.ts'

const [RULES = 1_000, DESTINATIONS = 20] = process.argv.slice(2).map(Number)
const QUESTIONS = 20_000

const destination = (name: string, zone: 'lan' | 'cloud', maxLevel: string) => {
  return { name, zone, maxLevel, allowedCidrs: [], hosts: [], region: null, provider: zone === 'lan' ? null : { zdr: true }, onBreach: 'withhold' as const } // prettier-ignore
}
const CLOUDS = Array.from({ length: DESTINATIONS - 1 }, (_, n) => `cloud-${String(n)}`)
const cloud = (n: number) => [CLOUDS[n % CLOUDS.length] ?? 'lan']

type Kind = (n: number) => Pick<Rule, 'effect' | 'destinations' | 'when'>
const KINDS: Readonly<Record<string, Kind>> = {
  apart: (n) =>
    n % 2 === 0
      ? { effect: 'allow', destinations: ['lan', ...cloud(n)], when: { 'caller.team': [`team-${String(n)}`], level: ['public', 'internal'] } } // prettier-ignore
      : { effect: 'deny', destinations: cloud(n), when: { 'caller.team': [`team-${String(n - 1)}`], 'request.tools': ['true'] } }, // prettier-ignore
  mixed: (n) =>
    n % 3 === 0
      ? { effect: 'deny', destinations: cloud(n), when: { 'caller.department': [`d${String(n % 50)}`], finding: ['PERSON'] } } // prettier-ignore
      : { effect: 'allow', destinations: cloud(n), when: { 'caller.role': [`r${String(n % 10)}`], 'caller.team': [`team-${String(n % 200)}`] } }, // prettier-ignore
  alike: (n) => ({ effect: n % 4 === 0 ? 'deny' : 'allow', destinations: [...cloud(n), ...cloud(n + 7)], when: { 'caller.role': ['r0', 'r1', `x${String(n)}`], 'request.model': [`m${String(n)}`] } }), // prettier-ignore
}

function policyOf(kind: Kind): Policy {
  const rules = Array.from({ length: RULES }, (_, n): Rule => ({ id: `r${String(n)}`, ...kind(n), shadow: false, because: 'made for the bench' })) // prettier-ignore
  return {
    name: 'bench',
    version: '1',
    owners: ['bench'],
    levels: ['public', 'internal', 'confidential', 'restricted'],
    pinFrom: 'restricted',
    unread: 'restricted',
    detect: { PERSON: { sure: 0.5, tiers: [{ count: 1, level: 'internal' }], except: [] } },
    together: [],
    exceptions: {},
    destinations: [
      destination('lan', 'lan', 'restricted'),
      ...CLOUDS.map((name) => destination(name, 'cloud', 'internal')),
    ],
    rules,
    tests: [],
    digest: '0'.repeat(64),
  }
}

/** Every one of another caller. */
function question(n: number): Features {
  const attributes = { role: [`r${String(n % 12)}`], department: [`d${String(n % 60)}`], team: [`team-${String(n % 1_500)}`], tenant: [`tenant-${String(n)}`] } // prettier-ignore
  return {
    caller: { issuer: 'https://idp.example', subject: `s${String(n)}`, client: null, attributes, raises: [] },
    prompt: { api: 'chat_completions', model: `m${String(n % (RULES + 50))}`, stream: n % 2 === 0, tools: n % 3 === 0, unread: [], provider: null }, // prettier-ignore
    tallied: n % 2 === 0 ? [{ type: 'PERSON', count: 1, seen: [{ score: 0.9, excepted: [] }] }] : [],
    failed: [],
    raises: [],
    remembered: null,
    hasReason: false,
    at: 0,
  }
}

/** Microseconds of each call, in ascending order. */
function timed(calls: number, call: (n: number) => unknown): Float64Array {
  const times = new Float64Array(calls)
  for (let n = 0; n < calls; n += 1) {
    const from = performance.now()
    call(n)
    times[n] = (performance.now() - from) * 1_000
  }
  return times.sort()
}

const at = (times: Float64Array, share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(8)
const row = (name: string, times: Float64Array) => console.log(`${name.padEnd(34)}${[0.5, 0.9, 0.99, 0.999].map((share) => at(times, share)).join('')}`) // prettier-ignore

console.log(
  `${String(RULES)} rules, ${String(DESTINATIONS)} destinations, ${String(QUESTIONS)} questions; microseconds\n`,
)
console.log(`${''.padEnd(34)}${['p50', 'p90', 'p99', 'p99.9'].map((name) => name.padStart(8)).join('')}`)
const body = JSON.stringify({ model: 'm', messages: Array.from({ length: 8 }, () => ({ role: 'user', content: 'word '.repeat(100) })) }) // prettier-ignore
timed(QUESTIONS, () => JSON.parse(body) as unknown) // to warm up
row('JSON.parse of a request of 4 KB', timed(QUESTIONS, () => JSON.parse(body) as unknown)) // prettier-ignore
for (const [name, kind] of Object.entries(KINDS)) {
  const compiled = compile(policyOf(kind))
  timed(2_000, (n) => decideOn(compiled, question(n + QUESTIONS)))
  row(
    `${name}, never asked before`,
    timed(QUESTIONS, (n) => decideOn(compiled, question(n))),
  )
  row(
    `${name}, asked before`,
    timed(QUESTIONS, () => decideOn(compiled, question(1))),
  )
}
