import { CLOSED, NAMED } from './catalogue.ts'
import type { Label, Named } from './catalogue.ts'

/** Names that may stand in labels: what configuration and policy call things, and nothing that a caller said. */
export type Names = Readonly<Partial<Record<Named, readonly string[]>>>

export type Labels = {
  /** The value itself if it may stand there; `none` for null, `other` for everything else. */
  readonly of: (label: Label, value: string | null) => string
  /** Adds names, up to a bound for each label: whoever reads a configuration again every minute grows nothing without end. */
  readonly learn: (names: Names) => void
  /** How many values a label can have, `none` and `other` included. */
  readonly size: (label: Label) => number
}

const NONE = 'none'
const OTHER = 'other'
/** Names of one label. Beyond, they are `other`. */
const MOST = 1_000
/** As long as a name in a configuration may be. */
const LONGEST = 200

/** The one way into a label: what is not in a list that was known before is not let through. */
export function createLabels(most = MOST): Labels {
  const sets = new Map<Label, Set<string>>([
    ...NAMED.map((label) => [label, new Set<string>()] as const),
    ...Object.entries(CLOSED).map(([label, values]) => [label as Label, new Set<string>(values)] as const),
  ])
  return {
    of: (label, value) => (value === null ? NONE : sets.get(label)?.has(value) === true ? value : OTHER),
    learn: (names) => {
      for (const label of NAMED) {
        const set = sets.get(label)
        for (const name of names[label] ?? []) if (set && set.size < most && name.length <= LONGEST) set.add(name)
      }
    },
    size: (label) => (sets.get(label)?.size ?? 0) + 2,
  }
}
