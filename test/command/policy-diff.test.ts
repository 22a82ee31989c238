import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { judgeOf, policyDiff, whatOpens } from '../../src/command/policy-diff.ts'
import { readPolicy } from '../../src/command/load.ts'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { boxesOf } from '../../src/policy/boxes.ts'
import { diffPolicies } from '../../src/policy/diff.ts'
import type { Diff } from '../../src/policy/diff.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { aPolicy } from '../decide/a-question.ts'
import { chance, randomPolicy, randomQuestion } from '../decide/random-cases.ts'
import type { Chance } from '../decide/random-cases.ts'
import { runWith, withoutColour } from './an-io.ts'

const dir = mkdtempSync(join(tmpdir(), 'cordon-diff-'))
afterAll(() => rmSync(dir, { recursive: true }))

const OLD = 'test/policy/fixtures/described.yaml'
const text = readFileSync(OLD, 'utf8')
const put = (name: string, content: string) => {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}
const io = { now: () => Date.parse('2026-11-21T12:00:00Z') }
const digestOf = async (file: string) => (await readPolicy(file, io)).policy.digest
const diffOf = (old: Policy, now: Policy, at = 0) => diffPolicies(old, now, (policy) => judgeOf(policy, at))

/** Runs it on the fixture and a copy in which some text was replaced. */
async function changed(from: string | RegExp, to: string, ...args: string[]) {
  const other = text.replace(from, to)
  expect(other).not.toBe(text)
  const { code, out } = await runWith(policyDiff, [OLD, put('new.yaml', other), '--json', ...args])
  return { code, diff: JSON.parse(out) as Diff & { opens: string[]; fine: boolean } }
}

describe('policy diff', () => {
  test('says that a policy and itself decide alike', async () => {
    const { code, out } = await runWith(policyDiff, [OLD, OLD])
    expect(code).toBe(0)
    expect(out).toContain('the digests are the same')
    expect(out).toContain('Nothing is newly allowed.')
  })

  test('finds who is newly allowed, by which rule, and what stood in the way', async () => {
    const { code, diff } = await changed('caller.department: [hr, legal]', 'caller.department: [hr]')
    expect(code).toBe(1)
    expect(diff.newlyDenied).toEqual([])
    expect(
      diff.newlyAllowed.map(({ destination, who, now, before }) => ({ destination, who, now, before })),
    ).toContainEqual({
      destination: 'openrouter-eu',
      who: { 'caller.department': ['legal'], 'caller.role': ['employee'] },
      now: ['staff-cloud'],
      before: ['hr-stays'],
    })
  })

  test('finds what only somebody with two roles is newly allowed', async () => {
    const denial = '  - { id: no-x, deny: [openrouter], when: { caller.role: [guest] }, because: b }\n'
    const { code, out } = await runWith(policyDiff, [put('strict.yaml', text + denial), OLD, '--json'])
    const { newlyAllowed } = JSON.parse(out) as Diff
    expect(code).toBe(1)
    expect(newlyAllowed.map(({ who }) => who['caller.role'])).toContainEqual(['employee together with guest'])
  })

  test('finds what only a prompt with a finding and a level from elsewhere is newly allowed', async () => {
    const denial =
      '  - { id: both, deny: [openrouter-eu], when: { finding: [URL], level: [confidential, restricted] }, because: b }\n'
    const { out } = await runWith(policyDiff, [put('both.yaml', text + denial), OLD, '--json'])
    const { newlyAllowed } = JSON.parse(out) as Diff
    expect(newlyAllowed.map(({ prompt, before }) => ({ prompt, before }))).toEqual([
      { prompt: ['level confidential, and 1 × URL'], before: ['both'] },
    ])
  })

  type Row = {
    name: string
    from: string | RegExp
    to: string
    code: number
    newly?: string
    setting?: [string, string]
  }
  const rows: readonly Row[] = [
    { name: 'a threshold that rises', from: 'US_SSN: { sure: 0.6,', to: 'US_SSN: { sure: 0.9,', code: 1, newly: '1 × US_SSN with a score of 0.6', setting: ['detect.US_SSN.sure', 'weaker'] }, // prettier-ignore
    { name: 'a level that falls', from: 'US_SSN: { sure: 0.6, level: restricted }', to: 'US_SSN: { sure: 0.6, level: internal }', code: 1, newly: '1 × US_SSN', setting: ['detect.US_SSN.level', 'weaker'] }, // prettier-ignore
    { name: 'a count that rises', from: '5: confidential', to: '7: confidential', code: 1, newly: '6 × PERSON', setting: ['detect.PERSON.level', 'weaker'] }, // prettier-ignore
    { name: 'a combination that goes', from: /together:\n.*\n/, to: '', code: 0, setting: ['together PERSON with US_SSN', 'weaker'] }, // prettier-ignore
    { name: 'an exception that ends later', from: '2027-03-31', to: '2028-03-31', code: 1, newly: '1 × CREDIT_CARD that test-card names, from 2027-04-01 on', setting: ['exceptions.test-card', 'weaker'] }, // prettier-ignore
    { name: 'an exception for one value more', from: '["4111111111111111"]', to: '["4111111111111111", "5500000000000004"]', code: 1, newly: '1 × CREDIT_CARD that test-card names', setting: ['exceptions.test-card', 'weaker'] }, // prettier-ignore
    { name: 'a destination that may have more', from: 'maxLevel: internal', to: 'maxLevel: confidential', code: 1, newly: 'level confidential' }, // prettier-ignore
    { name: 'a floor that rises', from: 'levels: [public, internal, confidential, restricted]\npinFrom: restricted', to: 'levels: [public, internal, confidential, restricted, top]\npinFrom: top', code: 2 }, // prettier-ignore
    { name: 'a flag that goes', from: 'zdr: true, data_collection: deny, only', to: 'data_collection: deny, only', code: 1, setting: ['destinations.openrouter-eu.provider.zdr', 'weaker'] }, // prettier-ignore
    { name: 'a flag that comes', from: 'provider: { zdr: true, data_collection: deny, require', to: 'provider: { enforce_distillable_text: true, zdr: true, data_collection: deny, require', code: 0 }, // prettier-ignore
    { name: 'a provider more', from: 'only: [mistral]', to: 'only: [mistral, openai]', code: 1, setting: ['destinations.openrouter-eu.provider.only', 'weaker'] }, // prettier-ignore
    { name: 'a list of providers that goes', from: 'only: [mistral], ', to: '', code: 1, setting: ['destinations.openrouter-eu.provider.only', 'weaker'] }, // prettier-ignore
    { name: 'another host', from: 'hosts: [eu.openrouter.ai]', to: 'hosts: [openrouter.ai]', code: 1, setting: ['destinations.openrouter-eu.hosts', 'weaker'] }, // prettier-ignore
    { name: 'another region', from: 'region: eu', to: 'region: us', code: 1, setting: ['destinations.openrouter-eu.region', 'weaker'] }, // prettier-ignore
    { name: 'a breach that is only flagged', from: 'require_parameters: true }', to: 'require_parameters: true }\n    onBreach: flag', code: 1, setting: ['destinations.openrouter.onBreach', 'weaker'] }, // prettier-ignore
    { name: 'a wider LAN', from: '192.168.88.0/24', to: '192.168.0.0/16', code: 1, setting: ['destinations.lan.allowedCidrs', 'weaker'] }, // prettier-ignore
    { name: 'a place in the cloud in place of the LAN', from: 'lan: { zone: lan, maxLevel: restricted, allowedCidrs: [192.168.88.0/24] }', to: 'lan: { zone: cloud, maxLevel: restricted, hosts: [lan.example] }', code: 1, setting: ['destinations.lan.zone', 'weaker'] }, // prettier-ignore
    {
      name: 'more on the LAN',
      from: 'caller.role: [employee, clinician]',
      to: 'caller.role: [employee, clinician, nurse]',
      code: 0,
    },
    { name: 'a shadow rule in force', from: 'shadow: true, ', to: '', code: 0 },
    { name: 'less in the cloud', from: 'caller.role: [employee] }, because: hosts', to: 'caller.role: [robot] }, because: hosts', code: 1 }, // prettier-ignore
    { name: 'a rule with a reason of another wording', from: 'hosts that keep nothing', to: 'hosts that keep nothing at all', code: 0 }, // prettier-ignore
  ]
  test.each(rows.filter(({ code }) => code < 2))('sees $name', async ({ from, to, code, newly, setting }) => {
    const { code: came, diff } = await changed(from, to)
    expect({ code: came, whole: diff.whole }).toEqual({ code, whole: true })
    if (newly !== undefined) expect(diff.newlyAllowed.flatMap(({ prompt }) => prompt)).toContain(newly)
    const set = diff.settings.map(({ what, direction }) => [what, direction])
    if (setting !== undefined) expect(set).toContainEqual(setting)
  })

  test('is content with an acknowledgement of this very change, and of no other', async () => {
    const now = put('new.yaml', text.replace('[hr, legal]', '[hr]'))
    const said = { old: await digestOf(OLD), new: await digestOf(now), by: 'ann', because: 'legal asked for it' }
    const fits = await runWith(policyDiff, [OLD, now, '--acknowledge', put('ack.json', JSON.stringify(said))])
    expect([fits.code, fits.out.includes('Acknowledged by ann: legal asked for it')]).toEqual([0, true])
    const swapped = put('swapped.json', JSON.stringify({ ...said, old: said.new, new: said.old }))
    await expect(runWith(policyDiff, [OLD, now, '--acknowledge', swapped])).rejects.toThrow(
      'acknowledges another change',
    )
    const partial = put('partial.json', JSON.stringify({ ...said, because: '' }))
    await expect(runWith(policyDiff, [OLD, now, '--acknowledge', partial])).rejects.toThrow(/partial\.json:1:\d+: /)
  })

  test('says when there are too many cases, and is then not content, whatever was acknowledged', async () => {
    const rules = ['role', 'department', 'team'].map((name, index) => {
      const values = Array.from({ length: 12 }, (_, at) => `  - { id: ${name}-${String(at)}, ${index === 0 ? 'allow' : 'deny'}: [openrouter], when: { caller.${name}: [v${String(at)}] }, because: b }`) // prettier-ignore
      return values.join('\n')
    })
    const big = put('big.yaml', text + rules.join('\n') + '\n')
    const more = put('more.yaml', text + rules.join('\n').replace('[v3]', '[v3, w]') + '\n')
    const said = { old: await digestOf(big), new: await digestOf(more), by: 'ann', because: 'all is well' }
    const { code, out } = await runWith(policyDiff, [
      big,
      more,
      '--acknowledge',
      put('ack2.json', JSON.stringify(said)),
    ])
    expect(out).toContain('not all that make a difference, because there are too many')
    expect(code).toBe(1)
  })

  test('says the same with and without colour', async () => {
    const now = put('new.yaml', text.replace('[hr, legal]', '[hr]'))
    const [plain, colourful] = [
      await runWith(policyDiff, [OLD, now]),
      await runWith(policyDiff, [OLD, now], { colour: true }),
    ]
    expect(colourful.out).not.toBe(plain.out)
    expect(withoutColour(colourful.out)).toBe(plain.out)
  })

  test.each([[[]], [[OLD]], [[OLD, OLD, OLD]], [[OLD, OLD, '--jsn']]])('is not called with %j', async (args) => {
    await expect(runWith(policyDiff, args)).rejects.toMatchObject({ name: 'UsageError' })
  })
  test('explains itself', async () => {
    const { code, out } = await runWith(policyDiff, ['--help'])
    expect([code, out.includes('policy diff OLD NEW')]).toEqual([0, true])
  })
})

/** One to three changes to a policy, of any kind. */
function mutated(r: Chance, policy: Policy): Policy {
  const other = randomPolicy(r)
  const fits = other.levels.length === policy.levels.length
  const names = policy.destinations.map(({ name }) => name)
  const foreign = other.rules.filter(({ destinations }) => destinations.every((name) => names.includes(name)))
  const changes: (() => Partial<Policy>)[] = [
    () => ({ rules: policy.rules.slice(1) }),
    () => ({ rules: [...policy.rules, ...foreign.map((rule) => ({ ...rule, id: `n-${rule.id}` }))] }),
    () => ({ rules: policy.rules.map((rule) => (r.often(0.3) ? { ...rule, when: {} } : rule)) }),
    () => ({ pinFrom: r.one(policy.levels) }),
    () => ({ destinations: policy.destinations.map((it) => ({ ...it, maxLevel: r.one(policy.levels) })) }),
    () => ({ destinations: [...policy.destinations].reverse() }),
    () => (fits ? { detect: other.detect, together: other.together } : { together: [] }),
  ]
  const some = r.some(changes).slice(0, 3)
  const made = some.reduce((it, change) => ({ ...it, ...change() }), policy)
  const known = made.rules.every(({ when }) => (when.level ?? []).every((level) => policy.levels.includes(level)))
  return known && made.rules.length > 0 ? { ...made, digest: 'n' } : policy
}

describe('a difference', () => {
  test('shows every destination where any of 20,000 random requests is newly allowed or denied', () => {
    const seen = { allowed: 0, denied: 0, same: 0 }
    for (let seed = 1; seed <= 40; seed++) {
      const r = chance(seed)
      const old = randomPolicy(r)
      const now = mutated(r, old)
      const diff = diffOf(old, now)
      if (!diff.whole) continue
      const [one, other] = [compile(old), compile(now)]
      const shown = { allowed: new Set(diff.newlyAllowed.map((it) => it.destination)), denied: new Set(diff.newlyDenied.map((it) => it.destination)) } // prettier-ignore
      for (let i = 0; i < 500; i++) {
        const question = { ...randomQuestion(r, old.levels) }
        const asked = { ...question, prompt: { ...question.prompt, unread: question.prompt.unread.filter(({ kind }) => kind === 'image') } } // prettier-ignore
        const [before, after] = [decide(one, asked), decide(other, asked)].map(({ permitted }) => permitted.map(({ destination }) => destination)) // prettier-ignore
        for (const name of after ?? []) {
          if (before?.includes(name) === true) seen.same += 1
          else {
            seen.allowed += 1
            if (!shown.allowed.has(name)) expect({ seed, old, now, asked, name, diff }).toBe('shown as newly allowed')
          }
        }
        for (const name of before ?? []) {
          if (after?.includes(name) === true) continue
          seen.denied += 1
          if (!shown.denied.has(name)) expect({ seed, old, now, asked, name, diff }).toBe('shown as newly denied')
        }
      }
    }
    expect(Math.min(seen.allowed, seen.denied, seen.same)).toBeGreaterThan(150)
  })

  test('between two orders of the same things is none', () => {
    const old = aPolicy()
    expect(diffOf(old, { ...old, rules: [...old.rules].reverse(), destinations: [...old.destinations].reverse() })).toMatchObject({ newlyAllowed: [], newlyDenied: [], settings: [] }) // prettier-ignore
  })

  test('that allows more inside the network only opens nothing', () => {
    const old = aPolicy()
    const rule = { id: 'more', effect: 'allow' as const, destinations: ['lan'], when: {}, shadow: false, because: 'b' }
    const diff = diffOf(old, aPolicy({ rules: [...old.rules, rule] }))
    expect(diff.newlyAllowed.length).toBeGreaterThan(0)
    expect(whatOpens(diff)).toEqual([])
  })
})

describe('boxes', () => {
  test('cover each point once, and are fewer where points are alike', () => {
    const points = [0, 1, 2].flatMap((x) => [0, 1].map((y) => [x, y, 0])).concat([[0, 0, 1]])
    const boxes = boxesOf(points)
    const covered = boxes.flatMap(({ sets: [xs = [], ys = [], zs = []] }) => xs.flatMap((x) => ys.flatMap((y) => zs.map((z) => [x, y, z])))) // prettier-ignore
    expect(covered.toSorted()).toEqual(points.toSorted())
    expect(boxes.length).toBeLessThan(4)
  })
  test('of nothing are none', () => expect(boxesOf([])).toEqual([]))
})
