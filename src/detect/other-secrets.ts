import type { Detector, Spotted } from '../terms/finding.ts'
import { fromBase58Check } from './base58.ts'
import { BASE58, hasRun } from './has-run.ts'
import { entropy, isPlaceholder } from './placeholder.ts'
import { spot } from './spot.ts'

const HEADER = /\b(bearer|basic)[ \t]{1,3}(?:token[ \t]{1,3})?([A-Za-z0-9._~+/=-]{12,2048})/gi
const CURL = /(?:^|\s)(?:-u|--user)[ =]{1,2}["']?([^\s:"']{1,64}:[^\s"']{4,128})/g
const NETRC = /\blogin\s{1,4}\S{1,64}\s{1,4}password\s{1,4}(\S{4,128})/g
const OTP = /otpauth:\/\/(?:totp|hotp)\/[^\s"'<>]{1,512}/gi
const HASH =
  /(?<![\w$])\$(?:2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|[156]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22,86}|argon2(?:id|i|d)\$v=\d{1,3}\$[mtp=,\d]{5,40}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,128})(?![\w$])/g
const WALLET_KEY =
  /(?<![0-9A-Za-z])(?:[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}|[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{100,108})(?![0-9A-Za-z])/g
/** Version bytes of Bitcoin's wallet import format, on the main and the test network. */
const WIF = new Set([0x80, 0xef])

const matches = (
  text: string,
  pattern: RegExp,
  scoreOf: (match: RegExpMatchArray) => number,
  group = 0,
): readonly Spotted[] =>
  [...text.matchAll(pattern)].flatMap((match) => {
    const value = match[group] ?? ''
    const start = (match.index ?? 0) + (group === 0 ? 0 : match[0].lastIndexOf(value))
    return spot('SECRET', scoreOf(match), start, start + value.length)
  })

/** HTTP credentials (RFC 6750, RFC 7617), and those that curl and .netrc take. */
export const authorizationHeader: Detector = {
  id: 'authorization-header',
  types: ['SECRET'],
  detect: (text) => [
    ...(/bearer|basic/i.test(text) ? matches(text, HEADER, headerScore, 2) : []),
    ...(/\s-u |--user/.test(text) ? matches(text, CURL, ([, pair = '']) => (isWritten(pair) ? 0.85 : 0), 1) : []),
    ...(text.includes('password') ? matches(text, NETRC, ([, word = '']) => (isPlaceholder(word) ? 0 : 0.85), 1) : []),
  ],
}

const isWritten = (pair: string): boolean => !isPlaceholder(pair.slice(pair.indexOf(':') + 1)) && !pair.includes('$')

function headerScore([, scheme = '', value = '']: RegExpMatchArray): number {
  if (isPlaceholder(value) || !/[\dA-Z]/.test(value)) return 0
  if (scheme.toLowerCase() === 'basic') return /^[\x20-\x7e]+:[\x20-\x7e]*$/.test(atob64(value)) ? 0.9 : 0
  if (/^[a-z]+(?:[-_.][a-z]+)*$/i.test(value)) return 0
  return /\d/.test(value) && value.length >= 16 && entropy(value) >= 3 ? 0.85 : 0.4
}

const atob64 = (value: string): string => Buffer.from(value, 'base64').toString('latin1')

/** Hashes of passwords that can be guessed at offline: crypt(3) families and Argon2, as PHC strings. */
export const passwordHash: Detector = {
  id: 'password-hash',
  types: ['SECRET'],
  detect: (text) => (/\$(?:2[abxy]|[156]|argon2)/.test(text) ? matches(text, HASH, () => 0.9) : []),
}

/** Seeds of one-time passwords, as QR codes carry them. */
export const oneTimePasswordSeed: Detector = {
  id: 'otp-seed',
  types: ['SECRET'],
  detect: (text) =>
    /otpauth:/i.test(text) ? matches(text, OTP, ([uri]) => (/secret=[a-z2-7]{8}/i.test(uri) ? 0.95 : 0.4)) : [],
}

/** Private keys of wallets: wallet import format and extended private keys (BIP 32), by their Base58Check. */
export const walletKey: Detector = {
  id: 'wallet-key',
  types: ['SECRET'],
  detect: (text) => (hasRun(text, BASE58, 51) ? matches(text, WALLET_KEY, ([key]) => (isWalletKey(key) ? 1 : 0)) : []),
}

function isWalletKey(key: string): boolean {
  const payload = fromBase58Check(key)
  return payload !== null && (WIF.has(payload[0] ?? -1) || payload.length === 78)
}
