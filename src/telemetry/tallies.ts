import type { Counter, Metric, Registry } from 'prom-client'
import type { HistogramRow, Row } from './catalogue.ts'
import { createSeries } from './series.ts'

/*
 * What is counted with every request is counted here, and goes to prom-client when somebody asks: there, to find one of its series takes it about
 * as long as all the rest that is told of a step.
 */

/** `labels`: the values, in the order of the row. */
export type CounterTally = { readonly add: (labels: readonly string[], by: number) => void; readonly pass: () => void }
export type HistogramTally = { readonly observe: (labels: readonly string[], value: number) => void }

type Count = { waiting: number; isNew: boolean }
type Spread = { count: number; sum: number; readonly buckets: number[] }

/** Keeps what is to be added to a counter until it is passed on. */
export function counterTally(counter: Counter, row: Row): CounterTally {
  const series = createSeries<Count>(() => ({ waiting: 0, isNew: true }))
  return {
    add: (labels, by) => {
      series.at(labels).waiting += by
    },
    pass: () => {
      for (const [labels, count] of series.all()) {
        if (count.waiting === 0 && !count.isNew) continue
        counter.inc(named(row, labels), count.waiting)
        count.waiting = 0
        count.isNew = false
      }
    },
  }
}

/** A histogram in a registry. It has what a registry asks of one, and no more of prom-client's own. */
export function histogramTally(name: string, row: HistogramRow, registry: Registry): HistogramTally {
  const { help, buckets } = row
  const series = createSeries<Spread>(() => ({ count: 0, sum: 0, buckets: buckets.map(() => 0) }))
  if (row.labels.length === 0) series.at([]) // it is there from the beginning, like a counter without labels
  const values = () => series.all().flatMap(([labels, spread]) => told(name, row, named(row, labels), spread))
  const metric = {
    name,
    help,
    type: 'histogram',
    get: async () => ({ name, help, type: 'histogram', values: values() }),
  }
  registry.registerMetric(metric as unknown as Metric)
  return {
    observe: (labels, value) => {
      const spread = series.at(labels)
      spread.count += 1
      spread.sum += value
      const at = buckets.findIndex((bound) => value <= bound)
      if (at !== -1) spread.buckets[at] = (spread.buckets[at] ?? 0) + 1
    },
  }
}

/** The samples of one series: each bucket holds all that is not above its bound. */
function told(
  name: string,
  { buckets }: HistogramRow,
  labels: Readonly<Record<string, string>>,
  { count, sum, ...spread }: Spread,
) {
  // prettier-ignore
  let below = 0
  const bounded = buckets.map((le, at) => ({ metricName: `${name}_bucket`, labels: { le, ...labels }, value: (below += spread.buckets[at] ?? 0) })) // prettier-ignore
  return [
    ...bounded,
    { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ]
}

const named = ({ labels }: Row, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(labels.map((label, at) => [label, values[at] ?? '']))
