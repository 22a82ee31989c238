import { readFile } from 'node:fs/promises'
import { holdsIn } from '../audit/holds.ts'
import { readLogFile } from '../audit/ledger-files.ts'
import type { Ledger } from '../audit/ledger.ts'
import { readPinnedKeys } from '../audit/note-keys.ts'
import { planPruning } from '../audit/plan-pruning.ts'
import type { PrunePlan, Pruning, Stays } from '../audit/plan-pruning.ts'
import { prune } from '../audit/prune.ts'
import { PRESETS, readRetention } from '../audit/retention.ts'
import { sealStore, sealedBeside } from '../audit/seal-store.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import type { Retention } from '../terms/policy.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { onStoppedLedger, oneDir, said } from './stopped-ledger.ts'

/**
 * `cordon audit prune DIR --retain ai-act|pci|hipaa|sox|18m --by NAME --sign LEDGER-KEY.pem`: removes whole segments of which every record is older, no
 * policy asked for longer and no hold covers any; what is left still verifies. `--dry-run` only says what would go.
 */
export async function auditPrune(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      retain: { type: 'string' },
      by: { type: 'string' },
      sign: { type: 'string' },
      sealed: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const dir = oneDir('prune', positionals)
  const retain = readRetention(values.retain ?? '')
  if (retain === null)
    throw new UsageError(`--retain takes ${Object.keys(PRESETS).join(', ')}, or days, months or years: 90d, 18m, 6y`)
  const show = (plan: PrunePlan, record: number | null) =>
    io.out(values.json ? `${JSON.stringify(toJson(plan, retain, record), null, 2)}\n` : inWords(plan, retain, record))
  if (values['dry-run']) {
    show(await planFor(dir, retain, io), null)
    return 0
  }
  const { sign, sealed = sealedBeside(dir) } = values
  if (sign === undefined) throw new UsageError("audit prune needs --sign with the ledger's key, or --dry-run")
  const about = { retain, by: said('by', values.by, 200) }
  await mustBeFine(dir, sign)
  const limits = { checkpointRecords: 1 }
  const [plan, record] = await onStoppedLedger({ dir, key: sign, command: 'prune', limits }, io, async (ledger) => {
    const planned = await planFor(dir, retain, io)
    await recordRefusal(ledger, planned, about)
    if (planned.cut === null) return [planned, null] as const
    const holds = await holdsIn(dir)
    return [planned, await prune({ dir, ledger, store: sealStore(sealed), holds, about }, planned)] as const
  })
  show(plan, record)
  return 0
}

async function planFor(dir: string, retain: Retention, io: Io): Promise<PrunePlan> {
  const log = await readLogFile(dir)
  if (log === null) throw new Error(`there is no ledger in ${dir}`)
  const pruning: Pruning = { now: io.now(), retain, holds: await holdsIn(dir) }
  return planPruning(dir, log, pruning)
}

/** What is wrong with a ledger must not be pruned away. */
async function mustBeFine(dir: string, sign: string): Promise<void> {
  const { verdict, why } = await verifyLedger(dir, { pinned: readPinnedKeys(await readFile(sign, 'utf8')) })
  if (verdict !== 'fine') throw new Error(`the ledger is ${verdict}, and nothing is pruned: ${why ?? ''}`)
}

async function recordRefusal(
  { append }: Pick<Ledger, 'append'>,
  { stays }: PrunePlan,
  about: { readonly retain: string; readonly by: string },
): Promise<void> {
  if (stays.why === 'hold') await append({ type: 'audit.refused', what: 'prune', holds: [stays.hold], ...about })
}

function toJson({ cut, segments, records, stays }: PrunePlan, retain: Retention, record: number | null) {
  const first = cut === null ? null : cut.first
  return { retain, first, segments: segments.map(({ name }) => name), records, stays, record }
}

function inWords({ cut, segments, records, stays }: PrunePlan, retain: Retention, record: number | null): string {
  const why = `${WHY[stays.why]}${stays.why === 'hold' ? ` (${stays.hold})` : ''}`
  if (cut === null) return `Nothing goes: the oldest segment ${why}.\n`
  const what = `${String(segments.length)} segments with ${String(records)} records`
  const where = `the ledger ${record === null ? 'would begin' : 'begins'} at record ${String(cut.first)}, and the next segment ${why}`
  return record === null
    ? `${what} would go, with a retention of ${retain}: ${where}.\n`
    : `${what} are gone, with a retention of ${retain} (record ${String(record)}): ${where}.\n`
}

const WHY: Readonly<Record<Stays['why'], string>> = {
  age: 'is not old enough',
  retain: 'holds a record that a policy keeps for longer',
  hold: 'is under legal hold',
  last: 'is one of the newest, which stay',
}
