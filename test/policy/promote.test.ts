import { describe, expect, test } from '@jest/globals'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { promoted } from '../../src/policy/promote.ts'
import { VOCABULARY } from './vocabulary.ts'

const HEAD = `policy: p
version: "1"
owners: [o]
levels: [public, restricted]
pinFrom: restricted
unread: restricted
detect: {}
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules:
  - { id: staff, allow: [lan], because: staff may }
`
const load = (text: string) => loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY })

describe('a shadow rule comes into force, and nothing else in the text changes', () => {
  test.each([
    [
      'in braces, in the middle',
      '  - { id: x, deny: [lan], shadow: true, because: later } # why\n',
      '  - { id: x, deny: [lan], because: later } # why\n',
    ],
    [
      'in braces, at the end',
      '  - { id: x, deny: [lan], because: later, shadow: true }\n',
      '  - { id: x, deny: [lan], because: later }\n',
    ],
    [
      'in braces, first',
      '  - { shadow: true, id: x, deny: [lan], because: later }\n',
      '  - { id: x, deny: [lan], because: later }\n',
    ],
    [
      'with a last day',
      '  - { id: x, deny: [lan], shadow: { until: "2027-01-01" }, because: later }\n',
      '  - { id: x, deny: [lan], because: later }\n',
    ],
    [
      'in lines',
      '  - id: x\n    deny: [lan]\n    shadow: true # try first\n    # agreed in May\n    because: later\n',
      '  - id: x\n    deny: [lan]\n    # agreed in May\n    because: later\n',
    ],
    [
      'in lines, last',
      '  - id: x\n    deny: [lan]\n    because: later\n    shadow: true\n  - { id: y, deny: [lan], because: now }\n',
      '  - id: x\n    deny: [lan]\n    because: later\n  - { id: y, deny: [lan], because: now }\n',
    ],
    [
      'in lines, last of the file',
      '  - id: x\n    deny: [lan]\n    because: later\n    shadow: true',
      '  - id: x\n    deny: [lan]\n    because: later\n',
    ],
    [
      'in lines, with a last day',
      '  - id: x\n    shadow:\n      until: "2027-01-01"\n    deny: [lan]\n    because: later\n',
      '  - id: x\n    deny: [lan]\n    because: later\n',
    ],
    [
      'in lines, first',
      '  - shadow: true\n    id: x\n    deny: [lan]\n    because: later\n',
      '  - id: x\n    deny: [lan]\n    because: later\n',
    ],
    [
      'beside another shadow',
      '  - { id: y, deny: [lan], shadow: true, because: later }\n  - { id: x, deny: [lan], shadow: true, because: later }\n',
      '  - { id: y, deny: [lan], shadow: true, because: later }\n  - { id: x, deny: [lan], because: later }\n',
    ],
  ])('%s', (_, rules, wanted) => {
    const text = HEAD + rules
    expect(load(text).policy.rules.find(({ id }) => id === 'x')?.shadow).toBe(true)
    expect(promoted(text, 'x')).toBe(HEAD + wanted)
    expect(load(HEAD + wanted).policy.rules.find(({ id }) => id === 'x')?.shadow).toBe(false)
  })

  const RULES = '  - { id: x, deny: [lan], shadow: true, because: later }\n  - { id: y, deny: [lan], shadow: true, because: later }\ntests:\n' // prettier-ignore
  test.each([
    ['alone', '[x]', '[]'],
    ['first', '[x, y]', '[y]'],
    ['last', '[y, x]', '[y]'],
    ['not at all', '[y]', '[y]'],
    ['in lines', '\n        - x\n        - y', '\n        - y'],
    ['alone in lines', '\n        - x', '\n        []'],
  ])('and a test that lists it, %s, lists it no more', (_, list, wanted) => {
    const tests = (shadow: string) => `  - it: is tried\n    caller: {}\n    expect:\n      shadow: ${shadow}\n`.replace(': \n', ':\n') // prettier-ignore
    const before = HEAD + RULES + tests(list)
    expect(load(before).policy.tests.length).toBe(1)
    const after = promoted(before, 'x') ?? ''
    expect(after).toBe(HEAD + RULES.replace('shadow: true, ', '') + tests(wanted))
    expect(load(after).policy.tests.length).toBe(1)
  })

  test.each([
    ['that is in force', 'staff'],
    ['that is not there', 'z'],
  ])('a rule %s cannot be promoted', (_, id) => {
    expect(promoted(HEAD, id)).toBeNull()
  })
})
