import { runLeft, runRight } from './chars.ts'
import { isOfBase64 } from './has-run.ts'
import type { Layer } from './layer.ts'

/** How far the words around an escape are read with it. */
const REACH = 96

// Percent (RFC 3986 §2.1), HTML, JSON and JavaScript. What is escaped again and again in the same way (`%2525…`, `&amp;amp;…`,
// backslashes in JSON in JSON) is one escape: layers of one kind are all undone at once. Every repetition is bounded.
const ESCAPES =
  /%(?:25){0,64}[0-7][0-9a-f]|(?:%(?:25){0,64}[89a-f][0-9a-f]){1,64}|&(?:amp;){0,64}(?:#\d{2,7};?|#x[0-9a-f]{2,6};?|[a-z]{2,6};)|(?<!\\)\\{1,255}(?:U00[01][0-9a-f]{5}|u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[nrt"'/])/gi
/** RFC 2045 §6.7, and its soft line breaks. */
const QUOTED_PRINTABLE = /=[0-7][0-9A-F]|(?:=[89A-F][0-9A-F]){1,64}|=\r?\n/g
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.', colon: ':', sol: '/', hyphen: '-', dash: '-', num: '#', shy: '', ndash: '-', lowbar: '_', equals: '=',
} // prettier-ignore

/** A stretch that means something else. */
export type Escape = { readonly start: number; readonly end: number; readonly means: string }

/**
 * What a text says where it is written in escapes, with the words around them. An escape counts when something of it is new.
 * Quoted-printable is kept apart, as `=53` is more often the beginning of a number than a letter; there, new words nearby are
 * enough, so that a text in both writings is read. No longer than the text for either, and linear in it.
 */
export function* escaped({ text, isNew }: Layer): Generator<Layer> {
  if (/[%&\\]/.test(text)) {
    const escapes = escapesIn(text, ESCAPES, meaningOf)
    for (const window of windows(escapes, text))
      if (window.escapes.some(({ start, end }) => isNew(start, end))) yield replaced(text, window)
  }
  if (text.includes('=')) {
    const escapes = escapesIn(text, QUOTED_PRINTABLE, bytesOf)
    if (escapes.length < 2) return // a setting, not a writing
    for (const window of windows(escapes, text)) if (isNew(window.start, window.end)) yield replaced(text, window)
  }
}

function escapesIn(text: string, pattern: RegExp, meaning: (escape: string) => string | null): readonly Escape[] {
  const escapes: Escape[] = []
  for (const { 0: escape, index: start } of text.matchAll(pattern)) {
    const means = meaning(escape)
    if (means !== null) escapes.push({ start, end: start + escape.length, means })
  }
  return escapes
}

function meaningOf(escape: string): string | null {
  if (escape.startsWith('%') && escape.length === 3 && escape.charCodeAt(1) < 56)
    return String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  if (escape.startsWith('%')) return bytesOf(escape.replace(/%(?:25)+(?=[0-9a-f]{2})/gi, '%'))
  if (escape.startsWith('&')) return entity(escape.replace(/^&(?:amp;)+/i, '&').replace(/[&;]/g, ''))
  const [, kind = '', digits = ''] = /^\\+(.)\{?([0-9a-f]*)\}?$/i.exec(escape) ?? []
  if (digits !== '') return character(digits, 16)
  return { n: '\n', r: '\n', t: '\t' }[kind.toLowerCase()] ?? kind
}

function entity(name: string): string | null {
  if (/^#x/i.test(name)) return character(name.slice(2), 16)
  return name.startsWith('#') ? character(name.slice(1), 10) : (NAMED[name.toLowerCase()] ?? null)
}

const bytesOf = (escape: string): string =>
  /^=\r?\n$/.test(escape) ? '' : Buffer.from(escape.replace(/[%=]/g, ''), 'hex').toString('utf8')

function character(digits: string, base: number): string | null {
  const code = Number.parseInt(digits, base)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}

type Window = { readonly start: number; readonly end: number; readonly escapes: readonly Escape[] }

/** The stretches around escapes, merged where they touch. None ends in the middle of a run that may be encoded. */
export function windows(escapes: readonly Escape[], text: string): readonly Window[] {
  const found: { start: number; end: number; escapes: Escape[] }[] = []
  for (const escape of escapes) {
    const last = found.at(-1)
    const done = last?.end ?? 0
    const start = Math.max(done, escape.start - REACH)
    const from = runLeft(text, start, isOfBase64, start - done)
    const to = Math.min(text.length, escape.end + REACH)
    const end = to <= done ? done : runRight(text, to, isOfBase64, text.length)
    if (last === undefined || from > done) found.push({ start: from, end, escapes: [escape] })
    else {
      last.end = end
      last.escapes.push(escape)
    }
  }
  return found
}

/** An escape, and where its meaning is in the text without escapes. */
type Placed = Escape & { readonly at: number }

export function replaced(text: string, { start, end, escapes }: Window): Layer {
  const placed: Placed[] = []
  let out = ''
  let from = start
  for (const escape of escapes) {
    out += text.slice(from, escape.start)
    placed.push({ ...escape, at: out.length })
    out += escape.means
    from = escape.end
  }
  out += text.slice(from, end)
  const whereIs = (at: number): readonly [number, number] => {
    const escape = lastBefore(placed, at + 1)
    if (escape === undefined) return [start + at, start + at + 1]
    if (at < escape.at + escape.means.length) return [escape.start, escape.end]
    const place = escape.end + (at - escape.at - escape.means.length)
    return [place, place + 1]
  }
  return {
    text: out,
    span: (first, last) => [whereIs(first)[0], whereIs(last - 1)[1]],
    isOpaque: false,
    isNew: (first, last) => {
      const escape = lastBefore(placed, last)
      return escape !== undefined && escape.at + escape.means.length > first
    },
  }
}

/** The last escape whose meaning begins before a place, by halving. */
function lastBefore(placed: readonly Placed[], at: number): Placed | undefined {
  let [low, high] = [0, placed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((placed[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return placed[low - 1]
}
