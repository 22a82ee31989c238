import { createSecretKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Caller } from '../terms/caller.ts'
import type { Decision } from '../terms/decision.ts'
import { highest, rankOf } from '../terms/level.ts'
import type { Level, Levels } from '../terms/level.ts'
import type { Conversation, Prompt, Unread } from '../terms/prompt.ts'
import type { Witness } from '../terms/witness.ts'
import { namingFor } from './digests.ts'
import type { Name, Naming } from './digests.ts'
import { listen } from './listen.ts'
import { Shelves } from './shelves.ts'
import { tiesIn } from './ties.ts'
import type { Tie } from './ties.ts'

export type MemoryParts = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How many things are remembered at most, of about 200 bytes each; a caller of whom anything is known counts as four more. */
  readonly maxEntries?: number
  /** How many of them one caller may have. At most half of all, less four. */
  readonly maxEntriesPerCaller?: number
  /** Milliseconds without use after which something is forgotten. */
  readonly ttlMs?: number
  /** 32 random bytes unless said otherwise. */
  readonly key?: Uint8Array
}

export type About = {
  readonly caller: Pick<Caller, 'issuer' | 'subject'>
  readonly prompt: Pick<Prompt, 'conversation' | 'unread'>
  /** Of the policy in force now, which may be another than the one that gave a level its name. */
  readonly levels: Levels
}

export type Memory = {
  /**
   * The highest level that anything in a prompt is known to have had, null for none above the lowest; and what is unread in it, with the
   * destination that it came from where that was heard. Changes nothing but how long all of this stays known.
   */
  readonly recall: (about: About) => Recalled
  /** Remembers the level of a prompt that is about to be sent, and hears its answer. `ties` are those that were recalled of the same prompt. */
  readonly attend: (
    about: About & { readonly decision: Pick<Decision, 'level'>; readonly ties?: readonly Tie[] },
  ) => Attended
  /** How much of `maxEntries` is taken, also by what has had its time. */
  readonly size: () => number
}

/** `ties`: what ties it to answers that were heard, to be handed on to `attend`, because finding them is what costs most. */
export type Recalled = {
  readonly level: Level | null
  readonly unread: readonly Unread[]
  readonly ties: readonly Tie[]
}

/** `keep` remembers what the witness has heard; `served` is the destination that it came from, null when there is none. */
export type Attended = { readonly witness: Witness; readonly keep: (served: string | null) => void }

const WEEK = 7 * 86_400_000

/**
 * What ties a prompt to earlier ones of its conversation, when the client leaves out what gave that its level: the session that it
 * names, the answers that Cordon itself passed on, their tool calls and their sealed parts. In memory only, as keyed digests and never as
 * text, apart for each caller, bounded, and forgotten at a restart. Levels in it only rise.
 *
 * Only answers that were really heard tie anything: turns that an application makes up, the same in each of its requests, do not.
 */
export function createMemory(parts: MemoryParts): Memory {
  const { now, maxEntries: room = 200_000, maxEntriesPerCaller: roomPerCaller = 40_000, ttlMs = WEEK } = parts
  const key = createSecretKey(parts.key ?? randomBytes(32))
  const shelves = new Shelves({ now, room, roomPerCaller, ttlMs })
  const namingOf = namingOnce(key)

  const raise = (levels: Levels, caller: Name, name: Name, { level, from = null }: Fact) => {
    const known = shelves.get(caller, name)
    const entry = { level: higher(levels, known?.level ?? null, level), from: known?.from ?? from }
    if (entry.level !== known?.level) shelves.set(caller, name, entry)
  }

  return {
    size: () => shelves.size,
    recall: ({ caller, prompt: { conversation, unread }, levels }) => {
      const naming = namingOf(caller)
      const levelOf = (name: Name) => shelves.get(naming.caller, name)?.level ?? []
      const ties = tiesIn(naming, conversation)
      const names = [...sessionsIn(naming, conversation), ...ties.map(({ name }) => name)]
      const sealed = sealedIn(naming, unread)
      const level = highest(levels, [...names, ...sealed.values()].flatMap(levelOf))
      return {
        level: rankOf(levels, level) === 0 ? null : level,
        unread: unread.map((part) => {
          const name = sealed.get(part)
          return withOrigin(part, name === undefined ? null : (shelves.get(naming.caller, name)?.from ?? null))
        }),
        ties,
      }
    },
    attend: ({ caller, prompt: { conversation, unread }, levels, decision, ties: recalled }) => {
      const naming = namingOf(caller)
      const ties = recalled ?? tiesIn(naming, conversation)
      const level = rankOf(levels, decision.level) === 0 ? null : decision.level
      const isKnown = (name: Name) => shelves.get(naming.caller, name) !== undefined
      const note = (name: Name, from: string | null = null) => raise(levels, naming.caller, name, { level, from })
      const madeUp = new Set(ties.map(({ name }) => name).filter((name) => !isKnown(name)))

      if (level !== null) sessionsIn(naming, conversation).forEach((name) => note(name))
      for (const { name, firm } of ties) if (firm && !madeUp.has(name)) note(name)
      for (const name of sealedIn(naming, unread).values()) if (isKnown(name)) note(name)

      const { witness, heard } = listen(naming, conversation)
      const keep = (served: string | null) => {
        const { ties, sealed } = heard()
        for (const { name } of ties) if (!madeUp.has(name)) note(name)
        if (served !== null) for (const name of sealed) note(name, served)
      }
      return { witness, keep }
    },
  }
}

type Fact = { readonly level: Level | null; readonly from?: string | null }

/** Stands for two names of levels that no policy puts in order. No policy has it, so it counts as the top of each. */
const ABOVE_ALL = '\u0000above all'

/** The higher of two levels; null is the lowest. Names of which this policy knows but one may be in any order. */
function higher(levels: Levels, one: Level | null, other: Level | null): Level | null {
  if (one === other || other === null) return one
  if (one === null) return other
  if (!levels.includes(one) || !levels.includes(other)) return ABOVE_ALL
  return highest(levels, [one, other])
}

const sessionsIn = (naming: Naming, { sessions }: Conversation): readonly Name[] =>
  sessions.map((session) => naming.of('session', session))

/** The parts that only their maker can read, with the names of what is sealed in them. */
function sealedIn(naming: Naming, unread: readonly Unread[]): ReadonlyMap<Unread, Name> {
  return new Map(
    unread.flatMap((part) =>
      part.kind === 'encrypted' && part.sealed !== undefined ? [[part, naming.of('sealed', part.sealed)]] : [],
    ),
  )
}

/** Nobody but this memory says where a part came from. */
function withOrigin({ from: _, ...part }: Unread, from: string | null): Unread {
  return from === null ? part : { ...part, from }
}

/** A caller is the same value for as long as its token is remembered, and its key and name cost more than all the names for one prompt. */
function namingOnce(key: KeyObject): (caller: About['caller']) => Naming {
  const made = new WeakMap<About['caller'], Naming>()
  return (caller) => {
    const known = made.get(caller)
    if (known !== undefined) return known
    const naming = namingFor(key, caller)
    made.set(caller, naming)
    return naming
  }
}
