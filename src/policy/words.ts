import type { Attribute, Obligation, Policy, Rule } from '../terms/policy.ts'

/** `a, b and c` */
export function listOf(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items[0] ?? 'nothing'
  return `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1] ?? ''}`
}

/** A text that can stand on a terminal as it is: what would move the cursor or hide something is shown as a replacement. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')

/** Breaks a paragraph into lines, the first after `first` and the others after as many spaces. */
export function wrapped(text: string, first = '', width = 100): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && first.length + line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((it, index) => (index === 0 ? first : ' '.repeat(first.length)) + it).join('\n')
}

/** What an obligation means, in one sentence without its reason and without a full stop. */
export function obligationSentence({ destinations, when, provider, retain, seal }: Obligation, asks: string): string {
  const callers = Object.entries(when).flatMap(([attribute, values]) => {
    const name = /^caller\.(.*)$/.exec(attribute)?.[1]
    return name === undefined ? [] : [`whose ${name} is ${listOf(values, 'or')} (or is not known)`]
  })
  const who = callers.length === 0 ? '' : ` of callers ${listOf(callers, 'and')}`
  const what = [`Prompts${who}`, ...promptWords(when)].join(' ')
  const must = [
    ...(provider === null ? [] : [`go to ${listOf(destinations, 'or')} only with providers that ${asks}`]),
    ...(retain === null ? [] : [`leave a record that is kept for at least ${timeWords(retain)}`]),
    ...(seal === undefined ? [] : ['are kept with their answers, encrypted to the auditors']),
  ]
  return `${what} ${must.join(', and ')}`
}

const UNITS: Readonly<Record<string, string>> = { d: 'day', m: 'month', y: 'year' }

function timeWords(retain: string): string {
  const count = Number.parseInt(retain, 10)
  return `${String(count)} ${UNITS[retain.at(-1) ?? ''] ?? ''}${count === 1 ? '' : 's'}`
}

/** What a rule means, in one sentence without its reason and without a full stop. */
export function ruleSentence(rule: Rule): string {
  return `${bareSentence(rule)}${rule.unless === undefined ? '' : `, ${unlessWords(rule.unless)}`}`
}

/** What lifts a denial. */
export function unlessWords(unless: NonNullable<Rule['unless']>): string {
  const lifts = Object.entries(unless).map(([attribute, values]) => {
    const name = /^caller\.(.*)$/.exec(attribute)?.[1]
    return name === undefined ? 'a reason is given, which is recorded' : `their ${name} is ${listOf(values, 'or')}`
  })
  return `unless ${listOf(lifts, 'and')}`
}

function bareSentence({ effect, destinations, when }: Rule): string {
  const isDenial = effect === 'deny'
  const callers = Object.entries(when).flatMap(([attribute, values]) => {
    const name = /^caller\.(.*)$/.exec(attribute)?.[1]
    return name === undefined ? [] : [`whose ${name} is ${listOf(values, 'or')}${isDenial ? ' (or is not known)' : ''}`]
  })
  const what = ['prompts', ...promptWords(when)].join(' ')
  if (callers.length === 0)
    return `${isDenial ? 'Nobody' : 'Everybody'} may send ${what} to ${listOf(destinations, isDenial ? 'or' : 'and')}`
  const who = `Callers ${listOf(callers, 'and')}`
  return `${who} may ${isDenial ? 'not ' : ''}send ${what} to ${listOf(destinations, isDenial ? 'or' : 'and')}`
}

const IN_WORDS: Readonly<Partial<Record<Attribute, (values: readonly string[]) => string>>> = {
  level: (values) => `at the level ${listOf(values, 'or')}`,
  finding: (values) => `in which ${listOf(values, 'or')} was found (or which could not be read whole)`,
  'request.model': (values) => `for the model ${listOf(values, 'or')}`,
  'request.api': (values) => `through the API ${listOf(values, 'or')}`,
  'request.tools': (values) =>
    values.length > 1 ? '' : values[0] === 'true' ? 'that offer tools' : 'that offer no tools',
  'request.stream': (values) =>
    values.length > 1 ? '' : values[0] === 'true' ? 'with a streamed answer' : 'with a whole answer',
}

function promptWords(when: Rule['when']): readonly string[] {
  const words = Object.entries(IN_WORDS).map(([attribute, say]) => {
    const values = when[attribute as Attribute]
    return values === undefined ? '' : say(values)
  })
  return words.filter((word) => word !== '')
}

/** A floor that no rule can lower, in words. */
export const GROUNDS: Readonly<Record<string, string>> = {
  allowed_by_rule: 'a rule allows it',
  denied_by_rule: 'a rule denies it',
  no_rule: 'no rule allows it',
  pinned: 'prompts of this level stay inside the network',
  above_max_level: 'the prompt is more sensitive than this destination may receive',
  sealed_elsewhere: 'the prompt brings back sealed parts that came from elsewhere',
  no_provider_left: 'the obligations leave no provider that may be used there',
  provider_narrowed_to_nothing: 'the caller left no provider that the policy permits',
}

/** How a policy is named in reports. */
export const nameOf = ({ name, version }: Pick<Policy, 'name' | 'version'>) => `${name} ${version}`
