import type { Detector, Spotted } from '../terms/finding.ts'
import { fromBase58Check } from './base58.ts'
import { isBech32 } from './bech32.ts'
import { contextOf, evidence } from './context.ts'
import type { Evidence } from './context.ts'
import { phrases } from './fold.ts'
import { BASE58, hasDigit, hasRun } from './has-run.ts'
import { keccak256 } from './keccak.ts'
import { spot } from './spot.ts'

const WORDS = phrases(
  'wallet,bitcoin,btc,eth,ethereum,ether,address,crypto,litecoin,ltc,tron,trx,usdt,usdc,dogecoin,doge,payout',
  'adresse,direccion,indirizzo,monedero,portefeuille,portafoglio,geldborse,send to,deposit,metamask,coinbase',
)
/** Version bytes of addresses: Bitcoin, Litecoin, Dogecoin, Tron, and Bitcoin's test network. */
const VERSIONS = new Set([0x00, 0x05, 0x30, 0x32, 0x1e, 0x41, 0x6f, 0xc4])
const BASE58_ADDRESS = /(?<![0-9A-Za-z])[13LMDTmn2][1-9A-HJ-NP-Za-km-z]{24,34}(?![0-9A-Za-z])/y
const BECH32 = /(?<![0-9a-z])(?:bc|tb|ltc)1[02-9ac-hj-np-z]{8,87}(?![0-9a-z])/gi
const ETHEREUM = /(?<![0-9a-z])0x[0-9a-f]{40}(?![0-9a-z])/gi

/** Wallet addresses that carry a check: Base58Check, Bech32 and Bech32m, and the letter case of Ethereum's (EIP-55). */
export const cryptoWallet: Detector = {
  id: 'crypto-wallet',
  types: ['CRYPTO'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    const add = (
      addresses: Iterable<Pick<RegExpExecArray, 'index' | 0>>,
      scoreOf: (address: string, says: Evidence) => number,
    ) => {
      for (const { index: start, 0: address } of addresses) {
        const end = start + address.length
        const says = evidence(context.around(start, end), WORDS)
        found.push(...spot('CRYPTO', scoreOf(address, says), start, end))
      }
    }
    if (hasRun(text, BASE58, LEAST_BASE58)) add(base58In(text), scoreOfBase58)
    if (/(?:bc|tb|ltc)1/i.test(text)) add(text.matchAll(BECH32), scoreOfBech32)
    if (/0x[0-9a-f]{40}/i.test(text)) add(text.matchAll(ETHEREUM), scoreOfEthereum)
    return found
  },
}

const LEAST_BASE58 = 25

/** Each address begins a row of such characters: only rows that are long enough are tried. */
function* base58In(text: string): Generator<RegExpExecArray> {
  for (let at = 0; at < text.length; at++) {
    const start = at
    while (BASE58[text.charCodeAt(at)] === 1) at++
    if (at - start < LEAST_BASE58) continue
    BASE58_ADDRESS.lastIndex = start
    const match = BASE58_ADDRESS.exec(text)
    if (match !== null) yield match
  }
}

function scoreOfBase58(address: string, says: Evidence): number {
  if (/\d/.test(address) && VERSIONS.has(fromBase58Check(address)?.[0] ?? -1)) return says === 'label' ? 1 : 0.95
  return says === 'label' && /^[13][A-Za-z0-9]*\d/.test(address) ? 0.35 : 0
}

const scoreOfBech32 = (address: string, says: Evidence): number =>
  isBech32(address) ? (says === 'label' ? 1 : 0.95) : says === 'label' ? 0.35 : 0

/** In one letter case there is no check: a transaction's contract and a wallet look alike, and both tell who pays whom. */
function scoreOfEthereum(address: string, says: Evidence): number {
  const hex = address.slice(2)
  if (/^(.)\1*$/.test(hex)) return 0
  if (hex === hex.toLowerCase() || hex === hex.toUpperCase())
    return { label: 0.9, near: 0.8, none: 0.6, against: 0.4 }[says]
  return passesEip55(hex) ? (says === 'label' ? 1 : 0.95) : says === 'label' ? 0.5 : 0.4
}

/** ERC-55: a letter is upper case where the hash of the lower-case address has a digit of 8 or more. */
function passesEip55(hex: string): boolean {
  const hash = Buffer.from(keccak256(Buffer.from(hex.toLowerCase(), 'latin1'))).toString('hex')
  return [...hex].every((char, i) => /\d/.test(char) || (char === char.toUpperCase()) === hash.charAt(i) >= '8')
}
