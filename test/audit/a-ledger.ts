import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterAll } from '@jest/globals'
import { disk } from '../../src/audit/disk.ts'
import type { LedgerDisk, SegmentFile } from '../../src/audit/disk.ts'
import { openLedger } from '../../src/audit/ledger.ts'
import type { Ledger, LedgerOptions } from '../../src/audit/ledger.ts'

const made: string[] = []

afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

/** A directory that is gone when the test file is done. */
export function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'cordon-ledger-'))
  made.push(dir)
  return dir
}

export type Said = { readonly level: string; readonly message: string; readonly fields: unknown }

/** A log that remembers. */
export function aLog() {
  const said: Said[] = []
  const line = (level: string) => (message: string, fields?: unknown) => void said.push({ level, message, fields })
  return { said, debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/** A ledger in a directory, with a long deadline, because test machines are slow and no test is about that. */
export function open(dir: string, options: Partial<LedgerOptions> = {}): Promise<Ledger> {
  return openLedger({
    dir,
    origin: 'test.example/one',
    writer: 'w1',
    deadlineMs: 10_000,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    pid: 1,
    log: aLog(),
    ...options,
  })
}

export const permit = (request: string) => ({ type: 'decision', request, effect: 'permit' })
export const deny = (request: string) => ({ type: 'decision', request, effect: 'deny' })
export const outcome = (request: string) => ({ type: 'outcome', request, status: 200 })

/** What a disk can be told to do wrong. `counts` says how often each thing was asked for. */
export type Faults = {
  append?: (bytes: Uint8Array, file: SegmentFile, nth: number) => Promise<number> | undefined
  sync?: (file: SegmentFile, nth: number) => Promise<void> | undefined
  create?: (path: string, nth: number) => Error | undefined
  remove?: (path: string) => Error | undefined
  syncDir?: () => Error | undefined
  free?: () => number
}

/** The real disk, with faults. */
export function faultyDisk(faults: Faults): LedgerDisk & { counts: { append: number; sync: number; create: number } } {
  const counts = { append: 0, sync: 0, create: 0 }
  return {
    ...disk,
    counts,
    create: async (path) => {
      counts.create += 1
      const failed = faults.create?.(path, counts.create)
      if (failed !== undefined) throw failed
      const file = await disk.create(path)
      return {
        ...file,
        append: (bytes) => faults.append?.(bytes, file, (counts.append += 1)) ?? file.append(bytes),
        sync: () => faults.sync?.(file, (counts.sync += 1)) ?? file.sync(),
      }
    },
    syncDir: async (path) => {
      const failed = faults.syncDir?.()
      if (failed !== undefined) throw failed
      await disk.syncDir(path)
    },
    free: async (path) => faults.free?.() ?? (await disk.free(path)),
    remove: async (path) => {
      const failed = faults.remove?.(path)
      if (failed !== undefined) throw failed
      await disk.remove(path)
    },
  }
}

export const errno = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

export const segmentsOf = (dir: string) =>
  readdirSync(join(dir, 'seg'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()

export const pathOf = (dir: string, segment: string) => join(dir, 'seg', segment)

/** Every whole line of every segment, parsed. */
export function linesOf(dir: string): readonly Readonly<Record<string, unknown>>[] {
  return segmentsOf(dir).flatMap((name) =>
    readFileSync(pathOf(dir, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}

export const typesOf = (dir: string) => linesOf(dir).map(({ type }) => type)
