import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { tablesIn } from './columns.ts'
import { loginSecrets } from './login-secret.ts'
import { entropy, isPlaceholder } from './placeholder.ts'
import { LEAST, spot } from './spot.ts'

// Whole words, or the last word of a name such as DB_PASSWORD, clientSecret, aws_secret_access_key. The value decides the rest.
const PASSWORD =
  '(?:pg|db)?pass(?:word|wd|phrase|code)|pass(?=["\'\\s]{0,2}[:=])|pwd|pw(?=["\'\\s]{0,2}[:=]| is )|pswd|passwort|kennwort|mot[ _-]de[ _-]passe|mdp|contrase(?:ñ|n)a|senha|palavra[ -]passe|wachtwoord|clave(?:[ _-]de[ _-]acceso)?|adgangskode|kodeord|salasana|parola d.ordine|has(?:ł|l)o|l(?:ö|o)senord'
const KEY =
  'secret(?:[ _-]?access)?(?:[ _-]?key)?|(?:auth|access|refresh|bearer|session|api|id|bot|personal|deploy|webhook)?[ _-]?token|api[ _-]?(?:key|secret)|apikey|access[ _-]?key|account[ _-]?key|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|auth[ _-]?key|shared[ _-]?key|storage[ _-]?key|subscription[ _-]?key|app[ _-]?(?:key|secret)|consumer[ _-]?(?:key|secret)|hmac[ _-]?key|jwt[ _-]?key|master[ _-]?key|license[ _-]?key|client[ _-]?secret|authtoken|x-amz-signature|x-amz-security-token|x-goog-signature|sig|connection[ _-]?string|credentials?|recovery[ _-]?(?:code|phrase|key)|seed[ _-]?phrase'
const LABEL = new RegExp(`(?<![a-z])(?:(?<password>${PASSWORD})|(?<key>${KEY}))(?![a-z])`, 'gi')
const CAMEL =
  /(?<=[a-z])(?:(?<password>Pass(?:word|wd|phrase)?)|(?<key>Secret|Token|ApiKey|AccessKey|SecretKey))(?![a-z])/g
const MAY_HOLD =
  /pass|pwd|pw|wort|woord|clave|kode|sana|mdp|contrase|senha|secret|token|key|sig|credential|string|seed|recover|parola|has[lł]o|senord/i
// What may stand between a label and its value: the rest of a name, a quote, "for …", and then a sign or a word for "is".
const BETWEEN =
  /(?:s|[_-]?[A-Z0-9_-]{1,24}|[_-][\w-]{1,24})?(?:\]|\))?["'`*_]{0,3}(?: (?:for|to|of|on|für|pour|para|per) [\w .@'-]{1,32}?)?(?:\s{0,3}(?::=|=>|={1,3}|:)\s{0,3}(?:>[>\s]{0,3})?|>(?=[^<>\s]{6,128}<\/)|,\s?(?=["'])|\s{1,2}(?:is|was|ist|lautet|est|es|era|è|é|to|jest|brzmi|is set to|set to|is now)\s{1,2}(?::\s?)?)\*{0,2}/y
const QUOTED = /(["'`])((?:(?!\1)[^\n\\]|\\.){1,512})\1/y
const BARE = /[^\s"'`<>,;]{1,512}/y
/** Words that follow a label where code or prose talks about one. */
const TALK =
  /^(?:string|str|text|bytes|boolean|bool|int|number|varchar|char|incorrect|invalid|wrong|correct|expired|missing|valid|protected|reset|manager|policy|field|hash(?:ed)?|encrypted|strong|weak|not|the|a|an|that|this|it|in|on|for|to|and|or|too|must|should|will|sent|stored|self|null|await|new|function|input|const|let|var|return|process|config|env|request|req|res|args|params|options|opts|data|user|account|basic|bearer|oauth2?|jwt|saml|get\w*|read\w*|fetch\w*|load\w*)\b/i

/** Values that a label calls a password, token, secret or key, in prose, code, settings, JSON and JSON keys. */
export const labelledSecret: Detector = {
  id: 'labelled-secret',
  types: ['SECRET'],
  detect: (text, segment) => [
    ...fromKey(text, segment),
    ...loginSecrets(text).flatMap(({ start, end }) => spot('SECRET', 0.6, start, end)),
    ...(MAY_HOLD.test(text) ? [...fromText(text), ...fromTables(text)] : []),
  ],
}

/** The cells under a column that a label names. */
function fromTables(text: string): readonly Spotted[] {
  return tablesIn(text).flatMap(({ start, end, delimiter, names }) => {
    const columns = names.map((name) => labelsIn(name).at(-1)?.kind)
    if (columns.every((kind) => kind === undefined)) return []
    const found: Spotted[] = []
    let at = start
    for (const [row, line] of text.slice(start, end).split('\n').entries()) {
      for (const [column, cell] of line.split(delimiter).entries()) {
        const kind = columns[column]
        const value = cell.trim().replace(/^["']|["']$/g, '')
        const isCell = row > 0 && kind !== undefined && /\d/.test(value) && !/\s/.test(value)
        if (isCell) found.push(...place(value, at + cell.indexOf(value), { kind, isQuoted: false }))
        at += cell.length + 1
      }
    }
    return found
  })
}

type Kind = 'password' | 'key'

/** A whole text under a JSON key that says what it is. */
function fromKey(text: string, { path, kind }: Segment): readonly Spotted[] {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (kind === 'key' || text.length > 512 || !MAY_HOLD.test(name)) return []
  const label = labelsIn(name).at(-1)
  if (label === undefined || /\s/.test(text.trim()) || !/^(?:[_-]?\w{0,12})$/.test(name.slice(label.end))) return []
  const start = text.length - text.trimStart().length
  return spot('SECRET', scoreOf(text.trim(), { kind: label.kind, isQuoted: true }), start, start + text.trim().length)
}

type Label = { readonly kind: Kind; readonly start: number; readonly end: number }

function labelsIn(text: string): Label[] {
  const labels = [...text.matchAll(LABEL), ...text.matchAll(CAMEL)]
  return labels.map(({ index, 0: word, groups }) => ({
    kind: groups?.['password'] === undefined ? 'key' : 'password',
    start: index,
    end: index + word.length,
  }))
}

function fromText(text: string): readonly Spotted[] {
  return labelsIn(text).flatMap(({ kind, start, end }) => {
    BETWEEN.lastIndex = end
    if (!BETWEEN.test(text)) return near(text, start, end)
    const from = BETWEEN.lastIndex
    if (isExpansion(text, from) || isAddress(text, end, from)) return []
    if (text.charAt(from - 1) === ',' || text.slice(from - 2, from) === ', ') return inList(text, from)
    const isProse = /\w\s{1,2}(?::\s?)?$/.test(text.slice(end, from)) && !/[=:]/.test(text.slice(end, from))
    QUOTED.lastIndex = from
    const quoted = QUOTED.exec(text)?.[2]
    if (quoted !== undefined) return place(quoted, from + 1, { kind, isQuoted: true })
    const isDefault = text.startsWith(':-', from - 1) && text.charAt(from) === '-'
    BARE.lastIndex = isDefault || /["'`]/.test(text.charAt(from)) ? from + 1 : from
    const bare = BARE.exec(text)
    const value = withoutTail(bare?.[0] ?? '')
    const found = place(value, bare?.index ?? from, { kind, isQuoted: false, isProse })
    return found.length > 0 ? found : near(text, start, end)
  })
}

/** `${PASSWORD:?required}` and `${PASSWORD:-postgres}` say what a shell does without one. A default may be a secret. */
const isExpansion = (text: string, from: number): boolean =>
  /[?+-]/.test(text.charAt(from)) &&
  !looksRandom(/^-([^}\s]{8,128})\}/.exec(text.slice(from, from + 132))?.[1] ?? '') &&
  /\$\{\w{1,64}:$/.test(text.slice(Math.max(0, from - 67), from))

/** `Failed password for root from 2001:db8::1`: the colon is that of an address. */
const isAddress = (text: string, end: number, from: number): boolean =>
  / (?:from|by|at) [0-9a-f]{1,4}:$/i.test(text.slice(end, from)) && /^[0-9a-f:]{2}/i.test(text.slice(from, from + 2))

/** A value up to where an escape begins, without marks that close a sentence, a bracket or bold text. By hand, so that it is linear. */
function withoutTail(value: string): string {
  const escape = value.indexOf('\\')
  let end = escape === -1 ? value.length : escape
  for (;;) {
    if (end > 0 && '.:)]}'.includes(value.charAt(end - 1))) end -= 1
    else if (end > 1 && value.endsWith('**', end)) end -= 2
    else return value.slice(0, end)
  }
}

/** `define('DB_PASSWORD', 'x1y2z3')`: only what is clearly no other name. */
function inList(text: string, from: number): readonly Spotted[] {
  QUOTED.lastIndex = from
  const value = QUOTED.exec(text)?.[2] ?? ''
  return looksRandom(value) ? place(value, from + 1, { kind: 'password', isQuoted: true }) : []
}

const NEAR_AFTER = 64
const NEAR_BEFORE = 40
const AS_LABEL =
  /(?<!\S)(\S{8,64}) (?:as|is|for|als|ist|comme|como|come|jako|is) (?:the|my|our|a|das|mein|le|mon|la|mi|mia|minha|a minha|het|mijn|moje)? ?(?:new |neues |\w{1,12} )?$/i

const HEXADECIMAL = /^(?=.*\d)(?=.*[a-f])(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/
/** `with password sunflower88`: letters and digits right behind the word, that are no version and no name of a method. */
const isAfterWith = (text: string, start: number, value: string): boolean =>
  /(?:with|using|and|the) (?:the |my )?$/i.test(text.slice(Math.max(0, start - 12), start)) &&
  /^(?=[a-z]*\d)[a-z]{3,}\d[a-z\d!?#$%&*]{1,}$/i.test(value) &&
  !/^(?:sha|md|oauth|base|utf|v|rfc|aes|rsa|tls|http|ipv|wpa|argon|bcrypt|pbkdf|ntlm|radius|mfa|totp|level|step|type|version|field|python|windows)/i.test(
    value,
  )

/** In prose, something random nearby is what the label speaks of: `… password? I use x1Y!…`, `use x1Y!… as the password`. */
function near(text: string, start: number, end: number): readonly Spotted[] {
  const after = /^[^\n{}()=;<>]*/.exec(text.slice(end, end + NEAR_AFTER))?.[0] ?? ''
  const whole = /^["']?s?[ ,.?:]/.test(after) ? text.slice(end, end + NEAR_AFTER + 128) : ''
  for (const { 0: word, index } of whole.matchAll(/[^\s"'`,;()<>{}]{8,128}/g)) {
    if (index > after.length) break
    const value = word.replace(/[.:!?)\]]+$/, (marks) => (/[.:)\]]/.test(marks) ? '' : marks))
    const isNext = index <= 2 && (HEXADECIMAL.test(value) || isAfterWith(text, start, value))
    if (isNext || looksRandom(value)) return spot('SECRET', 0.65, end + index, end + index + value.length)
  }
  const before = text.slice(Math.max(0, start - NEAR_BEFORE), start)
  const value = AS_LABEL.exec(before)?.[1]?.replace(/^["'`]|["'`]$/g, '') ?? ''
  const at = start - before.length + before.lastIndexOf(value)
  return looksRandom(value) ? spot('SECRET', 0.65, at, at + value.length) : []
}

/**
 * Words and numbers put together, as names in code are: `Base64Encoder`, `iPhone12Pro`. Each piece is a whole run of its
 * letters, so that there is one way only to match: a run that could be cut anywhere would take exponential time.
 */
const NAME_LIKE =
  /^(?:[a-z](?![a-z]))?(?:[A-Z]?[a-z]{2,}(?![a-z])|[A-Z]{2,}(?:(?![A-Za-z])|(?=[A-Z][a-z]))|\d+(?!\d)|[-_.])+$/

/** Capitals, small letters and digits mixed as in no word or name, or all three and a sign. */
function looksRandom(value: string): boolean {
  const hasAll = /\d/.test(value) && /[a-z]/i.test(value)
  if (
    !hasAll ||
    value.length < 8 ||
    isPlaceholder(value) ||
    /^[.#-]|oauth|https?:|[\\/=@]\w|^[\d.,:-]+\w{0,3}$/i.test(value)
  )
    return false
  if (/[!@#$%^&*?+]/.test(value)) return /[A-Z]/.test(value) && /[a-z]/.test(value)
  return /^[\w-]+$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && !NAME_LIKE.test(value)
}

type Manner = { readonly kind: Kind; readonly isQuoted: boolean; readonly isProse?: boolean }

const place = (value: string, start: number, manner: Manner): readonly Spotted[] =>
  spot('SECRET', scoreOf(value, manner), start, start + value.length)

/** How much a value looks like what its label says. Words, code and placeholders do not. */
function scoreOf(value: string, { kind, isQuoted, isProse = false }: Manner): number {
  if (value.length < 6 || isPlaceholder(value) || /^(?:https?:|urn:|\/[\w.-]+\/|\/\^|\.{1,2}\/)/.test(value)) return 0
  if (isQuoted && /\s.*\s/.test(value)) return 0 // a sentence
  if (!isQuoted && (TALK.test(value) || isCode(value))) return 0
  const digit = /\d/.test(value)
  const letter = /\p{L}/u.test(value)
  const symbol = /[^\p{L}\p{N}\s]/u.test(value)
  const score =
    kind === 'password' ? passwordScore(value, { digit, letter, symbol }) : keyScore(value, { digit, letter })
  const floor = isProse && !digit && !(symbol && /[A-Z!@#$%^&*]/.test(value)) ? 0 : score
  const isWord = !digit && !symbol && (NAME_LIKE.test(value) || !/[a-z][A-Z].*[a-z][A-Z]/.test(value))
  return !isQuoted && isWord ? Math.min(floor, LEAST) : floor
}

type Classes = { readonly digit: boolean; readonly letter: boolean; readonly symbol?: boolean }

function passwordScore(value: string, { digit, letter, symbol = false }: Classes): number {
  if (digit && letter) return value.length >= 8 ? 0.85 : 0.7
  if (letter && symbol) return /^[a-z]+(?:[-_.][a-z]+)*$/i.test(value) ? 0.5 : 0.75
  if (digit) return 0.6
  return /[a-z]/.test(value) && /[A-Z]/.test(value.slice(1)) && value.length >= 12 ? 0.6 : 0.5
}

function keyScore(value: string, { digit, letter }: Classes): number {
  if (value.length < 8 || !letter) return 0
  const bits = entropy(value)
  if (value.length >= 16 && bits >= 3 && digit) return 0.85
  if (value.length >= 20 && bits >= 3.5 && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[\s._-]/.test(value))
    return 0.7
  return digit && bits >= 2.5 && !/^[a-z]+[-_ ]?\d{1,3}$/i.test(value) ? 0.65 : 0
}

/** An expression, a call, a name with dots: code that passes a secret on, and does not hold it. */
const isCode = (value: string): boolean =>
  !/[!#$%&*?]$/.test(value) &&
  /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+(?:[([].*)?$|^[A-Za-z_$][\w$.]*[([]|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Z_]+$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Za-z]+\d{1,3}[A-Z][a-z]{3,}$|^(?:ConvertTo|ConvertFrom|Get|Set|New|Read|Import|Export|Invoke)-[A-Z][A-Za-z]+$|^base64|^[a-z]+(?:_[a-z]+)+$|^[{[(]/.test(
    value,
  )
