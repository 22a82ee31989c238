import type { Detector } from '../terms/finding.ts'
import { atDigits } from './at-digits.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'

/** WHO ICD-10: a letter, two digits, and up to four more characters after a dot; ICD-10-CM has letters there. */
const CODE = /(?<![0-9A-Za-z.])[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?(?![0-9A-Za-z])/y
const LABELS = phrases(
  'icd,icd 10,icd 10 cm,icd 10 code,icd code,icd 10 gm,dx,dx code,diagnosis code,diagnosis,diagnoses,diagnose,diagnosen,diagnosed with,diagnoseschlussel,',
  'diagnostic,diagnostico,diagnosi,cim 10,cie 10,cid 10,code cim,rozpoznanie,kod icd,hauptdiagnose,nebendiagnose,principal diagnosis,primary diagnosis',
)
const KEYS = keysOf(LABELS)

/** Diagnoses by their code, where a label says that it is one: `J45` is a motorway as well. */
export const icd10: Detector = {
  id: 'icd-10',
  types: ['DIAGNOSIS'],
  mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, KEYS),
  detect: (text, segment) => {
    const context = contextOf(text, segment)
    return [...atDigits(text, CODE, 1)].flatMap(({ index, match: [code] }) => {
      const says = evidence(context.around(index, index + code.length), LABELS)
      const scores = { label: 0.85, near: code.includes('.') ? 0.7 : 0.4, none: 0, against: 0 }
      return spot('DIAGNOSIS', scores[says], index, index + code.length)
    })
  },
}
