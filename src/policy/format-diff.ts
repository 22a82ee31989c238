import type { Case, Diff } from './diff.ts'
import type { Setting } from './diff-settings.ts'
import { number } from './format-simulation.ts'
import { GROUNDS, listOf, nameOf, wrapped } from './words.ts'

type Named = { readonly name: string; readonly version: string; readonly digest: string }

const MOST_CASES = 40
const MOST_WORDS = 8

/** A difference for a terminal. Ends with a line break. */
export function formatDiff(old: Named, now: Named, diff: Diff, { colour }: { readonly colour: boolean }): string {
  const paint = (code: number) => (text: string) => (colour ? `\u001b[${String(code)}m${text}\u001b[0m` : text)
  const [bold, red, green, yellow] = [paint(1), paint(31), paint(32), paint(33)]
  const { newlyAllowed, newlyDenied, settings, tried, whole } = diff
  const toCloud = newlyAllowed.filter(({ zone }) => zone === 'cloud')
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', bold(title), ...lines])
  const sign = { weaker: red('weaker  '), stronger: green('stronger'), other: '        ' }
  return [
    bold(`From ${nameOf(old)} to ${nameOf(now)}`),
    `  old ${old.digest}`,
    `  new ${now.digest}`,
    ...(old.digest === now.digest ? ['  They decide alike: the digests are the same.'] : []),
    ...section('Newly allowed to the cloud', cases(toCloud, red('+'))),
    ...section(
      'Newly allowed inside the network',
      cases(
        newlyAllowed.filter((one) => one.zone === 'lan'),
        yellow('+'),
      ),
    ),
    ...section('Newly denied', cases(newlyDenied, green('-'))),
    ...section(
      'Set otherwise',
      settings.map((one) => settingLine(one, sign[one.direction])),
    ),
    '',
    `${number(tried)} cases tried: ${whole ? 'all that make a difference.' : 'not all that make a difference, because there are too many.'}`,
    ...(newlyAllowed.length === 0 && whole ? ['Nothing is newly allowed.'] : []),
    '',
  ].join('\n')
}

function cases(some: readonly Case[], sign: string): readonly string[] {
  const more = some.length - MOST_CASES
  return [
    ...some.slice(0, MOST_CASES).flatMap((one) => caseLines(one, sign)),
    ...(more > 0 ? [`  … and ${number(more)} more: --json has them all`] : []),
  ]
}

function caseLines({ destination, who, prompt, before, now }: Case, sign: string): readonly string[] {
  const conditions = Object.entries(who).map(([attribute, values]) => `${attribute}: ${short(values)}`)
  const everybody = conditions.length === 0 ? ['everybody'] : conditions
  const held = prompt.length === 0 ? 'any prompt' : `prompt: ${short(prompt)}`
  return [
    `  ${sign} ${destination}`,
    ...[...everybody, held].map((text) => wrapped(text, '      ')),
    wrapped(`now ${listOf(now.map(inWords), 'or')}; before ${listOf(before.map(inWords), 'or')}`, '      '),
  ]
}

/** One case in a sentence. */
export function caseSentence({ destination, who, prompt, before, now }: Case): string {
  const conditions = Object.entries(who).map(([attribute, values]) => {
    const [, name] = /^caller\.(.*)$/.exec(attribute) ?? []
    const more = values.length - MOST_WORDS
    const some = more > 0 ? [...values.slice(0, MOST_WORDS), `${number(more)} more`] : values
    return `${name === undefined ? `where ${attribute}` : `whose ${name}`} is ${listOf(some, 'or')}`
  })
  const whose = conditions.length === 0 ? 'of everybody' : `of callers ${listOf(conditions, 'and')}`
  const held = prompt.length === 0 ? 'any prompt' : `a prompt with ${short(prompt)}`
  return `To ${destination}: ${held}, ${whose}. Now ${listOf(now.map(inWords), 'or')}; before ${listOf(before.map(inWords), 'or')}.`
}

const inWords = (by: string) => GROUNDS[by] ?? by

const short = (words: readonly string[]) =>
  words.length <= MOST_WORDS ? words.join(', ') : `${words.slice(0, MOST_WORDS).join(', ')}, … and ${number(words.length - MOST_WORDS)} more` // prettier-ignore

const settingLine = ({ what, before, now }: Setting, sign: string) => `  ${sign}  ${what}: ${before} → ${now}`
