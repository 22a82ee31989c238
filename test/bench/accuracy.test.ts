import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { createCorpus } from '../../bench/accuracy/corpus.ts'
import type { Document } from '../../bench/accuracy/fill.ts'
import { createRandom } from '../../bench/accuracy/random.ts'
import { redacted } from '../../bench/accuracy/baseline.ts'
import { f2Of, isHit, isRight, precisionOf, recallOf } from '../../bench/accuracy/score.ts'
import { BEGIN, END, inserted } from '../../bench/accuracy/scorecard.ts'
import { readHalf } from '../../bench/accuracy/templates.ts'
import { MAKERS } from '../../bench/accuracy/values.ts'
import { slipped } from '../../bench/accuracy/values/maker.ts'

const SIZES = { labelled: 1_600, clean: 600 }
const corpus = createCorpus('a test', SIZES)
const all = [...corpus.labelled, ...corpus.clean]
const of = (half: string, documents: readonly Document[]) => documents.filter((document) => document.half === half)

describe('the labelled texts', () => {
  test('are as many as were asked for, half of them held out, and none comes twice', () => {
    expect(corpus.labelled).toHaveLength(SIZES.labelled)
    expect(corpus.clean).toHaveLength(SIZES.clean)
    expect(of('held-out', all)).toHaveLength(all.length / 2)
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length)
  })

  test('are the same for the same seed, and others for another', () => {
    expect(createCorpus('a test', SIZES)).toEqual(corpus)
    expect(createCorpus('another', SIZES).labelled[0]).not.toEqual(corpus.labelled[0])
  })

  test('have no slot left in them, and nothing sensitive where they are clean', () => {
    expect(all.filter(({ text }) => /‹[^›]*›/.test(text))).toEqual([])
    expect(corpus.clean.filter(({ spans }) => spans.length > 0)).toEqual([])
  })

  test.each([
    ['EMAIL_ADDRESS', /^\S+@\S+\.[a-z]+$/],
    ['IBAN_CODE', /^[A-Z]{2}\d{2}[A-Z0-9 ]+$/],
    ['CREDIT_CARD', /^[\d -]{14,19}$/],
    ['PHONE_NUMBER', /^[+(]?[\d() ./-]{8,20}$/],
    ['US_SSN', /^\d{3}[- ]?\d{2}[- ]?\d{4}$/],
    ['IT_FISCAL_CODE', /^[A-Z0-9 ]{16,19}$/i],
    ['PERSON', /^[\p{L}\p{M}'.,\- ]+$/u],
  ])('say where each %s is', (type, shape) => {
    const values = corpus.labelled.flatMap(({ text, spans }) =>
      spans.filter((span) => span.type === type).map(({ start, end }) => text.slice(start, end)),
    )
    expect(values.length).toBeGreaterThan(0)
    expect(values.filter((value) => !shape.test(value))).toEqual([])
  })

  test('have places that follow each other and lie inside', () => {
    for (const { text, spans } of corpus.labelled) {
      const ends = [0, ...spans.map(({ end }) => end)]
      expect(spans.every(({ start, end }, i) => start >= (ends[i] ?? 0) && end > start && end <= text.length)).toBe(
        true,
      )
    }
  })
})

describe('the halves', () => {
  const [tuned, heldOut] = [readHalf('tuned'), readHalf('held-out')]

  test('share no template', () => {
    const texts = new Set([...tuned.labelled, ...tuned.clean].map(({ text }) => text))
    expect([...heldOut.labelled, ...heldOut.clean].filter(({ text }) => texts.has(text))).toEqual([])
  })

  test.each([...tuned.lists.keys()].filter((name) => / last$| street$| city$|^domain$/.test(name)))(
    'share no %s',
    (name) => {
      const mine = new Set(tuned.lists.get(name))
      expect(heldOut.lists.get(name)?.filter((word) => mine.has(word))).toEqual([])
    },
  )
})

describe('the numbers', () => {
  const checked = [...MAKERS.values()].filter((maker) => maker.checked)

  test.each(checked)('of $type have a near miss that is another number', ({ make }) => {
    const value = make(createRandom('one'))
    expect(slipped(value)).not.toBe(value)
    expect(slipped(value)).toHaveLength(value.length)
  })

  test.each([...MAKERS.values()].filter(({ type }) => !type.includes(':')))(
    'of $type have a name in both halves',
    ({ type }) => {
      for (const half of ['tuned', 'held-out'] as const)
        expect([...(readHalf(half).labels.get(type)?.values() ?? [])].flat().length).toBeGreaterThan(0)
    },
  )
})

describe('a value', () => {
  const name = { type: 'PERSON', start: 10, end: 20 }
  const found = (type: string, start: number, end: number) => ({ type, start, end, score: 1 })

  test.each([
    ['that is found as it is', [found('PERSON', 10, 20)], true],
    ['half of which is found', [found('PERSON', 10, 15)], true],
    ['less than half of which is found', [found('PERSON', 10, 14)], false],
    ['found in two parts', [found('PERSON', 10, 13), found('PERSON', 17, 20)], true],
    ['found as something else', [found('STREET_ADDRESS', 10, 20)], false],
    ['found with more around it', [found('PERSON', 0, 40)], true],
    ['beside which something is found', [found('PERSON', 20, 30)], false],
  ])('%s: %j', (_, findings, isFound) => expect(isHit(name, findings)).toBe(isFound))

  test.each([
    ['in the value', found('PERSON', 12, 14), true],
    ['around it', found('PERSON', 0, 40), true],
    ['at its edge', found('PERSON', 18, 30), false],
    ['of another type', found('URL', 10, 20), false],
  ])('makes a finding %s right or wrong', (_, finding, right) => expect(isRight(finding, [name])).toBe(right))

  test.each([
    [{ hit: 8, missed: 2, right: 4, wrong: 4 }, 0.8, 0.5, 0.714],
    [{ hit: 0, missed: 5, right: 0, wrong: 0 }, 0, null, 0],
    [{ hit: 0, missed: 0, right: 0, wrong: 3 }, null, 0, null],
  ])('is counted: %j', (score, recall, precision, f2) => {
    expect([recallOf(score), precisionOf(score)]).toEqual([recall, precision])
    expect(f2Of(score)?.toFixed(3) ?? null).toBe(f2?.toFixed(3) ?? null)
  })
})

describe('what redact-pii replaces', () => {
  test.each([
    ['Write to jane@acme.com or john@acme.com.', 'EMAIL_ADDRESS', ['jane@acme.com', 'john@acme.com']],
    ['Ticket 123456, from 10.0.0.7 at noon', 'IP_ADDRESS', ['10.0.0.7']],
    ['jane@acme.com wrote: my SSN is 536-22-8726, bye', 'US_SSN', ['536-22-8726']],
    ['Dear Jane,\nthe card 4111 1111 1111 1111 works', 'CREDIT_CARD', ['4111 1111 1111 1111']],
    ['nothing to see here', 'EMAIL_ADDRESS', []],
  ])('in "%s" is found again, as %s', (text, type, values) => {
    const mine = redacted(text).filter((one) => one.type === type)
    expect(mine.map(({ start, end }) => text.slice(start, end))).toEqual(values)
  })
})

describe('the scorecard in docs/detection.md', () => {
  const page = readFileSync(new URL('../../docs/detection.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf(BEGIN), page.indexOf(END))

  test('is there, and well formed', () => {
    expect(section).toMatch(/^[\d,]+ labelled texts with [\d,]+ values and [\d,]+ clean texts/m)
    for (const title of ['Targets', 'Each type', 'By language', 'Alarms on clean texts'])
      expect(section).toContain(`### ${title}\n`)
    const tables = section.split(/\n\n/).filter((part) => part.startsWith('|'))
    expect(tables).toHaveLength(4)
    for (const table of tables) expect(new Set(table.split('\n').map((line) => line.split('|').length)).size).toBe(1)
  })

  test('takes its place between the markers and leaves the rest alone', () => {
    const written = inserted(page, 'new')
    expect(written).toBe(page.slice(0, page.indexOf(BEGIN)) + `${BEGIN}\n\nnew\n\n` + page.slice(page.indexOf(END)))
    expect(() => inserted('no markers', 'new')).toThrow('no markers')
  })
})
