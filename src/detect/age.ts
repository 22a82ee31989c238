import type { Detector } from '../terms/finding.ts'
import { atDigits } from './at-digits.ts'
import { phrases } from './fold.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'
import { spot } from './spot.ts'

const AFTER =
  '(?:-| )?(?:years?(?:-| )old|yrs?\\.?(?:-| )old|y\\/o|yo|year-old|jahre alt|jährige[rnsm]?|ans|años(?: de edad)?|anni|anos(?: de idade)?|jaar(?: oud)?|jarige?|lat|letni[aey]?|år(?: gammel| gammal)?|-vuotias)'
const BEFORE = "(?:aged?|alter|âge|edad|età|idade|leeftijd|wiek|im alter von|âgée? de|mayor de|à l'âge de)"
/** `47 years old`, `47-jährige`, `aged 47`: ages of people. Plain "years" are a duration, and so are the bare words that other languages have for both. */
const AGE = new RegExp(
  `(?<![\\w.,/$€-])(?=\\d)(?:(1[01]\\d|[1-9]?\\d)${AFTER}(?![\\p{L}\\d])|(?<=(?<!\\p{L})${BEFORE}["']?\\s?[:=]?\\s?"?)(1[01]\\d|[1-9]?\\d)(?![\\d.,:/%-]{0,8}\\d|[\\w%-]))`,
  'iuy',
)
const KEYS = keysOf(
  phrases(
    'old,y,yo,o,year,years,jahre,jahrige,jahriger,jahrigen,jahriges,jahrigem,ans,anos,anni,jaar,jarige,jarig,lat,letni,letnia,letniej,letniego,ar,vuotias,age,aged,alter,edad,eta,idade,leeftijd,wiek,agee,agees',
  ),
)
/** Words that mean "years" as well: they count with "old", or after who somebody is. */
const DURATION = /(?:ans|años|anni|anos|jaar|lat|år)$/i
const PERSON =
  /(?:^|[^\p{L}])(?:ai|as|a|avait|aged|tengo|tiene|tenía|ho|ha|aveva|tenho|tem|mam|ma|miał[ay]?|ben|is|zijn|was|er|är|homme|femme|uomo|donna|hombre|mujer|man|vrouw|patiente?|paciente|paziente|patiënt|pacjentk?a?)(?:,? de|,? di|,? van)?,?\s$/iu

/** How old somebody is. For information: an age alone is nobody's. */
export const age: Detector = {
  id: 'age',
  types: ['AGE'],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, KEYS),
  detect: (text) =>
    [...atDigits(text, AGE)].flatMap(({ index, match: [found] }) => {
      const isDuration = DURATION.test(found) && !PERSON.test(text.slice(Math.max(0, index - 24), index))
      return isDuration ? [] : spot('AGE', 0.6, index, index + found.length)
    }),
}
