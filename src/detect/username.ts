import type { Detector, Spotted } from '../terms/finding.ts'
import { codeIn, isInCode } from './code.ts'
import { spot } from './spot.ts'

const LABEL =
  /(?<![\p{L}\d])(?:user[ _-]?names?|user[ _-]?id|login(?:[ _-]?(?:name|id))?|screen[ _-]?name|nickname|benutzer(?:name|kennung)?|anmeldename|nom d['’]utilisateur|identifiant|usuario|nombre de usuario|nome utente|nome de usu[áa]rio|utilizador|gebruikersnaam|nazwa u[żz]ytkownika)["']?(?:\s?[:=]{1,2}\s?|\s(?:is|ist|est|es|è|é|to|lautet)\s)["'`]?(?=[\p{L}\d])/giu
const NAME = /[\p{L}\d](?:[\p{L}\d]|[._-](?=[\p{L}\d])){2,31}(?![\p{L}\d@(\\/]|\.[\p{L}])/uy
const HANDLE = /(?<![\w.@/:`'"-])@[A-Za-z][A-Za-z0-9_]{2,29}(?![\w(./@-])/g
/** What stands after a label where nobody's name does. */
const NOBODYS =
  /^(?:string|text|null|none|undefined|true|false|required|optional|invalid|missing|unknown|empty|not|the|your|admin|root|user|username|example|test|guest|anonymous|varchar|number|self|this|request|req|process|input|data|form|props|case|unique|used|already|and|with|from|please|page|screen|button|failed|success\w*|error)$/i

/** Names by which people log in, after a label, and handles. For information, as they are chosen to be seen. */
export const username: Detector = {
  id: 'username',
  types: ['USERNAME'],
  detect: (text) => {
    const found: Spotted[] = []
    const code = codeIn(text)
    for (const { index, 0: label } of /user|log|name|nom|ident|usu|util|nick|benutz|gebruik|nazwa/i.test(text)
      ? text.matchAll(LABEL)
      : []) {
      const start = index + label.length
      NAME.lastIndex = start
      const name = NAME.exec(text)?.[0]
      if (name === undefined || NOBODYS.test(name) || (!/["'`]$/.test(label) && isInCode(text, code, index))) continue
      // A word of letters alone may be any word, unless a quote or a colon makes it a value.
      const isValue = /[\d._-]/.test(name) || /[:="'`]\s?["'`]?$/.test(label)
      found.push(...spot('USERNAME', isValue ? 0.65 : 0.4, start, start + name.length))
    }
    if (!text.includes('@')) return found
    for (const { index, 0: handle } of text.matchAll(HANDLE))
      if (!isInCode(text, code, index)) found.push(...spot('USERNAME', 0.4, index, index + handle.length))
    return found
  },
}
