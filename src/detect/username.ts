import type { Detector, Spotted } from '../terms/finding.ts'
import { isWordAt } from './chars.ts'
import { codeIn, isInCode } from './code.ts'
import { keywordsIn } from './keywords.ts'
import { spot } from './spot.ts'

const LABEL =
  /(?<![\p{L}\d])(?:user[ _-]?names?|user[ _-]?id|login(?:[ _-]?(?:name|id))?|screen[ _-]?name|nickname|benutzer(?:name|kennung)?|anmeldename|nom d['’]utilisateur|identifiant|usuario|nombre de usuario|nome utente|nome de usu[áa]rio|utilizador|gebruikersnaam|nazwa u[żz]ytkownika)["']?(?:\s?[:=]{1,2}\s?|\s(?:is|ist|est|es|è|é|to|lautet)\s)["'`]?(?=[\p{L}\d])/giu
const NAME = /[\p{L}\d](?:[\p{L}\d]|[._-](?=[\p{L}\d])){2,31}(?![\p{L}\d@(\\/]|\.[\p{L}])/uy
const HANDLE = /(?<![\w.@/:`'"-])@[A-Za-z][A-Za-z0-9_]{2,29}(?![\w(./@-])/g
/** A login in a log line, where somebody logs in, or the name of a home directory. */
const LOGGED =
  /(?:[Uu]ser(?:name)?|[Uu]sr|[Ll]ogin)=["']?|(?:[Ll]ogg?|[Ss]ign)(?:ed|s|in)?[ -]?in as (?:user )?["'`]?|for (?:invalid user |user )?(?=[\w.-]{3,32} from [\d:a-f.]{6})|sudo: {1,4}(?=[\w.-]{3,32} : )|session opened for user |(?:with|using) (?:the )?(?:username|user name|login) ["'`]?|(?:[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Yy]our) (?:user|login|username|user name|login name) is ["'`]?|machine \S{1,64} login |(?<home>\/home\/|\/Users\/|:\\{1,2}Users\\{1,2})/g
const MAY_LOG = keywordsIn(
  'user users username usr login log logged logging sign signed signing sshd publickey sudo session machine home'.split(
    ' ',
  ),
)
const FOLDER = /[\p{L}\d](?:[\p{L}\d]|[._-](?=[\p{L}\d])){2,31}(?=[\\/\s;:"'`,)\]]|$)/uy
/** Names of accounts that are nobody's. */
const ROLES =
  /^(?:ubuntu|ec2-user|centos|debian|vagrant|runner|node|app|www|www-data|nginx|postgres|mysql|redis|jenkins|git|gitlab|github|deploy|build|ci|service|svc|system|public|shared|default|all|runneradmin|circleci|travis|docker|user\d?|me|you|foo|bar|name|yourname|username|jovyan|appuser|oracle|pi|kali|dev|developer|administrator|support|info|staff|member|someone|somebody|different|another|usual|soon|well)$/i

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
    found.push(...logged(text))
    if (!text.includes('@')) return found
    for (const { index, 0: handle } of text.matchAll(HANDLE))
      if (!isInCode(text, code, index)) found.push(...spot('USERNAME', 0.4, index, index + handle.length))
    return found
  },
}

function logged(text: string): readonly Spotted[] {
  if (!MAY_LOG.isIn(text)) return []
  return [...text.matchAll(LOGGED)].flatMap(({ index, 0: label, groups }) => {
    if (isWordAt(text, index - 1) && groups?.['home'] === undefined) return []
    const start = index + label.length
    const pattern = groups?.['home'] === undefined ? NAME : FOLDER
    pattern.lastIndex = start
    const name = pattern.exec(text)?.[0]
    if (name === undefined || NOBODYS.test(name) || ROLES.test(name)) return []
    return spot('USERNAME', 0.6, start, start + name.length)
  })
}
