import type { KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hold } from '../../src/audit/holds.ts'
import { holdsIn } from '../../src/audit/holds.ts'
import { readLogFile } from '../../src/audit/ledger-files.ts'
import { planPruning } from '../../src/audit/plan-pruning.ts'
import { prune } from '../../src/audit/prune.ts'
import { sealStore } from '../../src/audit/seal-store.ts'
import type { Retention } from '../../src/terms/policy.ts'
import { deny, newDir, open, outcome, permit } from './a-ledger.ts'
import { publicPem } from './a-signed-ledger.ts'

const DAY = 86_400_000
export const dayAt = (day: number) => Date.parse('2026-01-01T00:00:00Z') + day * DAY

/** A ledger of seven runs, a day apart: seven segments. The last request of each run is closed by the next start. */
export async function oldLedger(
  key: KeyObject,
  more: (day: number) => Record<string, unknown> = () => ({}),
): Promise<string> {
  const dir = newDir()
  for (let day = 0; day < 7; day += 1) {
    const ledger = await open(dir, { signers: [key], now: () => dayAt(day), limits: { checkpointRecords: 6 } })
    for (let at = 0; at < 3; at += 1) {
      await ledger.append({ ...permit(`d${String(day)}-${String(at)}`), ...more(day) } as never)
      await ledger.append(outcome(`d${String(day)}-${String(at)}`))
    }
    await ledger.append(deny(`d${String(day)}-x`))
    await ledger.append(permit(`d${String(day)}-open`))
    await ledger.close()
  }
  return dir
}

export async function planOf(dir: string, day: number, retain: Retention = '1d', holds?: readonly Hold[]) {
  const log = await readLogFile(dir)
  if (log === null) throw new Error('no ledger')
  return planPruning(dir, log, { now: dayAt(day) - 1, retain, holds: holds ?? (await holdsIn(dir)) })
}

/** Prunes as the command does. */
export async function pruned(dir: string, key: KeyObject, day: number, retain: Retention = '1d'): Promise<number> {
  const ledger = await open(dir, { signers: [key], now: () => dayAt(day), limits: { checkpointRecords: 1 } })
  try {
    const plan = await planOf(dir, day, retain)
    const store = sealStore(join(dir, '..', 'none.sealed'))
    return await prune({ dir, ledger, store, holds: await holdsIn(dir), about: { retain, by: 'x' } }, plan)
  } finally {
    await ledger.close()
  }
}

export function keyFileOf(key: KeyObject): string {
  const path = join(newDir(), 'key.pem')
  writeFileSync(path, publicPem(key))
  return path
}
