import { expect, test } from '@jest/globals'
import { Counter, Histogram, Registry } from 'prom-client'
import { counterTally, histogramTally } from '../../src/telemetry/tallies.ts'

const HELP = { help: 'Something.' }
const BUCKETS = [0.1, 0.25, 1]
const VALUES = [0, 0.1, 0.100001, 0.25, 0.9, 1, 7]

const linesOf = async (registry: Registry) => (await registry.metrics()).split('\n').toSorted()

test.each([
  { name: 'without labels', labels: [], series: [[]] },
  { name: 'without labels, and nothing seen', labels: [], series: [] },
  { name: 'with one', labels: ['step'], series: [['read'], ['detect']] },
  { name: 'with two, of which one has the same value', labels: ['destination', 'node'], series: [['lan', 'n1'], ['lan', 'n2']] }, // prettier-ignore
] as const)('a histogram $name says what prom-client says', async ({ labels, series }) => {
  const [ours, theirs] = [new Registry(), new Registry()]
  const tally = histogramTally('it_seconds', { ...HELP, labels, buckets: BUCKETS }, ours)
  const histogram = new Histogram({ ...HELP, name: 'it_seconds', labelNames: labels, registers: [theirs], buckets: BUCKETS }) // prettier-ignore
  for (const values of series)
    for (const value of VALUES) {
      tally.observe(values, value)
      histogram.observe(Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ''])), value)
    }
  expect(await linesOf(ours)).toEqual(await linesOf(theirs))
})

test('a counter has what was added since it was asked last, and a series to which nothing was added', async () => {
  const registry = new Registry()
  const row = { ...HELP, labels: ['cause'] } as const
  const tally = counterTally(new Counter({ ...row, name: 'it_total', labelNames: row.labels, registers: [registry] }), row) // prettier-ignore
  tally.add(['unread'], 2)
  tally.add(['detector_failed'], 0)
  const told = []
  for (let at = 0; at < 3; at += 1) {
    tally.pass()
    told.push((await linesOf(registry)).filter((line) => line.startsWith('it_total')))
    if (at === 1) tally.add(['unread'], 3)
  }
  const lines = (unread: number) => ['it_total{cause="detector_failed"} 0', `it_total{cause="unread"} ${String(unread)}`] // prettier-ignore
  expect(told).toEqual([lines(2), lines(2), lines(5)])
})
