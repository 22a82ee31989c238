import { isUtf8 } from 'node:buffer'
import { BASE64, hasRun } from './has-run.ts'
import type { OffsetMap } from './view.ts'

/** A decoded piece of a text, and where each of its characters came from. */
export type Decoded = { readonly text: string; readonly map: OffsetMap }

const REACH = 96
const LEAST_RUN = 16
const MOST_RUN = 65_536

/**
 * What stands in a text in another writing, one layer deep: percent (RFC 3986 §2.1), HTML, JSON and JavaScript escapes and
 * quoted-printable (RFC 2045 §6.7) with the words around them; base64, base64url (RFC 4648) and hexadecimal by themselves,
 * where they decode to text. Work and output are linear in the text.
 */
export const decoded = (text: string): readonly Decoded[] => [...escaped(text), ...encoded(text)]

const ESCAPES =
  /(?:%[0-9a-f]{2})+|&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[a-z]{2,6});|\\{1,3}(?:u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|x[0-9a-f]{2}|[nrt"'/])/gi
const QUOTED_PRINTABLE = /(?:=[0-9A-F]{2}){1,64}|=\r?\n/g
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.', colon: ':', sol: '/', hyphen: '-', dash: '-', num: '#', shy: '', ndash: '-', lowbar: '_', equals: '=',
} // prettier-ignore

type Escape = { readonly start: number; readonly end: number; readonly means: string }

function escaped(text: string): readonly Decoded[] {
  const some = /[%&\\]/.test(text) ? [...text.matchAll(ESCAPES)].flatMap((match) => escapeOf(match, meaningOf)) : []
  const printable = text.includes('=') ? [...text.matchAll(QUOTED_PRINTABLE)] : []
  const quoted = printable.length < 2 ? [] : printable.flatMap((match) => escapeOf(match, bytesOf))
  return [some, quoted].flatMap((escapes) => windows(escapes, text.length).map((window) => replaced(text, window)))
}

const escapeOf = (match: RegExpMatchArray, meaning: (escape: string) => string | null): Escape[] => {
  const means = meaning(match[0])
  const start = match.index ?? 0
  return means === null ? [] : [{ start, end: start + match[0].length, means }]
}

function meaningOf(escape: string): string | null {
  if (escape.startsWith('%')) return bytesOf(escape)
  if (escape.startsWith('&#'))
    return character(
      /x/i.test(escape) ? escape.replace(/&#x|;/gi, '') : escape.slice(2, -1),
      /x/i.test(escape) ? 16 : 10,
    )
  if (escape.startsWith('&')) return NAMED[escape.slice(1, -1).toLowerCase()] ?? null
  const [, kind = '', digits = ''] = /^\\+(.)\{?([0-9a-f]*)\}?$/i.exec(escape) ?? []
  if (digits !== '') return character(digits, 16)
  return { n: '\n', r: '\n', t: '\t' }[kind.toLowerCase()] ?? kind
}

const bytesOf = (escape: string): string =>
  /^=\r?\n$/.test(escape) ? '' : Buffer.from(escape.replace(/[%=]/g, ''), 'hex').toString('utf8')

function character(digits: string, base: number): string | null {
  const code = Number.parseInt(digits, base)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null
}

type Window = { readonly start: number; readonly end: number; readonly escapes: readonly Escape[] }

/** The stretches around escapes, merged where they touch. */
function windows(escapes: readonly Escape[], length: number): readonly Window[] {
  const found: { start: number; end: number; escapes: Escape[] }[] = []
  for (const escape of escapes) {
    const last = found.at(-1)
    const [start, end] = [Math.max(0, escape.start - REACH), Math.min(length, escape.end + REACH)]
    if (last === undefined || start > last.end) found.push({ start, end, escapes: [escape] })
    else {
      last.end = end
      last.escapes.push(escape)
    }
  }
  return found
}

function replaced(text: string, { start, end, escapes }: Window): Decoded {
  const map = { starts: [] as number[], ends: [] as number[] }
  let out = ''
  const add = (piece: string, from: number, to: number, isEscape: boolean) => {
    for (let i = 0; i < piece.length; i++) {
      map.starts.push(isEscape ? from : from + i)
      map.ends.push(isEscape ? to : from + i + 1)
    }
    out += piece
  }
  let at = start
  for (const escape of escapes) {
    add(text.slice(at, escape.start), at, escape.start, false)
    add(escape.means, escape.start, escape.end, true)
    at = escape.end
  }
  add(text.slice(at, end), at, end, false)
  return { text: out, map }
}

const RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g

function encoded(text: string): readonly Decoded[] {
  if (!hasRun(text, BASE64, LEAST_RUN)) return []
  return runsIn(text).flatMap(({ start, end }) => {
    const run = text.slice(start, Math.min(end, start + MOST_RUN)).replace(/\s/g, '')
    const plain =
      (/^(?:[0-9a-f]{2})+$/i.test(run) ? textIn(Buffer.from(run, 'hex')) : null) ?? textIn(Buffer.from(run, 'base64'))
    if (plain === null) return []
    const fill = (value: number) => new Array<number>(plain.length).fill(value)
    return [{ text: plain, map: { starts: fill(start), ends: fill(end) } }]
  })
}

type Run = { readonly start: number; end: number }

/** Runs of base64, over line breaks where lines are long (MIME wraps at 76, PEM at 64). */
function runsIn(text: string): readonly Run[] {
  const runs: Run[] = []
  for (const { index, 0: run } of text.matchAll(RUN)) {
    const last = runs.at(-1)
    const isWrapped = last !== undefined && last.end - last.start >= 48 && /^\r?\n$/.test(text.slice(last.end, index))
    if (isWrapped) last.end = index + run.length
    else runs.push({ start: index, end: index + run.length })
  }
  return runs
}

/** What bytes say, if that is text: UTF-8, and no control characters but white space. */
function textIn(bytes: Buffer): string | null {
  if (bytes.length < (LEAST_RUN * 3) / 4 - 4 || !isUtf8(bytes)) return null
  const text = bytes.toString('utf8')
  return /[^\P{C}\s]/u.test(text) ? null : text
}
