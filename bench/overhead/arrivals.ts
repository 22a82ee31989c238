import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createHistogram, performance } from 'node:perf_hooks'
import { isOk, isWhole } from './answers.ts'

export type Arrivals = {
  readonly port: number
  readonly request: () => Buffer
  /** Requests in a second. */
  readonly rate: number
  readonly ms: number
}

export type Arrived = {
  /** Milliseconds from when a request was due, whether it could be sent then or not, to the end of its answer. */
  readonly p50: number
  readonly p99: number
  readonly answered: number
  /** Answers other than 200, and connections that broke. */
  readonly failed: number
  /** Requests that were due and had no answer when the last one was sent. */
  readonly behind: number
  /** Those that still had none two seconds later. */
  readonly left: number
  /** The most that were under way at once. */
  readonly most: number
  /** The latest that a request was sent after it was due: what the bench itself could not keep up with. */
  readonly lateMs: number
}

/** Connections that there may be; what is due beyond them waits, and its time runs. */
const MOST = 512
/** Milliseconds for what is under way when the last request was sent. */
const GRACE = 2_000

/**
 * Requests that come when they are due, at a constant rate, whether those before them are answered or not: as callers do who know nothing of each
 * other. A server that stalls is charged for everyone who had to wait meanwhile, and not for one request on each connection.
 */
export async function arrive({ port, request, rate, ms }: Arrivals): Promise<Arrived> {
  const histogram = createHistogram()
  const count = Math.floor((rate * ms) / 1000)
  const all: Line[] = []
  const idle: Line[] = []
  const due: number[] = []
  const seen = { lines: 0, sent: 0, failed: 0, most: 0, lateMs: 0 }
  const underWay = () => seen.sent - histogram.count - seen.failed

  const freed = (line: Line) => {
    const at = due.shift()
    if (at === undefined) idle.push(line)
    else line.send(request(), at)
  }
  const open = (at: number) => {
    seen.lines += 1
    const line = createLine(port, {
      answered: (began) => {
        histogram.record(Math.max(1, Math.round((performance.now() - began) * 1e6)))
        freed(line)
      },
      failed: () => {
        seen.failed += 1
        seen.lines -= 1
      },
    })
    all.push(line)
    line.send(request(), at)
  }
  const send = (at: number) => {
    seen.sent += 1
    seen.lateMs = Math.max(seen.lateMs, performance.now() - at)
    const line = idle.pop()
    if (line !== undefined) line.send(request(), at)
    else if (seen.lines < MOST) open(at)
    else due.push(at)
    seen.most = Math.max(seen.most, underWay())
  }

  const from = performance.now()
  for (let next = 0; next < count;) {
    for (; next < count && from + (next * 1000) / rate <= performance.now(); next += 1)
      send(from + (next * 1000) / rate)
    await new Promise((done) => setTimeout(done, 1))
  }
  const behind = underWay()
  for (const end = performance.now() + GRACE; underWay() > 0 && performance.now() < end;)
    await new Promise((done) => setTimeout(done, 5))
  const left = underWay()
  for (const line of all) line.close()
  const at = (percentile: number) => histogram.percentile(percentile) / 1e6
  const { failed, most, lateMs } = seen
  return { p50: at(50), p99: at(99), answered: histogram.count, failed, behind, left, most, lateMs }
}

/** One connection, with one request at a time. */
type Line = { readonly send: (request: Buffer, due: number) => void; readonly close: () => void }

type Heard = { readonly answered: (due: number) => void; readonly failed: () => void }

function createLine(port: number, { answered, failed }: Heard): Line {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  let due: number | null = null
  let held: Buffer = Buffer.alloc(0)
  const broke = () => {
    if (due !== null) failed()
    due = null
    socket.destroy()
  }
  socket.on('error', broke)
  socket.on('close', broke)
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    if (due === null || !isWhole(held)) return
    if (!isOk(held)) return broke()
    const began = due
    due = null
    held = Buffer.alloc(0)
    answered(began)
  })
  return {
    send: (request, at) => {
      due = at
      socket.write(request)
    },
    close: () => void socket.destroy(),
  }
}
