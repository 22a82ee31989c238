import { describe, expect, test } from '@jest/globals'
import { checkEngines } from '../../src/config/engines.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import type { Policy } from '../../src/terms/policy.ts'
import { ENV, FILE, GOOD, KEY, load, problemsOf } from './a-config.ts'

const ENGINES = `engines:
  analyzer: { kind: presidio, destination: lan, url: http://192.168.88.30:5002, entities: { PERSON: PERSON, NRP: NRP } }
  names: { kind: model, folder: ./models/ner, entities: { PER: PERSON }, timeout: 1s, parallel: 2 }
  second: { kind: judge, destination: lan, model: qwen3.5-27b, types: [DIAGNOSIS, DIAGNOSIS] }
`
const with_ = (engines: string) => GOOD.replace('audit:   ', `${engines}audit:   `)
const THERE = ['audit.pem', 'default.yaml', 'models/ner/config.json']
const loaded = (engines: string) =>
  loadConfig({
    text: with_(engines),
    file: FILE,
    env: ENV,
    look: (path) => (THERE.some((end) => path.endsWith(end)) ? 'file' : null),
  })

const policy = (more: object = {}) => {
  const lan = { name: 'lan', zone: 'lan', maxLevel: 'top', allowedCidrs: ['192.168.88.0/24'], ...more }
  return { levels: ['low', 'top'], destinations: [lan, { ...lan, name: 'cloud', zone: 'cloud' }] } as unknown as Policy
}
const TYPES = ['PERSON', 'NRP', 'DIAGNOSIS']

describe('engines', () => {
  test('are none where none are named', () => expect(load(GOOD).engines).toEqual([]))

  test('are loaded with their defaults', () => {
    expect(loaded(ENGINES).engines).toEqual([
      { name: 'analyzer', at: expect.stringContaining(':25:'), kind: 'presidio', destination: 'lan', url: new URL('http://192.168.88.30:5002'), language: 'en', entities: { PERSON: 'PERSON', NRP: 'NRP' }, apiKeyEnv: null, timeoutMs: 2_000, parallel: 4 }, // prettier-ignore
      { name: 'names', at: expect.any(String), kind: 'model', folder: '/etc/cordon/models/ner', entities: { PER: 'PERSON' }, timeoutMs: 1_000, parallel: 2 }, // prettier-ignore
      { name: 'second', at: expect.any(String), kind: 'judge', destination: 'lan', model: 'qwen3.5-27b', types: ['DIAGNOSIS'], onlyUnsure: true, timeoutMs: 20_000, parallel: 2 }, // prettier-ignore
    ])
    expect(checkEngines(loaded(ENGINES).engines, policy(), TYPES)).toEqual([])
  })

  test('have their keys among the secrets', () => {
    const config = loaded(ENGINES.replace(':5002,', ':5002, apiKeyEnv: CLOUD_KEY,'))
    expect([config.engines[0], JSON.stringify(config).includes(KEY)]).toMatchObject([{ apiKeyEnv: 'CLOUD_KEY' }, false])
  })

  const one = (text: string) => `engines: { e: ${text} }\n`
  const wrong = [
    { text: one('{ kind: presidioo, destination: lan }'), says: '"kind" is one of: presidio, model, judge' },
    { text: one('{ kind: presidio, destination: lan, entities: { A: PERSON } }'), says: '"url" is missing' },
    { text: one('{ kind: presidio, destination: lan, url: "http://a.test/?x", entities: { A: PERSON } }'), says: 'query or fragment' }, // prettier-ignore
    { text: one('{ kind: presidio, destination: lan, url: "http://user@a.test", entities: { A: PERSON } }'), says: 'user or password' }, // prettier-ignore
    {
      text: one('{ kind: presidio, destination: lan, url: "http://10.0.0.1:1", entities: {} }'),
      says: 'may not be empty',
    },
    { text: one('{ kind: presidio, destination: lan, url: "http://10.0.0.1:1", entities: { A: person } }'), says: 'is not an entity type' }, // prettier-ignore
    { text: one('{ kind: model, folder: ./nowhere, entities: { PER: PERSON } }'), says: 'is not there' },
    {
      text: one('{ kind: model, folder: ./models/ner, url: x, entities: { PER: PERSON } }'),
      says: 'unknown key "url"',
    },
    { text: one('{ kind: judge, destination: lan, model: m, types: [] }'), says: 'may not be empty' },
    { text: one('{ kind: judge, destination: lan, model: m, types: [NRP], timeout: 3 }'), says: 'needs a unit' },
    {
      text: one('{ kind: judge, destination: lan, model: m, types: [NRP], timeout: 1h }'),
      says: 'must be from 50ms to 2m',
    },
    { text: one('{ kind: judge, destination: lan, model: m, types: [NRP], asks: sometimes }'), says: 'use one of: unsure, all' }, // prettier-ignore
    {
      text: 'engines: { E_1: { kind: judge, destination: lan, model: m, types: [NRP] } }\n',
      says: 'lower-case letters',
    },
  ]
  test.each(wrong)('are refused: $text', ({ text, says }) => {
    expect(problemsOf(with_(text))).toContainEqual(expect.stringContaining(says))
  })

  const disagree = [
    { name: 'an unknown type', policy: policy(), types: ['PERSON', 'NRP'], says: 'unknown entity type "DIAGNOSIS"' },
    { name: 'an unknown destination', policy: { ...policy(), destinations: [] }, types: TYPES, says: 'the policy has no destination "lan"' }, // prettier-ignore
    { name: 'the cloud', policy: policy({ zone: 'cloud' }), types: TYPES, says: '"lan" is in the cloud' },
    {
      name: 'a destination for less',
      policy: policy({ maxLevel: 'low' }),
      types: TYPES,
      says: '"lan" is for low at most',
    },
    { name: 'another range', policy: policy({ allowedCidrs: ['10.0.0.0/8'] }), types: TYPES, says: 'outside of what the policy allows' }, // prettier-ignore
  ]
  test.each(disagree)('do not agree with a policy that has $name', ({ policy, types, says }) => {
    const problems = checkEngines(loaded(ENGINES).engines, policy as Policy, types)
    expect(problems).toContainEqual(expect.stringContaining(says))
    for (const problem of problems) expect(problem).toMatch(/^\/etc\/cordon\/cordon\.yaml:\d+:\d+: the engine "/)
  })
})
