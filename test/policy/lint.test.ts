import { describe, expect, test } from '@jest/globals'
import { lint } from '../../src/policy/lint.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { PolicyError } from '../../src/policy/remark.ts'
import { SEE_DOCS, toSuggestion } from '../../src/policy/suggestion.ts'
import { SOUND, VOCABULARY } from './vocabulary.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

/** Nothing to say of this one: every threshold has its tests, and the cloud a `never`. */
const THRESHOLDS = [
  ['US_SSN', 0.6],
  ['CREDIT_CARD', 0.5],
  ['SECRET', 0.5],
  ['PERSON', 0.5],
  ['EMAIL_ADDRESS', 0.5],
] as const
const IT = 'caller: { role: employee, department: it }'
const CLEAN =
  SOUND +
  THRESHOLDS.flatMap(
    ([type, sure]) =>
    [sure, sure - 0.01].map((score) => `  - { it: ${type} ${String(score)}, ${IT}, findings: [{ type: ${type}, score: ${String(score)} }], expect: { never: [${score < sure || type === 'PERSON' || type === 'EMAIL_ADDRESS' ? 'lan' : 'cloud'}] } }\n`), // prettier-ignore
  ).join('')

function edit(...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the policy has no ${from}`)
    return text.replace(from, to)
  }, CLEAN)
}

const load = (text: string) => loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY, now: NOW })
const notesOn = (text: string) =>
  lint(load(text), { beside: [], now: NOW }).map(({ code, line, column, message, suggestion }) => {
    expect(suggestion).not.toBe('')
    return { code, text: text.split('\n')[line - 1]?.slice(column - 1) ?? '', message }
  })

const rule = (text: string) => ['  - { id: hr,', `  - { ${text}, because: agreed with them }\n  - { id: hr,`] as const

test('lint has nothing to say of a policy in which everything means something', () => {
  expect(notesOn(CLEAN)).toEqual([])
})

type Row = {
  readonly name: string
  readonly edits: readonly (readonly [string, string])[]
  readonly text?: string
  readonly code: string
  /** What stands at the place. */
  readonly at: string
  readonly says: string
}

describe('lint finds', () => {
  test.each<Row>([
    {
      name: 'a rule that another allows too',
      edits: [rule('id: x, allow: [lan], when: { caller.role: [employee], request.tools: [true] }')],
      code: 'rule-never-decides',
      at: 'x, allow',
      says: 'rule "x" never decides: "staff" always decides before it',
    },
    {
      name: 'a rule before one that allows the same and more',
      edits: [['  - { id: staff,', '  - { id: x, allow: [lan], when: { caller.role: [employee], request.api: [messages] }, because: agreed with them }\n  - { id: staff,']] as const, // prettier-ignore
      code: 'rule-changes-nothing',
      at: 'x, allow',
      says: 'rule "x" changes nothing: what it allows, "staff" allows too',
    },
    {
      name: 'a rule for levels that may not go there',
      edits: [rule('id: x, allow: [near], when: { caller.role: [chief] }'), ['destinations:\n', 'destinations:\n  near: { zone: cloud, maxLevel: internal, hosts: [a.example], provider: { zdr: true, data_collection: deny } }\n'], ['pinFrom: restricted', 'pinFrom: public']] as const, // prettier-ignore
      code: 'rule-never-decides',
      at: 'x, allow',
      says: 'rule "x" never decides: no level that it allows may go to where it allows it',
    },
    {
      name: 'a rule whose every request is denied',
      edits: [rule('id: x, allow: [cloud], when: { caller.department: [hr], caller.role: [chief] }')],
      code: 'rule-never-decides',
      at: 'x, allow',
      says: 'rule "x" never decides: "hr" always decides before it',
    },
    {
      name: 'a denial that another makes already',
      edits: [rule('id: x, deny: [cloud], when: { caller.department: [hr], finding: [PERSON] }')],
      code: 'rule-changes-nothing',
      at: 'x, deny',
      says: 'rule "x" changes nothing: what it denies, "hr" denies too',
    },
    {
      name: 'a denial of findings that are pinned anyway',
      edits: [rule('id: x, deny: [cloud], when: { finding: [US_SSN] }')],
      code: 'rule-changes-nothing',
      at: 'x, deny',
      says: 'rule "x" changes nothing: nothing that it denies is allowed by any rule',
    },
    {
      name: 'a rule that stands there twice, in another order',
      edits: [rule('id: x, allow: [cloud, lan], when: { caller.role: [employee] }')],
      code: 'duplicate-rule',
      at: 'x, allow',
      says: 'rule "x" says the same as rule "staff"',
    },
    {
      name: 'a shadow rule that would change nothing',
      edits: [['when: { finding: [PERSON] }, shadow', 'when: { finding: [US_SSN] }, shadow']] as const,
      code: 'shadow-changes-nothing',
      at: 'later, deny',
      says: 'shadow rule "later" would change nothing if it were in force',
    },
    {
      name: 'a condition on everything that there is',
      edits: [['{ caller.department: [hr] }', '{ caller.department: [hr], request.tools: [true, false] }']] as const,
      code: 'condition-changes-nothing',
      at: 'request.tools',
      says: 'the condition on request.tools changes nothing in rule "hr"',
    },
    {
      name: 'a value that another rule has',
      edits: [rule('id: x, allow: [lan], when: { caller.role: [chief, employee] }')],
      code: 'condition-changes-nothing',
      at: 'employee]',
      says: 'the value "employee" of caller.role changes nothing in rule "x"',
    },
    {
      name: 'a level that may not go there',
      edits: [rule('id: x, allow: [cloud], when: { caller.role: [chief], level: [public, internal, restricted] }')],
      code: 'condition-changes-nothing',
      at: 'level: ',
      says: 'the condition on level changes nothing in rule "x"',
    },
    {
      name: 'a destination that nobody can reach',
      edits: [['deny: [cloud], when: { caller.department: [hr] }', 'deny: [cloud]']] as const,
      code: 'nobody-reaches',
      at: 'cloud:',
      says: 'nobody can reach "cloud"',
    },
    {
      name: 'types that are together no worse than one of them',
      edits: [['all: [PERSON, EMAIL_ADDRESS]', 'all: [PERSON, US_SSN]']] as const,
      code: 'together-changes-nothing',
      at: '{ all',
      says: 'PERSON with US_SSN together changes nothing: one of them is restricted on its own',
    },
    {
      name: 'types together of which fewer are enough',
      edits: [['because: an identified person }', 'because: an identified person }\n  - { all: [PERSON, EMAIL_ADDRESS, CREDIT_CARD], level: restricted, because: more of it }'], ['CREDIT_CARD: { level: restricted', 'CREDIT_CARD: { level: { 2: restricted }']] as const, // prettier-ignore
      code: 'together-changes-nothing',
      at: '{ all: [PERSON, EMAIL_ADDRESS, CREDIT_CARD]',
      says: 'PERSON with EMAIL_ADDRESS is enough for restricted',
    },
    {
      name: 'a level that nothing reaches',
      edits: [['[public, internal, restricted]', '[public, internal, secret, restricted]']] as const,
      code: 'level-not-reached',
      at: 'secret',
      says: 'nothing that is found in a prompt makes it secret',
    },
    {
      name: 'an exception that ends soon',
      edits: [['until: "2027-03-31"', 'until: "2026-12-01"']] as const,
      code: 'ends-soon',
      at: '"2026-12-01"',
      says: 'exception "test-card" ends on 2026-12-01',
    },
    {
      name: 'an exception that has ended',
      edits: [['until: "2027-03-31"', 'until: "2026-11-20"']] as const,
      code: 'doubt',
      at: '"2026-11-20"',
      says: 'exception "test-card" ended on 2026-11-20',
    },
    {
      name: 'an exception that no type names',
      edits: [[', except: [test-card]', '']] as const,
      code: 'doubt',
      at: '{ exact',
      says: 'exception "test-card" is not used',
    },
    ...['TODO', 'n/a', 'because', '...', 'hr', 'HR.'].map((because) => ({
      name: `a reason such as ${because}`,
      edits: [['because: agreed', `because: "${because}"`]] as const,
      code: 'empty-reason',
      at: `"${because}"`,
      says: 'is no reason that an auditor could check',
    })),
    {
      name: 'a role that is spelt in two ways',
      edits: [rule('id: x, allow: [cloud], when: { caller.role: [chief, Employee] }')],
      code: 'spelt-two-ways',
      at: 'Employee',
      says: '"Employee" and "employee" are two values of caller.role',
    },
    {
      name: 'a role that a test spells otherwise',
      edits: [['caller: { role: employee, department: it }', 'caller: { role: EMPLOYEE, department: it }']] as const,
      code: 'spelt-two-ways',
      at: 'EMPLOYEE',
      says: '"EMPLOYEE" and "employee" are two values of caller.role',
    },
    {
      name: 'a type without a test just below its threshold',
      edits: [['{ type: US_SSN, score: 0.59 }', '{ type: US_SSN, score: 0.4 }']] as const,
      code: 'threshold-not-tested',
      at: 'US_SSN:',
      says: 'no test has a US_SSN just below the score of 0.6 from which it counts',
    },
    {
      name: 'a type without a test at its threshold',
      edits: [['{ type: SECRET, score: 0.5 }', '{ type: SECRET, score: 0.9 }']] as const,
      code: 'threshold-not-tested',
      at: 'SECRET:',
      says: 'no test has a SECRET at the score of 0.5 from which it counts',
    },
    {
      name: 'a cloud destination without a never',
      edits: [],
      text: CLEAN.replaceAll('never: [cloud]', 'level: restricted'),
      code: 'never-not-tested',
      at: 'cloud:',
      says: 'no test says what must never go to "cloud"',
    },
  ])('$name', ({ edits, text, code, at, says }) => {
    const notes = notesOn(text ?? edit(...edits))
    expect(notes.filter((note) => note.code === code)).toEqual([
      { code, text: expect.stringMatching(new RegExp(`^${at.replace(/[.[\]{}()]/g, '\\$&')}`)), message: expect.stringContaining(says) }, // prettier-ignore
    ])
  })
})

describe('lint does not accuse', () => {
  test.each([
    {
      name: 'a denial that holds for people with two roles',
      edits: [rule('id: x, deny: [lan], when: { caller.role: [contractor] }')],
    },
    {
      name: 'an allowance for more levels',
      edits: [rule('id: x, allow: [lan], when: { caller.role: [employee], caller.department: [it] }'), ['when: { caller.role: [employee] }, because: staff may', 'when: { caller.role: [employee], level: [public, internal] }, because: staff may']] as const, // prettier-ignore
    },
    {
      name: 'a denial of a model that a rule allows',
      edits: [rule('id: x, deny: [lan, cloud], when: { request.model: [m1] }')],
    },
    {
      name: 'a denial for what is not read',
      edits: [rule('id: x, deny: [lan], when: { finding: [SECRET] }')],
    },
    {
      name: 'types together of which each counts from two on',
      edits: [['CREDIT_CARD: { level: restricted', 'CREDIT_CARD: { level: { 2: restricted }'], ['all: [PERSON, EMAIL_ADDRESS]', 'all: [PERSON, CREDIT_CARD]']] as const, // prettier-ignore
    },
    {
      name: 'an exception that ends in a year',
      edits: [['until: "2027-03-31"', 'until: "2027-11-21"']] as const,
    },
  ])('$name', ({ edits }) => {
    expect(notesOn(edit(...edits))).toEqual([])
  })
})

describe('what is wrong with a policy is said all at once', () => {
  const problems = (text: string) => {
    try {
      load(text)
    } catch (thrown) {
      if (thrown instanceof PolicyError) return thrown.problems
      throw thrown
    }
    return []
  }

  test('wrong shapes, and names that refer to nothing', () => {
    const text = edit(
      ['id: staff, allow', 'id: staff, efect: x, allow'],
      ['caller.department: [hr]', 'caller.departmnt: [hr]'],
      ['US_SSN: { sure: 0.6', 'US_SSN: { sure: 6'],
      ['except: [test-card]', 'except: [test-cart]'],
      ['pinFrom: restricted', 'pinFrom: restrictd'],
      ['id: later, deny: [cloud]', 'id: later, deny: [clout]'],
    )
    expect(problems(text).map((problem) => problem.replace(/^p\.yaml:(\d+):\d+: /, '$1 '))).toEqual([
      expect.stringMatching(/^5 unknown level "restrictd"/),
      expect.stringMatching(/^8 "sure" may not be more than 1/),
      expect.stringMatching(/^9 unknown exception "test-cart"/),
      expect.stringMatching(/^21 unknown key "efect"/),
      expect.stringMatching(/^22 unknown key "caller.departmnt"/),
      expect.stringMatching(/^23 unknown destination "clout"/),
    ])
  })

  test('but nothing is held against what speaks of a part with a mistake', () => {
    const text = edit(['zone: cloud, maxLevel: internal', 'zone: clod, maxLevel: internal'])
    expect(problems(text)).toEqual([expect.stringContaining('"zone" may not be "clod"')])
    const later = edit(['shadow: true', 'shadow: "yes"'])
    expect(problems(later)).toEqual([expect.stringContaining('"shadow" needs true, or a last day')])
  })

  test('and what concerns the whole is said on its own', () => {
    expect(problems(CLEAN.replace(/^levels: .*\n/m, '').replace('pinFrom: restricted', 'pinFrom: x'))).toEqual([
      expect.stringContaining('"levels" is missing'),
    ])
  })
})

describe('a suggestion', () => {
  test.each([
    ['unknown level "intrnal" (did you mean "internal"?)', 'write internal'],
    ['"x" is missing', 'add it'],
    ['"zone" may not be "x"; use one of: lan, cloud', 'write one of lan, cloud'],
    ['"10.1/16" must be written as 10.1.0.0/16', 'write 10.1.0.0/16'],
  ])('for %s', (message, suggestion) => expect(toSuggestion(message)).toBe(suggestion))

  test('is there for whatever can be said of a policy', () => {
    const broken = [
      ['version: "1"', 'version: 1'],
      ['owners: [secpol]', 'owners: []'],
      ['unread: restricted', 'unread: internal'],
      ['{ 1: internal, 5: restricted }', '{ 1: internal, 5: internal }'],
      ['allow: [lan, cloud]', 'allow: [lan, cloud], deny: [lan]'],
      ['when: { caller.role: [employee] }', 'when:'],
      ['when: { caller.role: [employee] }', 'when: { finding: [PERSON] }'],
      ['when: { caller.role: [employee] }', 'when: { level: [internal] }'],
      ['hosts: [openrouter.ai]', 'hosts: [10.0.0.1]'],
      ['allowedCidrs: [10.20.0.0/16]', 'allowedCidrs: [10.20.0.1/16]'],
      ['allowedCidrs: [10.20.0.0/16]', 'hosts: [a.example]'],
      ['until: "2027-03-31"', 'until: tomorrow'],
      ['id: hr,', 'id: staff,'],
      ['expect: { level: internal, to: [lan, cloud], shadow: [later] }', 'expect: {}'],
      ['policy: sound', 'policy: Sound'],
      ['owners: [secpol]', 'owners: &a [secpol]'],
    ] as const
    for (const [from, to] of broken) {
      if (!SOUND.includes(from)) throw new Error(from)
      try {
        load(SOUND.replace(from, to))
        throw new Error(`${to} was not refused`)
      } catch (thrown) {
        if (!(thrown instanceof PolicyError)) throw thrown
        for (const { message } of thrown.remarks) expect({ message, try: toSuggestion(message) }).not.toEqual({ message, try: SEE_DOCS }) // prettier-ignore
      }
    }
  })
})
