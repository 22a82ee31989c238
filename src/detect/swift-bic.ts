import type { Detector } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { keysOf, mentions } from './mentions.ts'
import { spot } from './spot.ts'

/** ISO 3166-1 alpha-2, and XK. */
const COUNTRIES = new Set(
  (
    'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK ' +
    'CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT ' +
    'GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY ' +
    'MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM ' +
    'PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ ' +
    'UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'
  ).split(' '),
)
const SHAPE = /(?<![0-9A-Za-z])[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![0-9A-Za-z])/g
const WORDS = phrases(
  'bic,swift,swift code,bic code,swift bic,bic swift,swift number,code swift,codigo swift,codice swift,kod swift,kod bic',
)
const KEYS = keysOf(WORDS)

/** Codes of banks (ISO 9362), by their label: any capital word of eight letters has the shape. */
export const swiftBic: Detector = {
  id: 'swift-bic',
  types: ['SWIFT_BIC'],
  mayHold: (text, segment) => mentions(text, segment, KEYS),
  detect: (text, segment) => {
    const context = contextOf(text, segment)
    return [...text.matchAll(SHAPE)].flatMap(({ index, 0: code, 1: country = '' }) => {
      if (!COUNTRIES.has(country)) return []
      const says = evidence(context.around(index, index + code.length), WORDS)
      return spot('SWIFT_BIC', { label: 0.85, near: 0.6, none: 0, against: 0 }[says], index, index + code.length)
    })
  },
}
