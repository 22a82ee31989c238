import { createSocket } from 'node:dgram'

/** Which addresses a name has at the moment: none for a name that is not there, null for no answer at all. */
export type Names = (name: string) => readonly string[] | null

export type Resolver = { readonly asked: string[]; readonly stop: () => void }

/** A DNS server (RFC 1035) that answers A as it is told, AAAA with nothing, and keeps what it was asked for. */
export async function resolver(host: string, names: Names): Promise<Resolver> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, end } = nameIn(query)
    asked.push(name)
    const addresses = names(name)
    if (addresses === null) return
    const isA = query.readUInt16BE(end) === 1
    socket.send(answerTo(query, end + 4, isA ? addresses : [], addresses.length === 0), from.port, from.address)
  })
  await new Promise<void>((done) => socket.bind(53, host, () => done()))
  return { asked, stop: () => socket.close() }
}

function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let size = query[at] ?? 0; size > 0; size = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size))
    at += 1 + size
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

function answerTo(query: Buffer, end: number, addresses: readonly string[], missing: boolean): Buffer {
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(missing ? 0x8183 : 0x8180, 2) // an answer, NXDOMAIN where there is no such name
  header.writeUInt16BE(addresses.length, 6)
  header.writeUInt32BE(0, 8)
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  )
  return Buffer.concat([header, query.subarray(12, end), ...records])
}
