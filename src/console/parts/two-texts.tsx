import { useMemo, useState } from 'preact/hooks'
import { reveal } from '../lib/inert.ts'
import { diffLines, folds } from '../lib/line-diff.ts'
import type { DiffRow, Fold } from '../lib/line-diff.ts'
import { count } from '../lib/format.ts'
import { Scroll } from './table.tsx'
import { Word } from './word.tsx'

type TwoTextsParts = { readonly from: string; readonly to: string; readonly names: readonly [string, string] }

/** Two texts side by side with their changed lines marked. What is the same is folded, and can be opened. */
export function TwoTexts({ from, to, names }: TwoTextsParts) {
  const parts = useMemo(() => folds(diffLines(from, to)), [from, to])
  return (
    <Scroll label="Both texts" class="two-texts">
      <table>
        <colgroup>
          <col class="nr" />
          <col />
          <col class="nr" />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              <Word text={names[0]} />
            </th>
            <th scope="col" colSpan={2}>
              <Word text={names[1]} />
            </th>
          </tr>
        </thead>
        {parts.map((fold) => (
          <Part key={fold.rows[0]?.left?.number ?? `+${String(fold.rows[0]?.right?.number)}`} fold={fold} />
        ))}
      </table>
    </Scroll>
  )
}

function Part({ fold: { rows, isFolded } }: { readonly fold: Fold }) {
  const [isOpen, setIsOpen] = useState(!isFolded)
  if (!isOpen)
    return (
      <tbody>
        <tr class="fold">
          <td colSpan={4}>
            <button type="button" class="plain" onClick={() => setIsOpen(true)}>
              {count(rows.length)} lines that are the same
            </button>
          </td>
        </tr>
      </tbody>
    )
  return (
    <tbody>
      {rows.map((row) => (
        <Row key={`${String(row.left?.number)} ${String(row.right?.number)}`} row={row} />
      ))}
    </tbody>
  )
}

const SIGNS: Readonly<Record<DiffRow['kind'], readonly [left: string, right: string]>> = {
  same: ['', ''],
  gone: ['−', ''],
  new: ['', '+'],
  changed: ['−', '+'],
}
const SAYS: Readonly<Record<string, string>> = { '−': 'gone: ', '+': 'new: ' }

function Row({ row: { kind, left, right } }: { readonly row: DiffRow }) {
  return (
    <tr>
      {[left, right].map((line, side) => {
        const sign = SIGNS[kind][side] ?? ''
        const tone = line === null ? 'void' : { '−': 'gone', '+': 'new' }[sign]
        return (
          <>
            <td key={`${String(side)} nr`} class={`nr ${tone ?? ''}`}>
              {line?.number}
            </td>
            <td key={side} class={tone}>
              {line !== null && (
                <code>
                  {sign !== '' && <span class="unseen">{SAYS[sign]}</span>}
                  {reveal(line.text)}
                </code>
              )}
            </td>
          </>
        )
      })}
    </tr>
  )
}
