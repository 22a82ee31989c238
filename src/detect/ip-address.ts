import type { Detector, Spotted } from '../terms/finding.ts'
import { isHex } from './chars.ts'
import { atDigits } from './at-digits.ts'
import { contextOf, evidence, labelsOf } from './context.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import type { Scores } from './spot.ts'

const V4 = /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)/y
const WORDS = phrases(
  'ip,ips,ip address,ipv4,ipv6,host,server,client,address,adresse,addr,gateway,dns,subnet,router,remote,vpn',
  'ping,ssh,login,source,src,dst,destination,peer,node,proxy,firewall,inet,inet6,listen,direccion,indirizzo',
)
/** Four numbers with dots are as often a version or a section. */
const NOT_WORDS =
  /(?: version | versions | ver | v | release | section | chapter | clause | firmware | build | update | kapitel )$/

const NAMED: Scores = { label: 0.95, near: 0.85, none: 0.65, against: 0.35 }
const PRIVATE: Scores = { label: 0.85, near: 0.75, none: 0.6, against: 0.35 }
const SMALL: Scores = { label: 0.7, near: 0.6, none: 0.35, against: 0 }
const NOBODYS: Scores = { label: 0.4, near: 0.35, none: 0, against: 0 }

/** Internet addresses. Private ranges weigh less; loopback and unspecified ones are nobody's. */
export const ipAddress: Detector = {
  id: 'ip-address',
  types: ['IP_ADDRESS'],
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    const add = (start: number, end: number, scores: Scores) => {
      const surroundings = context.around(start, end)
      const isVersion = labelsOf(surroundings).some((label) => NOT_WORDS.test(label))
      const says = isVersion ? 'against' : evidence(surroundings, WORDS)
      found.push(...spot('IP_ADDRESS', scores[says], start, end))
    }
    for (const { index, match } of atDigits(text, V4)) {
      const [address] = match
      const parts = address.split('.')
      const isAgent = /[a-z]\/$/i.test(text.slice(Math.max(0, index - 2), index)) // Chrome/120.0.0.0
      if (isAgent || !parts.every((part) => Number(part) <= 255 && !/^0\d/.test(part))) continue
      add(index, index + address.length, v4Scores(parts.map(Number)))
    }
    for (let at = text.indexOf(':'); at !== -1;) {
      const [start, end] = spanAround(text, at)
      if (isV6(text.slice(start, end)) && !/[\w.]/.test(text.charAt(start - 1)) && !/[\w]/.test(text.charAt(end)))
        add(start, zoneAfter(text, end), v6Scores(text.slice(start, end)))
      at = text.indexOf(':', Math.max(end, at + 1))
    }
    return found
  },
}

function v4Scores(parts: readonly number[]): Scores {
  const [a = 0, b = 0] = parts
  if (a === 0 || a === 127 || a === 255 || parts.every((part) => part === a)) return NOBODYS
  if (parts.every((part) => part < 20)) return a === 10 ? PRIVATE : SMALL
  const isPrivate = a === 10 || (a === 192 && b === 168) || (a === 172 && b >= 16 && b < 32) || (a === 169 && b === 254)
  return isPrivate ? PRIVATE : NAMED
}

const v6Scores = (address: string): Scores =>
  /^[:0]*1?$/.test(address) ? NOBODYS : /^f[cde]/i.test(address) ? PRIVATE : NAMED

/** Everything around a colon that an address can be made of, at most 45 characters (RFC 4291 §2.2). */
function spanAround(text: string, at: number): [number, number] {
  const belongs = (code: number) => isHex(code) || code === 58 || code === 46
  let start = at
  let end = at
  while (start > 0 && at - start < 5 && belongs(text.charCodeAt(start - 1))) start--
  while (end < text.length && end - start < 46 && belongs(text.charCodeAt(end))) end++
  while (end > start && (text.charAt(end - 1) === '.' || /[^:]:$/.test(text.slice(Math.max(start, end - 2), end))))
    end--
  return [start, end]
}

/** RFC 4291 §2.2, with one `::` at most and a trailing IPv4 part. Needs enough digits not to be `std::add` or a time. */
function isV6(address: string): boolean {
  if (address.length < 3 || !/\d/.test(address) || address.includes(':::')) return false
  const halves = address.split('::')
  if (halves.length > 2) return false
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const all = groups.flat()
  const last = all.at(-1) ?? ''
  const hasV4 = last.includes('.')
  const count = all.length + (hasV4 ? 1 : 0)
  if (!all.every((group, i) => /^[0-9a-f]{1,4}$/i.test(group) || (hasV4 && i === all.length - 1 && isV4(group))))
    return false
  if (halves.length === 1) return count === 8
  return count <= 7 && (count >= 3 || /[0-9a-f]{3}/i.test(address) || address === '::1')
}

const isV4 = (part: string): boolean =>
  /^(?:\d{1,3}\.){3}\d{1,3}$/.test(part) && part.split('.').every((n) => Number(n) < 256)

function zoneAfter(text: string, end: number): number {
  const zone = /^%[\w.-]{1,16}/.exec(text.slice(end, end + 17))
  return end + (zone?.[0].length ?? 0)
}
