import { Counter, Gauge, Registry } from 'prom-client'
import { COUNTERS, GAUGES, HISTOGRAMS } from './catalogue.ts'
import type { CounterName, GaugeName, HistogramName, Label, Row } from './catalogue.ts'
import { createLabels } from './labels.ts'
import type { Labels, Names } from './labels.ts'
import { counterTally, histogramTally } from './tallies.ts'

type LabelsOf<R extends Row> = Readonly<Record<R['labels'][number], string | null>>
type CounterLabels<N extends CounterName> = LabelsOf<(typeof COUNTERS)[N]>
type GaugeLabels<N extends GaugeName> = LabelsOf<(typeof GAUGES)[N]>
type HistogramLabels<N extends HistogramName> = LabelsOf<(typeof HISTOGRAMS)[N]>

/** The text of all metrics, and its media type. */
export type Exposed = { readonly type: string; readonly body: string }

export type Metrics = {
  readonly add: <N extends CounterName>(name: N, labels: CounterLabels<N>, by?: number) => void
  readonly observe: <N extends HistogramName>(name: N, labels: HistogramLabels<N>, seconds: number) => void
  /** Puts what a gauge says now in place of all that it said before. */
  readonly state: <N extends GaugeName>(name: N, rows: readonly (readonly [GaugeLabels<N>, number])[]) => void
  /** The same for a counter that is kept elsewhere, and only read here. */
  readonly total: <N extends CounterName>(name: N, rows: readonly (readonly [CounterLabels<N>, number])[]) => void
  readonly learn: (names: Names) => void
  /** What may stand in a label; for whoever else names things. */
  readonly labels: Pick<Labels, 'of'>
  /** Called before each exposition. */
  readonly onScrape: (collect: () => void) => void
  /** For Prometheus; in OpenMetrics where the `accept` header asks for it. */
  readonly expose: (accept: string | undefined) => Promise<Exposed>
  /** The number of time series that there can be at most with the names that are known now. */
  readonly bound: () => number
}

/** Metrics with a registry of their own. They hold numbers, and labels out of the lists that the catalogue names. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const labels = createLabels()
  const collects: (() => void)[] = []
  const registers = [registry]
  const counters = made(COUNTERS, (name, { help, labels: labelNames }) => new Counter({ name, help, labelNames, registers })) // prettier-ignore
  const gauges = made(GAUGES, (name, { help, labels: labelNames }) => new Gauge({ name, help, labelNames, registers }))
  const tallies = made(COUNTERS, (name, row) => counterTally(counters[name], row))
  const histograms = made(HISTOGRAMS, (name, row) => histogramTally(name, row, registry))
  type Given = Readonly<Partial<Record<Label, string | null>>>
  const safe = (row: Row, given: Given) => row.labels.map((label) => labels.of(label, given[label] ?? null))
  const bounded = (row: Row, given: Given) =>
    Object.fromEntries(row.labels.map((label) => [label, labels.of(label, given[label] ?? null)]))
  return {
    add: (name, given, by = 1) => {
      if (by >= 0) tallies[name].add(safe(COUNTERS[name], given), by)
    },
    observe: (name, given, seconds) => {
      if (Number.isFinite(seconds)) histograms[name].observe(safe(HISTOGRAMS[name], given), Math.max(0, seconds))
    },
    state: (name, rows) => {
      gauges[name].reset()
      if (rows.length === 0 && GAUGES[name].labels.length === 0) gauges[name].remove() // or one without labels would say 0 where nothing is known
      for (const [given, value] of rows) gauges[name].inc(bounded(GAUGES[name], given), value) // two may share a label
    },
    total: (name, rows) => {
      counters[name].reset()
      for (const [given, value] of rows) counters[name].inc(bounded(COUNTERS[name], given), Math.max(0, value))
    },
    learn: labels.learn,
    labels,
    onScrape: (collect) => void collects.push(collect),
    expose: async (accept) => {
      for (const collect of collects) collect()
      for (const tally of Object.values(tallies)) tally.pass()
      const text = await registry.metrics()
      return wantsOpenMetrics(accept)
        ? { type: Registry.OPENMETRICS_CONTENT_TYPE, body: toOpenMetrics(text) }
        : { type: Registry.PROMETHEUS_CONTENT_TYPE, body: text }
    },
    bound: () => {
      const series = (row: Row) => row.labels.reduce((product, label) => product * labels.size(label), 1)
      const plain = [...Object.values<Row>(COUNTERS), ...Object.values<Row>(GAUGES)].map(series)
      const buckets = Object.values(HISTOGRAMS).map((row) => series(row) * (row.buckets.length + 3)) // +Inf, sum, count
      return [...plain, ...buckets].reduce((sum, one) => sum + one, 0)
    },
  }
}

function made<K extends string, R extends Row, M>(rows: Readonly<Record<K, R>>, make: (name: K, row: R) => M) {
  const entries = Object.entries<R>(rows) as [K, R][]
  return Object.fromEntries(entries.map(([name, row]) => [name, make(name, row)])) as Record<K, M>
}

/** A client says so by name (OpenMetrics 1.0, content negotiation); quality values are not weighed. */
const wantsOpenMetrics = (accept = '') => /\bapplication\/openmetrics-text\b/i.test(accept)

/**
 * The same as OpenMetrics 1.0: a counter's family has no `_total`, and there is an end. prom-client can write it too, but then renames
 * its counters for good, so that one registry could not serve both.
 */
function toOpenMetrics(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '')
  return `${lines.map((line) => line.replace(/^(# (?:HELP|TYPE) \S+?)_total /, '$1 ')).join('\n')}\n# EOF\n`
}
