import type { Measured } from './measure.ts'
import { f2Of, precisionOf, recallOf } from './score.ts'
import { alarmsOf, cellsOf, isUnknown, languagesOf, linesOf, percent, targetsOf } from './summary.ts'
import type { Line } from './summary.ts'
import { HALVES } from './templates.ts'

const figures = (line: Line) => {
  const of = (score: Line['ours']) => ({ recall: recallOf(score), precision: precisionOf(score), f2: f2Of(score) })
  return { count: line.count, cordon: of(line.ours), redactPii: of(line.theirs) }
}

/** Everything that was measured, for machines. */
export function toJson(measured: Measured) {
  const { labelled, clean, templates, values } = measured
  const halves = HALVES.map((half) => {
    const entities = linesOf(measured, half).map((line) => {
      const languages = languagesOf(measured, half, line.type).map((one) => [one.language ?? '', figures(one)] as const)
      return { type: line.type, ...figures(line), languages: Object.fromEntries(languages) }
    })
    return [half, { entities, alarms: Object.fromEntries(alarmsOf(measured, half)) }] as const
  })
  return { labelled, clean, templates, values, targets: targetsOf(measured), ...Object.fromEntries(halves) }
}

export type Look = { readonly seconds: number; readonly colour: boolean }

/** The scorecard for a terminal: the held-out half in full, and the other one's recall beside it. */
export function toPage(measured: Measured, { seconds, colour }: Look): string {
  const style = (code: number) => (text: string) => (colour ? `\u001b[${String(code)}m${text}\u001b[0m` : text)
  const [bold, dim, red, green] = [style(1), style(2), style(31), style(32)]
  const { labelled, clean, templates, values } = measured
  const row = ([first = '', ...cells]: readonly string[]) =>
    `  ${first.padEnd(30)}${cells.map((cell) => cell.padStart(11)).join('')}`
  const tuned = new Map(linesOf(measured, 'tuned').map((line) => [line.type, recallOf(line.ours)]))
  const entities = linesOf(measured, 'held-out').map((line) => {
    const other = tuned.get(line.type)
    const cells = [
      line.type,
      String(line.count),
      ...cellsOf(line.type, line.ours),
      other?.toFixed(3) ?? '–',
      ...cellsOf(line.type, line.theirs),
    ]
    return isUnknown(line.type) ? dim(`${row(cells)}  not looked for yet`) : row(cells)
  })
  const alarms = HALVES.flatMap((half) =>
    alarmsOf(measured, half).map(([kind, { documents, ours, theirs, replaced }]) =>
      row([`${half}: ${kind}`, String(documents), ...[ours, theirs, replaced].map((n) => percent(n / documents))]),
    ),
  )
  const targets = targetsOf(measured).map(({ what, wanted, figure, isMet }) => {
    return `  ${isMet ? green('met   ') : red('missed')}  ${what.padEnd(32)} ${figure.padEnd(16)} ${dim(wanted)}`
  })
  return [
    bold(
      `${String(labelled)} labelled texts with ${String(values)} values, ${String(clean)} clean texts, ${String(templates)} templates`,
    ),
    dim(`  looked at in ${seconds.toFixed(0)} s; all figures are of the half that is held out, unless it says tuned`),
    '',
    bold('Found in labelled texts'),
    dim(row(['', 'values', 'recall', 'precision', 'F2', 'tuned', 'redact-pii', 'precision', 'F2'])),
    ...entities,
    '',
    bold('Clean texts that the default policy takes for confidential or worse'),
    dim(row(['', 'texts', 'Cordon', 'redact-pii', 'replaced'])),
    ...alarms,
    '',
    bold('Targets'),
    ...targets,
    '',
  ].join('\n')
}
