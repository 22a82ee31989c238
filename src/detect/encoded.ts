import { inflated, textIn } from './bytes.ts'
import { isAlphanumeric, isHex, runRight } from './chars.ts'
import { digitGroups } from './digit-groups.ts'
import { BASE64, alphabetOf, hasRun, isOfBase64 } from './has-run.ts'
import type { Layer } from './layer.ts'

/** Nine digits with two hyphens are this long in base64, without padding. */
const LEAST_RUN = 15

/**
 * What runs of base64, base64url (RFC 4648 §4, §5) and hexadecimal say, where that is text, or text that was compressed, and what the codes of characters do. A run counts when it is new. Each stands for its whole run. But for what was compressed, shorter
 * than the text; linear in it.
 */
export function* encoded({ text, isNew }: Layer, unread: () => void): Generator<Layer> {
  yield* codes(text, isNew)
  if (!hasRun(text, BASE64, LEAST_RUN)) return
  for (const { start, end } of runsIn(text)) {
    const run = text.slice(start, end).replace(/\s/g, '')
    if (!isNew(start, end - paddingOf(run))) continue // padding says nothing
    const said = saidBy(run, unread)
    if (said !== null) yield opaque(said, start, end)
    else if (/[/_-]/.test(run)) yield* parts(text.slice(start, end), start, unread)
  }
}

/** How many characters at the end only fill up. */
function paddingOf(run: string): number {
  let end = run.length
  while (end > 0 && run.charCodeAt(end - 1) === PADDING) end--
  return run.length - end
}

function saidBy(run: string, unread: () => void): string | null {
  const hex = /^0x/i.test(run) ? run.slice(2) : run
  const bytes = Buffer.from(run, 'base64')
  return (isAllHex(hex) ? textIn(Buffer.from(hex, 'hex')) : null) ?? textIn(bytes) ?? inflated(bytes, unread)
}

const isAllHex = (run: string): boolean => run.length % 2 === 0 && runRight(run, 0, isHex, run.length) === run.length

// Bytes one by one, of printed ASCII at least at the beginning: in hexadecimal, which is how dumps and arrays write them, in
// decimal, and in binary.
const CODES: readonly (readonly [RegExp, number])[] = [
  [/(?<![\w.:-])(?:0x)?[2-7][0-9a-f](?:[ ,:;]{1,2}(?:0x)?[2-7][0-9a-f]){7,2048}(?![\w.:-])/gi, 16],
  [
    /(?<![\w.:-])(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])(?:[ ,;]{1,2}(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])){7,2048}(?![\w.:-])/g,
    10,
  ],
  [/(?<![\w.:-])0[01]{7}(?:[ ,]?0[01]{7}){7,2048}(?![\w.:-])/g, 2],
]

/** What numbers say that are the codes of characters. */
function* codes(text: string, isNew: Layer['isNew']): Generator<Layer> {
  if (!mayHaveCodes(text)) return
  for (const [pattern, base] of CODES)
    for (const { index, 0: run } of text.matchAll(pattern)) {
      const numbers = base === 2 ? run.match(/[01]{8}/g) : run.match(/[0-9a-f]{2,3}/gi)
      const said = textIn(Buffer.from((numbers ?? []).map((number) => Number.parseInt(number, base))))
      if (said !== null && isNew(index, index + run.length)) yield opaque(said, index, index + run.length)
    }
}

const LEAST_CODES = 8
const GAP = alphabetOf(' ,:;xX')

/** Each code has digits of its own: whether so many groups of them stand in a row, or as many digits as that makes in binary. */
function mayHaveCodes(text: string): boolean {
  const { count, starts, ends } = digitGroups(text)
  let [groups, digits] = [0, 0]
  for (let i = 0; i < count; i++) {
    const [start, end] = [starts[i] ?? 0, ends[i] ?? 0]
    const isNext = i > 0 && start - (ends[i - 1] ?? 0) <= 3 && GAP[text.charCodeAt(start - 1)] === 1
    groups = isNext ? groups + 1 : 1
    digits = end - start + (isNext ? digits : 0)
    if (groups >= LEAST_CODES || digits >= 8 * LEAST_CODES) return true
  }
  return false
}

/** In a path or a name, what stands between its separators can be encoded by itself. */
function* parts(run: string, from: number, unread: () => void): Generator<Layer> {
  for (const { start, end } of rowsIn(run, isOfPart)) {
    const said = end - start === run.length ? null : saidBy(run.slice(start, end), unread)
    if (said !== null) yield opaque(said, from + start, from + end)
  }
}

const isOfPart = (code: number): boolean => isAlphanumeric(code) || code === 43

const opaque = (text: string, start: number, end: number): Layer => ({
  text,
  span: () => [start, end],
  isNew: () => true,
  isOpaque: true,
})

type Run = { readonly start: number; end: number }

/** Runs of base64, over line breaks where lines are long (MIME wraps at 76, PEM at 64). */
function runsIn(text: string): readonly Run[] {
  const runs: Run[] = []
  for (const run of rowsIn(text, isOfBase64)) {
    const last = runs.at(-1)
    if (last !== undefined && last.end - last.start >= 48 && isBreak(text, last.end, run.start)) last.end = run.end
    else runs.push(run)
  }
  return runs
}

/** Rows of such characters, with their padding. Scanned by hand, as one may be as long as the text. */
function* rowsIn(text: string, belongs: (code: number) => boolean): Generator<Run> {
  for (let at = 0; at < text.length; at++) {
    if (!belongs(text.charCodeAt(at))) continue
    const start = at
    at = runRight(text, at, belongs, text.length)
    if (at - start < LEAST_RUN) continue
    for (let padding = 0; padding < 2 && text.charCodeAt(at) === PADDING; padding++) at++
    yield { start, end: at }
    at--
  }
}

const PADDING = 61

const isBreak = (text: string, from: number, to: number): boolean =>
  (to - from === 1 || (to - from === 2 && text.charCodeAt(from) === 13)) && text.charCodeAt(to - 1) === 10
