import type { Duplex } from 'node:stream'
import type { Product } from '../export/cef.ts'
import type { Followed } from './follow.ts'
import { messageOf, syslogFrame } from './messages.ts'
import type { DeliveryFormat } from './messages.ts'

/** Hands records to one receiver. */
export type Sender = {
  /** Resolves when the receiver has them, as far as its protocol can tell. Rejects when it has not, or nobody knows. */
  readonly send: (records: readonly Followed[]) => Promise<void>
  /** Throws when what was sent before may be lost. */
  readonly check: () => void
  /** Milliseconds for which a connection must stay well after a send before that counts as taken; 0 where the receiver acknowledges. */
  readonly settleMs: number
  /** Forgets its connection. */
  readonly reset: () => void
  /** Ends its connection in order. Resolves with true when all that was sent has surely been read. */
  readonly close: () => Promise<boolean>
}

export type SenderParts = { readonly format: DeliveryFormat; readonly product: Product; readonly timeoutMs: number }

export type Post = (body: string) => Promise<{ readonly status: number }>

/** Batches of lines by POST; a status of 2xx is the receiver's acknowledgement. */
export function httpsSender(post: Post, { format, product }: SenderParts): Sender {
  return {
    send: async (records) => {
      const { status } = await post(records.map((record) => `${messageOf(record, format, product)}\n`).join(''))
      if (status < 200 || status > 299) throw new Error(`the receiver answered ${String(status)}`)
    },
    check: () => {},
    settleMs: 0,
    reset: () => {},
    close: () => Promise.resolve(true),
  }
}

/**
 * Syslog over TLS (RFC 5425). The protocol acknowledges nothing, so that what was written counts as taken only when the connection is
 * still well `settleMs` later, or when the receiver has closed its side after us.
 */
export function syslogSender(
  connect: () => Promise<Duplex>,
  { format, product, timeoutMs, settleMs }: SenderParts & { readonly settleMs: number },
): Sender {
  let socket: Duplex | null = null
  let broken = false
  const reset = () => {
    socket?.destroy()
    socket = null
    broken = false
  }
  const open = async () => {
    const made = await connect()
    made.on('error', () => (broken = true))
    made.on('end', () => (broken = true))
    made.on('close', () => (broken = true))
    made.resume() // a receiver that says something is not listened to
    return made
  }
  const check = () => {
    if (broken) throw new Error('the connection broke')
  }
  return {
    send: async (records) => {
      check()
      socket ??= await open()
      await written(socket, Buffer.concat(records.map((record) => syslogFrame(record, format, product))), timeoutMs)
      check()
    },
    check,
    settleMs,
    reset,
    close: async () => {
      const isWell = socket === null || (!broken && (await ended(socket, timeoutMs)))
      reset()
      return isWell
    },
  }
}

function written(socket: Duplex, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  return new Promise((done, fail) => {
    const late = () => {
      socket.destroy()
      fail(new Error('the receiver took nothing in time'))
    }
    const timer = setTimeout(late, timeoutMs)
    socket.write(bytes, (cause) => {
      clearTimeout(timer)
      if (cause) fail(cause)
      else done()
    })
  })
}

/** True when the other side closes in order, after having seen our end. */
function ended(socket: Duplex, timeoutMs: number): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), timeoutMs)
    const settle = (isWell: boolean) => {
      clearTimeout(timer)
      done(isWell)
    }
    socket.once('end', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.end()
  })
}
