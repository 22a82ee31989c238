import { createMemory } from '../../src/remember/memory.ts'
import type { Memory } from '../../src/remember/memory.ts'
import type { Levels } from '../../src/terms/level.ts'
import type { Turn, Unread } from '../../src/terms/prompt.ts'

export const LEVELS: Levels = ['public', 'internal', 'restricted']
export const fresh = () => createMemory({ now: () => 0 })

export const caller = (subject: string, issuer = 'https://idp.example') => ({ issuer, subject })
export const ANN = caller('ann')
export const user = (text: string): Turn => ({ role: 'user', text, calls: [] })
export const answer = (text: string, calls: readonly string[] = []): Turn => ({ role: 'assistant', text, calls })
export const result = (text: string, call: string): Turn => ({ role: 'tool', text, calls: [call] })
export const sealed = (blob: string): Unread => ({ path: '/x', kind: 'encrypted', sealed: blob })

export type Request = {
  readonly who?: { readonly issuer: string; readonly subject: string }
  readonly turns?: readonly Turn[]
  readonly sessions?: readonly string[]
  readonly unread?: readonly Unread[]
  readonly levels?: Levels
}
export type Answer = {
  /** One text for each choice, heard in pieces of a few characters, in turns. */
  readonly said?: readonly string[]
  readonly calls?: readonly string[]
  readonly sealed?: readonly string[]
  readonly from?: string | null
}

const aboutOf = ({ who = ANN, turns = [], sessions = [], unread = [], levels = LEVELS }: Request) => ({
  caller: who,
  prompt: { conversation: { sessions, turns }, unread },
  levels,
})

export const recall = (memory: Memory, request: Request) => {
  const { level, unread } = memory.recall(aboutOf(request))
  return { level, unread }
}
export const levelOf = (memory: Memory, request: Request) => recall(memory, request).level

/** Sends a request at a level, and has it answered. */
export function ask(memory: Memory, level: string, request: Request, given: Answer = {}): void {
  const { said = [], calls = [], sealed: blobs = [], from = 'lan' } = given
  const { witness, keep } = memory.attend({ ...aboutOf(request), decision: { level } })
  const pieces = said.map((text) => text.match(/.{1,5}/gs) ?? [])
  for (let at = 0; pieces.some((some) => at < some.length); at += 1) {
    pieces.forEach((some, choice) => witness.said(some[at] ?? '', choice))
  }
  calls.forEach(witness.called)
  blobs.forEach(witness.sealed)
  keep(from)
}
