import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt } from './chars.ts'
import { contextOf, evidence } from './context.ts'
import { dateStarts } from './date-starts.ts'
import { dateAt } from './dates.ts'
import { phrases } from './fold.ts'
import { keywordsOf } from './keywords.ts'
import { spot } from './spot.ts'
import { hasDigit } from './has-run.ts'

export const WORDS = phrases(
  'dob,d o b,date of birth,birth date,birthdate,birthday,bday,birth,born,born on,b,',
  'geboren,geboren am,geb,geburtsdatum,geburtstag,geb datum,ne le,nee le,ne,nee,date de naissance,naissance,',
  'nacido,nacida,nacido el,nacida el,nacio,fecha de nacimiento,nacimiento,nato,nata,nato il,nata il,data di nascita,nascita,',
  'd nasc,dn,dt nasc,data nasc,data de nasc,nasc,nasceu,nasceu em,nascidos,aniversario,f nac,fec nac,fecha nac,fecha de nac,f nacimiento,nac,nacio el,naci el,nacidos,cumpleanos,',
  'date naiss,ddn,naiss,anniversaire,ne e le,ddnaiss,data nasc,compleanno,n il,geb dat,gebdatum,verjaardag,data ur,urodziny,urodzil sie,urodzila sie,geb am,geburtstage,',
  'født,fødd,fødselsdato,fødselsdag,fodelsedatum,fodelsedag,fodelsetid,synt,syntymaaika,syntymapaiva,narozen,narozena,narozeny,datum narozeni,dat nar,nar,narodil se,narodila se,',
  'nascut,nascuta,data nasterii,nasterii,szuletett,szulettem,szul,szuletesi ido,szuletesi datum,dogum tarihi,dogum tarihim,dogumlu,rođen,rođena,datum rođenja,roden,rodena,datum rodenja,rojen,rojena,',
  'γεννηση,γεννησης,ημερομηνια γεννησης,γεννηθηκα,γεννηθεις,γεννημενος,γεννημενη,дата рождения,рождения,родился,родилась,г р,дата народження,народження,народився,народилася,дата на раждане,',
  '生年月日,誕生日,出生日期,出生,出生于,生日,생년월일,생일,출생,जन्म तिथि,जन्मतिथि,जन्म,تاريخ الميلاد,الميلاد,مواليد,תאריך לידה,נולד,נולדתי,นวันเกิด,วันเกิด,ngay sinh,sinh ngay,nato a,nata a,ne a,nee a,nacido en,geb in,geborener,geborene,jahrgang,',
  'geboortedatum,geboren op,nascido,nascida,data de nascimento,nascimento,fodt,fodselsdato,fodd,urodzony,urodzona,ur,data urodzenia,syntynyt',
)
const MAY_SAY = keywordsOf(WORDS)
/** Short words with what has to stand by them: asked where there is a date. */
const IS_SAID =
  /d\.?\s?o\.?\s?b|b-?day|birth|born|geb|n[ée]{1,2}(?!\p{L})|naiss|nac|nat[oa]|nasc|f[øö]d|anniv|aniv|cumple|complean|verjaar|ddn|\bd\.?n\b|\bn\. ?il|dt\.? n|urod|synt|\bur\b|\bb\.|naro[zd]|\bnar\b|n[aă]sc|na[sșş]ter|sz[üu]l|do[gğ]um|ro[dđj]en|γενν|γένν|рожд|родил|г\. ?р|народ|ражд|生|출|생|जन्म|ميلاد|مواليد|ליד|נולד|เกิด|sinh|jahrg/iu
const START = /(?<![\p{L}\d])(?:\d{1,4}[-/. stndrhe\p{L}]|\d{8}(?!\d)|\p{Lu}\p{L}{2,11}\.?[ -]\d)/uy

/** Dates that words call a birthday. Any other date is only a date, and is not reported. */
export const dateOfBirth: Detector = {
  id: 'date-of-birth',
  types: ['DATE_OF_BIRTH'],
  mayHold: hasDigit,
  detect: (text, segment) => {
    const found: Spotted[] = []
    const hasStar = text.includes('*')
    if (!MAY_SAY.isIn(text) && !MAY_SAY.isIn(segment.path) && !hasStar) return found
    const context = contextOf(text, segment)
    let done = 0
    let isSaid: boolean | null = null
    for (const index of dateStarts(text, START)) {
      if (index < done || (/[./-]/.test(text.charAt(index - 1)) && isWordAt(text, index - 2))) continue
      const date = dateAt(text, index)
      if (date === null) continue
      isSaid ??= IS_SAID.test(text.length > 4096 ? text : `${segment.path}\n${text}`)
      if (!isSaid && !hasStar) return found
      done = date.end
      const isTold = isStarred(text, index) || SAID_AFTER.test(text.slice(date.end, date.end + 8))
      const says = isTold ? 'near' : isSaid ? evidence(context.around(date.start, date.end), WORDS) : 'none'
      found.push(...spot('DATE_OF_BIRTH', { label: 0.9, near: 0.65, none: 0, against: 0 }[says], date.start, date.end))
    }
    return found
  },
}

/** Words that stand right behind a birthday. */
const SAID_AFTER = /^ ?(?:г\. ?р|出生|生まれ|年?生|doğumlu)/u

/** `Heinz Muster, *09.09.1939`: the sign that genealogists put before a birthday; a list has it at the beginning of a line. */
const isStarred = (text: string, at: number): boolean =>
  /[\p{L})][,;]? ?\(?\* ?$/u.test(text.slice(Math.max(0, at - 8), at)) && text.charAt(at - 2) !== '*'
