import type { Conversation, Turn } from '../terms/prompt.ts'
import { digestOf } from './digests.ts'
import type { Name, Naming } from './digests.ts'
import type { Said } from './hearing.ts'

/** Something in a prompt by which its conversation may be known. */
export type Tie = {
  readonly name: Name
  /** False for what two conversations may well have in common. It has the level that it was said at, and no later one. */
  readonly firm: boolean
}

/**
 * UTF-16 units. An answer that is shorter is given in many conversations ("Yes.", "Hello! How can I help you today?"), so it
 * counts only together with what it answers.
 */
const ENOUGH = 36

const NOTHING: Said = { digest: '', length: 0 }

export const isAnswer = ({ role }: Turn): boolean => role === 'assistant'

/** Instructions are the same in all conversations of an application, so they tell none of them apart. */
const isInstruction = ({ role }: Turn) => role === 'system' || role === 'developer'

/** The tie of an answer to what was asked before it; null for one that says nothing. */
export function tieOfAnswer(naming: Naming, { digest, length }: Said, asked: () => Said): Tie | null {
  if (length === 0) return null
  if (length >= ENOUGH) return { name: naming.of('answer', digest), firm: true }
  const before = asked()
  return { name: naming.of('pair', before.digest, digest), firm: before.length >= ENOUGH }
}

/** The tie of a tool call, by its id; by what was asked before it, too, if servers use that id again. */
export function tieOfCall(naming: Naming, id: string, asked: () => Said): Tie {
  if (isRandom(id)) return { name: naming.of('call', id), firm: true }
  const before = asked()
  return { name: naming.of('call', before.digest, id), firm: before.length >= ENOUGH }
}

/**
 * True for an id that was made by chance, and not from the tool's name and a number, as in `call_0` or `functions.search:1`:
 * somewhere in nine letters and digits in a row they take turns. Some ids of chance fail this, and count with what was asked before.
 */
function isRandom(id: string): boolean {
  const rows = id.match(/[a-z\d]{9,}/gi) ?? []
  return rows.some((row) => /[a-z]\d+[a-z]|\d[a-z]+\d/i.test(row))
}

/**
 * The ties of every answer in a conversation, and of the calls that it makes or answers. Time is linear in the texts, in whatever
 * turns they stand: each is digested at most once.
 */
export function tiesIn(naming: Naming, { turns }: Conversation): readonly Tie[] {
  const ties: Tie[] = []
  let asked = () => NOTHING
  for (const turn of turns) {
    if (isAnswer(turn)) {
      const tie = tieOfAnswer(naming, saidIn(turn), asked)
      if (tie !== null) ties.push(tie)
    }
    for (const id of turn.calls) ties.push(tieOfCall(naming, id, asked))
    if (asks(turn)) asked = once(() => saidIn(turn))
  }
  return ties
}

/** What an answer to this conversation will be given to: the last thing that was said by anyone but the model. */
export function askedIn({ turns }: Conversation): () => Said {
  const last = turns.findLast(asks)
  return once(() => (last === undefined ? NOTHING : saidIn(last)))
}

const asks = (turn: Turn) => !isAnswer(turn) && !isInstruction(turn) && turn.text.trim() !== ''

function saidIn({ text }: Turn): Said {
  const said = text.trim()
  return { digest: digestOf(said), length: said.length }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => (made ??= { value: make() }).value
}
