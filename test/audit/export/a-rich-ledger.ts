import type { KeyObject } from 'node:crypto'
import { newDir, open } from '../a-ledger.ts'

/** A caller whose every name tries to be something else in the format that it is exported to. */
export const NASTY = {
  formula: '=1+2|"a",b\\c',
  tab: '\tx',
  at: '@x',
  lines: 'one\r\ntwo=2',
}

const caller = {
  id: 'ps1_abc',
  roles: ['employee', NASTY.formula],
  department: [NASTY.at],
  tenant: ['acme-eu'],
  team: [NASTY.tab],
  client: NASTY.lines,
  issuer: 'https://idp.acme.example',
  session: 'hm1_def',
  ip: '192.0.2.7',
}

export const RECORDS = [
  {
    ...{
      type: 'decision',
      effect: 'permit',
      request: 'r1',
      received: 1_790_000_000_000,
      api: 'chat.completions',
      caller,
    },
    prompt: { operation: 'chat.completions', model: 'local/qwen', bytes: 120, stream: false, tools: false },
    ...{
      findings: [{ type: 'US_SSN', count: 2 }],
      level: 'restricted',
      pinned: true,
      destination: 'lan',
      rule: 'staff-lan',
    },
    policy: { id: 'acme', version: '1', sha256: 'ab12' },
    considered: [{ to: 'lan', permitted: true, ground: 'allowed_by_rule', rule: 'staff-lan' }],
  },
  {
    ...{
      type: 'outcome',
      request: 'r1',
      status: 200,
      result: 'answered',
      asked: 'local/qwen',
      bytes_out: 321,
      ms: 12.5,
    },
    served: { to: 'lan', node: 'ms01', peer: '10.20.0.11:8443', model: 'qwen', provider: null, stand_in: false },
    ...{ tokens: { prompt: 41, completion: 9 }, cost: 0.25, breaches: [] },
  },
  {
    type: 'decision',
    effect: 'deny',
    request: 'r2',
    api: 'messages',
    caller: { ...caller, ip: '2001:db8::1' },
    level: 'internal',
    rule: 'hr-stays',
  },
  {
    type: 'decision',
    effect: 'refuse',
    request: 'r3',
    api: null,
    caller: { ip: '192.0.2.9' },
    problem: 'invalid_token',
    reason: 'exp',
  },
  { type: 'listing', request: 'r4', api: 'models', caller, models: 3 },
  { type: 'lifecycle', event: 'reload', policy: 'acme', serial: 3 },
  { type: 'lifecycle', event: 'reload_refused' },
  { type: 'decision', effect: 'permit', request: 'r9', api: 'messages', caller },
  { type: 'outcome', request: 'r9', result: 'unknown', recovered: true },
] as const

/** A signed ledger with one record of each kind; the clock moves a minute a record, from the first of November 2026. */
export async function richLedger(key: KeyObject): Promise<string> {
  const dir = newDir()
  let at = Date.parse('2026-11-01T00:00:00Z')
  const ledger = await open(dir, { signers: [key], now: () => (at += 60_000) })
  for (const record of RECORDS) await ledger.append(record)
  await ledger.close()
  return dir
}
