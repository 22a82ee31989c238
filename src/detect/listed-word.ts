import type { Detector, Spotted } from '../terms/finding.ts'
import { DIAGNOSES, MEDICINES } from './clinical-words.ts'
import { LEGAL_FORMS, PLACES } from './place-words.ts'
import { spot } from './spot.ts'
import { phrasesIn, vocabularyOf } from './vocabulary.ts'

/** Below what a usual threshold asks, so that they neither count nor hide: a place or a company alone is nobody's. */
const FAINT = 0.4
/** A word of a patient's file. It says nothing of whose: a policy weighs it together with a name. */
const CLINICAL = 0.6
/** After such words a place is somebody's. */
const OF_SOMEBODY =
  /(?:^|[^\p{L}])(?:lives?|living|based|residing|resides?|born|moved|located|from|in|wohnt|wohnhaft|lebt|aus|geboren|habite|vit|né|née|vive|vivo|reside|nato|nata|abita|mora|woont|mieszka)(?: in| at| to| near| à| en| em| a| w| te)?\s$/iu

const MOST_BEFORE = 64
/** One to five words with a capital, a digit or an ampersand, directly before a place. */
const NAME = /(?:(?:^|(?<=[^\p{L}\d&'’.-]))[\p{Lu}\d][\p{L}\d&'’-]{0,24} (?:(?:&|und|and|et|y|e|i|de|of) )?){1,5}$/u

const WORDS = vocabularyOf({
  DIAGNOSIS: DIAGNOSES,
  MEDICATION: MEDICINES,
  LOCATION: PLACES,
  ORGANIZATION: LEGAL_FORMS,
})

/**
 * Words that are listed: diseases and medicines in eight languages, countries and cities, and companies by their legal form with the
 * words in capitals before it. All in one pass.
 */
export const listedWord: Detector = {
  id: 'listed-word',
  types: ['DIAGNOSIS', 'MEDICATION', 'LOCATION', 'ORGANIZATION'],
  detect: (text) => {
    const found: Spotted[] = []
    phrasesIn(text, WORDS, (type, start, end) => {
      if (type === 'LOCATION') found.push(...placeAt(text, start, end))
      else if (type === 'ORGANIZATION') found.push(...companyAt(text, start, end))
      else found.push(...spot(type, CLINICAL, start, end))
    })
    return found
  },
}

function placeAt(text: string, start: number, end: number): readonly Spotted[] {
  if (!/\p{Lu}/u.test(text.charAt(start))) return []
  const isSomebodys = OF_SOMEBODY.test(text.slice(Math.max(0, start - 24), start))
  return spot('LOCATION', isSomebodys ? FAINT + 0.05 : FAINT, start, end)
}

function companyAt(text: string, start: number, end: number): readonly Spotted[] {
  const comma = text.startsWith(', ', start - 2) ? 1 : 0
  const before = text.slice(Math.max(0, start - MOST_BEFORE), start)
  const name = NAME.exec(comma === 1 ? `${before.slice(0, -2)} ` : before)?.[0]
  const isForm = /\p{Lu}/u.test(text.charAt(start)) || /^[a-ząęłó]{1,5}[ .]/.test(text.slice(start, start + 8))
  return name === undefined || !isForm ? [] : spot('ORGANIZATION', 0.45, Math.max(0, start - name.length - comma), end)
}
