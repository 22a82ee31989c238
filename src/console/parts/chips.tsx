import { rankOf, useSession } from '../lib/session.ts'
import { Word } from './word.tsx'

/** A level in its colour: the same rank has the same colour on every page and in every chart. */
export function Level({ level }: { readonly level: string | null }) {
  const { levels } = useSession().view
  if (level === null) return <span class="none">–</span>
  return (
    <span class={`chip level ${levelClass(levels, level)}`}>
      <Word text={level} most={24} />
    </span>
  )
}

export const levelClass = (levels: readonly string[], level: string): string =>
  `rank${String(Math.round(rankOf(levels, level) * 4))}`

/** Where a request went, and in which zone that is. */
type PlaceParts = {
  readonly name: string | null
  readonly provider?: string | null
  /** As the record or its policy says; without it, as the policy in force says. */
  readonly zone?: string | null
}

export function Place({ name, provider, zone: said }: PlaceParts) {
  const { destinations } = useSession().view
  if (name === null) return <span class="none">nowhere</span>
  const zone = zoneOf(said === undefined ? destinations.find((known) => known.name === name)?.zone : said)
  return (
    <span class={`place ${zone}`} title={zone === 'unknown' ? 'its zone is not known here' : `zone: ${zone}`}>
      <Word text={name} most={28} />
      {provider !== null && provider !== undefined && (
        <span class="by">
          {' '}
          <Word text={provider} most={24} />
        </span>
      )}
    </span>
  )
}

/** A zone of a record is a word from outside. */
const zoneOf = (said: string | null | undefined): 'lan' | 'cloud' | 'unknown' =>
  said === 'lan' || said === 'cloud' ? said : 'unknown'

export type Result = 'sent' | 'denied' | 'refused' | 'unsure'

/** How a request ended, in one word; the same words as `cordon audit tail`. */
export function resultOf({
  effect,
  outcome,
}: {
  readonly effect: string | null
  readonly outcome: string | null
}): Result {
  if (effect === 'deny') return 'denied'
  if (effect !== 'permit' || outcome === 'late') return 'refused'
  return outcome === 'answered' ? 'sent' : 'unsure'
}

const MEANS: Readonly<Record<Result, string>> = {
  sent: 'permitted and answered',
  denied: 'a policy rule forbade it',
  refused: 'not served: it was not valid, or nothing that is permitted was there',
  unsure: 'permitted; whether it was answered is not known (yet), or it failed on the way',
}

export const ResultBadge = ({ result }: { readonly result: Result }) => (
  <span class={`badge ${result}`} title={MEANS[result]}>
    {result}
  </span>
)
