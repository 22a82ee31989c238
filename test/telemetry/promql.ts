import { CLOSED, COUNTERS, GAUGES, HISTOGRAMS } from '../../src/telemetry/catalogue.ts'
import type { Label, Row } from '../../src/telemetry/catalogue.ts'

/* Enough of PromQL's words to tell which metrics, labels and label values an expression names. */

const WORDS = ['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan'] // prettier-ignore
/** Labels that Prometheus gives to what it scrapes. */
const TARGET = ['job', 'instance']

const SERIES = new Map<string, readonly string[]>([
  ...Object.entries<Row>({ ...COUNTERS, ...GAUGES }).map(([name, { labels }]) => [name, labels] as const),
  ...Object.entries<Row>(HISTOGRAMS).flatMap(([name, { labels }]) => [
    [`${name}_bucket`, [...labels, 'le']] as const,
    [`${name}_sum`, labels] as const,
    [`${name}_count`, labels] as const,
  ]),
  ['up', []],
])

/** What an expression names that there is not: each as a sentence. */
export function faultsIn(expression: string): readonly string[] {
  const plain = expression.replace(/\$__\w+/g, '1m')
  const used: string[] = []
  const faults: string[] = []
  const bare = plain
    .replace(/([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g, (_, name: string, matchers: string) => {
      faults.push(...faultsOf(name, matchers))
      used.push(name)
      return ' '
    })
    .replace(/\[[^\]]*\]/g, ' ')
  const grouped: string[] = []
  const rest = bare.replace(
    /\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g,
    (_, __, list: string) => {
      grouped.push(...list.split(',').map((label) => label.trim()).filter((label) => label !== '')) // prettier-ignore
      return ' '
    },
  )
  for (const [, name = '', after = ''] of rest.matchAll(/(?<![\w.])([a-zA-Z_:][\w:]*)(\s*\()?/g)) {
    if (after !== '' || WORDS.includes(name.toLowerCase())) continue
    faults.push(...faultsOf(name, ''))
    used.push(name)
  }
  const labels = [...TARGET, ...used.flatMap((name) => SERIES.get(name) ?? [])]
  faults.push(...grouped.filter((label) => !labels.includes(label)).map((label) => `no label ${label}`))
  if (used.length === 0) faults.push('no metric at all')
  return faults
}

function faultsOf(name: string, matchers: string): readonly string[] {
  const labels = SERIES.get(name)
  if (labels === undefined) return [`no metric ${name}`]
  return [...matchers.matchAll(/([\w]+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)].flatMap(
    ([, label = '', how = '', value = '']) => {
      if (TARGET.includes(label)) return []
      if (!labels.includes(label)) return [`no label ${label} on ${name}`]
      const known: readonly string[] | undefined = label in CLOSED ? CLOSED[label as keyof typeof CLOSED] : undefined
      const values = how.endsWith('~') ? value.split('|') : [value]
      const wrong = known === undefined ? [] : values.filter((one) => one !== 'none' && one !== 'other' && !known.includes(one)) // prettier-ignore
      return wrong.map((one) => `${label} is never ${one}`)
    },
  )
}

/** Labels of one metric, as an alert's text may name them. */
export const labelsOf = (name: string): readonly (Label | string)[] => SERIES.get(name) ?? []
