import { createHash, timingSafeEqual } from 'node:crypto'
import type { SecureContext, TLSSocket } from 'node:tls'

/**
 * What TLS to one endpoint is made with, in place of the public certificates. `pin` is in base64. `name` is what the certificate must
 * prove instead of the host that is dialled; null for that host.
 */
export type Trust = { readonly context: SecureContext; readonly pin: string | null; readonly name: string | null }

/** Whether the peer has the very key of a pin (SHA-256 of its SubjectPublicKeyInfo, as in RFC 7469 §2.4). */
export function hasPin(socket: TLSSocket, pin: string): boolean {
  const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' })
  const wanted = Buffer.from(pin, 'base64')
  if (spki === undefined || wanted.length !== 32) return false
  return timingSafeEqual(createHash('sha256').update(spki).digest(), wanted)
}
