import type { Spotted } from '../terms/finding.ts'
import { DOUBTFUL_NAMES, FIRST_NAMES } from './first-names.ts'
import { keyOf } from './name-runs.ts'
import { COMMON } from './name-words.ts'
import { spot } from './spot.ts'
import { SURNAMES } from './surnames.ts'

const AFTER_TRIGGER =
  /\b(?:my name is|my name's|name is|ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo) ([a-z\u00df-\u017f][a-z\u00df-\u017f'-]{1,20})(?: ([a-z\u00df-\u017f][a-z\u00df-\u017f'-]{1,20}))?/g
const PAIR =
  /(?<![0-9A-Za-z\u00c0-\u024f_./@-])([a-z\u00df-\u017f]{3,14}) (?=([a-z\u00df-\u017f]{3,16})(?![0-9A-Za-z\u00c0-\u024f_/@-]))/g
/** Surnames that are words as well: in lower case they are those. */
const ORDINARY = new Set(
  'ball banks barber bell berry bishop black bloom bond brown bush butler cannon carpenter carter church cook cooper cross day dean drew fields fisher fox frank freeman fuller gardener gardner grant gray graves green greens hall hardy hart hill hodges holt horn hunt hunter knight lake lamb lane law lee little long love low lowe mann marsh mason may mercer miller mills moss nash newman noble page park parks parker parsons pope porter powers price prince reed rice rich rivers rose sage short silva small snow soto stark stone street strong swan tan testa turner walker ward waters weaver welch wells west white wise wolf wood woods wright young paul'.split(
    ' ',
  ),
)

/** Names in lower case, as people type them: after words that only a name follows, and pairs that are both listed. */
export function lowerCaseNames(text: string): readonly Spotted[] {
  return [...afterTriggers(text), ...pairs(text)]
}

function afterTriggers(text: string): readonly Spotted[] {
  return [...text.matchAll(AFTER_TRIGGER)].flatMap(({ index, 0: all, 1: first = '', 2: second }) => {
    if (!FIRST_NAMES.has(keyOf(first))) return []
    const start = index + all.length - first.length - (second === undefined ? 0 : second.length + 1)
    const isPair = second !== undefined && !COMMON.has(keyOf(second))
    return spot('PERSON', 0.75, start, start + first.length + (isPair ? second.length + 1 : 0))
  })
}

function pairs(text: string): readonly Spotted[] {
  return [...text.matchAll(PAIR)].flatMap(({ index, 1: first = '', 2: second = '' }) => {
    const key = keyOf(first)
    if (!FIRST_NAMES.has(key) || DOUBTFUL_NAMES.has(key) || COMMON.has(key)) return []
    const surname = keyOf(second)
    if (!SURNAMES.has(surname) || ORDINARY.has(surname) || COMMON.has(surname)) return []
    return spot('PERSON', 0.55, index, index + first.length + 1 + second.length)
  })
}
