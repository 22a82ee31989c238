import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { COUNTERS, GAUGES, HISTOGRAMS } from '../../src/telemetry/catalogue.ts'
import { anApp } from './an-app.ts'
import { faultsIn } from './promql.ts'

type Rule = {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: Readonly<Record<string, string>>
}
type Alerts = { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
type Target = { readonly expr: string }
type Panel = {
  readonly title: string
  readonly type: string
  readonly id: number
  readonly targets?: readonly Target[]
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
}
type Dashboard = { readonly panels: readonly Panel[]; readonly annotations: { readonly list: readonly Target[] } }

const rules = (parse(readFileSync('deploy/prometheus/alerts.yaml', 'utf8')) as Alerts).groups.flatMap((group) => group.rules) // prettier-ignore
const dashboard = JSON.parse(readFileSync('deploy/grafana/cordon.json', 'utf8')) as Dashboard
const panels = dashboard.panels.filter(({ type }) => type !== 'row')

describe('what is checked in an expression', () => {
  test.each([
    ['sum by (level) (rate(cordon_requests_total[5m]))', []],
    ['histogram_quantile(0.99, sum by (le, step) (rate(cordon_step_seconds_bucket{step!="queue"}[$__rate_interval])))', []], // prettier-ignore
    ['cordon_nodes{standing=~"ready|trying"} == 0 and on (instance) up{job="cordon"} == 1', []],
    ['rate(cordon_request_total[5m])', ['no metric cordon_request_total']],
    ['rate(cordon_step_seconds[5m])', ['no metric cordon_step_seconds']],
    ['sum by (levl) (cordon_requests_total)', ['no label levl']],
    ['cordon_requests_total{levl="x"}', ['no label levl on cordon_requests_total']],
    ['cordon_requests_total{outcome="anwsered"}', ['outcome is never anwsered']],
    ['cordon_nodes{standing=~"ready|tryng"}', ['standing is never tryng']],
    ['cordon_audit_state{state="ok"} == 0 or cordon_audit_stat == 1', ['no metric cordon_audit_stat']],
    ['1 > 0', ['no metric at all']],
  ])('%s', (expression, faults) => expect(faultsIn(expression)).toEqual(faults))
})

describe('the alerts', () => {
  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s asks for what there is, and says what to do',
    (_, rule) => {
      expect(faultsIn(rule.expr)).toEqual([])
      expect(rule.labels.severity).toMatch(/^(?:critical|warning|info)$/)
      for (const name of ['summary', 'description', 'action'])
        expect(rule.annotations[name]?.length).toBeGreaterThan(20)
      const told = Object.values(rule.annotations).flatMap((text) => [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => String(label))) // prettier-ignore
      const aggregated = /\b(?:sum|count|max|min)\b/.test(rule.expr)
      const kept = aggregated ? [...rule.expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */)) : null // prettier-ignore
      const asLabels = told.map((label) => faultsIn(`sum by (${label}) (${rule.expr})`)).flat()
      expect([asLabels, kept === null ? [] : told.filter((label) => !kept.includes(label))]).toEqual([[], []])
    },
  )

  test('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    expect(rules.length).toBeGreaterThan(20)
  })
})

describe('the dashboard', () => {
  test.each(panels.map((panel) => [panel.title, panel] as const))('%s asks for what there is', (_, panel) => {
    const { targets = [] } = panel
    expect(targets.length).toBeGreaterThan(0)
    expect(targets.flatMap(({ expr }) => faultsIn(expr))).toEqual([])
  })

  test('marks what there is, has ids of their own, and no two panels in one place', () => {
    expect(dashboard.annotations.list.flatMap(({ expr }) => faultsIn(expr))).toEqual([])
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const overlaps = ({ gridPos: a, id }: Panel) => dashboard.panels.some(({ gridPos: b, id: other }) => other !== id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) // prettier-ignore
    expect(dashboard.panels.filter(overlaps)).toEqual([])
    expect(dashboard.panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([])
  })

  test('leaves no metric of ours out', () => {
    const all = [...Object.keys(COUNTERS), ...Object.keys(GAUGES), ...Object.keys(HISTOGRAMS)]
    const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join(' ')
    const rare = ['cordon_attempt_seconds', 'cordon_answer_bytes_total', 'cordon_audit_segments_given_up_total', 'cordon_audit_checkpoints_failed_total', 'cordon_delivery_failures'] // prettier-ignore
    expect(all.filter((name) => name.startsWith('cordon_') && !asked.includes(name)).toSorted()).toEqual(rare.toSorted()) // prettier-ignore
  })
})

const promtool = (...args: readonly string[]): string | null => {
  try {
    return execFileSync('promtool', args, { encoding: 'utf8', timeout: 30_000 })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
}

describe('promtool', () => {
  const hasIt = promtool('--version') !== null
  const tested = hasIt ? test : test.skip
  const where = hasIt ? '' : ' (skipped: there is no promtool here)'

  tested(`accepts rules and configuration${where}`, () => {
    expect(promtool('check', 'rules', 'deploy/prometheus/alerts.yaml')).toContain(`${String(rules.length)} rules found`)
    expect(promtool('check', 'config', 'deploy/prometheus/prometheus.yaml')).toContain('SUCCESS')
  })

  tested(`sees the alerts tell of what they should, and of nothing else${where}`, () => {
    expect(promtool('test', 'rules', 'deploy/prometheus/alerts.test.yaml')).toContain('SUCCESS')
  })

  tested(`accepts every expression of the dashboard${where}`, () => {
    const dir = mkdtempSync(join(tmpdir(), 'cordon-promql-'))
    const exprs = panels.flatMap(({ targets = [] }) =>
      targets.map(({ expr }) => expr.replace(/\$__rate_interval/g, '5m')),
    )
    const groups = [{ name: 'all', rules: exprs.map((expr, at) => ({ record: `r${String(at)}`, expr })) }]
    writeFileSync(join(dir, 'rules.yaml'), JSON.stringify({ groups }))
    expect(promtool('check', 'rules', join(dir, 'rules.yaml'))).toContain(`${String(exprs.length)} rules found`)
    rmSync(dir, { recursive: true })
  })

  tested(
    `finds no fault with the names of metrics${where}`,
    async () => {
      const it = await anApp()
      await it.ask()
      await it.settled()
      const { text } = await it.scrape()
      await it.stop()
      expect(execFileSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8', timeout: 30_000 })).toBe(
        '',
      )
    },
    60_000,
  )
})
