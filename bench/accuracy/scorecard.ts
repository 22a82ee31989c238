import type { Measured } from './measure.ts'
import { alarmsOf, cellsOf, isUnknown, languagesOf, linesOf, percent, targetsOf } from './summary.ts'
import type { Line } from './summary.ts'

export const BEGIN = '<!-- scorecard: begin (npm run bench:accuracy -- --write) -->'
export const END = '<!-- scorecard: end -->'

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) => [
  line(heads),
  line(heads.map((_, i) => (i === 0 ? '---' : '---:'))),
  ...rows.map(line),
]

const code = (type: string) => (/^[A-Z_]+$/.test(type) ? `\`${type}\`` : type)

/** The languages in which there is something of everything. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl']

/** Recall, precision and F2 of every type that is there in more than one language. */
function byLanguage(measured: Measured, lines: readonly Line[]): readonly (readonly string[])[] {
  return lines.flatMap(({ type }) => {
    const cells = new Map(languagesOf(measured, 'held-out', type).map((one) => [one.language, one.ours]))
    if (cells.size < 2) return []
    const figures = LANGUAGES.map((language) => {
      const score = cells.get(language)
      return score === undefined ? '' : cellsOf(type, score, 2).join(' ')
    })
    return [[code(type), ...figures]]
  })
}

/** The scorecard as a section of docs/detection.md: what held-out texts show. */
export function toMarkdown(measured: Measured): string {
  const { labelled, clean, templates, values } = measured
  const lines = linesOf(measured, 'held-out')
  const known = lines.filter(({ type, count }) => count > 0 && !isUnknown(type))
  const unknown = lines.filter(({ type }) => isUnknown(type))
  return [
    `${String(labelled)} labelled texts with ${String(values)} values and ${String(clean)} clean texts, filled in from ${String(templates)} templates;`,
    'the figures are of the half that is held out.',
    '',
    '### Targets',
    '',
    ...table(
      ['What', 'Aim', 'Measured', ''],
      targetsOf(measured).map(({ what, wanted, figure, isMet }) => [what, wanted, figure, isMet ? 'met' : 'missed']),
    ),
    '',
    '### Each type',
    '',
    ...table(
      ['Type', 'Values', 'Recall', 'Precision', 'F2', 'redact-pii: recall', 'precision', 'F2'],
      known.map(({ type, count, ours, theirs }) => [
        code(type),
        String(count),
        ...cellsOf(type, ours),
        ...cellsOf(type, theirs),
      ]),
    ),
    ...(unknown.length === 0
      ? []
      : ['', `In the data, and not looked for yet: ${unknown.map(({ type }) => code(type)).join(', ')}.`]),
    '',
    '### By language',
    '',
    'Recall, precision and F2 of what is there in more than one language.',
    '',
    ...table(['Type', ...LANGUAGES], byLanguage(measured, known)),
    '',
    '### Alarms on clean texts',
    '',
    'Texts that the default policy takes for confidential or worse; the same of what redact-pii found; and those in which redact-pii',
    'replaced anything.',
    '',
    ...table(
      ['Kind', 'Texts', 'Cordon', 'redact-pii', 'redact-pii replaced'],
      alarmsOf(measured, 'held-out').map(([kind, { documents, ours, theirs, replaced }]) => [
        kind,
        String(documents),
        ...[ours, theirs, replaced].map((n) => percent(n / documents)),
      ]),
    ),
  ].join('\n')
}

/** The page with the scorecard between its markers. Throws when they are not there. */
export function inserted(page: string, scorecard: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < from) throw new Error('docs/detection.md has no markers for the scorecard')
  return `${page.slice(0, from + BEGIN.length)}\n\n${scorecard}\n\n${page.slice(to)}`
}
