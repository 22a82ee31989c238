import redactPii from 'redact-pii'
import type { Found } from './score.ts'

/** What redact-pii's parts stand for, in the order in which it runs them, each on what the one before left. */
const PARTS = [
  ['creditCardNumber', 'CREDIT_CARD_NUMBER', 'CREDIT_CARD'],
  ['streetAddress', 'STREET_ADDRESS', 'STREET_ADDRESS'],
  ['zipcode', 'ZIPCODE', 'POSTCODE'],
  ['phoneNumber', 'PHONE_NUMBER', 'PHONE_NUMBER'],
  ['ipAddress', 'IP_ADDRESS', 'IP_ADDRESS'],
  ['usSocialSecurityNumber', 'US_SOCIAL_SECURITY_NUMBER', 'US_SSN'],
  ['emailAddress', 'EMAIL_ADDRESS', 'EMAIL_ADDRESS'],
  ['username', 'USERNAME', 'USERNAME'],
  ['password', 'PASSWORD', 'SECRET'],
  ['credentials', 'CREDENTIALS', 'SECRET'],
  ['digits', 'DIGITS', 'DIGITS'],
  ['url', 'URL', 'URL'],
  ['names', 'PERSON_NAME', 'PERSON'],
] as const

type Part = (typeof PARTS)[number]

const alone = (name: Part[0]) =>
  new redactPii.SyncRedactor({
    builtInRedactors: Object.fromEntries(PARTS.map(([other]) => [other, { enabled: other === name }])),
  })

const REDACTORS = PARTS.map(([name, word, type]) => ({ redactor: alone(name), word, type }))

/**
 * What redact-pii finds, as places. It only gives the text back with words such as `PERSON_NAME` in it, so its parts run one after
 * the other, as it runs them itself, and what a part left as it was is looked up in the text before. Where two replacements stand
 * side by side the border between them is a guess.
 */
export function redacted(text: string): readonly Found[] {
  let now: Traced = {
    text,
    from: Array.from(text.split(''), (_, i) => i),
    to: Array.from(text.split(''), (_, i) => i + 1),
  }
  const found: Found[] = []
  for (const { redactor, word, type } of REDACTORS) {
    const after = redactor.redact(now.text)
    if (after === now.text) continue
    const replaced = replacements(now.text, after, word)
    found.push(
      ...replaced.map(({ start, end }) => ({ type, score: 1, start: now.from[start] ?? 0, end: now.to[end - 1] ?? 0 })),
    )
    now = traced(now, replaced, word)
  }
  return found
}

/** A text on its way, and where each of its characters comes from. */
type Traced = { readonly text: string; readonly from: readonly number[]; readonly to: readonly number[] }
type Place = { readonly start: number; readonly end: number }

function replacements(before: string, after: string, word: string): readonly Place[] {
  const kept = after.split(word)
  const places: Place[] = []
  let at = (kept[0] ?? '').length
  for (const [i, text] of kept.entries()) {
    if (i === 0) continue
    const isLast = i === kept.length - 1
    const next = isLast ? before.length - text.length : before.indexOf(text, at + 1)
    if (next < 0) return places
    if (next > at) places.push({ start: at, end: next })
    at = next + text.length
  }
  return places
}

function traced(before: Traced, places: readonly Place[], word: string): Traced {
  const [text, from, to]: [string[], number[], number[]] = [[], [], []]
  let at = 0
  const keep = (end: number) => {
    text.push(before.text.slice(at, end))
    from.push(...before.from.slice(at, end))
    to.push(...before.to.slice(at, end))
  }
  for (const { start, end } of places) {
    keep(start)
    text.push(word)
    for (let i = 0; i < word.length; i++) {
      from.push(before.from[start] ?? 0)
      to.push(before.to[end - 1] ?? 0)
    }
    at = end
  }
  keep(before.text.length)
  return { text: text.join(''), from, to }
}
