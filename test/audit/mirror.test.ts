import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import type { LedgerOptions } from '../../src/audit/ledger.ts'
import { realMirror } from '../../src/audit/mirror-disk.ts'
import type { MirrorDisk } from '../../src/audit/mirror-disk.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { aLog, errno, faultyDisk, linesOf, newDir, open, outcome, permit, segmentsOf, typesOf } from './a-ledger.ts'
import { filesOf, newKey, pinnedTo } from './a-signed-ledger.ts'
import { until } from '../harness/until.ts'

jest.setTimeout(60_000)

const key = newKey()
const FAST = { checkMs: 20, retryMs: 10, retryMaxMs: 50, checkpointMs: 20 }

/** The real mirror, which can be told to hang or to fail. */
function aMirror(dir: string, need: 'all' | 'any', options: Partial<LedgerOptions> = {}) {
  const fault: { now: 'none' | 'EIO' | 'hang' } = { now: 'none' }
  let goOn = () => {}
  const fs: MirrorDisk = {
    size: (path) => realMirror.size(path),
    put: async (path, bytes, at) => {
      if (fault.now === 'EIO') throw errno('EIO')
      if (fault.now === 'hang') await new Promise<void>((resolve) => (goOn = resolve))
      await realMirror.put(path, bytes, at)
    },
  }
  const heal = () => {
    fault.now = 'none'
    goOn()
  }
  const log = aLog()
  const own = newDir()
  const start = (more: Partial<LedgerOptions> = {}) =>
    open(own, { signers: [key], limits: FAST, log, mirror: { dir, need, fs }, ...options, ...more })
  return { own, fault, heal, start, log }
}

const same = (own: string, copy: string) => {
  for (const file of filesOf(own)) expect([file, readFileSync(join(copy, file)).equals(readFileSync(join(own, file)))]).toEqual([file, true]) // prettier-ignore
}
const bothFine = async (own: string, copy: string) => {
  const [first, second] = await Promise.all([verifyLedger(own, pinnedTo(key)), verifyLedger(copy, pinnedTo(key))])
  expect(first.verdict).toBe('fine')
  expect(second).toEqual(first)
}

describe.each(['all', 'any'] as const)('a mirror of which %s is needed', (need) => {
  test('has the same bytes, also after other starts, and both verify alike', async () => {
    const copy = newDir()
    const { own, start } = aMirror(copy, need)
    for (const run of ['a', 'b']) {
      const ledger = await start()
      for (let at = 0; at < 30; at += 1) await ledger.append(permit(`${run}${String(at)}`))
      await ledger.close()
    }
    same(own, copy)
    await bothFine(own, copy)
  })

  test('that fails is said, recorded, and has everything when it is back', async () => {
    const copy = newDir()
    const { own, start, fault, heal, log } = aMirror(copy, need)
    const ledger = await start({ deadlineMs: 1500 })
    await ledger.append(permit('a'))
    fault.now = 'EIO'
    const during = await ledger.append(permit('b')).then(() => 'kept', () => 'refused') // prettier-ignore
    await until(() => ledger.state().mirror?.status === 'failed')
    expect(log.said.filter(({ fields }) => (fields as { alert?: string }).alert === 'mirror_failed')).toHaveLength(1)
    if (need === 'any') expect(during).toBe('kept')
    else await expect(ledger.append(permit('c'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    expect(ledger.state().ready).toBe(need === 'any')
    heal()
    await until(() => ledger.state().mirror?.status === 'ok')
    await ledger.append(permit('d'))
    await ledger.close()
    same(own, copy)
    await bothFine(own, copy)
    expect(linesOf(copy).filter(({ type }) => type === 'audit.mirror').map(({ state }) => state)).toEqual(['failed', 'ok']) // prettier-ignore
  })

  test('that hangs holds up nobody who does not need it, and refuses the others at the deadline', async () => {
    const copy = newDir()
    const { own, start, fault, heal } = aMirror(copy, need)
    const ledger = await start({ deadlineMs: 200 })
    await until(() => (ledger.state().mirror?.records ?? 0) > 0)
    fault.now = 'hang'
    const asked = ledger.append(permit('b'))
    if (need === 'any') await asked
    else await expect(asked).rejects.toMatchObject({ code: 'audit_unavailable' })
    await until(() => ledger.state().mirror?.status === 'failed')
    heal()
    await until(() => ledger.state().mirror?.status === 'ok')
    if (need === 'all') await until(() => typesOf(own).includes('audit.late'))
    await ledger.close()
    await bothFine(own, copy)
  })
})

test('with all, nothing is acknowledged that is not in the mirror', async () => {
  const copy = newDir()
  const { start } = aMirror(copy, 'all')
  const ledger = await start()
  for (let at = 0; at < 50; at += 1) {
    await ledger.append(permit(String(at)))
    expect(linesOf(copy).some(({ request }) => request === String(at))).toBe(true)
    await ledger.append(outcome(String(at)))
  }
  await ledger.close()
})

test('the ledger changes its segment, and fails under it: the mirror follows', async () => {
  const copy = newDir()
  const { own, start } = aMirror(copy, 'all', { fs: faultyDisk({ sync: (_, nth) => (nth % 7 === 0 ? Promise.reject(errno('EIO')) : undefined) }) }) // prettier-ignore
  const ledger = await start({ limits: { ...FAST, segmentBytes: 2000 } })
  for (let at = 0; at < 60; at += 1) await ledger.append(permit(String(at)))
  await ledger.close()
  expect(segmentsOf(copy)).toEqual(segmentsOf(own))
  const [first, second] = await Promise.all([verifyLedger(own, pinnedTo(key)), verifyLedger(copy, pinnedTo(key))])
  expect([first.verdict, second.verdict, second.root]).toEqual(['fine', 'fine', first.root])
})

test.each([
  ['of another ledger', (copy: string) => writeFileSync(join(copy, 'LOG'), '{"v":1,"origin":"other","created":"x"}\n')],
  ['with a changed record', (copy: string) => { const path = join(copy, 'seg', segmentsOf(copy)[0] ?? ''); writeFileSync(path, readFileSync(path, 'utf8').replace('"a"', '"x"').slice(0, -9)) }],
  ['that has more than the ledger', (copy: string) => appendFileSync(join(copy, 'seg', segmentsOf(copy)[0] ?? ''), 'x')],
] as const)('a folder %s is not written to', async (_what, spoil) => {
  const copy = newDir()
  const { start } = aMirror(copy, 'all')
  const first = await start()
  await first.append(permit('a'))
  await first.close()
  spoil(copy)
  const before = newDir()
  cpSync(join(copy, 'seg'), before, { recursive: true })
  const ledger = await start()
  await until(() => ledger.state().mirror?.status === 'failed')
  await expect(ledger.append(permit('b'))).rejects.toMatchObject({ code: 'audit_unavailable' })
  await ledger.close()
  expect(segmentsOf(copy)).toHaveLength(1)
}) // prettier-ignore

test('a mirror that begins late, or was lost, is made anew', async () => {
  const copy = newDir()
  const { own, start } = aMirror(copy, 'all')
  await (await start({ mirror: undefined })).close()
  await (await start()).close()
  same(own, copy)
  rmSync(copy, { recursive: true })
  await (await start()).close()
  same(own, copy)
})
