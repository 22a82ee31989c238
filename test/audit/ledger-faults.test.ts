import { appendFileSync, copyFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Ledger } from '../../src/audit/ledger.ts'
import { verifyLedger } from '../../src/audit/verify-ledger.ts'
import {
  aLog,
  deny,
  errno,
  faultyDisk,
  linesOf,
  newDir,
  open,
  outcome,
  pathOf,
  permit,
  segmentsOf,
  typesOf,
} from './a-ledger.ts'
import { until } from '../harness/until.ts'

const FAST = { checkMs: 10, retryMs: 10, retryMaxMs: 20 }

async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return await work()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return work()
}

/** Appends in a row, and gives the requests that were acknowledged. */
async function appendSome(ledger: Ledger, count: number, name: string): Promise<readonly string[]> {
  const requests = Array.from({ length: count }, (_, index) => `${name}${String(index)}`)
  const done = await Promise.allSettled(requests.map((request) => ledger.append(deny(request))))
  return requests.filter((_, index) => done[index]?.status === 'fulfilled')
}

const requestsOf = (dir: string) => new Set(linesOf(dir).map(({ request }) => request))

describe('when the disk fails under a commit', () => {
  const faults = {
    'fdatasync gives EIO after the bytes were written': { sync: true, short: false },
    'the write gives ENOSPC': { sync: false, short: false },
    'the write takes 8 bytes only': { sync: false, short: true },
  }

  test.each(Object.entries(faults).map(([name, fault]) => ({ name, ...fault })))(
    '$name: the segment is given up and everything is acknowledged from the next',
    async ({ sync, short }) => {
      for (const nth of [1, 2, 3, 4]) {
        const dir = newDir()
        const fs = faultyDisk({
          append: (bytes, file, call) => {
            if (sync || call !== nth) return undefined
            return short ? file.append(bytes.subarray(0, 8)) : Promise.reject(errno('ENOSPC'))
          },
          sync: (_file, call) => (sync && call === nth ? Promise.reject(errno('EIO')) : undefined),
        })
        const ledger = await open(dir, { fs })
        const acknowledged = [...(await appendSome(ledger, 5, 'a')), ...(await appendSome(ledger, 5, 'b'))]
        expect(ledger.state()).toMatchObject({ status: 'ok', poisoned: nth < 4 ? 1 : 0 })
        await ledger.close()
        expect(acknowledged).toHaveLength(10)
        for (const request of acknowledged) expect(requestsOf(dir)).toContain(request)
        const report = await verifyLedger(dir)
        expect(report).toMatchObject({ verdict: 'fine', firstBad: null })
        expect(typesOf(dir)).toContain('sink.poisoned')
      }
    },
  )

  test('the poisoned file is never written to or synced again', async () => {
    const used = new Map<unknown, number>()
    let poisoned: unknown = null
    const fs = faultyDisk({
      append: (_bytes, file) => void used.set(file, (used.get(file) ?? 0) + 1) as undefined,
      sync: (file, nth) => {
        if (nth !== 2) return undefined
        poisoned = file
        return Promise.reject(errno('EIO'))
      },
    })
    const ledger = await open(newDir(), { fs })
    for (let round = 0; round < 5; round += 1) await appendSome(ledger, 3, `r${String(round)}-`)
    await ledger.close()
    expect(used.get(poisoned)).toBe(2)
  })

  test('what the old segment holds beyond the new one is counted once and reported', async () => {
    const dir = newDir()
    const fs = faultyDisk({ sync: (_file, nth) => (nth === 2 ? Promise.reject(errno('EIO')) : undefined) })
    const ledger = await open(dir, { fs })
    await appendSome(ledger, 4, 'r')
    await ledger.close()
    const report = await verifyLedger(dir)
    expect(report).toMatchObject({ verdict: 'fine', superseded: 4, records: 7, types: { decision: 4 } })
    expect(linesOf(dir).find(({ type }) => type === 'sink.poisoned')).toMatchObject({
      segment: '000000000000.jsonl',
      from: 1,
    })
  })

  test('if the next segment fails too, everything is refused, and it recovers by itself', async () => {
    const dir = newDir()
    const log = aLog()
    let broken = false
    const fs = faultyDisk({
      sync: () => (broken ? Promise.reject(errno('EIO')) : undefined),
      remove: () => (broken ? errno('EROFS') : undefined),
    })
    const ledger = await open(dir, { fs, log, limits: FAST })
    await ledger.append(permit('before'))
    broken = true
    await expect(ledger.append(deny('during'))).rejects.toMatchObject({ code: 'audit_unavailable', retryAfter: 1 })
    expect(ledger.state()).toMatchObject({ status: 'failed', ready: false, lastError: expect.stringContaining('EIO') })
    await expect(ledger.append(deny('at once'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    const kept = ledger.append(outcome('before'))
    await new Promise((resolve) => setTimeout(resolve, 100)) // several retries fail
    broken = false
    await Promise.allSettled([kept]) // refused or not, an outcome is written in the end: its request has been sent
    await until(() => ledger.state().ready)
    await ledger.append(deny('after'))
    await ledger.close()
    expect(requestsOf(dir)).toContain('after')
    expect(requestsOf(dir)).not.toContain('at once')
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 0 })
    expect(log.said.map(({ message }) => message)).toContain('the ledger cannot be written; requests are refused')
    expect(log.said.filter(({ message }) => message.includes('cannot be written'))).toHaveLength(1)
  })

  test('a start on a disk that cannot be written is refused, and leaves the lock free', async () => {
    const dir = newDir()
    const fs = faultyDisk({ append: () => Promise.reject(errno('ENOSPC')) })
    await expect(open(dir, { fs })).rejects.toThrow('ENOSPC')
    const ledger = await open(dir)
    await ledger.close()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })

  test('nothing is acknowledged in a segment whose name is not known to be on disk', async () => {
    const dir = newDir()
    let broken = false
    const fs = faultyDisk({ syncDir: () => (broken ? errno('EIO') : undefined) })
    const ledger = await open(dir, { fs, limits: { ...FAST, segmentBytes: 1000 } })
    broken = true
    const appends = Array.from({ length: 8 }, (_, index) =>
      ledger.append({ ...deny(`r${String(index)}`), pad: 'x'.repeat(900) }),
    )
    const settled = await Promise.allSettled(appends)
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true)
    broken = false
    await until(() => ledger.state().ready)
    await ledger.close()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })

  test('close says when the stop could not be recorded, and lets go of the lock', async () => {
    const dir = newDir()
    let broken = false
    const fs = faultyDisk({ append: () => (broken ? Promise.reject(errno('ENOSPC')) : undefined) })
    const ledger = await open(dir, { fs })
    broken = true
    await expect(ledger.close()).rejects.toMatchObject({ code: 'audit_unavailable' })
    await (await open(dir)).close()
  })
})

describe('when the disk hangs', () => {
  /** A disk whose fdatasync waits for `release`, from when `hold` is called. */
  function hangingDisk() {
    let held: Promise<void> | null = null
    let release = () => {}
    return {
      fs: faultyDisk({ sync: (file) => held?.then(() => file.sync()) }),
      hold: () => (held = new Promise((resolve) => (release = resolve))),
      release: () => {
        held = null
        release()
      },
    }
  }

  test('what waits is refused at the deadline, and what comes later at once', async () => {
    const { fs, hold, release } = hangingDisk()
    const ledger = await open(newDir(), { fs, deadlineMs: 100 })
    hold()
    const inFlight = ledger.append(deny('in flight'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const waiting = ledger.append(deny('waiting'))
    await expect(inFlight).rejects.toMatchObject({ code: 'audit_unavailable', status: 503 })
    await expect(waiting).rejects.toMatchObject({ code: 'audit_unavailable', status: 503 })
    expect(ledger.state()).toMatchObject({ status: 'stalled', ready: false })
    await expect(ledger.append(deny('later'))).rejects.toThrow('does not answer')
    release()
    await until(() => ledger.state().ready)
    await ledger.close()
  })

  test('a permit that reaches the disk after it was refused is recorded as late, and no longer open', async () => {
    const dir = newDir()
    const { fs, hold, release } = hangingDisk()
    const ledger = await open(dir, { fs, deadlineMs: 50 })
    hold()
    await expect(ledger.append(permit('late'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    release()
    await until(() => ledger.state().late === 1)
    await ledger.close()
    expect(linesOf(dir).find(({ type }) => type === 'audit.late')).toMatchObject({
      records: [{ seq: 1, type: 'decision', request: 'late' }],
    })
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 0 })
  })

  test('what was refused while it waited is not written; an outcome is', async () => {
    const dir = newDir()
    const { fs, hold, release } = hangingDisk()
    const ledger = await open(dir, { fs, deadlineMs: 50 })
    await ledger.append(permit('sent'))
    hold()
    const appends = [ledger.append(deny('in flight'))]
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    appends.push(ledger.append(deny('dropped')), ledger.append(outcome('sent')))
    const settled = await Promise.allSettled(appends)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    release()
    await until(() => ledger.state().ready && ledger.state().pending === 0)
    await ledger.close()
    expect(requestsOf(dir)).not.toContain('dropped')
    expect(await verifyLedger(dir)).toMatchObject({ verdict: 'fine', open: 0, types: { outcome: 1 } })
  })

  test('the queue is bounded: beyond it, appends are refused at once', async () => {
    const { fs, hold, release } = hangingDisk()
    const ledger = await open(newDir(), { fs, limits: { queueRecords: 50 } })
    hold()
    const first = ledger.append(deny('in flight'))
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const all = Array.from({ length: 60 }, (_, index) => ledger.append(deny(`r${String(index)}`)))
    const refused = await Promise.allSettled(all.slice(50))
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true)
    expect(ledger.state().refused).toBe(10)
    release()
    await Promise.all([first, ...all.slice(0, 50)])
    await ledger.close()
  })

  test('close gives up after its own deadline and keeps the lock, for the write may yet land', async () => {
    const dir = newDir()
    const { fs, hold, release } = hangingDisk()
    const ledger = await open(dir, { fs, deadlineMs: 50, limits: { closeMs: 100 } })
    hold()
    await expect(ledger.close()).rejects.toMatchObject({ code: 'audit_unavailable' })
    await expect(open(dir)).rejects.toThrow('another process')
    release()
    const next = await eventually(() => open(dir))
    await next.close()
    expect((await verifyLedger(dir)).verdict).toBe('fine')
  })
})

describe('when somebody touches the live segment', () => {
  const attacks: readonly { name: string; touch: (path: string) => void; verdict: string }[] = [
    { name: 'removes it', touch: (path) => rmSync(path), verdict: 'truncated' },
    { name: 'renames it', touch: (path) => renameSync(path, `${path}.1`), verdict: 'truncated' },
    {
      name: 'renames it and puts an empty file in its place',
      touch: (path) => {
        renameSync(path, `${path}.1`)
        writeFileSync(path, '')
      },
      verdict: 'truncated',
    },
    { name: 'empties it', touch: (path) => truncateSync(path, 0), verdict: 'truncated' },
    { name: 'cuts it', touch: (path) => truncateSync(path, 100), verdict: 'tampered' },
    { name: 'appends to it', touch: (path) => appendFileSync(path, 'x\n'), verdict: 'tampered' },
    {
      name: 'replaces it with a copy',
      touch: (path) => {
        copyFileSync(path, `${path}.copy`)
        renameSync(`${path}.copy`, path)
      },
      verdict: 'fine',
    },
  ]

  test.each(attacks)(
    '$name: the ledger notices, goes on in a new one, and verify says where',
    async ({ touch, verdict }) => {
      const dir = newDir()
      const ledger = await open(dir, { limits: FAST })
      await ledger.append(deny('before'))
      touch(pathOf(dir, segmentsOf(dir)[0] ?? ''))
      await until(() => ledger.state().poisoned === 1)
      await ledger.append(deny('after'))
      await ledger.close()
      const report = await verifyLedger(dir)
      expect(report.verdict).toBe(verdict)
      if (verdict !== 'fine') expect(report.firstBad?.segment).toMatch(/^00000000000[02]\.jsonl$/)
      expect(readFileSync(pathOf(dir, '000000000002.jsonl'), 'utf8')).toContain('sink.poisoned')
    },
  )

  test('removes LOCK: the ledger refuses from then on, and does not come back', async () => {
    const dir = newDir()
    const ledger = await open(dir, { limits: { ...FAST, closeMs: 100 } })
    rmSync(join(dir, 'LOCK'))
    await until(() => !ledger.state().ready)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await expect(ledger.append(deny('r'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    await expect(ledger.close()).rejects.toThrow()
  })
})

describe('while Cordon itself is busy', () => {
  /** Longer than the deadline, and nothing is heard of the disk. */
  const beBusy = (ms: number) => {
    for (const until = performance.now() + ms; performance.now() < until;);
  }

  test('nothing is refused because of a disk that was done in time', async () => {
    // a disk beside other work may really take its time: that has to be less than the deadline
    const ledger = await open(newDir(), { deadlineMs: 2_000 })
    const first = ledger.append(permit('a'))
    await new Promise((next) => setImmediate(next)) // it is being written now
    beBusy(3_000)
    const second = ledger.append(permit('b'))
    beBusy(3_000)
    expect(await Promise.allSettled([first, second])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }])
    await ledger.close()
  })

  test('a disk that does not answer is noticed all the same', async () => {
    let answer = () => {}
    const hang = new Promise<void>((done) => (answer = done))
    const fs = faultyDisk({ sync: (_file, nth) => (nth === 2 ? hang : undefined) })
    const ledger = await open(newDir(), { deadlineMs: 100, fs })
    const busy = setInterval(() => beBusy(600), 1)
    await expect(ledger.append(permit('a'))).rejects.toMatchObject({ code: 'audit_unavailable' })
    clearInterval(busy)
    answer()
    await ledger.close()
  })
})
