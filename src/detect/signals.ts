import type { Detector, Spotted } from '../terms/finding.ts'
import { LEGAL_FORMS, PLACES } from './place-words.ts'
import { spot } from './spot.ts'
import { phrasesIn } from './vocabulary.ts'

/** Below what a usual threshold asks, so that they neither count nor hide: a place or a company alone is nobody's. */
const SCORE = 0.4
/** After such words a place is somebody's. */
const OF_SOMEBODY =
  /(?:^|[^\p{L}])(?:lives?|living|based|residing|resides?|born|moved|located|from|in|wohnt|wohnhaft|lebt|aus|geboren|habite|vit|né|née|vive|vivo|reside|nato|nata|abita|mora|woont|mieszka)(?: in| at| to| near| à| en| em| a| w| te)?\s$/iu

/** Countries and cities by their names. A signal: what a policy makes of it, it does with something else. */
export const location: Detector = {
  id: 'location',
  types: ['LOCATION'],
  detect: (text) => {
    const found: Spotted[] = []
    phrasesIn(text, PLACES, (start, end) => {
      if (!/\p{Lu}/u.test(text.charAt(start))) return
      const score = OF_SOMEBODY.test(text.slice(Math.max(0, start - 24), start)) ? 0.45 : SCORE
      found.push(...spot('LOCATION', score, start, end))
    })
    return found
  },
}

const MOST_BEFORE = 64
/** One to five words with a capital, a digit or an ampersand, directly before a place. */
const NAME = /(?:(?:^|(?<=[^\p{L}\d&'’.-]))[\p{Lu}\d][\p{L}\d&'’-]{0,24} (?:(?:&|und|and|et|y|e|i|de|of) )?){1,5}$/u

/** Companies by their legal form, with the words in capitals before it. */
export const organization: Detector = {
  id: 'organization',
  types: ['ORGANIZATION'],
  detect: (text) => {
    const found: Spotted[] = []
    phrasesIn(text, LEGAL_FORMS, (start, end) => {
      const before = text.slice(Math.max(0, start - MOST_BEFORE), start).replace(/, $/, '  ')
      const name = NAME.exec(before.endsWith('  ') ? `${before.slice(0, -2)} ` : before)?.[0]
      if (
        name === undefined ||
        (!/\p{Lu}/u.test(text.charAt(start)) && !/^[a-ząęłó.]{1,5}[ .]/.test(text.slice(start)))
      )
        return
      const gap = before.endsWith('  ') ? 1 : 0
      found.push(...spot('ORGANIZATION', 0.45, Math.max(0, start - name.length - gap), end))
    })
    return found
  },
}
