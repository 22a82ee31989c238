import type { Caller } from '../../src/terms/caller.ts'
import type { Finding } from '../../src/terms/finding.ts'
import type { Policy } from '../../src/terms/policy.ts'
import type { Question } from '../../src/decide/decide.ts'

/** A policy with one node inside and two hosts outside, to be changed by tests. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    name: 'a-policy',
    version: '1',
    owners: ['secpol'],
    levels: ['public', 'internal', 'confidential', 'restricted'],
    pinFrom: 'restricted',
    unread: 'restricted',
    detect: {
      US_SSN: { sure: 0.6, tiers: [{ count: 1, level: 'restricted' }], except: [] },
      CREDIT_CARD: { sure: 0.8, tiers: [{ count: 1, level: 'restricted' }], except: ['test-card'] },
      PERSON: {
        sure: 0.7,
        tiers: [
          { count: 1, level: 'internal' },
          { count: 5, level: 'confidential' },
        ],
        except: [],
      },
      DATE: { sure: 0.5, tiers: [{ count: 3, level: 'internal' }], except: [] },
    },
    together: [{ all: ['PERSON', 'DATE'], level: 'confidential', because: 'who and when' }],
    exceptions: {
      'test-card': {
        name: 'test-card',
        exact: ['4111111111111111'],
        owner: 'payments',
        until: '2027-03-31',
        because: 'public test card',
      },
    },
    destinations: [
      {
        name: 'lan',
        zone: 'lan',
        maxLevel: 'restricted',
        allowedCidrs: ['10.0.0.0/8'],
        hosts: [],
        region: null,
        provider: null,
        onBreach: 'withhold',
      },
      {
        name: 'eu',
        zone: 'cloud',
        maxLevel: 'confidential',
        allowedCidrs: [],
        hosts: ['eu.example'],
        region: 'eu',
        provider: { zdr: true, only: ['mistral'] },
        onBreach: 'withhold',
      },
      {
        name: 'us',
        zone: 'cloud',
        maxLevel: 'internal',
        allowedCidrs: [],
        hosts: ['us.example'],
        region: null,
        provider: null,
        onBreach: 'withhold',
      },
    ],
    rules: [
      {
        id: 'staff',
        effect: 'allow',
        destinations: ['lan', 'eu', 'us'],
        when: { 'caller.role': ['employee'] },
        shadow: false,
        because: 'staff may',
      },
    ],
    tests: [],
    digest: 'd'.repeat(64),
    ...changes,
  }
}

export const aCaller = (attributes: Caller['attributes'] = { role: ['employee'] }): Caller => ({
  issuer: 'https://idp.example',
  subject: 'u1',
  client: null,
  attributes,
  raises: [],
  tokenId: null,
  tokenKey: 'at+jwt/ES256/k1',
  otherAudiences: [],
  expires: 0,
})

export type Given = {
  text?: string
  findings?: readonly Partial<Finding>[]
  failed?: Question['detection']['failed']
  prompt?: Partial<Question['prompt']>
  caller?: Caller
  raises?: readonly string[]
  at?: string
}

/** A harmless question of an employee, to be changed by tests. */
export function aQuestion({ text = 'Write a haiku.', findings = [], failed = [], ...rest }: Given = {}): Question {
  return {
    caller: rest.caller ?? aCaller(),
    prompt: {
      api: 'chat_completions',
      model: 'm',
      stream: false,
      tools: false,
      segments: [{ path: '/messages/0/content', role: 'user', kind: 'value', text }],
      unread: [],
      provider: null,
      ...rest.prompt,
    },
    detection: { findings: findings.map(aFinding), failed },
    raises: rest.raises ?? [],
    at: Date.parse(rest.at ?? '2026-11-21T12:00:00Z'),
  }
}

/** By default it spans the whole text. */
const aFinding = (given: Partial<Finding>): Finding => ({
  detector: 'x',
  type: 'PERSON',
  score: 0.9,
  segment: 0,
  start: 0,
  end: 10_000,
  via: 'plain',
  ...given,
})

/** A finding for each word of the text. */
export function eachWord(text: string, given: Partial<Finding>): Partial<Finding>[] {
  return [...text.matchAll(/\S+/g)].map((m) => ({ ...given, start: m.index, end: m.index + m[0].length }))
}
