import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { createHistogram, performance } from 'node:perf_hooks'
import { isOk, isWhole } from './answers.ts'

export type Load = {
  readonly port: number
  readonly request: () => Buffer
  readonly concurrency: number
  readonly ms: number
}
export type Measured = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly answered: number
}

/**
 * Sends one request over and over on `concurrency` keep-alive connections, the next as soon as the last is answered.
 * A raw socket costs less than an HTTP client, so more of what is measured is the server. Any answer but 200 is an error.
 * Latencies are in milliseconds.
 */
export async function load({ port, request, concurrency, ms }: Load): Promise<Measured> {
  const histogram = createHistogram()
  const end = performance.now() + ms
  const began = performance.now()
  await Promise.all(Array.from({ length: concurrency }, () => one(port, request, end, (ns) => histogram.record(ns))))
  const seconds = (performance.now() - began) / 1000
  const at = (percentile: number) => histogram.percentile(percentile) / 1e6
  return { perSecond: histogram.count / seconds, p50: at(50), p99: at(99), answered: histogram.count }
}

function one(port: number, request: () => Buffer, end: number, record: (ns: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let sent = 0n
    let held: Buffer = Buffer.alloc(0)
    const send = () => {
      const next = request()
      sent = process.hrtime.bigint()
      socket.write(next)
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      if (!isWhole(held)) return
      if (!isOk(held)) return reject(new Error(`the server answered: ${held.toString('latin1', 0, 300)}`))
      record(Math.max(1, Number(process.hrtime.bigint() - sent)))
      held = Buffer.alloc(0)
      if (performance.now() < end) return send()
      socket.end()
      resolve()
    })
  })
}
