import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useWrittenSearch } from '../lib/use-written-search.ts'
import type { Chapter, PolicyTold, Sentence as Said } from '../../contract/policy.ts'
import { count, plural } from '../lib/format.ts'
import { ReachTable } from '../parts/reach-table.tsx'
import { SourceView } from '../parts/source-view.tsx'
import type { Lines } from '../parts/source-view.tsx'
import { Word } from '../parts/word.tsx'

/** So many remarks are shown without being asked for. */
const FEW = 12

/** What is pointed at, and from which side: a sentence shows its lines, a line its sentences. */
type At = Lines & { readonly side: 'words' | 'source' }

/** A policy in sentences, beside the lines that say the same. */
export function PolicyWords({ policy }: { readonly policy: PolicyTold }) {
  const { chapters, reach, source, notes } = policy
  const asked = /^[1-9]\d{0,5}$/.exec(new URLSearchParams(useWrittenSearch()).get('line') ?? '')?.[0]
  const [at, setAt] = useState<At | null>(asked === undefined ? null : atLine(Number(asked)))
  const [hasNotes, setHasNotes] = useState(notes.length <= FEW)
  const words = useRef<HTMLDivElement>(null)
  const told = useMemo(() => linesOf(chapters), [chapters])
  const point = (lines: Lines) => setAt({ ...lines, side: 'words' })

  useEffect(() => {
    if (at?.side !== 'source') return
    words.current?.querySelector('.sentence.at')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  return (
    <>
      <ReachTable reach={reach} />
      <div class={source === null ? 'told' : 'told split'}>
        <div class="telling" ref={words} onMouseLeave={() => at?.side === 'words' && setAt(null)}>
          {chapters.map(({ key, title, sentences }) => (
            <section key={key} class="card">
              <h2>
                <Word text={title} most={200} />
              </h2>
              <ul class="sentences">
                {sentences.map((said) => (
                  <Sentence key={said.text} said={said} at={at} onPoint={source === null ? null : point} />
                ))}
              </ul>
            </section>
          ))}
        </div>
        {source === null ? (
          <p class="hint">Its source is not at hand here, only the form that its digest is made of.</p>
        ) : (
          <section class="card as-written">
            <header>
              <h2>
                As written: <Word text={source.file} most={60} />
              </h2>
              {notes.length === 0 ? (
                <span class="hint">nothing to remark</span>
              ) : (
                <button type="button" class="no-print" aria-pressed={hasNotes} onClick={() => setHasNotes(!hasNotes)}>
                  {plural(notes.length, 'remark')}
                </button>
              )}
            </header>
            <SourceView
              label="The policy as written"
              text={source.text}
              notes={hasNotes ? notes : []}
              at={at}
              told={told}
              onLine={(line) => setAt(atLine(line))}
            />
          </section>
        )}
      </div>
    </>
  )
}

const atLine = (line: number): At => ({ from: line, to: line, side: 'source' })

type SentenceParts = {
  readonly said: Said | Said['under'][number]
  readonly at: At | null
  /** Null: there are no lines to point at. */
  readonly onPoint: ((lines: Lines) => void) | null
}

function Sentence({ said: { text, lines, ...more }, at, onPoint }: SentenceParts) {
  const under = 'under' in more ? more.under : []
  const isAt = isWithin(lines, at)
  const point = lines === null || onPoint === null ? undefined : () => onPoint(lines)
  return (
    <li class={isAt ? 'sentence at' : 'sentence'} onMouseEnter={point} onFocusCapture={point} onClick={point}>
      <Word text={text} most={2_000} />
      {lines !== null && point !== undefined && (
        <button type="button" class="plain lines no-print" onClick={point}>
          <span class="unseen">Show line </span>
          {linesSaid(lines)}
        </button>
      )}
      <Under of={under} at={at} onPoint={onPoint} />
    </li>
  )
}

/** Of a long list the first are shown, and the rest when it is opened, or pointed at from the source. */
const SHOWN = 10

type UnderParts = Pick<SentenceParts, 'at' | 'onPoint'> & { readonly of: Said['under'] }

function Under({ of, at, onPoint }: UnderParts) {
  const list = (some: Said['under']) => (
    <ul class={of.length > 6 ? 'under many' : 'under'}>
      {some.map((one) => (
        <Sentence key={one.text} said={one} at={at} onPoint={onPoint} />
      ))}
    </ul>
  )
  if (of.length === 0) return null
  if (of.length <= SHOWN + 4) return list(of)
  const rest = of.slice(SHOWN)
  const isPointedAt = at?.side === 'source' && rest.some(({ lines }) => isWithin(lines, at))
  return (
    <>
      {list(of.slice(0, SHOWN))}
      <details class="rest" open={isPointedAt}>
        <summary>and {count(rest.length)} more</summary>
        {list(rest)}
      </details>
    </>
  )
}

const isWithin = (lines: Lines | null, at: Lines | null): boolean =>
  lines !== null && at !== null && lines.from <= at.to && lines.to >= at.from

const linesSaid = ({ from, to }: Lines): string => (from === to ? String(from) : `${String(from)}–${String(to)}`)

/** Every line that some sentence tells of. */
function linesOf(chapters: readonly Chapter[]): ReadonlySet<number> {
  const all = chapters.flatMap(({ sentences }) => sentences.flatMap((said) => [said, ...said.under]))
  return new Set(
    all.flatMap(({ lines }) =>
      lines === null ? [] : Array.from({ length: lines.to - lines.from + 1 }, (_line, nth) => lines.from + nth),
    ),
  )
}
