/** Delivery of records: what a configuration names, joined with the ledger's files and the door out. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cursorFile } from './audit/deliver/cursor-file.ts'
import { Delivery } from './audit/deliver/delivery.ts'
import type { DeliveryLimits } from './audit/deliver/delivery.ts'
import { LedgerFollower } from './audit/deliver/follow.ts'
import { httpsSender, syslogSender } from './audit/deliver/senders.ts'
import type { Config } from './config/config.ts'
import { createDeliveryDoor } from './forward/delivery-door.ts'
import type { Dialling } from './forward/dial.ts'
import type { Log } from './terms/logger.ts'

export type DeliveryRoomParts = {
  readonly config: Pick<Config, 'audit' | 'secrets'>
  /** How many records of the ledger are durable. */
  readonly durable: () => number
  readonly monotonic: () => number
  readonly version: string
  readonly log: Log
  readonly limits?: Partial<DeliveryLimits>
  readonly dialling?: Partial<Dialling>
}

export type DeliveryRoom = {
  readonly state: () => Readonly<Record<string, Delivery['state']>>
  /** Delivers what is there, for a few seconds at most. Never rejects. */
  readonly stop: () => Promise<void>
}

const LIMITS = { batch: 200, pollMs: 250, retryMs: 500, retryMaxMs: 60_000 }
const STOP_WITHIN = 3000

/** Starts to deliver to every receiver that is configured. Rejects with one sentence when a cursor or a certificate cannot be read. */
export async function startDeliveries(parts: DeliveryRoomParts): Promise<DeliveryRoom> {
  const made = await Promise.all(parts.config.audit.deliver.map((receiver) => make(receiver, parts)))
  for (const { delivery } of made) await delivery.start()
  return {
    state: () => Object.fromEntries(made.map(({ name, delivery }) => [name, delivery.state])),
    stop: async () => {
      await Promise.all(made.map(({ delivery }) => delivery.stop(STOP_WITHIN)))
      for (const { close } of made) close()
    },
  }
}

async function make(receiver: Config['audit']['deliver'][number], parts: DeliveryRoomParts) {
  const { name, kind, url, format, apiKeyEnv, scheme, ca, alertAt, settleMs, timeoutMs } = receiver
  const { config, durable, monotonic, version, log, limits, dialling } = parts
  const { dir, origin } = config.audit
  const key = config.secrets.of(apiKeyEnv)
  const door = createDeliveryDoor({
    ...{ url, timeoutMs },
    headers: key === null ? {} : { authorization: `${scheme} ${key}` },
    dialling: { ...dialling, ...(ca === null ? {} : { ca: await readFile(ca, 'utf8') }) },
  })
  const about = { format, product: { name: 'Cordon', version, origin }, timeoutMs }
  const sender = kind === 'https' ? httpsSender(door.post, about) : syslogSender(door.connect, { ...about, settleMs })
  const delivery = new Delivery({
    ...{ name, sender, durable, monotonic, log },
    follower: new LedgerFollower(dir, 0),
    cursor: cursorFile(join(`${dir}.deliver`, `${name}.json`), origin),
    limits: { ...LIMITS, ...limits, alertAt },
  })
  return { name, delivery, close: door.close }
}
