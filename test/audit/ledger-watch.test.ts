import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createClockWatch } from '../../src/audit/clock-watch.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import { aLog, deny, errno, faultyDisk, linesOf, newDir, open, outcome, permit, typesOf } from './a-ledger.ts'
import { until } from '../harness/until.ts'

const MB = 1 << 20
const LIMITS = { checkMs: 10, retryMs: 10, retryMaxMs: 20, softBytes: 100 * MB, hardBytes: 10 * MB, reserveBytes: MB }

describe('a disk that fills', () => {
  /** A ledger on a disk that says how much room it has, with the reserve on disk. */
  async function onDiskOf(room: { free: number }) {
    const dir = newDir()
    const log = aLog()
    const ledger = await open(dir, { fs: faultyDisk({ free: () => room.free }), log, limits: LIMITS })
    const reserve = join(dir, 'RESERVE')
    await until(() => existsSync(reserve) && statSync(reserve).size === MB)
    return { dir, log, ledger, reserve }
  }

  test('nothing new is permitted, what is under way is recorded, and it goes on when there is room', async () => {
    const room = { free: 200 * MB }
    const { dir, log, ledger, reserve } = await onDiskOf(room)
    await ledger.append(permit('under way'))
    room.free = 5 * MB
    await until(() => ledger.state().status === 'full')
    expect(ledger.state().ready).toBe(false)
    await expect(ledger.append(permit('new'))).rejects.toMatchObject({ code: 'audit_unavailable', status: 503 })
    await ledger.append(deny('denied'))
    await ledger.append(outcome('under way'))
    expect(existsSync(reserve)).toBe(false)
    room.free = 200 * MB
    await until(() => ledger.state().ready)
    await ledger.append(permit('after'))
    await ledger.append(outcome('after'))
    await ledger.close()
    expect(existsSync(reserve)).toBe(true)
    expect(linesOf(dir).flatMap(({ type, state }) => (type === 'audit.disk' ? [state] : []))).toEqual(['full', 'ok'])
    expect(log.said.map(({ fields }) => (fields as { alert?: string } | undefined)?.alert)).toEqual(
      expect.arrayContaining(['disk_low', 'disk_full']),
    )
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 0, types: { decision: 3 } })
  })

  test('a start that stops with a full disk takes the reserve again only when there is room for more than that', async () => {
    const room = { free: 5 * MB }
    const dir = newDir()
    const ledger = await open(dir, { fs: faultyDisk({ free: () => room.free }), limits: LIMITS })
    await until(() => ledger.state().status === 'full')
    room.free = 11 * MB
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(ledger.state().status).toBe('full')
    room.free = 12 * MB
    await until(() => ledger.state().ready)
    await ledger.close()
  })

  test('a write without room gives the reserve up at once', async () => {
    let full = false
    const dir = newDir()
    const limits = { ...LIMITS, checkMs: 60_000 }
    await (await onDiskOf({ free: 200 * MB })).ledger.close()
    const fs = faultyDisk({
      append: () => (full && existsSync(join(dir, 'RESERVE')) ? Promise.reject(errno('ENOSPC')) : undefined),
    })
    await fs.fill(join(dir, 'RESERVE'), MB)
    const ledger = await open(dir, { fs, limits })
    full = true
    await ledger.append(deny('fits'))
    expect(ledger.state()).toMatchObject({ status: 'ok', poisoned: 1 })
    await ledger.close()
    expect(typesOf(dir)).toContain('sink.poisoned')
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })
})

describe('a clock that is set', () => {
  const steps = [
    { name: 'an hour on', by: 3_600_000, seen: true },
    { name: 'an hour back', by: -3_600_000, seen: true },
    { name: 'more than two seconds', by: 2001, seen: true },
    { name: 'two seconds', by: 2000, seen: false },
    { name: 'a second back', by: -1000, seen: false },
  ]

  test.each(steps)('$name: seen is $seen, and once', ({ by, seen }) => {
    let [time, mono] = [1_790_000_000_000, 500]
    const look = createClockWatch(
      () => time,
      () => mono,
    )
    mono += 1000
    time += 1000 + by
    expect(look()).toEqual(seen ? { type: 'clock.step', from: time - by, to: time } : null)
    expect(look()).toBeNull()
  })

  test('a ledger records it, and the order of its records stays', async () => {
    let ahead = 0
    const dir = newDir()
    const ledger = await open(dir, { now: () => Date.now() + ahead, limits: LIMITS })
    await ledger.append(deny('before'))
    ahead = -3_600_000
    await until(() => typesOf(dir).includes('clock.step'))
    await ledger.append(deny('after'))
    await ledger.close()
    expect(linesOf(dir).map(({ seq }) => seq)).toEqual(linesOf(dir).map((_, index) => index))
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })
})
