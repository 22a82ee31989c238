import { describe, expect, test } from '@jest/globals'
import { CODE_ROWS } from '../../src/detect/code-rows.ts'
import type { CodeRow } from '../../src/detect/code-rows.ts'
import { phrases } from '../../src/detect/fold.ts'
import { codesOf, numbersOf } from '../../src/detect/national-id.ts'
import { NUMBER_ROWS } from '../../src/detect/number-rows.ts'
import type { NumberRow } from '../../src/detect/number-rows.ts'
import type { Detector } from '../../src/terms/finding.ts'
import { segment } from './look.ts'
import { oneDigitOff } from './made-up.ts'
import { ROW_EXAMPLES } from './row-examples.ts'
import type { RowExample } from './row-examples.ts'

/* Every rule of every row is needed: taking a check, a label, a print away is seen by the row's own examples. */

type Case = {
  readonly name: string
  readonly row: NumberRow | CodeRow
  readonly make: (row: NumberRow | CodeRow) => Detector
}
const numberOf = (row: NumberRow | CodeRow) => numbersOf([row as NumberRow])
const codeOf = (row: NumberRow | CodeRow) => codesOf([row as CodeRow])
const cases: readonly Case[] = [
  ...NUMBER_ROWS.map((row) => ({ name: `${row.type} of ${row.lengths.join(' or ')} digits`, row, make: numberOf })),
  ...CODE_ROWS.map((row) => ({ name: `${row.type} ${row.shape}`, row, make: codeOf })),
]

const scoreIn = (detector: Detector, text: string): number =>
  Math.max(0, ...detector.detect(text, segment(text)).map(({ score }) => score))
const afterLabel = ({ label }: RowExample, value: string) => `For the file: ${label}: ${value}, thank you.`
const unlabelled = (value: string) => `It says ${value} there.`

/** A value with one digit changed so that the check does not pass. Null when there is none. */
function wrongly({ row, value }: { row: NumberRow | CodeRow; value: string }): string | null {
  const { passes } = row
  if (passes === null) return null
  const bare = (text: string) => (row.type === 'FI_PERSONAL_IDENTITY_CODE' ? text : text.replace(/[ ./-]/g, ''))
  const changed = Array.from({ length: value.replace(/\D/g, '').length }, (_, i) => oneDigitOff(value, i))
  return changed.find((wrong) => isInShape(row, wrong) && !passes(bare(wrong))) ?? null
}

const isInShape = (row: NumberRow | CodeRow, value: string): boolean =>
  !('shape' in row) || new RegExp(`^(?:${row.shape})$`, 'i').test(value)

/** The same groups with a separator that the row does not know. */
function otherwisePrinted(row: NumberRow | CodeRow, value: string): string | null {
  const { separator } = row as NumberRow
  if (separator === undefined || !/\D/.test(value)) return null
  const other = [' ', '.', '/', '-'].find((one) => !separator.test(one))
  return other === undefined ? null : value.replace(/[ ./-]/g, other)
}

/** What examples show of a detector, as sentences that are true of a right one. */
function flaws(detector: Detector, row: NumberRow | CodeRow, examples: readonly RowExample[]): readonly string[] {
  const found: string[] = []
  const holds = (is: boolean, what: string) => (is ? 0 : found.push(what))
  for (const example of examples) {
    const { value } = example
    const [named, bare] = [scoreIn(detector, afterLabel(example, value)), scoreIn(detector, unlabelled(value))]
    holds(named >= 0.6 && named > bare, `${value} is surer after its label`)
    holds(example.alone ? bare >= 0.5 : bare < 0.5, `${value} is ${example.alone ? '' : 'not '}found alone`)
    holds(scoreIn(detector, `Order number: ${value}`) < 0.5, `${value} is no order`)
    const wrong = example.wrong ?? wrongly({ row, value })
    if (wrong !== null) {
      const doubtful = scoreIn(detector, afterLabel(example, wrong))
      const isFound = row.unsure === true ? doubtful >= 0.5 : doubtful < 0.5
      holds(doubtful < named && isFound, `${wrong} is doubtful`)
      holds(scoreIn(detector, unlabelled(wrong)) < 0.5, `${wrong} is nothing`)
    }
    const other = otherwisePrinted(row, value)
    if (other !== null) holds(scoreIn(detector, unlabelled(other)) < 0.5, `${other} is not its print`)
    if ('cased' in row)
      holds(scoreIn(detector, unlabelled(value.toLowerCase())) < 0.5, `${value} is a hash in lower case`)
    for (const raw of row.raw ?? [])
      holds(scoreIn(detector, `私の${raw}は${value}`) > bare, `${raw} is a label within a word`)
  }
  return found
}

/** A row with one rule taken away. */
function mutantsOf(row: NumberRow | CodeRow): readonly (readonly [string, NumberRow | CodeRow])[] {
  const best = typeof row.alone === 'number' ? row.alone : Math.max(...row.alone)
  const isPrinted = 'printed' in row && row.alone[0] >= 0.5
  const some: readonly (readonly [boolean, string, object])[] = [
    [row.passes !== null, 'without its check', { passes: () => true }],
    [true, 'without its words', { words: phrases(''), raw: undefined }],
    [best < 0.5, 'found anywhere', { alone: 'printed' in row ? [0.9, 0.9] : 0.9 }],
    [best >= 0.5, 'found only by its label', { alone: 'printed' in row ? [0, 0] : 0 }],
    [isPrinted, 'without its print', { printed: [] }],
    [isPrinted && row.separator !== undefined, 'with any separator', { separator: /^./ }],
    [row.unsure === true, 'without a doubt of its check', { unsure: undefined }],
    [row.raw !== undefined, 'without labels in one word', { raw: undefined }],
    ['lead' in row, 'beginning with no letters that it has', { lead: [] }],
    ['cased' in row, 'in either case', { cased: undefined }],
  ]
  return some.flatMap(([is, what, change]) =>
    is ? [[what, { ...row, ...change } as NumberRow | CodeRow] as const] : [],
  )
}

const isOf = ({ row, make }: Case, example: RowExample): boolean =>
  example.type === row.type && scoreIn(make(row), afterLabel(example, example.value)) >= 0.6

describe.each(cases)('$name', (one) => {
  const examples = ROW_EXAMPLES.filter((example) => isOf(one, example))

  test('has an example, and holds what its examples say', () => {
    expect(examples.length).toBeGreaterThan(0)
    expect(flaws(one.make(one.row), one.row, examples)).toEqual([])
  })

  test.each(mutantsOf(one.row).map(([what, mutant]) => ({ what, mutant })))('$what fails an example', ({ mutant }) => {
    expect(flaws(one.make(mutant), one.row, examples)).not.toEqual([])
  })

  test('tells most values with one digit changed', () => {
    const { passes, labelled, unsure } = one.row
    if (passes === null || labelled !== undefined || unsure === true) return
    for (const example of examples.filter(({ wrong }) => wrong === undefined)) {
      const count = example.value.replace(/\D/g, '').length
      const detector = one.make(one.row)
      const fooled = Array.from({ length: count }, (_, i) => oneDigitOff(example.value, i)).filter(
        (wrong) => scoreIn(detector, afterLabel(example, wrong)) >= 0.5,
      )
      expect(fooled.length).toBeLessThanOrEqual(count / 3)
    }
  })
})

test('every example belongs to a row', () => {
  const lost = ROW_EXAMPLES.filter((example) => !cases.some((one) => isOf(one, example)))
  expect(lost).toEqual([])
})
