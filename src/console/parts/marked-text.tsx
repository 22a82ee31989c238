import { useId, useState } from 'preact/hooks'
import type { PlaygroundAnswer, PlaygroundFinding } from '../../contract/playground.ts'
import { count, plural } from '../lib/format.ts'
import { inert, revealLines } from '../lib/inert.ts'
import { markedPieces } from '../lib/marked.ts'
import { Word } from './word.tsx'

type Segment = PlaygroundAnswer['segments'][number]

type MarkedTextParts = {
  readonly segments: readonly Segment[]
  readonly findings: readonly PlaygroundFinding[]
  /** The finding to point at, as an index. */
  readonly at: number | null
}

/** Characters of one segment, and segments, that are drawn; all were looked at. */
const MOST_CHARACTERS = 20_000
const MOST_SEGMENTS = 60
/** From here on the text gets a box of its own to scroll in. */
const LONG = 4_000

/** The texts of a request with everything that was found in them marked. What a mark says is there for the mouse, for keys, and read aloud. */
export function MarkedText({ segments, findings, at }: MarkedTextParts) {
  const numbered = segments.map((segment, nth) => ({
    segment,
    nth,
    found: findings.flatMap((finding, index) => (finding.segment === nth ? [{ ...finding, index }] : [])),
  }))
  const isPlain = ({ segment, found }: (typeof numbered)[number]) =>
    found.length === 0 && (segment.role === 'field' || segment.kind === 'key')
  const [shown, folded] = [numbered.filter((one) => !isPlain(one)), numbered.filter(isPlain)]
  const rest = shown.length - MOST_SEGMENTS
  const isLong = shown.length > 8 || shown.some(({ segment }) => segment.text.length > LONG)
  const draw = (some: typeof numbered) =>
    some.slice(0, MOST_SEGMENTS).map(({ segment, nth, found }) => <MarkedSegment key={`${String(nth)} ${segment.path}`} segment={segment} found={found} at={at} />) // prettier-ignore
  return (
    <div class={isLong ? 'marked long' : 'marked'}>
      {draw(shown)}
      {rest > 0 && <p class="hint">{count(rest)} more texts were read, and are not drawn here.</p>}
      {folded.length > 0 && (
        <details>
          <summary class="hint">{plural(folded.length, 'field')} besides, in which nothing was found</summary>
          {draw(folded)}
        </details>
      )}
    </div>
  )
}

type Found = PlaygroundFinding & { readonly index: number }
type SegmentParts = { readonly segment: Segment; readonly found: readonly Found[]; readonly at: number | null }

function MarkedSegment({ segment: { path, role, kind, text }, found, at }: SegmentParts) {
  const id = useId()
  const [isQuiet, setIsQuiet] = useState(false)
  const shown = text.slice(0, MOST_CHARACTERS)
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setIsQuiet(true)
  return (
    <figure onKeyDown={onKey} onFocusIn={() => setIsQuiet(false)} onMouseOver={() => setIsQuiet(false)}>
      <figcaption class="hint">
        <Word text={role} /> · <Word text={path} most={60} code />
        {kind === 'key' && ' · the name of a field'}
      </figcaption>
      <p class={isQuiet ? 'text quiet-tips' : 'text'}>
        {markedPieces(shown.length, found).map(({ start, end, of }) => {
          const here = of.flatMap((nth) => found[nth] ?? [])
          const piece = revealLines(shown.slice(start, end))
          if (here.length === 0) return piece
          const tip = `${id}-${String(start)}`
          return (
            <mark
              key={start}
              tabIndex={0}
              aria-describedby={tip}
              class={`${here.length > 1 ? 'several' : ''} ${here.some(({ index }) => index === at) ? 'at' : ''}`}
            >
              {piece}
              <span class="tip" role="tooltip" id={tip}>
                {here.map((finding) => (
                  <span key={finding.index}>
                    <b>{inert(finding.type).shown}</b> {says(finding)}
                  </span>
                ))}
              </span>
            </mark>
          )
        })}
        {text.length > shown.length && (
          <span class="hint">
            {' '}
            … {count(text.length - shown.length)} more characters were read, and are not drawn here
          </span>
        )}
      </p>
    </figure>
  )
}

const says = ({ score, detector }: PlaygroundFinding): string =>
  `score ${score.toFixed(2)}, by ${inert(detector).shown}`
