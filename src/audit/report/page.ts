import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { CountedGroup } from '../index/count-by.ts'
import type { Report } from '../verify-ledger.ts'
import { barChart, columnChart } from './charts.ts'
import type { Bar } from './charts.ts'
import type { Gathered, Matter } from './gather.ts'
import { count, html, htmlTable, raw } from './html.ts'
import type { Cell, Html } from './html.ts'
import { STYLE } from './style.ts'

export type PageParts = {
  readonly gathered: Gathered
  /** What `audit verify` said of the ledger right before. */
  readonly verified: Report
  readonly since: string | null
  readonly until: string | null
  readonly made: string
}

/** Rows of a table by team, model or rule; the rest is added up in one. */
const MOST_ROWS = 40

/**
 * A report as one HTML page that needs nothing else: no script, no picture, no font from anywhere, and a browser is told to load none. Every
 * value is escaped.
 */
export function reportPage(parts: PageParts): string {
  const { gathered, verified, since, until, made } = parts
  const sections = [summary(gathered), access(gathered), denials(gathered), exceptions(gathered), changes(gathered), used(gathered), cost(gathered)] // prettier-ignore
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Access report: ${verified.origin ?? 'a ledger'}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>Access report</h1>
        <p>
          ${verified.origin ?? 'a ledger'} · ${since ?? 'from the first record'} to ${until ?? 'the last record'} (UTC,
          when decisions were recorded)
        </p>
        ${verdict(verified)} ${sections}
        <p class="dim">
          Made ${made} from the ledger's records. It counts what was written; that nothing is missing and nothing was
          changed is what the check above says, as far as it goes. The machine that wrote them is believed.
        </p>
      </body>
    </html> `
  return page.html
}

function verdict({ verdict, why, records, unsigned, keys }: Report): Html {
  if (verdict !== 'fine')
    return html`<p class="bad">
      The ledger is not fine (${verdict}): ${why ?? ''}. Nothing on this page can be relied upon.
    </p>`
  const signed = keys === null ? 'nobody has checked who signed it' : `signed with ${keys.join(', ')}`
  return html`<p>
    <span class="good">The ledger is fine</span>: ${count(records)} records, ${signed}; ${count(unsigned)} at its end
    are under no checkpoint yet.
  </p>`
}

const EFFECTS = ['permit', 'deny', 'refuse'] as const
const SAYS = { permit: 'permitted', deny: 'denied', refuse: 'refused' } as const

function summary(gathered: Gathered): Html {
  const { requests, callers, byEffect, overTime, step } = gathered
  const of = (effect: string) => byEffect.find(({ by }) => by['effect'] === effect)?.requests ?? 0
  const figures: readonly (readonly [string, number])[] = [
    ['requests', requests],
    ...EFFECTS.map((effect) => [SAYS[effect], of(effect)] as const),
    ['callers', callers],
    ['tokens in', sumOf(byEffect, 'tokens_in')],
    ['tokens out', sumOf(byEffect, 'tokens_out')],
    ['cost, $', sumOf(byEffect, 'cost')],
  ]
  const bars = timesOf(gathered).map((name) => ({
    name,
    parts: EFFECTS.map((effect, tone) => ({ tone, size: overTime.find(({ by }) => by[step] === name && by['effect'] === effect)?.requests ?? 0 })), // prettier-ignore
  }))
  return html`<dl>
      ${figures.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${count(value)}</dd>
          </div>`,
      )}
    </dl>
    ${columnChart({ title: `Requests by ${step}`, legend: EFFECTS.map((effect) => SAYS[effect]), bars })}`
}

/** Every day or month from the first to the last: one without requests is a gap that must be seen. */
function timesOf({ from, to, step }: Gathered): readonly string[] {
  const names = new Set<string>()
  if (from === null || to === null) return []
  const length = step === 'day' ? 10 : 7
  for (let at = from; at < to; at += 86_400_000) names.add(new Date(at).toISOString().slice(0, length))
  names.add(new Date(to).toISOString().slice(0, length))
  return [...names]
}

function access({ byTeam, levels, byLevelAndZone }: Gathered): Html {
  const byName = new Map<string | null, Map<string, number>>()
  for (const { by, requests } of byTeam) {
    const team = byName.get(by['team'] ?? null) ?? new Map<string, number>()
    byName.set(by['team'] ?? null, team.set(by['level'] ?? 'none', requests))
  }
  const rows = [...byName]
    .map(([team, counts]): readonly Cell[] => [team ?? 'no team', ...levels.map((level) => counts.get(level) ?? 0)])
    .sort((one, other) => total(other) - total(one))
  const zones = ['lan', 'cloud', 'unknown', null] as const
  const bars: readonly Bar[] = levels.map((level) => ({
    name: level,
    parts: zones.map((zone, tone) => ({ tone, size: sumOf(byLevelAndZone.filter(({ by }) => (by['level'] ?? 'none') === level && (by['to'] ?? null) === zone), 'requests') })), // prettier-ignore
  }))
  return html`<h2>Access by team and level</h2>
    ${htmlTable(['team', ...levels], shortened(rows))}
    <p class="dim">Somebody of two teams is counted in both.</p>
    ${barChart({ title: 'Where requests may have gone, by level', legend: ['LAN', 'cloud', 'not known', 'nowhere'], bars })}`
}

function denials({ deniedByRule, deniedByTeam, refusedBy, newestDenied }: Gathered): Html {
  const refused = refusedBy.map(({ problem, requests }) => [problem, requests])
  return html`<h2>Denials</h2>
    <h3>By rule</h3>
    ${htmlTable(['rule', 'requests'], shortened(rowsOf(deniedByRule, 'rule', 'no rule: a floor')))}
    <h3>By team</h3>
    ${htmlTable(['team', 'requests'], shortened(rowsOf(deniedByTeam, 'team', 'no team')))}
    <h3>Problems that callers were told</h3>
    ${htmlTable(['problem', 'requests'], refused)}
    <h3>The newest</h3>
    ${found(newestDenied)}`
}

function exceptions({ matters }: Gathered): Html {
  const one = ({ what, count: many, newest }: Matter) =>
    html`<h3>${count(many)} ${what}</h3>
      ${many === 0 ? html`` : found(newest)}`
  return html`<h2>Exceptions</h2>
    ${matters.map(one)}`
}

function changes({ policies, events }: Gathered): Html {
  const rows = policies.map(({ time, event, policy, sha256, seq }) => [time, event, policy, sha256, String(seq)])
  return html`<h2>Policy changes</h2>
<p class="dim">The first line may be of before the period: what was in force when it began.</p>
${htmlTable(['since', 'with', 'policy', 'SHA-256', 'record'], rows)}
<h3>Other records of the period</h3>${htmlTable(['type', 'records'], events.map(({ type, count: many }) => [type, many]))}` // prettier-ignore
}

function used({ used: all }: Gathered): Html {
  const rows = all.map(({ destination, zone, region, provider, requests, tokens, cost: dollars }) => [destination, zone ?? 'not known', region, provider, requests, tokens, dollars]) // prettier-ignore
  return html`<h2>Providers and regions used</h2>
    <p class="dim">
      Of answered requests. The provider is what the destination said of itself; zone and region are those of the policy
      that decided.
    </p>
    ${htmlTable(['destination', 'zone', 'region', 'provider', 'requests', 'tokens', 'cost, $'], shortened(rows))}`
}

function cost({ costByTeam, costByModel }: Gathered): Html {
  const rows = (groups: readonly CountedGroup[], name: string, none: string) =>
    [...groups]
      .sort((one, other) => other.cost - one.cost || other.requests - one.requests)
      .map(({ by, requests, tokens_in: tokensIn, tokens_out: tokensOut, cost: dollars }) => [by[name] ?? none, requests, tokensIn, tokensOut, dollars]) // prettier-ignore
  const heads = ['requests', 'tokens in', 'tokens out', 'cost, $']
  const bars = [...costByTeam].sort((one, other) => other.cost - one.cost).slice(0, 10).map(({ by, cost: dollars }) => ({ name: by['team'] ?? 'no team', parts: [{ tone: 4, size: dollars }] })) // prettier-ignore
  return html`<h2>Cost</h2>
    <p class="dim">As far as destinations reported it.</p>
    ${barChart({ title: 'Cost by team, in dollars', legend: [], bars })}
    ${htmlTable(['team', ...heads], shortened(rows(costByTeam, 'team', 'no team')))}
    <h3>By model</h3>
    ${htmlTable(['model', ...heads], shortened(rows(costByModel, 'model', 'no model of ours')))}`
}

const FIELDS = ['time', 'request', 'level', 'rule', 'destination', 'outcome', 'caller', 'team'] as const
const found = (requests: readonly JsonObject[]) => htmlTable(FIELDS, requests.map((one) => FIELDS.map((name) => inCell(one[name])))) // prettier-ignore

function inCell(value: JsonValue | undefined): Cell {
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
  return typeof value === 'string' ? value : null
}

const rowsOf = (groups: readonly CountedGroup[], name: string, none: string) =>
  groups.map(({ by, requests }): readonly Cell[] => [by[name] ?? none, requests])

/** The first rows, and the sum of the others. */
function shortened(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  if (rows.length <= MOST_ROWS) return rows
  const rest = rows.slice(MOST_ROWS - 1)
  const sums = (rest[0] ?? []).map((cell, at) => {
    if (at === 0) return `${count(rest.length)} others`
    return typeof cell === 'number' ? rest.reduce((sum, row) => sum + Number(row[at]), 0) : null
  })
  return [...rows.slice(0, MOST_ROWS - 1), sums]
}

const total = (row: readonly Cell[]) =>
  row.reduce<number>((sum, cell) => sum + (typeof cell === 'number' ? cell : 0), 0)
const sumOf = (groups: readonly CountedGroup[], name: 'requests' | 'tokens_in' | 'tokens_out' | 'cost') =>
  groups.reduce((sum, group) => sum + group[name], 0)
