import { textIn } from './bytes.ts'
import { BASE64, hasRun } from './has-run.ts'
import type { Layer } from './layer.ts'

/** Nine digits with two hyphens are this long in base64, without padding. */
const LEAST_RUN = 15
const RUN = /[A-Za-z0-9+/_-]{15,}={0,2}/g

/**
 * What runs of base64, base64url (RFC 4648 §4, §5) and hexadecimal say, where that is text. A run counts when it is new. Each stands for its whole run. Shorter than the text, and linear in it.
 */
export function* encoded({ text, isNew }: Layer): Generator<Layer> {
  if (!hasRun(text, BASE64, LEAST_RUN)) return
  for (const { start, end } of runsIn(text)) {
    const run = text.slice(start, end).replace(/\s/g, '')
    if (!isNew(start, end - (run.length - run.replace(/=+$/, '').length))) continue // padding says nothing
    const said = saidBy(run)
    if (said !== null) yield opaque(said, start, end)
    else if (/[/_-]/.test(run)) yield* parts(text.slice(start, end), start)
  }
}

const saidBy = (run: string): string | null =>
  (/^(?:[0-9a-f]{2})+$/i.test(run) ? textIn(Buffer.from(run, 'hex')) : null) ?? textIn(Buffer.from(run, 'base64'))

/** In a path or a name, what stands between its separators can be encoded by itself. */
function* parts(run: string, from: number): Generator<Layer> {
  for (const { 0: part, index } of run.matchAll(/[A-Za-z0-9+]{15,}={0,2}/g)) {
    const said = part.length === run.length ? null : saidBy(part)
    if (said !== null) yield opaque(said, from + index, from + index + part.length)
  }
}

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
  for (const { index, 0: run } of text.matchAll(RUN)) {
    const last = runs.at(-1)
    const isWrapped = last !== undefined && last.end - last.start >= 48 && /^\r?\n$/.test(text.slice(last.end, index))
    if (isWrapped) last.end = index + run.length
    else runs.push({ start: index, end: index + run.length })
  }
  return runs
}
