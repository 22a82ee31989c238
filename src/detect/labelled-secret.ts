import type { Detector, Spotted } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { entropy, isPlaceholder } from './placeholder.ts'
import { LEAST, spot } from './spot.ts'

// Whole words, or the last word of a name such as DB_PASSWORD, clientSecret, aws_secret_access_key. The value decides the rest.
const PASSWORD =
  'pass(?:word|wd|phrase|code)|pass(?=["\'\\s]{0,2}[:=])|pwd|pw(?=["\'\\s]{0,2}[:=])|pswd|passwort|kennwort|mot[ _-]de[ _-]passe|mdp|contrase(?:ñ|n)a|senha|wachtwoord|parola d.ordine|has(?:ł|l)o|l(?:ö|o)senord'
const KEY =
  'secret(?:[ _-]?access)?(?:[ _-]?key)?|(?:auth|access|refresh|bearer|session|api|id|bot|personal|deploy|webhook)?[ _-]?token|api[ _-]?(?:key|secret)|apikey|access[ _-]?key|account[ _-]?key|private[ _-]?key|encryption[ _-]?key|signing[ _-]?key|master[ _-]?key|license[ _-]?key|client[ _-]?secret|authtoken|x-amz-signature|x-amz-security-token|sig|connection[ _-]?string|credentials?|recovery[ _-]?(?:code|phrase|key)|seed[ _-]?phrase'
const LABEL = new RegExp(`(?<![a-z])(?:(?<password>${PASSWORD})|(?<key>${KEY}))(?![a-z])`, 'gi')
const CAMEL =
  /(?<=[a-z])(?:(?<password>Pass(?:word|wd|phrase)?)|(?<key>Secret|Token|ApiKey|AccessKey|SecretKey))(?![a-z])/g
const MAY_HOLD =
  /pass|pwd|wort|mdp|contrase|senha|secret|token|key|sig|credential|string|seed|recover|parola|has[lł]o|senord/i
// What may stand between a label and its value: the rest of a name, a quote, "for …", and then a sign or a word for "is".
const BETWEEN =
  /(?:s|[_-]?[A-Z0-9_-]{1,24}|[_-][\w-]{1,24})?(?:\]|\))?["'`*_]{0,3}(?: (?:for|to|of|on|für|pour|para|per) [\w .@'-]{1,32}?)?(?:\s{0,3}(?::=|=>|={1,3}|:)\s{0,3}(?:>[>\s]{0,3})?|\s{1,2}(?:is|was|ist|lautet|est|es|era|è|to|is set to|set to|is now)\s{1,2}(?::\s?)?)\*{0,2}/y
const QUOTED = /(["'`])((?:(?!\1)[^\n\\]|\\.){1,512})\1/y
const BARE = /[^\s"'`<>,;]{1,512}/y
/** Words that follow a label where code or prose talks about one. */
const TALK =
  /^(?:string|str|text|bytes|boolean|bool|int|number|varchar|char|incorrect|invalid|wrong|correct|expired|missing|valid|protected|reset|manager|policy|field|hash(?:ed)?|encrypted|strong|weak|not|the|a|an|that|this|it|in|on|for|to|and|or|too|must|should|will|sent|stored|self|null|await|new|function|input|const|let|var|return|process|config|env|request|req|res|args|params|options|opts|data|user|account|basic|bearer|oauth2?|jwt|saml|get\w*|read\w*|fetch\w*|load\w*)\b/i

/** Values that a label calls a password, token, secret or key, in prose, code, settings, JSON and JSON keys. */
export const labelledSecret: Detector = {
  id: 'labelled-secret',
  types: ['SECRET'],
  detect: (text, segment) => [...fromKey(text, segment), ...(MAY_HOLD.test(text) ? fromText(text) : [])],
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

type Label = { readonly kind: Kind; readonly end: number }

function labelsIn(text: string): Label[] {
  const labels = [...text.matchAll(LABEL), ...text.matchAll(CAMEL)]
  return labels.map(({ index, 0: word, groups }) => ({
    kind: groups?.['password'] === undefined ? 'key' : 'password',
    end: index + word.length,
  }))
}

function fromText(text: string): readonly Spotted[] {
  return labelsIn(text).flatMap(({ kind, end }) => {
    BETWEEN.lastIndex = end
    if (!BETWEEN.test(text)) return []
    const from = BETWEEN.lastIndex
    const isProse = /\w\s{1,2}(?::\s?)?$/.test(text.slice(end, from)) && !/[=:]/.test(text.slice(end, from))
    QUOTED.lastIndex = from
    const quoted = QUOTED.exec(text)?.[2]
    if (quoted !== undefined) return place(quoted, from + 1, { kind, isQuoted: true })
    BARE.lastIndex = /["'`]/.test(text.charAt(from)) ? from + 1 : from
    const bare = BARE.exec(text)
    const value = bare?.[0].replace(/(?:[.:)\]}]|\\+[nrt]?.{0,200}|\*\*)+$/, '') ?? ''
    return place(value, bare?.index ?? from, { kind, isQuoted: false, isProse })
  })
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
  return !isQuoted && !digit && !symbol ? Math.min(floor, LEAST) : floor
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
  /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+(?:[([].*)?$|^[A-Za-z_$][\w$.]*[([]|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Z_]+$|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[A-Za-z]+\d{1,3}[A-Z][a-z]{3,}$|^base64|^[a-z]+(?:_[a-z]+)+$|^[{[(]/.test(
    value,
  )
