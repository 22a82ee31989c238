import { afterEach, describe, expect, test } from '@jest/globals'
import { LedgerIndex } from '../../../src/audit/index/ledger-index.ts'
import { gather } from '../../../src/audit/report/gather.ts'
import type { Gathered } from '../../../src/audit/report/gather.ts'
import { reportPage } from '../../../src/audit/report/page.ts'
import { verifyLedger } from '../../../src/audit/verify-ledger.ts'
import { newDir, open } from '../a-ledger.ts'
import { askedLedger, KEPT } from '../index/a-ledger-to-ask.ts'
import type { Asked } from '../index/a-ledger-to-ask.ts'

const opened: LedgerIndex[] = []
afterEach(() => opened.splice(0).forEach((index) => index.close()))

const [BEGIN, DAY] = [Date.parse('2026-10-01T08:00:00Z'), 86_400_000]
const ALL = { since: -Infinity, until: Infinity }

async function gathered(dir: string, period = ALL): Promise<Gathered> {
  const index = LedgerIndex.open({ dir })
  opened.push(index)
  await index.catchUp()
  return gather(index, period)
}

async function pageOf(dir: string, period = ALL): Promise<string> {
  const parts = { gathered: await gathered(dir, period), verified: await verifyLedger(dir) }
  return reportPage({ ...parts, since: null, until: null, made: '2026-11-21T12:00:00.000Z' })
}

const policy = (name: string, sha256 = KEPT.digest) => ({ policy: { name, version: '1', sha256, kept: false } })
const ledgerOf = (asked: readonly Asked[], at = BEGIN, dir = newDir(), name = 'first', sha256 = KEPT.digest) =>
  askedLedger(asked, { now: () => at, about: policy(name, sha256) }, dir)

const ASKED: readonly Asked[] = [
  { request: 'a', level: 'public', team: ['sales'], caller: 'ps1_a' },
  { request: 'b', level: 'restricted', team: ['hr', 'legal'], caller: 'ps1_b' },
  { request: 'c', level: 'restricted', to: 'openrouter', team: ['sales'] },
  { request: 'd', effect: 'deny', level: 'confidential', team: ['hr'] },
  { request: 'e', effect: 'refuse' },
  { request: 'f', to: 'openrouter-eu', result: 'unknown' },
  { request: 'g', to: 'elsewhere' },
  { request: 'h', to: 'openrouter-eu', team: [] },
]

describe('what is gathered', () => {
  test('who had access to what', async () => {
    const found = await gathered(await ledgerOf(ASKED))
    expect(found).toMatchObject({ requests: 8, callers: 2, levels: ['public', 'internal', 'confidential', 'restricted'] }) // prettier-ignore
    const restricted = found.byTeam.filter(({ by }) => by['level'] === 'restricted')
    expect(restricted.map(({ by }) => by['team']).sort()).toEqual(['hr', 'legal', 'sales'])
    expect(found.deniedByRule.map(({ by, requests }) => [by['rule'], requests])).toEqual([['stays', 1]])
    expect(found.refusedBy).toEqual([{ problem: 'rate_limited', requests: 1 }])
  })

  test('what a reader should look at', async () => {
    const { matters } = await gathered(await ledgerOf(ASKED))
    expect(matters.map(({ count, newest }) => [count, newest.map(({ request }) => request).join('')])).toEqual([
      [1, 'c'],
      [1, 'g'],
      [1, 'f'],
      [0, ''],
    ])
  })

  test('who answered, and where that is', async () => {
    const { used } = await gathered(await ledgerOf(ASKED))
    expect(used.map(({ destination, zone, region, provider, requests }) => [destination, zone, region, provider, requests])).toEqual(
      expect.arrayContaining([
        ['lan', 'lan', null, null, 2],
        ['openrouter-eu', 'cloud', 'eu', 'mistral', 1],
        ['openrouter', 'cloud', null, 'mistral', 1],
        ['elsewhere', null, null, 'mistral', 1],
      ]),
    ) // prettier-ignore
  })

  test('only of the period, with the policy that was in force when it began', async () => {
    const dir = await ledgerOf([{ request: 'old' }])
    await ledgerOf([{ request: 'older' }], BEGIN + DAY, dir, 'second', 'a'.repeat(64))
    await ledgerOf([{ request: 'new' }], BEGIN + 5 * DAY, dir, 'second', 'a'.repeat(64))
    await ledgerOf([{ request: 'newer' }], BEGIN + 6 * DAY, dir, 'third', 'b'.repeat(64))
    const found = await gathered(dir, { since: BEGIN + 2 * DAY, until: BEGIN + 7 * DAY })
    expect(found.requests).toBe(2)
    expect(found.policies.map(({ policy: name, time }) => `${name} ${time.slice(0, 10)}`)).toEqual([
      'second 1 2026-10-02',
      'third 1 2026-10-07',
    ])
  })
})

describe('the page', () => {
  test('shows days without requests', async () => {
    const dir = await ledgerOf([{ request: 'a' }])
    const page = await pageOf(await ledgerOf([{ request: 'b' }], BEGIN + 2 * DAY, dir))
    expect(page).toMatch(/2026-10-01: 1.*2026-10-02: 0.*2026-10-03: 1/s)
  })

  test('needs nothing else, and tells a browser to load nothing', async () => {
    const page = await pageOf(await ledgerOf(ASKED))
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    expect(page).not.toMatch(/<script|<img|<link|<iframe|https?:|url\(|@import|\son\w+=/i)
    expect(page).toMatch(/@media print[\s\S]*prefers-color-scheme|prefers-color-scheme[\s\S]*@media print/)
  })

  const HOSTILE = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '</style></title><b>',
    '&lt;i&gt;',
    '\u202egnp.exe\u0000',
  ]
  test.each(HOSTILE)('shows %j as text', async (text) => {
    const asked = { level: text, team: [text], tenant: [text], caller: text, entities: [text] }
    const dir = await ledgerOf([{ ...asked, request: text, to: text }, { ...asked, request: 'deny', effect: 'deny' }], BEGIN, newDir(), text) // prettier-ignore
    const plain = await pageOf(
      await ledgerOf([
        { request: 'x', to: 'elsewhere' },
        { request: 'deny', effect: 'deny' },
      ]),
    )
    const page = await pageOf(dir)
    const tagsOf = (html: string) => [...new Set(html.match(/<[a-z!/][^\s>]*/gi))].sort()
    expect(tagsOf(page).filter((tag) => !tagsOf(plain).includes(tag))).toEqual([])
    expect(page).not.toContain(text)
    expect([...page.matchAll(/<[a-z][^>]*/g)].filter(([tag]) => /\son\w+\s*=/i.test(tag.replace(/"[^"]*"/g, '')))).toEqual([]) // prettier-ignore
  })

  test('says at its head when the ledger is not fine', async () => {
    const dir = await ledgerOf(ASKED)
    const verified = { ...(await verifyLedger(dir)), verdict: 'tampered' as const, why: 'x < y' }
    const page = reportPage({ gathered: await gathered(dir), verified, since: null, until: null, made: '' })
    expect(page).toMatch(/class="bad">\s*The ledger is not fine \(tampered\): x &lt; y/)
  })

  test('is there for a ledger without a request', async () => {
    const dir = newDir()
    await (await open(dir)).close()
    expect(await pageOf(dir)).toContain('<p class="none">None.</p>')
  })
})
