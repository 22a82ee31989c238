import type { Candidate, ShadowReport, ShadowRule } from './shadow-report.ts'
import { changeLines, many, number } from './format-simulation.ts'
import { nameOf, plain, ruleSentence, wrapped } from './words.ts'

/** A shadow report for a terminal. Ends with a line break. */
export function formatShadow(
  { decisions, cut, rules, candidates }: ShadowReport,
  { colour }: { readonly colour: boolean },
) {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[0m` : text)
  return [
    bold(`Shadow rules in ${many(decisions, 'decision')}`),
    ...(rules.length === 0 ? ['  There is none.'] : []),
    ...rules.flatMap((rule) => ['', ...ruleLines(rule, bold)]),
    ...candidates.flatMap((candidate) => ['', ...candidateLines(candidate, bold)]),
    ...(cut === 0 ? [] : ['', `${many(cut, 'record')} had to be cut when written, so that there may have been more.`]),
    '',
  ].join('\n')
}

type Bold = (text: string) => string

function ruleLines({ rule, words, ...tried }: ShadowRule, bold: Bold): readonly string[] {
  const hint =
    'To put it in force, remove "shadow: true" from the rule: policy diff says what that denies, policy simulate for whom.'
  return [
    bold(`${plain(rule)} would have changed ${share(tried)}`),
    ...(words === null ? [] : [wrapped(`${ruleSentence(words)}: ${words.because}.`, '  ')]),
    ...triedLines(tried, bold),
    ...(words === null ? [] : [wrapped(hint, '  ')]),
  ]
}

function candidateLines({ policy, ...tried }: Candidate, bold: Bold): readonly string[] {
  return [
    bold(`The candidate ${plain(nameOf(policy))} would have changed ${share(tried)}`),
    `  sha256 ${plain(policy.digest)}`,
    ...triedLines(tried, bold),
    wrapped('To put it in force, name it as "policies" in cordon.yaml, in place of the one that is there.', '  '),
  ]
}

type Tried = Pick<ShadowRule, 'asked' | 'changed' | 'first' | 'last' | 'changes'>

function share({ asked, changed }: Tried): string {
  const percent = asked === 0 ? 0 : (100 * changed) / asked
  return `${number(changed)} of ${many(asked, 'decision')} (${percent.toFixed(1)} %)`
}

function triedLines({ first, last, changes }: Tried, bold: Bold): readonly string[] {
  if (first === null || last === null) return ['  It never made a difference.']
  const lines = changes.flatMap((change) => ['', ...changeLines(change, bold)])
  return [`  first ${when(first)}, last ${when(last)}`, ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '']
}

/** A time in UTC; a number that is no time as it is. */
export const when = (at: number): string =>
  Number.isFinite(new Date(at).getTime()) ? new Date(at).toISOString() : String(at)
