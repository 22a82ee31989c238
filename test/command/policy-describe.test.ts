import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { asker, policyDescribe } from '../../src/command/policy-describe.ts'
import { compile } from '../../src/decide/compile.ts'
import { ANOTHER, MISSING, reachOf } from '../../src/policy/reach.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { aPolicy } from '../decide/a-question.ts'
import { chance, plainPolicy } from '../decide/random-cases.ts'
import { reference } from '../decide/reference.ts'
import { runWith, withoutColour } from './an-io.ts'

const FILE = 'test/policy/fixtures/described.yaml'

/** The digest changes with every field that policies get. */
const withoutDigest = (text: string) => text.replace(/\b[0-9a-f]{64}\b/, '(its digest)')

describe('policy describe', () => {
  test('says in sentences what a policy means', async () => {
    const { code, out } = await runWith(policyDescribe, [FILE])
    expect(code).toBe(0)
    const [said, wanted] = [out, readFileSync('test/policy/fixtures/described.txt', 'utf8')].map(withoutDigest)
    expect(said).toBe(wanted)
  })
  test('says the same in colour', async () => {
    const [plain, colourful] = [
      await runWith(policyDescribe, [FILE]),
      await runWith(policyDescribe, [FILE], { colour: true }),
    ]
    expect(colourful.out).not.toBe(plain.out)
    expect(withoutColour(colourful.out)).toBe(plain.out)
  })
  test('names every rule, destination and type of the policy that Cordon ships with', async () => {
    const { out } = await runWith(policyDescribe, ['policies/default.yaml'])
    const text = readFileSync('policies/default.yaml', 'utf8').split('\ntests:')[0] ?? ''
    const types = [...text.matchAll(/^ {2}([A-Z_]{3,}):/gm)].map(([, type]) => type ?? '')
    const ids = [...text.matchAll(/- id: (\S+)/g)].map(([, id]) => id ?? '')
    expect([types.length > 50, ids.length]).toEqual([true, 4])
    for (const name of [...types, ...ids, 'lan', 'openrouter']) expect(out).toContain(name)
  })
  test('explains itself', async () => {
    const { code, out } = await runWith(policyDescribe, ['--help'])
    expect([code, out.includes('policy describe FILE')]).toEqual([0, true])
  })
  test.each([[[]], [['a', 'b']], [[FILE, '--json']]])('is not called with %j', async (args) => {
    await expect(runWith(policyDescribe, args)).rejects.toMatchObject({ name: 'UsageError' })
  })
  test('names the place of what is wrong in a policy', async () => {
    await expect(runWith(policyDescribe, ['package.json'])).rejects.toThrow(/package\.json:\d+:\d+: /)
  })
})

describe('the table of who can reach what', () => {
  const tableOf = (policy: Policy) => reachOf(policy, asker(compile(policy)))

  test('is what the plain evaluator says, for every role and department, whatever else is the case', () => {
    let cells = 0
    for (let seed = 1; seed <= 60; seed++) {
      const policy = withoutSome(plainPolicy(chance(seed)))
      const { rows, whole } = tableOf(policy)
      expect(whole).toBe(true)
      for (const { roles, departments, cells: row } of rows) {
        for (const role of roles) {
          for (const department of departments) {
            const bounds = everyCase(role, department).map((question) => policy.levels.map((level) => reference(policy, { ...question, raises: [level] }).verdicts)) // prettier-ignore
            policy.destinations.forEach((_, index) => {
              const ranks = bounds.map((verdicts) => verdicts.findLastIndex((verdict) => verdict[index]?.startsWith('allowed_by_rule') === true)) // prettier-ignore
              const most = policy.levels[Math.max(...ranks)] ?? null
              expect(row[index]).toEqual({ most, always: ranks.every((rank) => rank === Math.max(...ranks)) })
              cells += 1
            })
          }
        }
      }
    }
    expect(cells).toBeGreaterThan(300)
  })

  test('tells a role that is called as a word of the table from what the word means', () => {
    const policy = aPolicy()
    const [rule] = policy.rules
    if (rule === undefined) throw new Error('the policy has no rule')
    const { rows } = tableOf(aPolicy({ rules: [{ ...rule, when: { 'caller.role': ['(none)'] } }] }))
    expect(rows.map(({ roles, cells }) => [roles, cells[0]?.most])).toEqual([
      [['(none)'], 'restricted'],
      [[ANOTHER, MISSING], null],
    ])
  })

  test('says when there is more than it can try', () => {
    const policy = aPolicy()
    const many = (name: string) => Array.from({ length: 40 }, (_, index) => `${name}${String(index)}`)
    const when = { 'caller.team': many('t'), 'caller.tenant': many('n'), 'request.model': many('m') }
    const rule = { id: 'r', effect: 'allow' as const, destinations: ['lan'], when, shadow: false, because: 'b' }
    expect(tableOf({ ...policy, rules: [rule] }).whole).toBe(false)
  })
})

/** Asking about fewer attributes, so that every combination of them can be tried. */
const withoutSome = (policy: Policy): Policy => ({
  ...policy,
  rules: policy.rules.map((rule) => {
    const kept = Object.entries(rule.when).filter(([name]) => !/team|purpose|assurance|client|issuer/.test(name))
    return { ...rule, when: Object.fromEntries(kept) }
  }),
})

/** Every combination of what random policies ask about, beside role and department. */
function everyCase(role: string, department: string) {
  const own = (name: string, value: string) => (value === MISSING ? {} : { [name]: [value] })
  const tenants = ['t1', 't2', 'another', MISSING].map((tenant) => own('tenant', tenant))
  const subjects = ['s1', 's2', 'another', MISSING].map((subject) => own('subject', subject))
  const here = { ...own('role', role), ...own('department', department) }
  const callers = tenants.flatMap((tenant) => subjects.map((subject) => ({ ...here, ...tenant, ...subject })))
  const prompts = ['m1', 'm2', 'another'].flatMap((model) =>
    [true, false].flatMap((stream) => [true, false].map((tools) => ({ model, stream, tools }))),
  )
  return callers.flatMap((attributes) =>
    prompts.map((prompt) => ({
      caller: { issuer: '', subject: '', client: null, attributes, raises: [], tokenId: null, tokenKey: 'k', otherAudiences: [], expires: 0 }, // prettier-ignore
      prompt: { api: 'chat_completions' as const, ...prompt, segments: [], unread: [], provider: null },
      detection: { findings: [], failed: [] },
      raises: [],
      at: 0,
    })),
  )
}
