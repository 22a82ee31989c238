import type { Document } from './fill.ts'
import { isHit, isRight, SURE } from './score.ts'
import type { Found } from './score.ts'
import type { Half } from './templates.ts'

type Group = { count: number; readonly examples: string[] }

/**
 * What is missed and what is found wrongly in one half, by type and language, most frequent first. There are examples of the half for
 * tuning only: whoever reads those of the other one tunes to it.
 */
export function createMisses(half: Half) {
  const groups = new Map<string, Group>()
  const types = new Set<string>()
  const note = (what: string, example: string) => {
    const group = groups.get(what) ?? { count: 0, examples: [] }
    groups.set(what, group)
    group.count++
    if (half === 'tuned' && group.examples.length < 3 && !group.examples.includes(example)) group.examples.push(example)
  }
  return {
    see(document: Document, found: readonly Found[], isAlarm: boolean): void {
      if (document.half !== half) return
      for (const { type } of document.spans) types.add(type)
      const sure = found.filter(({ score }) => score >= SURE)
      const name = `${document.language} ${document.kind} (${document.template})`
      for (const span of document.spans)
        if (!isHit(span, sure))
          note(
            `missed ${span.type} ${document.language}${insteadOf(span, found)}`,
            `${name}: ${around(document.text, span)}`,
          )
      for (const one of sure)
        if (!isRight(one, document.spans) && (types.has(one.type) || isAlarm))
          note(
            `${document.spans.length === 0 ? 'clean text' : 'false'} ${one.type} ${document.language}`,
            `${name}: ${around(document.text, one)}`,
          )
      if (isAlarm)
        note(`alarm on clean text, ${document.kind}: ${[...new Set(sure.map(({ type }) => type))].join(' ')}`, name)
    },
    page: (): string =>
      [...groups]
        .sort(([, a], [, b]) => b.count - a.count)
        .map(
          ([what, { count, examples }]) =>
            `${String(count).padStart(5)}  ${what}\n${examples.map((text) => `         ${text}\n`).join('')}`,
        )
        .join(''),
  }
}

const insteadOf = (
  span: { readonly start: number; readonly end: number; readonly type: string },
  found: readonly Found[],
) => {
  const over = found.filter((one) => one.start < span.end && one.end > span.start)
  const doubt = over.find(({ type }) => type === span.type)
  if (doubt !== undefined) return doubt.score < SURE ? ` (unsure: ${doubt.score.toFixed(2)})` : ' (a part only)'
  return over[0] === undefined ? '' : ` (as ${over[0].type})`
}

const around = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  `${text.slice(Math.max(0, start - 40), start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 20)}`.replace(
    /\n/g,
    '⏎',
  )
