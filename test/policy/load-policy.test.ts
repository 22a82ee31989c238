import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { PolicyError } from '../../src/policy/remark.ts'
import { SOUND, VOCABULARY } from './vocabulary.ts'

const NOW = Date.parse('2026-11-21T00:00:00Z')
const load = (text: string, now = NOW) => loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY, now })
const edit = (from: string, to: string) => {
  if (!SOUND.includes(from)) throw new Error(`the sound policy has no ${from}`)
  return SOUND.replace(from, to)
}
const problemsOf = (text: string): readonly string[] => {
  try {
    load(text)
  } catch (error) {
    if (error instanceof PolicyError) return error.problems
    throw error
  }
  return []
}

type Row = { name: string; from: string; to: string; says: string }
const SPECIAL = String.fromCharCode(0x0435) // Cyrillic ie, which looks like e

const unreadable: Row[] = [
  {
    name: 'a key without its colon',
    from: 'unread: restricted\n',
    to: 'unread restricted\n',
    says: 'p.yaml:6:1: a line that is no "key: value": is the colon missing, or a blank behind it?',
  },
  {
    name: 'a key that stands twice',
    from: 'unread: restricted\n',
    to: 'unread: restricted\nunread: restricted\n',
    says: 'p.yaml:7:1: Map keys must be unique',
  },
  {
    name: 'a key that stands twice, spelt differently',
    from: '{ 1: internal, 5: restricted }',
    to: '{ 1: internal, "1": restricted }',
    says: 'p.yaml:11:35: the key "1" stands here twice',
  },
  { name: 'a tab as indentation', from: '  US_SSN', to: '\tUS_SSN', says: 'p.yaml:8:1: ' },
  { name: 'an anchor', from: 'owners: [secpol]', to: 'owners: &o [secpol]', says: 'p.yaml:3:12: anchors' },
  {
    name: 'a bomb of aliases',
    from: 'owners: [secpol]',
    to: `a: &a [x]\n${Array.from({ length: 9 }, (_, n) => `b${n}: &b${n} [${'*a,'.repeat(9)}]`).join('\n')}\nowners: *b8`,
    says: 'p.yaml:3:7: anchors',
  },
  { name: 'an alias', from: 'owners: [secpol]', to: 'owners: *o', says: 'p.yaml:3:9: ' },
  {
    name: 'a merge key',
    from: 'owners: [secpol]',
    to: '<<: { owners: [secpol] }',
    says: 'p.yaml:3:1: unknown key "<<"',
  },
  { name: 'a tag', from: 'version: "1"', to: 'version: !!str 1', says: 'p.yaml:2:' },
  { name: 'an unknown tag', from: 'version: "1"', to: 'version: !now "1"', says: 'p.yaml:2:10: ' },
  { name: 'two documents', from: 'rules:', to: '---\nrules:', says: 'a policy file holds one document' },
  {
    name: 'a directive',
    from: 'policy: sound',
    to: '%YAML 1.1\n---\npolicy: sound',
    says: 'p.yaml:1:1: YAML directives',
  },
  {
    name: '__proto__',
    from: 'owners: [secpol]',
    to: 'owners: [secpol]\n__proto__: { rules: [] }',
    says: 'p.yaml:4:1: unknown key "__proto__"',
  },
  {
    name: '__proto__ deep down',
    from: '{ caller.role: [employee] }',
    to: '{ __proto__: [employee] }',
    says: 'unknown key "__proto__"',
  },
  {
    name: 'a NUL in a string',
    from: 'because: agreed',
    to: 'because: "agr\\0eed"',
    says: 'a character that cannot be seen',
  },
  {
    name: 'a zero-width space',
    from: 'because: agreed',
    to: 'because: agr\u200beed',
    says: 'a character that cannot be seen: U+200B',
  },
  { name: 'an override of direction', from: 'because: agreed', to: 'because: agr\u202eeed', says: 'U+202E' },
  {
    name: 'a byte order mark',
    from: 'policy: sound',
    to: '\ufeffpolicy: sound',
    says: 'p.yaml:1:1: a character that cannot be seen: U+FEFF',
  },
  {
    name: 'a list as a key',
    from: 'owners: [secpol]',
    to: '? [owners]\n: [secpol]',
    says: 'a key must be a plain word',
  },
  {
    name: 'deep nesting',
    from: 'owners: [secpol]',
    to: `owners: ${'['.repeat(40)}x${']'.repeat(40)}`,
    says: 'nested too deeply',
  },
  { name: 'a bracket that is left open', from: 'owners: [secpol]', to: 'owners: [secpol', says: 'p.yaml:' },
]

const misshapen: Row[] = [
  {
    name: 'a version that YAML reads as a number',
    from: 'version: "1"',
    to: 'version: 2026.10',
    says: 'p.yaml:2:10: "version" needs a text, not a number: put 2026.1 in quotes',
  },
  {
    name: 'an include',
    from: 'owners: [secpol]',
    to: 'owners: [secpol]\ninclude: p.yaml',
    says: 'unknown key "include"',
  },
  {
    name: 'a regular expression',
    from: 'caller.role: [employee]',
    to: 'caller.role: { $regex: "^(a+)+$" }',
    says: 'needs a list, not keys with values',
  },
  { name: 'a misspelt key', from: 'rules:', to: 'rulse:', says: 'unknown key "rulse" (did you mean "rules"?)' },
  {
    name: 'a key that looks right',
    from: 'because: agreed',
    to: `b${SPECIAL}cause: agreed`,
    says: `unknown key "b${SPECIAL}cause" (did you mean "because"?)`,
  },
  { name: 'a missing key', from: 'owners: [secpol]\n', to: '', says: 'p.yaml:1:1: "owners" is missing' },
  {
    name: 'an unknown key in a destination',
    from: 'maxLevel: internal,',
    to: 'maxlevel: internal, maxLevel: internal,',
    says: 'p.yaml:19:25: unknown key "maxlevel" (did you mean "maxLevel"?)',
  },
  {
    name: 'an unknown key in provider',
    from: 'zdr: true',
    to: 'zdr: true, zdr2: true',
    says: 'unknown key "zdr2" (did you mean "zdr"?)',
  },
  {
    name: 'an operator',
    from: '{ caller.role: [employee] }',
    to: '{ caller.role: { $ne: employee } }',
    says: 'p.yaml:21:60: "caller.role" needs a list, not keys with values',
  },
  {
    name: 'a value in place of a list',
    from: '{ caller.role: [employee] }',
    to: '{ caller.role: employee }',
    says: '"caller.role" needs a list, not a text',
  },
  {
    name: 'an unknown attribute',
    from: '{ caller.role: [employee] }',
    to: '{ caller.roles: [employee] }',
    says: 'unknown key "caller.roles" (did you mean "caller.role"?)',
  },
  {
    name: 'an attribute of no one',
    from: '{ caller.role: [employee] }',
    to: '{ user: [employee] }',
    says: 'unknown key "user"; known here: caller.role, ',
  },
  {
    name: 'a word in the wrong case',
    from: 'zone: cloud',
    to: 'zone: Cloud',
    says: 'may not be "Cloud" (did you mean "cloud"?)',
  },
  {
    name: 'an effect in the wrong case',
    from: 'deny: [cloud], when: { caller',
    to: 'Deny: [cloud], when: { caller',
    says: 'unknown key "Deny" (did you mean "deny"?)',
  },
  {
    name: 'no rules',
    from: SOUND.slice(SOUND.indexOf('rules:')),
    to: 'rules: []\n',
    says: 'p.yaml:20:8: "rules" may not be empty',
  },
  { name: 'an empty list of values', from: '[employee]', to: '[]', says: '"caller.role" may not be empty' },
  {
    name: 'when with nothing after it',
    from: 'when: { caller.role: [employee] }, because: staff may',
    to: 'when: , because: staff may',
    says: 'p.yaml:21:45: "when" has nothing after it',
  },
  { name: 'a boolean in words', from: 'zdr: true', to: 'zdr: yes', says: '"zdr" needs true or false, not a text' },
  {
    name: 'a boolean as text in a condition',
    from: '{ caller.department: [hr] }',
    to: '{ request.tools: ["true"] }',
    says: '"request.tools" needs true or false',
  },
  {
    name: 'an unknown API',
    from: '{ caller.department: [hr] }',
    to: '{ request.api: [chat-completions] }',
    says: 'may not be "chat-completions" (did you mean "chat_completions"?)',
  },
  { name: 'a threshold above 1', from: 'sure: 0.6', to: 'sure: 60', says: '"sure" may not be more than 1' },
  { name: 'a threshold that is no number', from: 'sure: 0.6', to: 'sure: .nan', says: '"sure" needs a number' },
  { name: 'a count of nought', from: '{ 1: internal,', to: '{ 0: internal,', says: '"level" needs a level, or counts' },
  { name: 'a rule called manage', from: 'id: hr', to: 'id: manage', says: 'reserved word' },
  { name: 'a rule called all', from: 'id: hr', to: 'id: ALL', says: 'reserved word' },
  { name: 'a rule called *', from: 'id: hr', to: 'id: "*"', says: 'is not a rule id' },
  { name: 'a destination called all', from: '  lan: {', to: '  all: {', says: 'reserved word' },
  { name: 'an exception called constructor', from: '  test-card: {', to: '  constructor: {', says: 'reserved word' },
  {
    name: 'a value with a space at its end',
    from: '[employee]',
    to: '["employee "]',
    says: 'without spaces around it',
  },
  {
    name: 'a number where text belongs',
    from: '["4111111111111111"]',
    to: '[4111111111111111]',
    says: '"exact" needs a text, not a number: put 4111111111111111 in quotes',
  },
  { name: 'a day that is not in the calendar', from: '2027-03-31', to: '2027-02-30', says: '"until" is not a day' },
  {
    name: 'one level only',
    from: 'levels: [public, internal, restricted]',
    to: 'levels: [restricted]',
    says: '"levels" may not be less than 2 entries',
  },
  { name: 'a rule without a reason', from: ', because: agreed', to: '', says: '"because" is missing' },
  {
    name: 'one type together',
    from: 'all: [PERSON, EMAIL_ADDRESS]',
    to: 'all: [PERSON]',
    says: '"all" may not be less than 2 entries',
  },
  {
    name: 'sorting across models',
    from: 'zdr: true',
    to: 'sort: { by: price, partition: none }, zdr: true',
    says: '"sort" needs price',
  },
]

const contradictory: Row[] = [
  {
    name: 'a level twice',
    from: 'levels: [public, internal,',
    to: 'levels: [public, internal, internal,',
    says: 'p.yaml:4:28: "internal" stands in this list twice',
  },
  {
    name: 'a pin at an unknown level',
    from: 'pinFrom: restricted',
    to: 'pinFrom: restrictd',
    says: 'p.yaml:5:10: unknown level "restrictd" (did you mean "restricted"?)',
  },
  {
    name: 'unread below the top',
    from: 'unread: restricted',
    to: 'unread: internal',
    says: 'p.yaml:6:9: "unread" must be "restricted": what was not read counts as the top level',
  },
  {
    name: 'an unknown entity type',
    from: '  US_SSN:',
    to: '  US_SNN:',
    says: 'p.yaml:8:3: unknown entity type "US_SNN" (did you mean "US_SSN"?)',
  },
  {
    name: 'an unknown exception',
    from: 'except: [test-card]',
    to: 'except: [testcard]',
    says: 'unknown exception "testcard" (did you mean "test-card"?)',
  },
  {
    name: 'an unknown level of a type',
    from: 'SECRET: { level: restricted }',
    to: 'SECRET: { level: secret }',
    says: 'p.yaml:10:20: unknown level "secret"',
  },
  {
    name: 'tiers that fall',
    from: '{ 1: internal, 5: restricted }',
    to: '{ 1: restricted, 5: internal }',
    says: '5 findings need a higher level than 1 findings',
  },
  {
    name: 'tiers that stay',
    from: '{ 1: internal, 5: restricted }',
    to: '{ 5: internal, 1: internal }',
    says: 'p.yaml:11:25: 5 findings need a higher level',
  },
  {
    name: 'a type twice together',
    from: 'all: [PERSON, EMAIL_ADDRESS]',
    to: 'all: [PERSON, PERSON]',
    says: '"PERSON" stands in this list twice',
  },
  {
    name: 'an unknown destination',
    from: 'deny: [cloud], when: { caller',
    to: 'deny: [clod], when: { caller',
    says: 'p.yaml:22:22: unknown destination "clod" (did you mean "cloud"?)',
  },
  {
    name: 'a value twice',
    from: '[employee]',
    to: '[employee, employee]',
    says: '"employee" stands in this list twice',
  },
  {
    name: 'an allowance that asks for findings',
    from: '{ caller.role: [employee] }',
    to: '{ finding: [PERSON] }',
    says: 'p.yaml:21:47: an allowance may not ask for findings',
  },
  {
    name: 'an allowance that leaves out the lowest level',
    from: '{ caller.role: [employee] }',
    to: '{ level: [internal] }',
    says: 'the levels of an allowance start at the lowest, without a gap',
  },
  {
    name: 'an allowance with a gap',
    from: '{ caller.role: [employee] }',
    to: '{ level: [public, restricted] }',
    says: 'start at the lowest, without a gap',
  },
  {
    name: 'a denial that leaves out the top',
    from: '{ caller.department: [hr] }',
    to: '{ level: [internal] }',
    says: 'the levels of a denial reach up to the top, without a gap',
  },
  {
    name: 'a denial of an unknown finding',
    from: 'finding: [PERSON]',
    to: 'finding: [PERSONS]',
    says: 'unknown entity type "PERSONS" (did you mean "PERSON"?)',
  },
  { name: 'an id twice', from: 'id: hr', to: 'id: Staff', says: 'p.yaml:22:11: rule id "Staff" is used twice' },
  {
    name: 'both effects',
    from: 'deny: [cloud], when: { caller',
    to: 'allow: [lan], deny: [cloud], when: { caller',
    says: 'p.yaml:22:5: a rule has either "allow" or "deny"',
  },
  {
    name: 'no effect',
    from: 'deny: [cloud], when: { caller',
    to: 'when: { caller',
    says: 'a rule has either "allow" or "deny"',
  },
  {
    name: 'a cloud without hosts',
    from: ' hosts: [openrouter.ai],',
    to: '',
    says: 'p.yaml:19:3: a cloud destination needs "hosts"',
  },
  {
    name: 'hosts on the LAN',
    from: 'allowedCidrs: [10.20.0.0/16]',
    to: 'hosts: [a.example]',
    says: '"hosts" is for cloud destinations',
  },
  {
    name: 'provider on the LAN',
    from: 'allowedCidrs: [10.20.0.0/16]',
    to: 'provider: { zdr: true }',
    says: '"provider" is for cloud destinations',
  },
  {
    name: 'onBreach on the LAN',
    from: 'allowedCidrs: [10.20.0.0/16]',
    to: 'onBreach: flag',
    says: '"onBreach" is for cloud destinations',
  },
  {
    name: 'an order outside of only',
    from: 'zdr: true,',
    to: 'zdr: true, only: [mistral], order: [azure],',
    says: 'unknown provider outside of "only": "azure"',
  },
  {
    name: 'a test that expects nothing',
    from: 'expect: { level: internal, to: [lan, cloud], shadow: [later] }',
    to: 'expect: {}',
    says: 'p.yaml:28:13: expects nothing, so it could not fail',
  },
  {
    name: 'a test that expects an unknown rule',
    from: 'expect: { level: internal,',
    to: 'expect: { rule: staf, level: internal,',
    says: 'unknown rule "staf" (did you mean "staff"?)',
  },
  {
    name: 'a test that expects a denial by an allowance',
    from: 'expect: { level: internal,',
    to: 'expect: { denied: { cloud: staff }, level: internal,',
    says: 'unknown denial "staff"',
  },
  {
    name: 'a test with a prompt and findings',
    from: '    findings:',
    to: '    prompt: Hello\n    findings:',
    says: 'p.yaml:28:5: a test gives either a prompt or findings',
  },
]

describe('a policy is refused, at its place, for', () => {
  test.each([...unreadable, ...misshapen, ...contradictory])('$name', ({ from, to, says }) => {
    const problems = problemsOf(edit(from, to))
    expect(problems).toEqual(expect.arrayContaining([expect.stringContaining(says)]))
    for (const problem of problems) expect(problem).toMatch(/^p\.yaml:[1-9]\d*:[1-9]\d*: \S/)
  })

  test.each(['', '# only a comment\n', '---\n', 'null', '[]', 'policy', '42'])('being %j', (text) => {
    expect(problemsOf(text)).not.toEqual([])
  })

  test.each(['detect:\n', 'exceptions:\n', 'destinations:\n'])('__proto__ among the names of %j', (map) => {
    expect(problemsOf(edit(map, `${map}  __proto__: { level: public }\n`))).toContainEqual(
      expect.stringContaining('unknown key "__proto__"'),
    )
  })

  test.each(['[public]', '[public, internal]', '[public, restricted]'])('a denial of the levels %s', (level) => {
    const problems = problemsOf(edit('{ caller.department: [hr] }', `{ level: ${level} }`))
    expect(problems).toEqual([expect.stringContaining('reach up to the top')])
  })

  test('aliases by the thousand, at once', () => {
    const bomb = Array.from(
      { length: 12 },
      (_, i) =>
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
    )
    expect(problemsOf(`a: &a-1 [x]\n${bomb.join('\n')}\n`).length).toBeGreaterThan(10)
  })

  test('being longer than any policy', () => {
    expect(problemsOf(SOUND + `# ${'x'.repeat(4_000_000)}`)[0]).toContain('longer than')
  })
})

describe('all that is wrong is said at once', () => {
  test('with what has the wrong shape', () => {
    const text = edit('zone: cloud', 'zone: moon').replace('sure: 0.6', 'sure: 6').replace('unread:', 'unraed:')
    expect(problemsOf(text)).toEqual([
      'p.yaml:1:1: "unread" is missing',
      'p.yaml:6:1: unknown key "unraed" (did you mean "unread"?)',
      'p.yaml:8:19: "sure" may not be more than 1',
      'p.yaml:19:18: "zone" may not be "moon"; use one of: lan, cloud',
    ])
  })
  test('with what refers to nothing, in the order of the file', () => {
    const text = edit('pinFrom: restricted', 'pinFrom: top').replace(
      'deny: [cloud], when: { c',
      'deny: [mars], when: { c',
    )
    expect(problemsOf(text)).toEqual([
      'p.yaml:5:10: unknown level "top"; there are: public, internal, restricted',
      'p.yaml:22:22: unknown destination "mars"; there are: lan, cloud',
    ])
  })
})

describe('a policy that loads', () => {
  test('has no warning when there is nothing to doubt', () => {
    expect(load(SOUND).warnings).toEqual([])
  })
  test('is complete with its defaults', () => {
    const { policy } = load(edit(', allowedCidrs: [10.20.0.0/16]', ''))
    expect(policy.destinations[0]).toMatchObject({ hosts: [], region: null, provider: null })
    expect(policy.destinations[0]?.allowedCidrs).toContain('192.168.0.0/16')
    expect(policy.detect['SECRET']).toEqual({ sure: 0.5, tiers: [{ count: 1, level: 'restricted' }], except: [] })
    expect(policy.rules[0]).toEqual({
      id: 'staff',
      effect: 'allow',
      destinations: ['lan', 'cloud'],
      when: { 'caller.role': ['employee'] },
      shadow: false,
      because: 'staff may',
    })
    expect(policy.tests[0]).toMatchObject({ line: 25, findings: [{ type: 'PERSON', count: 1, score: 1 }] })
  })
  test('is frozen at every depth, and knows no inherited names', () => {
    const { policy } = load(SOUND)
    const open: string[] = []
    const look = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return
      if (!Object.isFrozen(value)) open.push(path)
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
    }
    look(policy, '')
    expect(open).toEqual([])
    expect(policy.detect['constructor']).toBeUndefined()
    expect(policy.exceptions['toString']).toBeUndefined()
  })
  test('may leave "when" out, or write it empty, to mean always', () => {
    const always = (to: string) => load(edit(' when: { caller.role: [employee] },', to)).policy
    expect(always('').rules[0]?.when).toEqual({})
    expect(always('').digest).toBe(always(' when: {},').digest)
  })
  test.each([
    { effect: 'an allowance', from: '{ caller.role: [employee] }', level: '[public]' },
    { effect: 'an allowance', from: '{ caller.role: [employee] }', level: '[internal, public]' },
    { effect: 'a denial', from: '{ caller.department: [hr] }', level: '[restricted]' },
    { effect: 'a denial', from: '{ caller.department: [hr] }', level: '[internal, restricted]' },
  ])('may name the levels $level in $effect', ({ from, level }) => {
    expect(load(edit(from, `{ level: ${level} }`)).policy.levels.length).toBe(3)
  })
  test('writes booleans as words', () => {
    const { policy } = load(edit('{ caller.department: [hr] }', '{ request.tools: [true], request.stream: [false] }'))
    expect(policy.rules[1]?.when).toEqual({ 'request.tools': ['true'], 'request.stream': ['false'] })
  })
  test('may end its lines as Windows does', () => {
    expect(load(SOUND.replaceAll('\n', '\r\n')).policy.digest).toBe(load(SOUND).policy.digest)
  })
  test('may have 5,000 rules', () => {
    const rule = (i: number) => `  - { id: r${i}, deny: [cloud], when: { caller.team: [t${i}] }, because: rule ${i} }\n`
    const many = SOUND.replace('tests:\n', Array.from({ length: 5_000 }, (_, i) => rule(i)).join('') + 'tests:\n')
    expect(load(many).policy.rules.length).toBe(5_003)
    expect(problemsOf(many.replace('id: r4999,', 'id: r4998,'))).toEqual([
      'p.yaml:5023:11: rule id "r4998" is used twice',
    ])
  })
})

describe('a digest', () => {
  const digest = (text: string) => load(text).policy.digest
  test('is SHA-256 in hex, and the same for the same meaning', () => {
    expect(digest(SOUND)).toMatch(/^[0-9a-f]{64}$/)
    const [ssn, secret] = ['  US_SSN: { sure: 0.6, level: restricted }\n', '  SECRET: { level: restricted }\n']
    const reordered = SOUND.replace(ssn, '').replace(
      secret,
      `# a comment\n  SECRET: {   level:   restricted, sure: 0.5 }\n${ssn}`,
    )
    expect(digest(reordered)).toBe(digest(SOUND))
  })
  test('does not change with the tests', () => {
    expect(digest(SOUND.slice(0, SOUND.indexOf('tests:')))).toBe(digest(SOUND))
  })
  test.each([
    { from: 'sure: 0.6', to: 'sure: 0.7' },
    { from: 'version: "1"', to: 'version: "2"' },
    { from: 'because: agreed', to: 'because: disputed' },
    { from: '"4111111111111111"', to: '"4111111111111112"' },
    { from: 'zdr: true', to: 'zdr: false' },
    { from: '10.20.0.0/16', to: '10.21.0.0/16' },
    { from: 'levels: [public, internal, restricted]', to: 'levels: [internal, public, restricted]' },
  ])('changes with $to', ({ from, to }) => {
    expect(digest(edit(from, to))).not.toBe(digest(SOUND))
  })
})

describe('a policy loads with a warning for', () => {
  test.each<Row>([
    {
      name: 'a type without a level',
      from: '  SECRET: { level: restricted }\n',
      to: '',
      says: 'p.yaml:7:1: types without a level count as "restricted": SECRET',
    },
    {
      name: 'a type that nothing finds',
      from: '  SECRET:',
      to: '  DIAGNOSIS: { level: restricted }\n  SECRET:',
      says: 'p.yaml:10:14: no detector here finds DIAGNOSIS',
    },
    {
      name: 'an exception that ended',
      from: '2027-03-31',
      to: '2026-11-20',
      says: 'exception "test-card" ended on 2026-11-20',
    },
    {
      name: 'an exception that is not used',
      from: ', except: [test-card]',
      to: '',
      says: 'exception "test-card" is not used',
    },
    {
      name: 'a cloud limit that never applies',
      from: 'cloud, maxLevel: internal',
      to: 'cloud, maxLevel: restricted',
      says: 'p.yaml:19:35: prompts from "restricted" on are pinned',
    },
    { name: 'weak provider flags', from: 'zdr: true', to: 'zdr: false', says: 'providers may keep prompts' },
    {
      name: 'a cloud with ranges of its own',
      from: 'hosts: [openrouter.ai]',
      to: 'hosts: [openrouter.ai], allowedCidrs: [10.0.0.0/8]',
      says: 'addresses that are not global',
    },
    {
      name: 'public addresses on the LAN',
      from: '10.20.0.0/16',
      to: '203.0.112.0/20',
      says: '"203.0.112.0/20" has public addresses',
    },
    { name: 'link-local addresses on the LAN', from: '10.20.0.0/16', to: '169.254.0.0/16', says: '169.254.169.254' },
    {
      name: 'a destination that nobody can reach',
      from: 'allow: [lan, cloud]',
      to: 'allow: [lan]',
      says: 'p.yaml:19:3: no rule allows "cloud"',
    },
    { name: 'no tests', from: SOUND.slice(SOUND.indexOf('tests:')), to: '', says: 'the policy has no tests' },
  ])('$name', ({ from, to, says }) => {
    const { warnings } = load(edit(from, to))
    expect(warnings).toEqual(expect.arrayContaining([expect.stringContaining(says)]))
    for (const warning of warnings) expect(warning).toMatch(/^p\.yaml:[1-9]\d*:[1-9]\d*: \S/)
  })

  test('an exception no earlier than the day after its last', () => {
    expect(load(edit('2027-03-31', '2026-11-21')).warnings).toEqual([])
  })
})

describe('ranges and hosts', () => {
  const lan = (range: string) => problemsOf(edit('10.20.0.0/16', `"${range}"`))
  test.each(['10.0.0.0/8', '192.168.1.7/32', 'fd00::/8', '::1/128', '127.0.0.0/8', '100.64.0.0/10', 'fe80::/10'])(
    'may be %s',
    (range) => {
      expect(lan(range)).toEqual([])
    },
  )
  test.each([
    { range: '10.20.0.1/16', says: 'write' },
    { range: 'fd00::1/64', says: 'write' },
    { range: '0.0.0.0/0', says: 'too wide' },
    { range: '::/0', says: 'too wide' },
    { range: '128.0.0.0/1', says: 'too wide' },
    { range: '10.1/16', says: '"10.1/16"' },
    { range: '0x0a000000/8', says: '"0x0a000000/8"' },
    { range: '010.0.0.0/8', says: '"010.0.0.0/8"' },
    { range: '::ffff:10.0.0.0/104', says: 'IPv4' },
    { range: 'FD00::/8', says: 'must be written as' },
    { range: 'fd00:0::/32', says: 'must be written as' },
    { range: '10.0.0.0', says: 'not a CIDR' },
    { range: '10.0.0.0/33', says: 'not a CIDR' },
    { range: '224.0.0.0/8', says: 'not a range of hosts' },
    { range: 'office', says: 'not a CIDR' },
  ])('may not be $range', ({ range, says }) => {
    expect(lan(range)).toEqual([expect.stringContaining(says)])
  })

  const cloud = (hosts: string, more = '') => problemsOf(edit('hosts: [openrouter.ai]', `hosts: ["${hosts}"]${more}`))
  test.each(['eu.openrouter.ai', 'a-b.c1.example'])('may be named %s', (host) => {
    expect(cloud(host)).toEqual([])
  })
  test.each([
    'OpenRouter.ai',
    'openrouter.ai.',
    'https://openrouter.ai',
    'openrouter.ai:443',
    'openrouter.ai/api',
    '*.openrouter.ai',
    'localhost',
    '127.0.0.1',
    '127.1',
    '0x7f000001',
    'a..b',
    '-a.b',
    'user@a.b',
    '[::1]',
    `o${String.fromCharCode(0x440)}enrouter.ai`,
  ])('may not be named %s', (host) => {
    expect(cloud(host).length).toBeGreaterThan(0)
  })
  test('an address may be named where the destination lists its range, and a name without a dot', () => {
    expect(cloud('127.0.0.1', ', allowedCidrs: [127.0.0.0/8]')).toEqual([])
    expect(cloud('gateway', ', allowedCidrs: [10.0.0.0/8]')).toEqual([])
    expect(cloud('127.0.0.1', ', allowedCidrs: [10.0.0.0/8]').length).toBe(1)
    expect(cloud('a.example', ', allowedCidrs: [0.0.0.0/0]').length).toBe(1)
  })
})

test('the example of the design loads', () => {
  const text = readFileSync('test/policy/fixtures/acme.yaml', 'utf8')
  const { policy, warnings } = load(text)
  expect(policy).toMatchObject({ name: 'acme-llm-egress', pinFrom: 'restricted' })
  expect(policy.tests.length).toBe(2)
  expect(warnings).toEqual([expect.stringContaining('no detector here finds DIAGNOSIS')])
})
