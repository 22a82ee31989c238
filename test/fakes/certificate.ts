import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

export type Pair = { readonly key: string; readonly cert: string }

const DAY = 86_400_000

/** A certificate that signs itself, from yesterday until tomorrow. */
export const selfSigned = (...names: readonly string[]): Pair => selfSignedFor(names, -DAY, DAY)

/**
 * A certificate that signs itself (ECDSA P-256), made on the spot: X.509 in DER (RFC 5280), as small as TLS accepts it. Its times are milliseconds
 * from now.
 */
export function selfSignedFor(names: readonly string[], from: number, until: number): Pair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const ecdsaWithSha256 = seq(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const serial = der(0x02, Buffer.concat([Buffer.from([1]), createHash('sha256').update(spki).digest().subarray(0, 8)]))
  const commonName = seq(der(0x31, seq(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('test')))))
  const validity = seq(utcTime(Date.now() + from), utcTime(Date.now() + until))
  const altNames = seq(oid(0x55, 0x1d, 0x11), der(0x04, seq(...names.map(altName))))
  const isCa = seq(
    oid(0x55, 0x1d, 0x13),
    der(0x01, Buffer.from([0xff])),
    der(0x04, seq(der(0x01, Buffer.from([0xff])))),
  )
  const version = der(0xa0, der(0x02, Buffer.from([2])))
  const extensions = der(0xa3, seq(isCa, altNames))
  const body = seq(version, serial, ecdsaWithSha256, commonName, validity, commonName, spki, extensions)
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const base64 = seq(body, ecdsaWithSha256, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const seq = (...parts: readonly Buffer[]) => der(0x30, Buffer.concat(parts))
const oid = (...bytes: readonly number[]) => der(0x06, Buffer.from(bytes))
const utcTime = (ms: number) => der(0x17, Buffer.from(new Date(ms).toISOString().replace(/^..|[-:T]|\.\d+/g, '')))
const altName = (name: string) =>
  isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
