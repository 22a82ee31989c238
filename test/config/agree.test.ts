import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { agree } from '../../src/config/agree.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import type { Destination } from '../../src/terms/destination.ts'
import type { Policy, Rule } from '../../src/terms/policy.ts'
import { changed, GOOD, load } from './a-config.ts'

const base = { maxLevel: 'b', region: null, provider: null, onBreach: 'withhold' } as const
const LAN: Destination = { ...base, name: 'lan', zone: 'lan', allowedCidrs: ['192.168.88.0/24'], hosts: [] }
const CLOUD: Destination = { ...base, name: 'openrouter', zone: 'cloud', allowedCidrs: [], hosts: ['openrouter.ai'] }

const policyOf = (destinations: readonly Destination[], rules: readonly Rule[] = []): Policy => ({
  name: 'acme',
  version: '1',
  owners: [],
  levels: ['a', 'b'],
  pinFrom: 'b',
  unread: 'b',
  detect: {},
  together: [],
  exceptions: {},
  destinations,
  rules,
  tests: [],
  digest: '',
})

const short = (list: readonly string[]) => list.map((text) => text.replaceAll('/etc/cordon/', ''))
const agreed = (text: string, ...destinations: readonly Destination[]) => {
  const { problems, warnings } = agree(load(text), policyOf(destinations))
  return { problems: short(problems), warnings: short(warnings) }
}

describe('a configuration and its policy', () => {
  test('agree when every place is one that the policy allows', () => {
    expect(agreed(GOOD, LAN, CLOUD)).toEqual({ problems: [], warnings: [] })
  })

  test('do not when the policy seals and there is nobody to seal for', () => {
    const obligation = { id: 'kept', destinations: ['lan'], when: {}, provider: null, retain: null, because: 'x' }
    const problemsOf = (seal: { seal?: true }) =>
      agree(load(GOOD), { ...policyOf([LAN, CLOUD]), obligations: [{ ...obligation, ...seal }] }).problems
    expect(problemsOf({})).toEqual([])
    expect(problemsOf({ seal: true })).toEqual([expect.stringContaining('"kept" seals, and there is no "audit.seal"')])
  })

  test.each<[string, string, readonly Destination[], string]>([
    [
      'a destination that the policy does not have',
      GOOD,
      [LAN, { ...CLOUD, name: 'open-router' }],
      '15:5: the policy "acme" has no destination "openrouter" (did you mean "open-router"?)',
    ],
    [
      'nodes where the policy says cloud',
      GOOD,
      [{ ...CLOUD, name: 'lan' }, CLOUD],
      '11:5: the policy says that "lan" is "cloud", and it has nodes here',
    ],
    [
      'a URL where the policy says LAN',
      GOOD,
      [LAN, { ...LAN, name: 'openrouter' }],
      '15:5: the policy says that "openrouter" is "lan", and it has a url here',
    ],
    [
      'a node outside of the ranges',
      changed('192.168.88.22', '192.168.89.22'),
      [LAN, CLOUD],
      '13:28: the node "ms02" is outside of what the policy allows for "lan": 192.168.88.0/24',
    ],
    [
      'a node on the internet',
      changed('192.168.88.22', '93.184.216.34'),
      [LAN, CLOUD],
      '13:28: the node "ms02" is outside',
    ],
    [
      'a node where clouds serve credentials',
      changed('192.168.88.22', '169.254.169.254'),
      [LAN, CLOUD],
      '13:28: the node "ms02" is outside',
    ],
    [
      'an IPv6 node where only IPv4 is allowed',
      changed('http://192.168.88.22:11434', '"http://[fd00::1]:11434"'),
      [LAN, CLOUD],
      '13:28: the node "ms02" is outside',
    ],
    [
      'another cloud host',
      changed('https://openrouter.ai/', 'https://openrouter.example/'),
      [LAN, CLOUD],
      '15:10: the policy lets "openrouter" be only at openrouter.ai, not at openrouter.example',
    ],
    [
      'a host below the one that is named',
      changed('https://openrouter.ai/', 'https://eu.openrouter.ai/'),
      [LAN, CLOUD],
      '15:10: the policy lets "openrouter" be only at openrouter.ai',
    ],
    [
      'a cloud without encryption',
      changed('https://openrouter.ai/', 'http://openrouter.ai/'),
      [LAN, CLOUD],
      '15:10: a cloud destination needs https:',
    ],
    [
      'a cloud at a private address',
      changed('https://openrouter.ai/', 'https://10.0.0.1/'),
      [LAN, { ...CLOUD, hosts: ['10.0.0.1'] }],
      '15:10: 10.0.0.1 is an address that the policy does not allow',
    ],
    [
      'a cloud outside of its own ranges',
      changed('https://openrouter.ai/', 'https://93.184.216.34/'),
      [LAN, { ...CLOUD, hosts: ['93.184.216.34'], allowedCidrs: ['10.0.0.0/8'] }],
      '15:10: 93.184.216.34 is an address that the policy does not allow',
    ],
  ])('disagree about %s', (_, text, destinations, want) => {
    expect(agreed(text, ...destinations).problems).toEqual([expect.stringContaining(`cordon.yaml:${want}`)])
  })

  test('names are not looked up here', () => {
    expect(agreed(changed('192.168.88.22', 'gpu.example.com'), LAN, CLOUD).problems).toEqual([])
  })
})

describe('what is said at start though it is allowed', () => {
  test('a cloud destination with ranges of its own, and one without encryption', () => {
    const gateway = { ...CLOUD, hosts: ['10.0.0.1'], allowedCidrs: ['10.0.0.0/8'] }
    expect(agreed(changed('https://openrouter.ai/', 'http://10.0.0.1/'), LAN, gateway)).toEqual({
      problems: [],
      warnings: [
        'cordon.yaml:15:10: prompts to "openrouter" travel unencrypted (http:)',
        expect.stringContaining('cordon.yaml:15:10: "openrouter" dials 10.0.0.0/8 and nothing else'),
      ],
    })
  })

  test('a destination of the policy that has no place', () => {
    const eu = { ...CLOUD, name: 'openrouter-eu' }
    expect(agreed(GOOD, LAN, CLOUD, eu)).toEqual({
      problems: [],
      warnings: [
        'cordon.yaml:1:1: the policy\'s destination "openrouter-eu" has no place here: it needs a "url" to be used',
      ],
    })
  })

  test('an attribute that rules ask for and no token can have', () => {
    const rule = (id: string, effect: Rule['effect'], name: string): Rule => {
      return { id, effect, destinations: ['lan'], when: { [name]: ['x'] }, shadow: false, because: 'b' }
    }
    const rules = [
      rule('a', 'allow', 'caller.team'),
      rule('b', 'deny', 'caller.team'),
      rule('c', 'allow', 'caller.role'),
      rule('d', 'deny', 'caller.client'),
    ]
    expect(short(agree(load(GOOD), policyOf([LAN, CLOUD], rules)).warnings)).toEqual([
      'cordon.yaml:4:7: the claims of https://idp.example.com do not map caller.team, so for its tokens a will never allow and b will always deny',
    ])
  })
})

test('the default policy agrees with a configuration of its own two destinations', () => {
  const text = readFileSync('policies/default.yaml', 'utf8')
  const named = [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g)].map(([type]) => ({ type }))
  const { policy } = loadPolicy({ text, file: 'policies/default.yaml', entities: named })
  expect(agree(load(GOOD), policy)).toEqual({ problems: [], warnings: [] })
})
