/**
 * How long `cordon policy lint` takes for a policy with many rules, beside loading it alone. Makes the policies in memory; nothing is written.
 *
 *     node bench/policy-lint.ts [RULES]     default: 5,000
 *
 * `apart`: each rule concerns people of its own. `mixed`: rules overlap as they do where many teams share a policy. `idle`: most rules change
 * nothing, which is the most work to find out.
 */
import { performance } from 'node:perf_hooks'
import { ENTITY_TYPES } from '../src/detect/entity-types.ts'
import { lint } from '../src/policy/lint.ts'
import { loadPolicy } from '../src/policy/load-policy.ts'

const RULES = Number(process.argv[2] ?? 5_000)
const now = Date.now()

const CLOUDS = Array.from({ length: 19 }, (_, n) => `cloud-${String(n)}`)

const HEAD = `policy: bench
version: "1"
owners: [bench]
levels: [public, internal, confidential, restricted]
pinFrom: restricted
unread: restricted
detect: { US_SSN: { level: restricted }, PERSON: { level: { 1: internal, 10: confidential } } }
destinations:
  lan: { zone: lan, maxLevel: restricted }
${CLOUDS.map((name, n) => `  ${name}: { zone: cloud, maxLevel: internal, hosts: [c${String(n)}.example.com], provider: { zdr: true, data_collection: deny } }`).join('\n')}
rules:
  - { id: everybody, allow: [lan, ${CLOUDS.join(', ')}], when: { caller.role: [employee] }, because: staff may use them }
`

const list = (n: number) => Array.from({ length: 10 }, (_, k) => `t${String((n * 11 + k * 13) % 400)}`).filter((t, i, all) => all.indexOf(t) === i).join(', ') // prettier-ignore

const KINDS: Readonly<Record<string, (n: number) => string>> = {
  apart: (n) =>
    n % 2 === 0
      ? `allow: [lan, cloud-${String(n % 19)}], when: { caller.team: [team-${String(n)}], level: [public, internal] }`
      : `deny: [cloud-${String(n % 19)}], when: { caller.team: [team-${String(n - 1)}], request.tools: [true] }`,
  mixed: (n) =>
    n % 3 === 0
      ? `deny: [cloud-${String(n % 19)}], when: { caller.department: [d${String(n % 50)}, d${String((n * 7) % 50)}x], finding: [PERSON] }`
      : `allow: [cloud-${String(n % 19)}], when: { caller.role: [r${String(n % 10)}], caller.team: [t${String(n % 200)}, u${String(n % 200)}] }`,
  idle: (n) =>
    n === 0
      ? `deny: [${CLOUDS.join(', ')}], when: { caller.role: [employee] }`
      : `deny: [cloud-${String(n % 19)}], when: { caller.role: [employee, r${String(n % 5)}], caller.team: [${list(n)}], request.model: [m${String(n % 7)}] }`,
}

for (const [name, kind] of Object.entries(KINDS)) {
  const rules = Array.from(
    { length: RULES - 1 },
    (_, n) => `  - { id: r${String(n)}, ${kind(n)}, because: made for the bench }`,
  )
  const text = HEAD + rules.join('\n') + '\n'
  const begun = performance.now()
  const loaded = loadPolicy({ text, file: `${name}.yaml`, entities: ENTITY_TYPES, now })
  const between = performance.now()
  const notes = lint(loaded, { beside: [], now })
  const done = performance.now()
  const codes = new Map<string, number>()
  for (const { code } of notes) codes.set(code, (codes.get(code) ?? 0) + 1)
  console.log(`${name.padEnd(6)} ${String(RULES)} rules, ${String(text.length)} characters: load ${(between - begun).toFixed(0)} ms, lint ${(done - between).toFixed(0)} ms, together ${((done - begun) / 1000).toFixed(2)} s; ${JSON.stringify(Object.fromEntries(codes))}`) // prettier-ignore
}
