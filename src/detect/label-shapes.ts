import type { Detector, Spotted } from '../terms/finding.ts'
import { standsAlone } from './chars.ts'
import { codeStarts } from './code-starts.ts'
import { contextOf, evidence } from './context.ts'
import type { Phrases } from './fold.ts'
import { hasDigit } from './has-run.ts'
import { keysOf, mentions } from './mentions.ts'
import { spot } from './spot.ts'

/** Something that only its label tells, in the shape of one country. */
export type LabelledShape = {
  readonly type: string
  /** Bounded; case does not matter. */
  readonly shape: string
  readonly passes?: (code: string) => boolean
  readonly words: Phrases
  readonly score: number
}

type Labelled = { readonly id: string; readonly rows: readonly LabelledShape[] }

/** A detector of things by their label. Texts and paths where no part of a label stands cost one look; the first row that fits counts. */
export function byLabel({ id, rows }: Labelled): Detector {
  const keys = keysOf(...rows.map(({ words }) => words))
  const shapes = rows.map((row) => ({ ...row, shape: new RegExp(`(?:${row.shape})(?![0-9A-Za-z])`, 'iy') }))
  return {
    id,
    types: [...new Set(rows.map(({ type }) => type))],
    mayHold: (text, segment) => hasDigit(text) && mentions(text, segment, keys),
    detect: (text, segment) => {
      const found: Spotted[] = []
      const context = contextOf(text, segment)
      codeStarts(text, (start) => {
        for (const { type, shape, passes, words, score } of shapes) {
          shape.lastIndex = start
          const code = shape.exec(text)?.[0]
          if (code === undefined || !standsAlone(text, start, start + code.length) || isProse(code)) continue
          if (passes !== undefined && !passes(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))) continue
          if (evidence(context.around(start, start + code.length), words) !== 'label') continue
          found.push(...spot(type, score, start, start + code.length))
          return
        }
      })
      return found
    },
  }
}

/** Lower case after a space is the next word. */
const isProse = (code: string): boolean => / [a-z]|[a-z] /.test(code)
