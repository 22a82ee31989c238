import type { Conversation } from '../terms/prompt.ts'
import type { Witness } from '../terms/witness.ts'
import { AfterThought } from './after-thought.ts'
import type { Name, Naming } from './digests.ts'
import { Hearing } from './hearing.ts'
import { askedIn, isAnswer, tieOfAnswer, tieOfCall } from './ties.ts'
import type { Tie } from './ties.ts'

/** What an answer can be known by when it comes back. */
export type Heard = { readonly ties: readonly Tie[]; readonly sealed: readonly Name[] }

/** A form in which an answer may come back. */
type Form = Pick<Hearing, 'hear' | 'said'>

/** Of each: choices, calls and sealed parts of one answer. What an answer has beyond that is not known when it comes back. */
const MOST = 1_000

/** Hears the answer to a conversation. Keeps digests of it; of its text, while it is heard, no more than a first piece. */
export function listen(naming: Naming, conversation: Conversation): { witness: Witness; heard: () => Heard } {
  const choices = new Map<number, readonly Form[]>()
  const calls = new Map<Name, Tie>()
  const sealed = new Set<Name>()
  const asked = askedIn(conversation)
  const begun = begunIn(conversation)

  const formsOf = (choice: number): readonly Form[] => {
    const known = choices.get(choice)
    if (known !== undefined || choices.size >= MOST) return known ?? []
    const fresh = [new Hearing(), new AfterThought(), ...(begun === '' ? [] : [hearingOf(begun)])]
    choices.set(choice, fresh)
    return fresh
  }
  return {
    witness: {
      said: (text, choice) => formsOf(choice).forEach((form) => form.hear(text)),
      called: (id) => {
        const tie = tieOfCall(naming, id, asked)
        if (calls.size < MOST) calls.set(tie.name, tie)
      },
      sealed: (blob) => void (blob !== '' && sealed.size < MOST && sealed.add(naming.of('sealed', blob))),
    },
    heard: () => {
      const answers = [...choices.values()].flat().map((form) => tieOfAnswer(naming, form.said(), asked))
      return { ties: [...answers.filter((tie) => tie !== null), ...calls.values()], sealed: [...sealed] }
    },
  }
}

/** An answer that the client has begun itself comes back as one turn with what was added to it. */
function begunIn({ turns }: Conversation): string {
  const last = turns.at(-1)
  return last !== undefined && isAnswer(last) ? last.text : ''
}

function hearingOf(text: string): Hearing {
  const hearing = new Hearing()
  hearing.hear(text)
  return hearing
}
