import { keywordsIn } from './keywords.ts'
import { isPlaceholder } from './placeholder.ts'

/** Where a value is. */
type Value = { readonly start: number; readonly end: number }

/** A code of digits, after words that only such a code follows, or a PIN that is somebody's. */
const CODE =
  /(?<![\p{L}\d])(?:(?:(?:my|your|his|her|their|our|the|card|atm|debit|bank|sim|unlock|voicemail|current|new|old|account|phone|alarm|door|gate|safe)(?:'s)? ){1,2}pin(?: code| number| no\.?)?|otp(?: code)?|one[- ]time (?:pass ?)?(?:code|pin)|(?:verification|authenticator|2fa|mfa|login|alarm|door|gate|safe|entry) code|passcode) ?(?:is now|is|was|:|=|to)[: ]{1,2}["'`]?(\d{4,8})(?![\p{L}\d]|[.,-]\d)/giu
/** `creds: admin / P@ssw0rd!`: who, and then what for a password. */
const PAIR =
  /(?<![\p{L}\d])(?:creds?|credentials?|log[io]ns?|log[io]n details)(?: (?:are|is|for [\w-]{1,24}))?\s?[:=-]?\s["'`]?[\w.@-]{2,40}["'`]?\s?[/:|]\s?["'`]?([^\s"'`,;<>]{6,64})/giu

/** `auth=("me", "P@ssw0rd!")`, as HTTP libraries take it. */
const TUPLE = /(?<![\p{L}\d])auth\s?[=:]\s?[([{]\s?["'][^"'\n]{1,64}["'],\s?["']([^"'\s]{6,64})(?=["'])/giu

/** `getConnection("jdbc:…", "me", "P@ssw0rd!")` and `smtp.login("me", "abcd efgh ijkl mnop")`: whoever opens something gives who, then what. */
const CALL =
  /(?:getConnection\(\s?["'][^"'\n]{1,128}["'],\s?|\.(?:login|authenticate)\(\s?)["'][^"'\n]{1,64}["'],\s?["']([^"'\n]{6,64})(?=["'])/g
/** What SQL has for the password of a user. */
const IDENTIFIED =
  /(?:identified (?:with \S{1,32} )?by|(?:role|user) \S{1,64} (?:with )?(?:login )?password)\s{1,4}'([^'\s]{6,64})'/gi

/** Each with a question that is cheap, and that few texts answer with yes. */
const PATTERNS: readonly (readonly [pattern: RegExp, mayBeIn: (text: string) => boolean])[] = [
  [CODE, saysOneOf('pin otp passcode verification authenticator mfa alarm door gate entry')],
  [CODE, (text) => /ne[- ]time |2fa /.test(text)],
  [PAIR, saysOneOf('creds cred credentials login logins logon')],
  [TUPLE, saysOneOf('auth')],
  [CALL, (text) => text.includes('getConnection(') || text.includes('.login(') || text.includes('.authenticate(')],
  [IDENTIFIED, saysOneOf('identified alter')],
]

function saysOneOf(words: string): (text: string) => boolean {
  return keywordsIn(words.split(' ')).isIn
}

/** Codes by which somebody is let in, and passwords that stand behind a login. */
export function loginSecrets(text: string): readonly Value[] {
  const patterns = new Set(PATTERNS.flatMap(([pattern, mayBeIn]) => (mayBeIn(text) ? [pattern] : [])))
  const found = [...patterns].flatMap((pattern) => [...text.matchAll(pattern)])
  return found.flatMap(({ index, 0: all, 1: value = '' }) => {
    const bare = value.replace(/[.)]+$/, '')
    const start = index + all.lastIndexOf(value)
    return isCode(bare) || isPassword(bare) || APP_PASSWORD.test(bare) ? [{ start, end: start + bare.length }] : []
  })
}

/** Sixteen letters in fours, as Google prints a password of an app. */
const APP_PASSWORD = /^[a-z]{4}(?: [a-z]{4}){3}$/

const isCode = (value: string): boolean => /^\d{4,8}$/.test(value) && !/^(?:(\d)\1+|1234|123456)$/.test(value)

/** Letters with a digit and a sign, or in both cases with a digit: no path, no date, no placeholder. */
const isPassword = (value: string): boolean =>
  value.length >= 6 &&
  !/[/\\=:]|^\d+[-.]|^www\.|@\w+\./.test(value) &&
  /[a-z]/i.test(value) &&
  /\d/.test(value) &&
  (/[!@#$%^&*?+]/.test(value) || (/[a-z]/.test(value) && /[A-Z]/.test(value))) &&
  !isPlaceholder(value)
