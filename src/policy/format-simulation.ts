import type { Change } from './changes.ts'
import type { Simulation } from './simulation.ts'
import { plain } from './words.ts'

type Named = { readonly name: string; readonly version: string }

const MOST_CHANGES = 20
const MOST_NAMES = 5

/** A simulation for a terminal. Ends with a line break. */
export function formatSimulation(
  { name, version }: Named,
  found: Simulation,
  { colour }: { readonly colour: boolean },
) {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  const { decisions, changed, same, undecidable, notAsked, changes } = found
  return [
    bold(`${name} ${version}, asked again about ${many(decisions, 'decision')}`),
    `  ${number(same)} the same${found.levelOnly === 0 ? '' : ` (${number(found.levelOnly)} of them at another level)`}`,
    `  ${number(changed)} would go elsewhere${changed === 0 ? '' : `: ${number(found.toCloud)} could newly go to the cloud, ${number(found.fromCloud)} no longer`}`,
    `  ${number(undecidable)} cannot be told from their records${undecidable === 0 ? '' : ` (${listed(found.open)}), such as ${plain(found.openSamples.join(', '))}`}`,
    ...(notAsked === 0 ? [] : [`  and ${many(notAsked, 'request')} that no policy was asked about`]),
    ...changes.slice(0, MOST_CHANGES).flatMap((change) => ['', ...changeLines(change, bold)]),
    ...(changes.length > MOST_CHANGES
      ? ['', `… and ${number(changes.length - MOST_CHANGES)} other changes: --json has them all`]
      : []),
    '',
  ].join('\n')
}

/** One change, with who is concerned and which requests to look at. */
export function changeLines(
  { from, to, count, levels, rules, who, samples }: Change,
  bold: (text: string) => string,
): string[] {
  return [
    bold(`${number(count)} × from ${named(from)} to ${named(to)}`),
    `  by          ${listed(rules)}`,
    `  level       ${listed(levels)}`,
    ...Object.entries(who).map(([attribute, counts]) => `  ${attribute.padEnd(11)} ${listed(counts)}`),
    `  such as     ${plain(samples.join(', '))}`,
  ]
}

const named = (destinations: readonly string[]) =>
  destinations.length === 0 ? 'nowhere' : plain(destinations.join(', '))

function listed(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts)
  const shown = all.slice(0, MOST_NAMES).map(([name, count]) => `${plain(name)} ${number(count)}`)
  return [...shown, ...(all.length > MOST_NAMES ? [`… ${number(all.length - MOST_NAMES)} more`] : [])].join(' · ')
}

/** `1 decision`, `2 decisions`. */
export const many = (count: number, what: string) => `${number(count)} ${what}${count === 1 ? '' : 's'}`

export const number = (value: number) => value.toLocaleString('en')
