import type { NodeTls } from '../terms/destination.ts'
import type { NodeFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import type { Path } from './source.ts'

/** SHA-256 in base64 (RFC 4648 §4). */
const PIN = /^sha256\/([A-Za-z0-9+/]{43}=)$/

/** How a node is known by TLS. What the files hold is seen when they are used; that they are there is checked here. */
export function toTls(written: NonNullable<NodeFile['tls']>, protocol: string, path: Path, desk: Desk): NodeTls {
  const { ca, cert, key, pin } = written
  if (protocol !== 'https:')
    desk.wrong(path, '"tls" needs a "url" that starts with https://, or "scheme": https', 'key')
  if ((cert === undefined) !== (key === undefined)) desk.wrong(path, '"cert" and "key" go together', 'key')
  const file = (name: string, value: string) => desk.existing([...path, name], value, 'a PEM file')
  return {
    ca: ca === undefined ? null : file('ca', ca),
    own: cert === undefined || key === undefined ? null : { cert: file('cert', cert), key: file('key', key) },
    pin: pin === undefined ? null : toPin(pin, path, desk),
  }
}

function toPin(written: string, path: Path, desk: Desk): string | null {
  const pin = PIN.exec(written)?.[1] ?? null
  if (pin === null) desk.wrong([...path, 'pin'], '"pin" needs sha256/ and the base64 of that hash of the public key')
  return pin
}
