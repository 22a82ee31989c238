import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { caseless } from '../../src/detect/caseless.ts'
import { customDetector, detectorsWith, faultsIn } from '../../src/detect/custom-detector.ts'
import { MOST_MATCH, readPattern } from '../../src/detect/custom-pattern.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { createSegmentCache } from '../../src/detect/segment-cache.ts'
import type { CustomDetector } from '../../src/terms/custom-detector.ts'
import { holdsTheContract } from './contract.ts'
import { segment } from './look.ts'

const OWN: CustomDetector = { type: 'ACME_X', pattern: null, words: null, context: [], score: 0.9, because: 'ours' }
const byPattern = (pattern: string, more: Partial<CustomDetector> = {}) => ({ ...OWN, pattern, ...more })
const byWords = (words: readonly string[], more: Partial<CustomDetector> = {}) => ({ ...OWN, words, ...more })

const found = (custom: CustomDetector, text: string, path?: string) =>
  customDetector(custom)
    .detect(text, segment(text, path))
    .map(({ start, end }) => text.slice(start, end))

/** What is found in the course of a request: normalised, decoded, counted from 0.5 on. */
function seen(custom: CustomDetector, text: string): readonly string[] {
  const detect = createDetect({ detectors: detectorsWith([custom]), now: () => 0 })
  const { findings, failed } = detect({ segments: [segment(text)] })
  expect(failed).toEqual([])
  return findings
    .filter(({ type, score }) => type === custom.type && score >= 0.5)
    .map(({ start, end }) => text.slice(start, end))
}

holdsTheContract({
  detector: customDetector(byPattern('ACME-[0-9]{6}')),
  positives: ['ACME-123456', 'x acme-123456-7'],
  own: ['ACME_X'],
})
holdsTheContract({
  detector: customDetector(byWords(['Bluebird', 'Project Heron'])),
  positives: ['bluebird', 'on Project  Heron, too', 'ProjectHeron'],
  own: ['ACME_X'],
})

describe('a pattern', () => {
  const CASE = byPattern('ACME-[0-9]{6}')
  const rows: readonly { name: string; custom: CustomDetector; text: string; want: readonly string[] }[] = [
    { name: 'is found', custom: CASE, text: 'of ACME-123456.', want: ['ACME-123456'] },
    { name: 'is found whatever its capitals', custom: CASE, text: 'acme-123456', want: ['acme-123456'] },
    { name: 'is found as often as it stands there', custom: CASE, text: 'ACME-123456ACME-654321', want: ['ACME-123456', 'ACME-654321'] }, // prettier-ignore
    { name: 'is not found in part', custom: CASE, text: 'ACME-12345', want: [] },
    { name: 'may ask for the edge of a word', custom: byPattern('\\bPRJ[0-9]{2}\\b'), text: 'xPRJ11 PRJ22 PRJ333', want: ['PRJ22'] }, // prettier-ignore
    { name: 'sees what is before it, far into a text', custom: byPattern('\\bPRJ[0-9]{2}'), text: `${'PRJ- '.repeat(400)}xPRJ11 PRJ22`, want: ['PRJ22'] }, // prettier-ignore
    { name: 'has its text anywhere', custom: byPattern('[a-z]{1,9}-kd-[0-9]{2}'), text: 'see abc-KD-12 now', want: ['abc-KD-12'] }, // prettier-ignore
    { name: 'has one text of several', custom: byPattern('(?:acme|beta)-\\d{2,4}'), text: 'BETA-12 gamma-12 acme-12345', want: ['BETA-12', 'acme-1234'] }, // prettier-ignore
    {
      name: 'folds capitals of other alphabets',
      custom: byPattern('straσe-\\d'),
      text: 'STRAΣE-1',
      want: ['STRAΣE-1'],
    },
    {
      name: 'folds letters that have two forms',
      custom: byPattern('straσe-\\d'),
      text: 'straςe-2',
      want: ['straςe-2'],
    },
    {
      name: 'folds signs that stand for letters',
      custom: byPattern('kelvin-\\d'),
      text: '\u212aelvin-2',
      want: ['\u212aelvin-2'],
    },
    { name: 'is as long as it can be', custom: byPattern('ab.{0,60}z'), text: `ab${'x'.repeat(60)}z ab${'x'.repeat(61)}z`, want: [`ab${'x'.repeat(60)}z`] }, // prettier-ignore
    {
      name: 'counts characters beyond the basic plane',
      custom: byPattern('id.{3}x'),
      text: 'id😀😀😀x',
      want: ['id😀😀😀x'],
    },
  ]
  test.each(rows)('$name', ({ custom, text, want }) => expect(found(custom, text)).toEqual(want))

  const evasions = [
    { name: 'full-width', text: 'ＡＣＭＥ－１２３４５６' },
    { name: 'zero-width', text: 'AC\u200bME-123\u200b456' },
    { name: 'look-alikes', text: 'АCМE-123456' },
    { name: 'base64', text: `see ${Buffer.from('the case ACME-123456 is open').toString('base64')}` },
  ]
  test.each(evasions)('is found behind $name', ({ text }) => expect(seen(CASE, text)).toHaveLength(1))

  const refused = [
    { pattern: 'foo(?=bar)', says: 'character 4 of the pattern: look-around' },
    { pattern: 'foo(?<!bar)', says: 'character 4 of the pattern: look-around' },
    { pattern: '(foo)-\\1', says: 'character 7 of the pattern: a back-reference' },
    { pattern: '(?P<a>foo)', says: 'character 1 of the pattern: groups have no names' },
    { pattern: '(?i)foo', says: 'character 1 of the pattern: groups have no names and no flags' },
    { pattern: 'foo.*', says: 'character 5 of the pattern: "*" has no end' },
    { pattern: 'foo\\d+', says: 'character 6 of the pattern: "+" has no end' },
    { pattern: 'foo\\d{3,}', says: 'character 6 of the pattern: "{3,}" has no end' },
    { pattern: 'foo(?:b|){0,200}', says: 'a count goes from 0 up to 128' },
    { pattern: 'foo\\d{9,3}', says: 'the lower one first' },
    { pattern: 'foo.{100}', says: 'a match could be 203 characters long' },
    { pattern: '(?:foo.{60}){2}', says: 'characters long' },
    { pattern: '\\d{3}-\\d{2}', says: 'begin with a prefix such as "ACME-"' },
    { pattern: '(?:foo|[a-z]{3})-?', says: 'begin with a prefix' },
    { pattern: 'foo|\\d', says: 'begin with a prefix' },
    { pattern: '^foo', says: '"^" may not be used' },
    { pattern: 'foo$', says: '"$" may not be used' },
    { pattern: 'foo(bar', says: 'character 4 of the pattern: this "(" is not closed' },
    { pattern: 'foo)', says: 'character 4 of the pattern: this ")" closes nothing' },
    { pattern: 'foo[a-', says: 'character 4 of the pattern: this "[" is not closed' },
    { pattern: 'foo[z-a]', says: 'cannot be read' },
    { pattern: 'foo\\p{Klingon}', says: 'cannot be read' },
    { pattern: 'foo\\z', says: '"\\z" may not be used' },
    { pattern: 'foo{2}{3}', says: 'a count follows a count' },
    { pattern: 'foo\\b{2}', says: 'a place in the text cannot be repeated' },
    { pattern: '{2}foo', says: 'nothing before "{"' },
    { pattern: `foo${'('.repeat(20)}a${')'.repeat(20)}`, says: 'nested too deeply' },
    { pattern: 'ACME–\\d', says: 'would never match: write ACME-\\d' },
  ]
  test.each(refused)('$pattern is refused', ({ pattern, says }) => {
    expect(faultsIn(byPattern(pattern))).toEqual([{ key: 'pattern', message: expect.stringContaining(says) }])
    expect(() => customDetector(byPattern(pattern))).toThrow(says)
  })

  /** Patterns of every kind that may be used, over few letters, so that they match often. */
  const { pattern: patterns } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
    pattern: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    part: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom('a', 'b', 'K', 'ab', '[ab]', '[^a]', '.', '\\w', '\\b', '-', '\\.'),
      tie('pattern').map((it) => `(?:${it})`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`),
      fc.tuple(tie('pattern'), fc.constantFrom('?', '{2}', '{0,2}', '{1,3}?')).map(([it, count]) => `(${it})${count}`),
    ),
  }))

  /** Most of them with a fixed text. */
  const texted = fc
    .tuple(fc.constantFrom('', 'ab', '(?:ab|bk)'), patterns, fc.constantFrom('', 'ab', 'k-'))
    .map((parts) => parts.join(''))
  const texts = fc
    .array(fc.constantFrom('ab', 'ab', 'a', 'b', 'AB', 'k-', 'bk', '\u212a-', '.', ' ', '😀'), {
      maxLength: 400,
      size: 'max',
    })
    .map((parts) => parts.join(''))

  test('says of every match what it holds, and how long it can be; and the windows lose none', () => {
    let matches = 0
    fc.assert(
      fc.property(texted, texts, (pattern, text) => {
        const shape = readPattern(pattern)
        if ('message' in shape) return
        const want: string[] = []
        const matcher = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).matcher(text)
        while (matcher.find()) want.push(matcher.group() ?? '')
        matches += want.length
        for (const match of want) {
          expect(match.length).toBeLessThanOrEqual(Math.min(shape.most, MOST_MATCH))
          expect(shape.needs.some((need) => caseless(match).includes(need))).toBe(true)
        }
        expect(found(byPattern(pattern), text)).toEqual(want)
      }),
      { numRuns: 2_000 },
    )
    expect(matches).toBeGreaterThan(1_000)
  })

  test('asks the engine about windows only: work grows with the text, whatever the text', () => {
    const steps = (text: string) => {
      let units = 0
      const matcher = RE2JS.prototype.matcher
      RE2JS.prototype.matcher = function (input) {
        units += (input as string).length
        return matcher.call(this, input)
      }
      try {
        found(byPattern('ab.{0,60}z'), text)
      } finally {
        RE2JS.prototype.matcher = matcher
      }
      return units / text.length
    }
    for (const text of ['ab', 'abz', 'abxxxxxxx ', 'x']) expect(steps(text.repeat(50_000))).toBeLessThan(3)
  })
})

describe('words', () => {
  const LIST = byWords(['Bluebird', 'Project Heron', 'Café Noir', 'C-3PO'])
  const rows: readonly { text: string; want: readonly string[] }[] = [
    { text: 'Bluebird and BLUEBIRD', want: ['Bluebird', 'BLUEBIRD'] },
    { text: 'bluebirds, xbluebird, bluebird2', want: [] },
    { text: '“bluebird”, (bluebird)', want: ['bluebird', 'bluebird'] },
    { text: 'Project Heron; project-heron; PROJECT_HERON; project\n  heron', want: ['Project Heron', 'project-heron', 'PROJECT_HERON', 'project\n  heron'] }, // prettier-ignore
    { text: 'ProjectHeron, projectheron, getProjectHeronId', want: ['ProjectHeron', 'projectheron', 'ProjectHeron'] },
    { text: 'a project for herons; project. The new plan is heron', want: [] },
    { text: `project${' '.repeat(40)}heron`, want: [] },
    { text: 'cafe noir, CAFÉ NOIR, cafe\u0301 noir', want: ['cafe noir', 'CAFÉ NOIR', 'cafe\u0301 noir'] },
    { text: 'c-3po and C3PO', want: ['c-3po', 'C3PO'] },
    { text: 'project project heron', want: ['project heron'] },
    { text: '😀bluebird😀', want: ['bluebird'] },
    { text: '日本bluebird', want: [] },
  ]
  test.each(rows)('are found whole: $text', ({ text, want }) => expect(found(LIST, text)).toEqual(want))

  test('are found behind what hides them', () => {
    expect(seen(LIST, 'Blu\u200bebird ｂｌｕｅｂｉｒｄ вluеbird')).toHaveLength(3)
  })

  test.each([['--'], [' . '], ['a b c d e f g h i']])('%j is refused', (phrase) => {
    expect(faultsIn(byWords(['fine', phrase]))).toEqual([{ key: 'words', index: 1, message: expect.any(String) }])
    expect(faultsIn(byWords(['fine'], { context: [phrase] }))).toEqual([{ key: 'context', index: 0, message: expect.any(String) }]) // prettier-ignore
  })
})

describe('context', () => {
  const CASE = byPattern('ACME-[0-9]{6}', { context: ['case', 'Fall'], score: 0.8 })
  const rows = [
    { name: 'a label before', text: 'case ACME-123456', path: '', want: 0.8 },
    { name: 'a word somewhere before', text: 'In this case we opened ACME-123456', path: '', want: 0.8 },
    { name: 'a word after', text: 'ACME-123456 is the case', path: '', want: 0.8 },
    { name: 'a key in JSON', text: '{"fall": "ACME-123456"}', path: '', want: 0.8 },
    { name: 'the name of the field', text: 'ACME-123456', path: '/tool/fall', want: 0.8 },
    { name: 'nothing', text: 'part ACME-123456', path: '', want: 0.35 },
    { name: 'a word that holds it', text: 'suitcase ACME-123456', path: '', want: 0.35 },
    { name: 'a word too far away', text: `case ${'word '.repeat(40)}ACME-123456`, path: '', want: 0.35 },
  ]
  test.each(rows)('$name', ({ text, path, want }) => {
    const [spotted] = customDetector(CASE).detect(text, segment(text, path))
    expect(spotted?.score).toBe(want)
  })
})

describe('a cache', () => {
  test('of one set of detectors tells nothing to another, as a reload makes one for each', () => {
    const prompt = { segments: [segment('we say Bluebird')] }
    const before = createDetect({ detectors: detectorsWith(), now: () => 0, cache: createSegmentCache() })
    const after = createDetect({ detectors: detectorsWith([byWords(['Bluebird'])]), now: () => 0, cache: createSegmentCache() }) // prettier-ignore
    expect(before(prompt, 'me').findings).toEqual([])
    expect(after(prompt, 'me').findings.map(({ type }) => type)).toEqual(['ACME_X'])
  })
})
