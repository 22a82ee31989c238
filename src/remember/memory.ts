import { randomBytes } from 'node:crypto'
import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import { highest, rankOf } from '../terms/level.ts'
import type { Level, Levels } from '../terms/level.ts'
import type { Prompt, Unread } from '../terms/prompt.ts'
import type { Witness } from '../terms/witness.ts'
import { Hearing, nameOf } from './answer.ts'
import type { Digests } from './digests.ts'
import { digestsFor } from './digests.ts'
import { Entries } from './entries.ts'

export type MemoryParts = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How many digests are kept at most; the one unused for longest goes first. */
  readonly maxEntries?: number
  /** Milliseconds without use after which something is forgotten. */
  readonly ttlMs?: number
  /** 32 random bytes unless said otherwise. */
  readonly key?: Uint8Array
}

export type About = { readonly caller: Caller; readonly prompt: Prompt; readonly levels: Levels }

export type Memory = {
  /** What is known of a prompt's conversation from before. Changes nothing but how long it is known. */
  readonly recall: (about: About) => { readonly level: Level | null; readonly unread: readonly Unread[] }
  /**
   * Remembers the level of a prompt that is about to be sent, and hears its answer. `keep` is called once, when the answer has been passed
   * on, with the destination that served it, or null.
   */
  readonly attend: (about: About & { readonly decision: Pick<Decision, 'level'> }) => Attended
  readonly size: () => number
}

export type Attended = { readonly witness: Witness; readonly keep: (served: string | null) => void }

const DAY = 86_400_000

/**
 * What ties a prompt to earlier ones of its conversation, when the client leaves out what gave that its level: the session that the
 * client names, the answers that Cordon itself passed on, and their tool calls. In memory only, as keyed digests and never as text, apart for
 * each caller, bounded, and forgotten at a restart. Levels in it only rise.
 *
 * Only answers that were really given count: turns that an application writes itself, the same in each of its requests, tie nothing.
 */
export function createMemory({ now, maxEntries = 200_000, ttlMs = DAY, key = randomBytes(32) }: MemoryParts): Memory {
  const levelOf = new Entries(maxEntries, ttlMs, now)
  const originOf = new Entries(maxEntries, ttlMs, now)

  const raise = (levels: Levels, name: string, level: Level) => {
    const before = levelOf.get(name)
    if (before === null || rankOf(levels, before) < rankOf(levels, level)) levelOf.set(name, level)
  }

  return {
    size: () => levelOf.size + originOf.size,
    recall: ({ caller, prompt, levels }) => {
      const digests = digestsFor(key, caller)
      const known = namesIn(digests, prompt).flatMap((name) => levelOf.get(name) ?? [])
      return {
        level: known.length === 0 ? null : highest(levels, known),
        unread: withOrigins(digests, prompt.unread, originOf),
      }
    },
    attend: ({ caller, prompt, levels, decision: { level } }) => {
      const digests = digestsFor(key, caller)
      const sessions = prompt.conversation.sessions.map((name) => digests.of('session', name))
      if (rankOf(levels, level) > 0) for (const name of sessions) raise(levels, name, level)
      for (const name of namesIn(digests, prompt)) if (levelOf.get(name) !== null) raise(levels, name, level)
      return attended(digests, prompt, {
        answer: (name) => raise(levels, name, level),
        sealed: (name, served) => originOf.set(name, served),
      })
    },
  }
}

type Keep = { readonly answer: (name: string) => void; readonly sealed: (name: string, served: string) => void }

function attended(digests: Digests, { conversation }: Prompt, keep: Keep): Attended {
  const choices = new Map<number, Hearing>()
  const calls = new Set<string>()
  const blobs = new Set<string>()
  const hearing = (choice: number) => {
    const one = choices.get(choice) ?? new Hearing(digests)
    choices.set(choice, one)
    return one
  }
  return {
    witness: {
      said: (text, choice) => hearing(choice).hear(text),
      called: (id) => void calls.add(digests.of('call', id)),
      sealed: (blob) => void (blob !== '' && blobs.add(digests.of('sealed', blob))),
    },
    keep: (served) => {
      const before = conversation.turns.at(-1)?.text ?? ''
      for (const heard of choices.values()) {
        const name = heard.name(before)
        if (name !== null) keep.answer(name)
      }
      calls.forEach(keep.answer)
      if (served !== null) for (const name of blobs) keep.sealed(name, served)
    },
  }
}

/** Everything by which a prompt's conversation may be known. */
function namesIn(digests: Digests, { conversation: { sessions, turns } }: Prompt): readonly string[] {
  const answers = turns.flatMap(({ role, text }, at) =>
    role === 'assistant' ? (nameOf(digests, text, turns[at - 1]?.text ?? '') ?? []) : [],
  )
  return [
    ...sessions.map((name) => digests.of('session', name)),
    ...answers,
    ...turns.flatMap(({ calls }) => calls.map((id) => digests.of('call', id))),
  ]
}

function withOrigins(digests: Digests, unread: readonly Unread[], originOf: Entries): readonly Unread[] {
  if (!unread.some(({ sealed }) => sealed !== undefined)) return unread
  return unread.map((part) => {
    const from = part.sealed === undefined ? null : originOf.get(digests.of('sealed', part.sealed))
    return from === null ? part : { ...part, from }
  })
}
