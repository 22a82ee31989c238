import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { detect } from '../../src/command/detect.ts'
import { policyDescribe } from '../../src/command/policy-describe.ts'
import { policyLint } from '../../src/command/policy-lint.ts'
import { policyTest } from '../../src/command/policy-test.ts'
import { whatOpens } from '../../src/command/policy-diff.ts'
import { faultsIn } from '../../src/detect/custom-detector.ts'
import { settingsChanged } from '../../src/policy/diff-settings.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'
import { PolicyError } from '../../src/policy/remark.ts'
import { runWith } from '../command/an-io.ts'
import { SOUND, VOCABULARY } from './vocabulary.ts'

const DETECTORS = `detectors:
  ACME_CASE: { pattern: 'ACME-[0-9]{6}', context: [case, Fall], score: 0.8, because: case numbers of ours }
  ACME_PROJECT: { words: [Bluebird, Project Heron], because: names of unannounced products }
`
const LEVELS = `detect:
  ACME_CASE: { level: restricted }
  ACME_PROJECT: { level: restricted }
`
const TESTS = `  - it: a case stays
    caller: { role: employee }
    prompt: It is case ACME-123456.
    expect: { level: restricted, to: lan }
  - it: a project stays
    caller: { role: employee }
    prompt: What of Project Heron?
    expect: { level: restricted, to: lan }
`
const OWN = SOUND.replace('detect:\n', DETECTORS + LEVELS) + TESTS

const load = (text: string) => loadPolicy({ text, file: 'p.yaml', entities: VOCABULARY, checkDetector: faultsIn })
const edited = (from: string, to: string): string => {
  if (!OWN.includes(from)) throw new Error(`the policy has no ${from}`)
  return OWN.replace(from, to)
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

function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'cordon-detectors-')), 'own.yaml')
  writeFileSync(file, text)
  return file
}

describe('detectors of a policy', () => {
  test('are loaded with their defaults', () => {
    expect(load(OWN).policy.detectors).toEqual([
      { type: 'ACME_CASE', pattern: 'ACME-[0-9]{6}', words: null, context: ['case', 'Fall'], score: 0.8, because: 'case numbers of ours' }, // prettier-ignore
      { type: 'ACME_PROJECT', pattern: null, words: ['Bluebird', 'Project Heron'], context: [], score: 0.9, because: 'names of unannounced products' }, // prettier-ignore
    ])
    expect(load(OWN).warnings).toEqual([])
  })

  const changes = [
    ['{6}', '{7}'],
    ['[case, Fall]', '[case]'],
    ['score: 0.8', 'score: 0.7'],
    ['[Bluebird, ', '[Bluebell, '],
  ] as const
  test.each(changes)('are part of the digest: %s', (from, to) => {
    expect(load(edited(from, to)).policy.digest).not.toBe(load(OWN).policy.digest)
  })

  test('leave the digest of a policy without any as it was', () => {
    expect('detectors' in load(SOUND).policy).toBe(false)
  })

  const wrong = [
    { name: 'a type without a level', from: '  ACME_CASE: { level: restricted }\n', to: '', says: 'p.yaml:8:3: "ACME_CASE" has no level: name it in "detect"' }, // prettier-ignore
    { name: 'a type that is found anyhow', from: '  ACME_CASE: { pattern', to: '  US_SSN: { pattern', says: 'p.yaml:8:3: "US_SSN" is found without this' }, // prettier-ignore
    { name: 'a type that is misspelt below', from: '  ACME_CASE: { level', to: '  ACME_CASES: { level', says: 'p.yaml:11:3: unknown entity type "ACME_CASES" (did you mean "ACME_CASE"?)' }, // prettier-ignore
    { name: 'neither pattern nor words', from: "pattern: 'ACME-[0-9]{6}', ", to: '', says: 'p.yaml:8:3: a detector has either "pattern" or "words"' }, // prettier-ignore
    { name: 'both', from: "{ pattern: 'ACME", to: "{ words: [x1], pattern: 'ACME", says: 'p.yaml:8:3: a detector has either "pattern" or "words"' }, // prettier-ignore
    {
      name: 'look-around',
      from: '{6}',
      to: '{6}(?!0)',
      says: 'p.yaml:8:25: at character 14 of the pattern: look-around',
    },
    { name: 'a back-reference', from: 'ACME-[0-9]{6}', to: '(ACME)-\\1', says: 'p.yaml:8:25: at character 8 of the pattern: a back-reference' }, // prettier-ignore
    { name: 'no fixed text', from: 'ACME-[0-9]{6}', to: '[0-9]{6}', says: 'p.yaml:8:25: at character 1 of the pattern: matches need not have any fixed text' }, // prettier-ignore
    {
      name: 'a word that is none',
      from: '[Bluebird, ',
      to: '["…!", ',
      says: 'p.yaml:9:27: has no letter and no digit',
    },
    { name: 'a word twice', from: '[Bluebird, ', to: '[Bluebird, Bluebird, ', says: 'p.yaml:9:37: "Bluebird" stands in this list twice' }, // prettier-ignore
    { name: 'a score that says nothing', from: 'score: 0.8', to: 'score: 0.1', says: 'p.yaml:8:72: "score" may not be less than 0.4' }, // prettier-ignore
    { name: 'no reason', from: ', because: names of unannounced products', to: '', says: '"because" is missing' },
    { name: 'a key that is not known', from: 'words: [Blue', to: 'wrods: [Blue', says: 'p.yaml:9:19: unknown key "wrods" (did you mean "words"?)' }, // prettier-ignore
  ]
  test.each(wrong)('are refused with $name', ({ from, to, says }) => {
    const problems = problemsOf(edited(from, to))
    expect(problems).toContainEqual(expect.stringContaining(says))
  })

  test('may be a hundred', () => {
    const many = (count: number) => {
      const each = (line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n)).join('')
      const rows = each((n) => `  OWN_${String(n)}: { words: [w${String(n)}], because: ours }\n`)
      return SOUND.replace('detect:\n', `detectors:\n${rows}detect:\n${each((n) => `  OWN_${String(n)}: { level: internal }\n`)}`) // prettier-ignore
    }
    expect(problemsOf(many(100))).toEqual([])
    expect(problemsOf(many(101))).toContainEqual(expect.stringContaining('at most 100 detectors'))
  })
})

describe('commands', () => {
  const file = written(OWN)

  test('policy test looks with them, and a test that lacks one is a mutant that is killed', async () => {
    const { code, out } = await runWith(policyTest, [file, '--mutate'])
    expect(out).toContain('3 of 3 passed')
    expect(out).not.toContain('without the detector')
    expect(code).toBe(0)
  })

  test('policy test tells of a detector that no test needs', async () => {
    const { out } = await runWith(policyTest, [written(OWN.slice(0, OWN.indexOf('  - it: a project'))), '--mutate'])
    expect(out).toContain('own.yaml:9:17: without the detector of ACME_PROJECT')
    expect(out).not.toContain('without the detector of ACME_CASE')
  })

  test('policy lint says what to do', async () => {
    const { code, out } = await runWith(policyLint, [written(edited('[0-9]{6}', '[0-9]+'))])
    expect([code, out.includes('"+" has no end: say how many at most, such as {1,32}')]).toEqual([1, true])
  })

  test('policy describe says what they look for', async () => {
    const { out } = await runWith(policyDescribe, [file])
    const text = out.replaceAll(/\n +/g, ' ')
    expect(text).toContain(
      'ACME_CASE is whatever matches ACME-[0-9]{6}, with a score of 0.8, surely only near "case" or "Fall": case numbers of ours.',
    )
    expect(text).toContain('ACME_PROJECT is "Bluebird" or "Project Heron", with a score of 0.9')
  })

  test('detect --policy looks with them, detect without does not', async () => {
    const stdin = 'case ACME-123456 and 4111 1111 1111 1111'
    const types = async (args: readonly string[]) => {
      const { out } = await runWith(detect, args, { stdin })
      return (JSON.parse(out) as { findings: { type: string; detector: string }[] }).findings.map(
        ({ detector }) => detector,
      )
    }
    expect(await types(['--policy', file])).toEqual(['policy:ACME_CASE', 'payment-card'])
    expect(await types([])).toEqual(['payment-card'])
  })
})

describe('a change', () => {
  const settings = (from: string, to: string) => settingsChanged(load(OWN).policy, load(edited(from, to)).policy)
  const one = (what: string) => expect.objectContaining({ what, direction: 'weaker', outside: true })

  test('of a detector has to be acknowledged', () => {
    const changed = settings('{6}', '{7}')
    expect(changed).toEqual([one('detectors.ACME_CASE')])
    expect(whatOpens({ newlyAllowed: [], settings: changed } as never)).toEqual([
      'Less may be found than before: detectors.ACME_CASE.',
    ])
    expect(settings('[Bluebird, ', '[Bluebell, ')).toEqual([one('detectors.ACME_PROJECT')])
  })

  test('of a reason alone, or one detector more, has not', () => {
    expect(settings('case numbers of ours', 'case numbers')).toEqual([])
    const [more] = settingsChanged(load(SOUND).policy, load(OWN).policy).filter(
      ({ what }) => what === 'detectors.ACME_CASE',
    )
    expect(more).toMatchObject({ direction: 'stronger', outside: false })
  })
})
