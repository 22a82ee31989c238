import { createHash } from 'node:crypto'
import { UPPER } from '../random.ts'
import type { Random } from '../random.ts'
import { ibanDigits, luhnDigit, weighted } from './checks.ts'
import { grouped } from './maker.ts'

const ISSUERS: readonly (readonly [prefix: string, length: number, groups: readonly number[]])[] = [
  ['4', 16, [4, 4, 4, 4]],
  ['51', 16, [4, 4, 4, 4]],
  ['54', 16, [4, 4, 4, 4]],
  ['2720', 16, [4, 4, 4, 4]],
  ['2345', 16, [4, 4, 4, 4]],
  ['34', 15, [4, 6, 5]],
  ['37', 15, [4, 6, 5]],
  ['6011', 16, [4, 4, 4, 4]],
  ['65', 16, [4, 4, 4, 4]],
  ['36', 14, [4, 6, 4]],
  ['3540', 16, [4, 4, 4, 4]],
  ['6212', 16, [4, 4, 4, 4]],
]

/** A payment card number of a known issuer (ISO/IEC 7812): in groups or without. */
export function card(random: Random): string {
  const [prefix, length, groups] = random.chance(0.5) ? random.pick(ISSUERS.slice(0, 3)) : random.pick(ISSUERS)
  const body = prefix + random.chars(length - prefix.length - 1)
  const number = body + luhnDigit(body)
  return random.chance(0.35) ? number : grouped(number, groups, random.pick([' ', ' ', '-']))
}

/** Basic bank account numbers as countries build them: `n` a digit, `a` a letter, `c` either (ISO 13616 registry). */
const ACCOUNTS: Readonly<Record<string, string>> = {
  DE: 'n'.repeat(18),
  AT: 'n'.repeat(16),
  CH: 'n'.repeat(17),
  FR: 'n'.repeat(10) + 'c'.repeat(11) + 'nn',
  ES: 'n'.repeat(20),
  IT: 'a' + 'n'.repeat(10) + 'c'.repeat(12),
  PT: 'n'.repeat(21),
  NL: 'aaaa' + 'n'.repeat(10),
  BE: 'n'.repeat(12),
  PL: 'n'.repeat(24),
  GB: 'aaaa' + 'n'.repeat(14),
  IE: 'aaaa' + 'n'.repeat(14),
  SE: 'n'.repeat(20),
  DK: 'n'.repeat(14),
  NO: 'n'.repeat(11),
  FI: 'n'.repeat(14),
  CZ: 'n'.repeat(20),
  LU: 'nnn' + 'c'.repeat(13),
}
const AT_HOME: Readonly<Record<string, readonly string[]>> = {
  en: ['GB', 'IE', 'GB', 'NL', 'SE'],
  de: ['DE', 'DE', 'AT', 'CH'],
  fr: ['FR', 'FR', 'BE', 'LU', 'CH'],
  es: ['ES'],
  it: ['IT', 'IT', 'CH'],
  pt: ['PT'],
  nl: ['NL', 'NL', 'BE'],
  pl: ['PL', 'PL', 'CZ'],
}

/** An IBAN of a country where a language is spoken: in groups of four or without. */
export function iban(random: Random, language: string): string {
  const country = random.pick(AT_HOME[language] ?? Object.keys(ACCOUNTS))
  const shape = ACCOUNTS[country] ?? ''
  const account = [...shape]
    .map((kind) => random.chars(1, kind === 'n' ? '0123456789' : kind === 'a' ? UPPER : '0123456789'))
    .join('')
  const value = `${country}${ibanDigits(country, account)}${account}`
  if (random.chance(0.4)) return value
  return (value.match(/.{1,4}/g) ?? []).join(' ')
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function base58(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; value > 0n; value /= 58n) text = `${BASE58[Number(value % 58n)] ?? ''}${text}`
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros) + text
}

/** A wallet address of Bitcoin, as Base58Check (1…, 3…). */
export function wallet(random: Random): string {
  const payload = Buffer.from([random.pick([0, 5]), ...Array.from({ length: 20 }, () => random.int(256))])
  return base58(Buffer.concat([payload, sha(sha(payload)).subarray(0, 4)]))
}

/** An international article number (EAN-13), such as a book's. */
export function ean(random: Random, prefix: string): string {
  const body = prefix + random.chars(12 - prefix.length)
  const sum = weighted(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3])
  return body + String((10 - (sum % 10)) % 10)
}
