import type { Policy } from '../terms/policy.ts'
import type { Ask, Cell } from './reach.ts'
import { tell } from './tell.ts'
import type { Chapter, Telling } from './tell.ts'
import { tellReach } from './tell-reach.ts'
import type { ToldReach } from './tell-reach.ts'
import { wrapped } from './words.ts'

export type Describing = {
  readonly policy: Policy
  /** The policy in its compiled form. */
  readonly ask: Ask
  readonly says: Telling['says']
  readonly colour: boolean
}

/** What a policy means, in sentences that somebody can sign. The same policy always gives the same text. Ends with a line break. */
export function describe({ policy, ask, says, colour }: Describing): string {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  const section = (title: string, lines: readonly string[]) => ['', bold(title), '', ...lines]
  const { title, intro, chapters } = tell({ policy, says })
  const reach = tellReach(policy, ask)
  return [
    bold(title),
    '',
    wrapped(intro),
    ...chapters.flatMap(({ title, said }) => section(title, said.flatMap(lines))),
    ...section(reach.title, reaching(reach)),
    '',
  ].join('\n')
}

const lines = ({ text, bullet, under }: Chapter['said'][number]): readonly string[] => [
  wrapped(text, bullet ? '- ' : ''),
  ...under.map((one) => wrapped(one.text, '    ')),
]

/** The table of who can reach what, with a star where it depends on more. */
function reaching({ hasDepartments, destinations, rows, before, after }: ToldReach): readonly string[] {
  const head = ['role', ...(hasDepartments ? ['department'] : []), ...destinations]
  const body = rows.map(({ roles, departments, cells }) => [
    roles.join(', '),
    ...(hasDepartments ? [departments.join(', ')] : []),
    ...cells.map(cellWord),
  ])
  return [wrapped(before), '', ...table([head, ...body]), ...after.flatMap((note) => ['', wrapped(note)])]
}

const cellWord = ({ most, always }: Cell) => `${most ?? '–'}${always ? '' : ' *'}`

const MOST_NAMES = 60

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const broken = rows.map((row) => row.map((cell) => wrapped(cell, '', MOST_NAMES).split('\n')))
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...broken.flatMap((row) => (row[column] ?? []).map((line) => line.length)))) // prettier-ignore
  return broken.flatMap((row, index) => {
    const height = Math.max(...row.map((cell) => cell.length))
    const lines = Array.from(
      { length: height },
      (_, line) =>
      row.map((cell, column) => (cell[line] ?? '').padEnd(widths[column] ?? 0)).join('  ').trimEnd(), // prettier-ignore
    )
    return index === 0 ? [...lines, widths.map((width) => '-'.repeat(width)).join('  ')] : lines
  })
}
