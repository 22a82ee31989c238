import { appendFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { disk, timedDisk } from '../audit/disk.ts'
import { openLedger } from '../audit/ledger.ts'
import { keepPolicy } from '../audit/kept-policies.ts'
import { RESERVE_BYTES } from '../audit/ledger-limits.ts'
import { operationsLog } from '../audit/operations-log.ts'
import { noteSigner, vkeyOf } from '../audit/signed-note.ts'
import { createWitnesses } from '../audit/witnesses.ts'
import { pseudonyms } from '../audit/pseudonyms.ts'
import { sealStore } from '../audit/seal-store.ts'
import { createSealer } from '../audit/sealer.ts'
import type { Sealer } from '../audit/sealer.ts'
import { policyOf, startApp } from '../app.ts'
import type { App, Loaded } from '../app.ts'
import { startDeliveries } from '../delivery-room.ts'
import type { DeliveryRoom } from '../delivery-room.ts'
import { shutTheOtherDoors } from '../forward/other-doors.ts'
import { canonicalPolicy } from '../policy/digest.ts'
import { createTelemetryRoom } from '../telemetry-room.ts'
import { startTracing } from '../tracing-room.ts'
import type { Log } from '../terms/logger.ts'
import type { Io } from './io.ts'
import { recipientsOf, signingKey } from './start-checks.ts'
import { CONSOLE, VERSION } from './version.ts'
import { keepersOf } from './witness-keepers.ts'

/** What may be without a witness before it is said. */
const UNWITNESSED = { records: 100_000, ms: 3_600_000 }
/** Milliseconds for which a line of the log may wait for others. */
const GATHER = 20
/** Milliseconds between two looks for a new checkpoint. */
const WITNESS_EVERY = 1_000

export type Running = { readonly app: App; readonly log: Log; readonly stop: () => Promise<void> }

export type RunProxyParts = {
  readonly loaded: Loaded
  readonly reload: () => Promise<Loaded>
  /** Said in the log at start, and counted in the ledger's record of it. */
  readonly warnings: readonly string[]
  /** A file for the log, in place of stderr. */
  readonly logTo?: string
}

/** Opens the ledger, shuts every other way out, and starts the proxy. Rejects with one sentence when that cannot be. */
export async function runProxy({ loaded, reload, warnings, logTo }: RunProxyParts, io: Io): Promise<Running> {
  const { config } = loaded
  const write = logTo === undefined ? io.err : (line: string) => appendFileSync(logTo, line, { mode: 0o600 })
  const log = operationsLog({ level: config.log.level, write, gatherMs: GATHER })
  for (const warning of warnings) log.warn('configuration', { note: warning })
  shutTheOtherDoors((door) => log.error('a way out that is shut was tried', { door }))
  let deliveries: DeliveryRoom | null = null
  const tracing = await startTracing({ config, version: VERSION, log })
  const telemetry = createTelemetryRoom({ log, tracing, deliveries: () => deliveries?.state() ?? {} })
  const keyFile = await readFile(config.audit.key)
  const keys = pseudonyms(keyFile)
  const sealer = await sealerOf(config)
  const signing = signingKey(config.audit.key, keyFile)
  const ledger = await openLedger({
    dir: config.audit.dir,
    origin: config.audit.origin,
    writer: hostname(),
    deadlineMs: config.audit.deadlineMs,
    now: io.now,
    monotonic: () => performance.now(),
    pid: io.pid,
    log,
    about: { ...policyOf(loaded), warnings: warnings.length },
    policy: toKeep(loaded),
    limits: { reserveBytes: RESERVE_BYTES },
    fs: timedDisk(disk, telemetry.synced),
    mirror: config.audit.mirror ?? undefined,
    signers: [signing],
  })
  try {
    deliveries = await startDeliveries({
      ...{ config, log, version: VERSION },
      durable: () => ledger.state().records,
      monotonic: () => performance.now(),
    })
    const keep = (next: Loaded) => keepPolicy(config.audit.dir, toKeep(next))
    const witnesses = await createWitnesses({
      ...{ dir: config.audit.dir, keepers: keepersOf(config), log, now: io.now },
      ...{ checkpoint: ledger.checkpoint, records: () => ledger.state().records },
      ...{ most: UNWITNESSED, everyMs: WITNESS_EVERY },
    })
    const app = await startApp({
      ...{ loaded, reload, ledger, keep, keys, log, now: io.now, env: io.env, version: VERSION, consoleDir: CONSOLE },
      ...{ unwitnessed: witnesses.tail, telemetry },
      ...{ witnesses: witnesses.states, vkey: vkeyOf(noteSigner(config.audit.origin, signing)) },
      ...(sealer && { sealer }),
    })
    io.onReload(() => void app.reload())
    const stop = async () => {
      await app.stop().finally(witnesses.stop)
      await deliveries?.stop() // after the last record
    }
    return { app, log, stop }
  } catch (cause) {
    await deliveries?.stop()
    await telemetry.stop()
    await ledger.close()
    throw cause
  }
}

async function sealerOf({ audit: { seal, deadlineMs } }: Loaded['config']): Promise<Sealer | null> {
  if (seal === null) return null
  const { dir, limit } = seal
  return createSealer({ store: sealStore(dir), recipients: await recipientsOf(seal.recipients), limit, deadlineMs })
}

const toKeep = ({ policy, approved }: Loaded) => ({
  digest: policy.digest,
  text: canonicalPolicy(policy),
  serial: approved?.serial ?? null,
})
