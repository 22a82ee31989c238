import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import ipaddr from 'ipaddr.js'

/** One flow of packets, by where it went. `protocol`: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6. */
export type Flow = { readonly protocol: number; readonly to: string; readonly port: number; readonly packets: number }

export type Seen = { readonly dropped: number; readonly others: number; readonly flows: readonly Flow[] }

/** Counts all packets that are sent while something runs, and for a moment after it. */
export async function watch<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly seen: Seen }> {
  const child = spawn('python3', ['test/leak/namespace/capture.py'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  if ((await lines.next()).value !== 'ready') throw new Error('the capture did not start')
  const result = await run()
  await new Promise((done) => setTimeout(done, 200))
  child.stdin.end()
  const { value } = await lines.next()
  return { result, seen: JSON.parse(String(value)) as Seen }
}

/** The flows that went anywhere but into these ranges. A mapped address counts as the IPv4 address that it is. */
export function outside({ flows }: Seen, ranges: readonly string[]): readonly Flow[] {
  const inside = ranges.map((range) => ipaddr.parseCIDR(range))
  return flows.filter(({ to }) => {
    const address = ipaddr.process(to)
    return !inside.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits))
  })
}
