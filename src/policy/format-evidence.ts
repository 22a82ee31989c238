import { percentOf } from './coverage.ts'
import type { Covered } from './coverage.ts'
import type { Mutated } from './mutate.ts'
import { scoreOf } from './mutate.ts'
import type { Path, Source } from './source.ts'
import { plain } from './words.ts'

type Say = { readonly file: string; readonly place: Source['place']; readonly colour: boolean }

const painted = (colour: boolean) => (code: number, text: string) =>
  colour ? `\u001b[${String(code)}m${text}\u001b[0m` : text

const at = ({ file, place }: Say, path: Path) => {
  const { line, column } = place(path)
  return `${file}:${String(line)}:${String(column)}`
}

/** What the tests came across, for a terminal: what they did not, by line, and a count of the rest. */
export function formatCoverage(covered: readonly Covered[], say: Say): string {
  const paint = painted(say.colour)
  const missed = covered.filter(({ exercised }) => !exercised)
  return [
    ...missed.map(({ path, says }) => `${paint(33, 'never')} ${at(say, path)}: ${plain(says)}`),
    `covered: ${String(covered.length - missed.length)} of ${String(covered.length)} (${String(percentOf(covered))} %)`,
    '',
  ].join('\n')
}

/** How many mutants the tests killed, for a terminal, and each that survived, by line. */
export function formatMutation(mutated: Mutated, say: Say): string {
  const paint = painted(say.colour)
  const { killed, survivors, equivalent } = mutated
  const count = killed + survivors.length
  return [
    ...survivors.map(({ path, says }) => `${paint(31, 'survives')} ${at(say, path)}: ${plain(says)}`),
    `mutants: ${String(killed)} of ${String(count)} killed (${String(scoreOf(mutated))} %)`,
    ...(equivalent.length === 0 ? [] : [`${String(equivalent.length)} more change nothing that anybody could see`]),
    '',
  ].join('\n')
}
