import type { Detector, Spotted } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { HEX_GROUPS, hasRun } from './has-run.ts'
import { spot } from './spot.ts'

// Six pairs with one kind of separator, or three groups of four; not a part of something longer, such as a fingerprint.
const SHAPE =
  /(?<![0-9a-f:.-])(?:[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4})(?![:.-]?[0-9a-z])/gi
const WORDS = phrases('mac,mac address,hardware address,ethernet,bssid,wifi,wlan,bluetooth,hwaddr,ether,nic,device')

/** Hardware addresses (IEEE 802 EUI-48). All zeros and the broadcast address are nobody's. */
export const macAddress: Detector = {
  id: 'mac-address',
  types: ['MAC_ADDRESS'],
  detect: (text, segment) => {
    const found: Spotted[] = []
    if (!hasRun(text, HEX_GROUPS, 14)) return found
    const context = contextOf(text, segment)
    for (const { index, 0: address } of text.matchAll(SHAPE)) {
      const hex = address.replace(/[:.-]/g, '').toLowerCase()
      if (/^(.)\1*$/.test(hex) || (/^\d+$/.test(hex) && !address.includes(':'))) continue
      const says = evidence(context.around(index, index + address.length), WORDS)
      const score = { label: 0.95, near: 0.9, none: address.includes('.') ? 0.6 : 0.8, against: 0.4 }[says]
      found.push(...spot('MAC_ADDRESS', score, index, index + address.length))
    }
    return found
  },
}
