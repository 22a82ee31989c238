import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { policyShadowReport } from '../../src/command/policy-shadow-report.ts'
import { policySimulate } from '../../src/command/policy-simulate.ts'
import { policyWhy } from '../../src/command/policy-why.ts'
import type { ShadowReport } from '../../src/policy/shadow-report.ts'
import type { Simulation } from '../../src/policy/simulation.ts'
import { recordsIn } from '../harness/cordon.ts'
import { busyLedger, POLICY } from './a-busy-ledger.ts'
import type { BusyLedger } from './a-busy-ledger.ts'
import { runWith, withoutColour } from './an-io.ts'

/* Commands that read a ledger, on one that the real process wrote about random requests. */

const REQUESTS = 240
const dir = mkdtempSync(join(tmpdir(), 'cordon-tools-'))
let ledger: BusyLedger
let same: string

type Told = Readonly<Record<string, unknown>> & {
  readonly request: string
  readonly received: number
  readonly level: string
  readonly considered?: readonly {
    readonly to: string
    readonly ground: string
    readonly permitted: boolean
    readonly rule: string | null
  }[]
  readonly shadow?: readonly { readonly rule: string }[]
}
let decisions: readonly Told[]
let others: number

const put = (name: string, content: string) => {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}

beforeAll(async () => {
  ledger = await busyLedger(REQUESTS)
  same = put('same.yaml', POLICY)
  const all = recordsIn(ledger.dir) as readonly Told[]
  decisions = all.filter(({ type, considered }) => type === 'decision' && considered !== undefined)
  others = all.filter(({ type, considered }) => type === 'decision' && considered === undefined).length
  expect(decisions.length).toBeGreaterThan(200)
}, 60_000)
afterAll(() => {
  ledger.remove()
  rmSync(dir, { recursive: true })
})

async function simulated(file: string, ...args: string[]) {
  const { code, out } = await runWith(policySimulate, ['--against', ledger.dir, '--policy', file, '--json', ...args])
  return { code, found: JSON.parse(out) as Simulation & { damaged: number } }
}

describe('policy simulate', () => {
  test('of the same policy changes nothing, whatever was asked', async () => {
    const { code, found } = await simulated(same)
    expect(code).toBe(0)
    const count = decisions.length
    expect(found).toMatchObject({ decisions: count, notAsked: others, same: count, changed: 0, undecidable: 0, levelOnly: 0, damaged: 0 }) // prettier-ignore
    // The requests are worth something only if they were decided in every way.
    const grounds = decisions.flatMap(({ considered = [] }) => considered.map(({ ground }) => ground))
    expect(new Set(grounds)).toEqual(new Set(['allowed_by_rule', 'denied_by_rule', 'no_rule', 'pinned', 'above_max_level', 'provider_narrowed_to_nothing'])) // prettier-ignore
  })

  test('says who would no longer go where, by which rule, with requests to look at', async () => {
    const { found } = await simulated(put('enforced.yaml', POLICY.replace('shadow: true, ', '')))
    // What the shadow rule said at the time is what it says now.
    const fired = decisions.filter(({ shadow = [] }) => shadow.length > 0)
    expect(fired.length).toBeGreaterThan(5)
    expect(found).toMatchObject({ changed: fired.length, fromCloud: fired.length, toCloud: 0, undecidable: 0 })
    const ids = fired.map(({ request }) => request)
    for (const { rules, samples, to } of found.changes) {
      expect(Object.keys(rules)).toEqual(['openrouter: names-in-eu'])
      expect(to).not.toContain('openrouter')
      for (const sample of samples) expect(ids).toContain(sample)
    }
  })

  test('says what could newly go to the cloud', async () => {
    const { found } = await simulated(put('open.yaml', POLICY.replace('[hr, legal]', '[hr]')))
    expect(found.toCloud).toBeGreaterThan(0)
    expect(found).toMatchObject({ fromCloud: 0, changed: found.toCloud })
    for (const { who } of found.changes) expect(Object.keys(who['department'] ?? {})).toEqual(['legal'])
  })

  test('looks at a window of time only', async () => {
    const middle = new Date(decisions[REQUESTS / 2]?.received ?? 0).toISOString()
    const [before, after] = [await simulated(same, '--until', middle), await simulated(same, '--since', middle)]
    expect(before.found.decisions + after.found.decisions).toBe(decisions.length)
    expect(Math.min(before.found.decisions, after.found.decisions)).toBeGreaterThan(0)
  })

  test('reads on when a line is damaged, and says so', async () => {
    const copy = await busyCopy()
    appendFileSync(join(copy, 'seg', last(copy)), '{"v":1,"type":"decision","seq\nnonsense\n')
    const { code, out, err } = await runWith(policySimulate, ['--against', copy, '--policy', same, '--json'])
    expect([code, (JSON.parse(out) as { damaged: number }).damaged]).toEqual([1, 2])
    expect(err).toContain(`cordon audit verify ${copy}`)
  })

  test('says the same with and without colour, and shows progress only on a terminal', async () => {
    const args = ['--against', ledger.dir, '--policy', put('open.yaml', POLICY.replace('[hr, legal]', '[hr]'))]
    const [plain, colourful] = [
      await runWith(policySimulate, args),
      await runWith(policySimulate, args, { colour: true }),
    ]
    expect(withoutColour(colourful.out)).toBe(plain.out)
    expect(plain.out).toContain(`${String(decisions.length)} decisions`)
    expect([plain.err, colourful.err.includes('100 %')]).toEqual(['', true])
  })
})

describe('policy shadow-report', () => {
  test('says how often a shadow rule would have changed the outcome, for whom and since when', async () => {
    const { code, out } = await runWith(policyShadowReport, ['--ledger', ledger.dir, '--json'])
    const { decisions: count, rules } = JSON.parse(out) as ShadowReport
    const fired = decisions.filter(({ shadow = [] }) => shadow.length > 0)
    expect([code, count]).toEqual([0, decisions.length])
    expect(rules.map(({ rule, asked, changed, first, last }) => ({ rule, asked, changed, first, last }))).toEqual([
      { rule: 'names-in-eu', asked: decisions.length, changed: fired.length, first: fired[0]?.received, last: fired.at(-1)?.received }, // prettier-ignore
    ])
    expect(rules[0]?.changes.reduce((sum, { count }) => sum + count, 0)).toBe(fired.length)
  })
  test('says how to put a rule in force, and what it means', async () => {
    const { out } = await runWith(policyShadowReport, ['--ledger', ledger.dir])
    expect(out).toContain('names-in-eu would have changed')
    expect(out.replace(/\s+/g, ' ')).toContain('remove "shadow: true" from the rule')
    expect(out.replace(/\s+/g, ' ')).toContain('Nobody may send prompts in which PERSON was found')
  })
})

describe('policy why', () => {
  const one = (wanted: (record: Told) => boolean): Told => {
    const found = decisions.find(wanted)
    if (found === undefined) throw new Error('there is no such record')
    return found
  }
  const why = (id: string, ...more: string[]) => runWith(policyWhy, [id, '--ledger', ledger.dir, ...more])

  test('leads from what was found to the level, to each destination, to the rule', async () => {
    const { request } = one(({ level, considered = [] }) => level === 'restricted' && considered.some(({ permitted }) => permitted)) // prettier-ignore
    const { code, out } = await why(request)
    expect(code).toBe(0)
    for (const part of [request, 'level restricted, pinned to the LAN', 'may go to  lan', 'rule staff-lan', 'Asked again, it says the same.', 'what came of it']) expect(out).toContain(part) // prettier-ignore
  })

  test('follows from the policy for every record', async () => {
    for (const { request } of decisions.filter((_, index) => index % 8 === 0)) {
      const { code, out } = await why(request)
      expect([code, out.includes('Asked again, it says the same.')]).toEqual([0, true])
    }
  })

  test('needs no policy: a record in a file or on standard input is enough', async () => {
    const record = JSON.stringify(decisions[0])
    const [file, input] = [
      await runWith(policyWhy, [put('record.json', record)]),
      await runWith(policyWhy, ['-'], { stdin: record }),
    ]
    expect(file).toEqual(input)
    expect(file.out).toContain('It is not at hand: its rules are named by their ids only.')
    expect([file.code, file.out.includes(decisions[0]?.request ?? '?')]).toEqual([0, true])
  })

  test('names the place of each rule in the policy that decided, and says when a policy is another', async () => {
    const { request } = one(({ considered = [] }) => considered[0]?.rule === 'staff-lan')
    const [, place, line = ''] =
      /rule staff-lan {2}(.*):(\d+):5\n/.exec((await why(request, '--policy', same)).out) ?? []
    expect(place).toBe(same)
    // A rule may begin on the line before its id.
    expect(
      POLICY.split('\n')
        .slice(Number(line) - 1, Number(line) + 1)
        .join(),
    ).toContain('id: staff-lan')
    const other = await why(request, '--policy', put('open.yaml', POLICY.replace('[hr, legal]', '[hr]')))
    expect(other.err).toContain('is not the policy that decided')
    expect(other.code).toBe(0)
  })

  test('finds a record that does not follow from its policy', async () => {
    const forged = JSON.stringify(one(({ level }) => level === 'restricted')).replaceAll(
      '"permitted":false',
      '"permitted":true',
    )
    const { code, out } = await runWith(policyWhy, [put('forged.json', forged), '--policy', same])
    expect([code, out.includes('does not follow from this policy')]).toEqual([1, true])
  })

  test('shows nothing that could steer a terminal', async () => {
    const [record] = decisions
    const hostile = { ...record, request: 'req\u001b]0;x\u0007', caller: { id: '\u202eabc\u001b[2J' }, level: 'a\rb', why: [{ kind: '\u001b[1m', what: '\u001b[2K', count: 1, level: 'x' }] } // prettier-ignore
    const { out } = await runWith(policyWhy, ['-'], { stdin: JSON.stringify(hostile) })
    expect(out).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u)
  })

  test('explains a request that no policy was asked about', async () => {
    const all = recordsIn(ledger.dir) as readonly Told[]
    const refused = all.find(({ type, problem }) => type === 'decision' && problem === 'invalid_token')
    const { code, out } = await why(refused?.request ?? '')
    expect([code, out.includes('refused before a policy was asked')]).toEqual([0, true])
    expect(out).toContain('invalid_token')
  })

  test('says that there is no such record', async () => {
    await expect(why('req_0')).rejects.toThrow('there is no decision about a request "req_0" here')
    await expect(runWith(policyWhy, [put('x.json', '[]')])).rejects.toThrow('this is not a record')
    await expect(runWith(policyWhy, [put('x.json', '{"type":"lifecycle"}')])).rejects.toThrow('no decision record')
  })
})

describe('every command that reads a ledger', () => {
  const commands = { simulate: policySimulate, 'shadow-report': policyShadowReport, why: policyWhy }
  test.each(Object.entries(commands))('%s explains itself, and refuses wrong usage', async (name, command) => {
    const { code, out } = await runWith(command, ['--help'])
    expect([code, out.startsWith(`cordon policy ${name}`)]).toEqual([0, true])
    await expect(runWith(command, [])).rejects.toMatchObject({ name: 'UsageError' })
    await expect(runWith(command, ['--nonsense'])).rejects.toMatchObject({ name: 'UsageError' })
  })
  test('says that there is no ledger', async () => {
    await expect(runWith(policyShadowReport, ['--ledger', dir])).rejects.toThrow('this is no ledger')
    await expect(runWith(policySimulate, ['--against', join(dir, 'gone'), '--policy', same])).rejects.toThrow(/gone: /)
  })
  test.each(['yesterday', '2026-02-31', '2026-11-01T08:00', '7y', ''])(
    'does not take "%s" for a time',
    async (since) => {
      const args = ['--ledger', ledger.dir, '--since', since]
      await expect(runWith(policyShadowReport, args)).rejects.toMatchObject({ name: 'UsageError' })
    },
  )
})

async function busyCopy(): Promise<string> {
  const { cp } = await import('node:fs/promises')
  await cp(ledger.dir, join(dir, 'copy'), { recursive: true })
  return join(dir, 'copy')
}
const last = (copy: string) => readdirSync(join(copy, 'seg')).sort().at(-1) ?? ''
