import { describe, expect, test } from '@jest/globals'
import { judgeOf } from '../../src/command/policy-diff.ts'
import { compile } from '../../src/decide/compile.ts'
import { decide } from '../../src/decide/decide.ts'
import { isEquivalent } from '../../src/policy/equivalent.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { mutantsOf } from '../../src/policy/mutants.ts'
import { mutate, scoreOf } from '../../src/policy/mutate.ts'
import { readyTests } from '../../src/policy/run-tests.ts'
import type { TestQuestion } from '../../src/policy/run-tests.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { chance, randomPolicy, randomQuestion } from '../decide/random-cases.ts'
import { detect, read } from './simple-rooms.ts'
import { SOUND, VOCABULARY } from './vocabulary.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const load = (text: string) => loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY })
const head = SOUND.slice(0, SOUND.indexOf('tests:'))
const judging = (policy: Policy) => judgeOf(policy, NOW)
const rooms = {
  judging,
  decide: (policy: Policy) => {
    const compiled = compile(policy)
    return (question: TestQuestion) => decide(compiled, question)
  },
}

async function mutated(text: string) {
  const { policy, place } = load(text)
  const ready = await readyTests({ read, detect, today: '2026-11-21' }, policy.tests)
  const found = mutate(policy, ready, rooms)
  const lines = found.survivors.map(({ says, path }) => `${String(place(path).line)}: ${says}`)
  return { ...found, lines, score: scoreOf(found) }
}

describe('mutants', () => {
  const { policy, place } = load(SOUND)
  const mutants = mutantsOf(policy)

  test('compile, each unlike the policy and unlike each other', () => {
    const printed = mutants.map(({ policy }) => JSON.stringify(compile(policy).policy))
    expect(printed).not.toContain(JSON.stringify(compile(policy).policy))
    expect(new Set(printed).size).toBe(mutants.length)
  })

  test.each([
    'without rule staff',
    'staff denies',
    'staff not for cloud',
    'staff whatever caller.role is',
    'hr allows',
    'hr in the shadow',
    'shadow rule later in force',
    'without US_SSN',
    'US_SSN: sure 0.61 in place of 0.6',
    'US_SSN: sure 0.59 in place of 0.6',
    'US_SSN: internal in place of restricted',
    'CREDIT_CARD: without the exception test-card',
    'PERSON: from 4 in place of 5',
    'PERSON: from 6 in place of 5',
    'PERSON: without the level from 5 on',
    'PERSON: public in place of internal',
    'without PERSON with EMAIL_ADDRESS together',
    'PERSON with EMAIL_ADDRESS: internal in place of restricted',
    'test-card: without an end in place of 2027-03-31',
    'lan: maxLevel internal in place of restricted',
    'cloud: maxLevel restricted in place of internal',
    'cloud: without zdr',
    'cloud: zdr: false',
    'cloud: data_collection: allow',
    'pinFrom: internal in place of restricted',
  ])('are among them: %s', (says) => {
    expect(mutants.map((mutant) => mutant.says)).toContain(says)
  })

  test('of a shadow rule are only its coming into force: anything else changes nothing', () => {
    expect(mutants.filter(({ says }) => says.includes('later')).map(({ says }) => says)).toEqual([
      'shadow rule later in force',
    ])
  })

  test('stand where the change would be made', () => {
    const lineOf = (says: string) => place(mutants.find((mutant) => mutant.says === says)?.path ?? []).line
    const lines = SOUND.split('\n')
    expect(lines[lineOf('hr whatever caller.department is') - 1]).toContain('id: hr')
    expect(lines[lineOf('PERSON: from 4 in place of 5') - 1]).toContain('PERSON: {')
    expect(lines[lineOf('cloud: without zdr') - 1]).toContain('cloud: {')
    expect(lines[lineOf('pinFrom: internal in place of restricted') - 1]).toContain('pinFrom')
  })

  test('do not print the values of exceptions', () => {
    const two = load(SOUND.replace('["4111111111111111"]', '["4111111111111111", "5500005555555559"]')).policy
    const says = mutantsOf(two).map((mutant) => mutant.says)
    expect(says).toContain('test-card: without value 2')
    expect(says.join()).not.toMatch(/4111|5500/)
  })
})

describe('mutation', () => {
  test('finds survivors, with their lines, where tests are missing', async () => {
    const { lines, score } = await mutated(SOUND)
    expect(lines).toContain('22: without rule hr')
    expect(lines).toContain('8: US_SSN: sure 0.61 in place of 0.6')
    expect(score).toBeLessThan(50)
  })

  test('kills a mutant by the test that was missing', async () => {
    const test =
      '  - { it: hr stays, caller: { role: employee, department: hr }, expect: { to: lan, denied: { cloud: hr } } }\n'
    const { lines } = await mutated(SOUND + test)
    expect(lines.filter((line) => / hr |rule hr$/.test(line))).toEqual([])
  })

  test('does not count a change that nobody could see', async () => {
    const twice = head.replace('  - { id: hr,', '  - { id: staff-again, allow: [lan], when: { caller.role: [employee] }, because: again }\n  - { id: hr,') // prettier-ignore
    const { equivalent } = await mutated(`${twice}tests:\n  - { it: any, caller: {}, expect: { level: public } }\n`)
    const says = equivalent.map((mutant) => mutant.says)
    expect(says).toContain('without rule staff-again')
    expect(says).toContain('staff-again in the shadow')
    expect(says).not.toContain('staff-again denies')
    expect(says).not.toContain('without rule staff') // another rule would be named
  })
})

describe('policies are equivalent', () => {
  const { policy } = load(SOUND)
  const differ = (changed: Partial<Policy>) => !isEquivalent(policy, { ...policy, ...changed }, judging)

  test('to themselves', () => expect(differ({})).toBe(false))

  test.each(mutantsOf(policy).map(({ says, policy }) => ({ says, changed: policy })))(
    'never to one with this change: $says',
    ({ says, changed }) => {
      // Nothing on the LAN is pinned, and nothing above `internal` leaves it.
      const same = ['cloud: maxLevel restricted in place of internal']
      expect(differ(changed)).toBe(!same.includes(says))
    },
  )

  test('but not when there is too much to try', () => {
    const values = (name: string) => Array.from({ length: 60 }, (_, n) => `${name}${String(n)}`)
    const rules: Policy['rules'] = values('r').map((id, n) => ({
      id,
      effect: 'allow',
      destinations: ['lan'],
      when: {
        'caller.role': values('a').slice(n),
        'caller.team': values('b').slice(n),
        'caller.tenant': values('c').slice(n),
      },
      shadow: false,
      because: 'x',
    }))
    const many = { ...policy, rules }
    const again = rules.slice(0, 1).map((rule) => ({ ...rule, id: 'again' }))
    expect(isEquivalent(many, { ...many, rules: [...rules, ...again] }, judging)).toBe(false)
  })
})

test('what is called equivalent answers alike in random cases, callers with several roles among them', () => {
  let [proven, asked] = [0, 0]
  for (let seed = 1; seed <= 20; seed++) {
    const r = chance(seed)
    const policy = randomPolicy(r)
    const questions = Array.from({ length: 60 }, () => randomQuestion(r, policy.levels))
    const answers = (one: Policy) => {
      const compiled = compile(one)
      return questions.map((question) => {
        const { level, considered, shadow } = decide(compiled, question)
        return { level, verdicts: considered.map(({ ground, rule }) => [ground, rule]), shadow }
      })
    }
    const before = answers(policy)
    for (const mutant of mutantsOf(policy)) {
      if (!isEquivalent(policy, mutant.policy, judging)) continue
      proven += 1
      asked += questions.length
      const after = answers(mutant.policy)
      if (JSON.stringify(after) !== JSON.stringify(before)) expect({ seed, says: mutant.says, after }).toEqual({ seed, says: mutant.says, after: before }) // prettier-ignore
    }
  }
  expect(proven).toBeGreaterThan(60)
  expect(asked).toBeGreaterThan(3_000)
})
