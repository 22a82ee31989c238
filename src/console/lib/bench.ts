import { useSyncExternalStore } from 'preact/compat'
import { NO_TRIAL } from './trial.ts'
import type { Trial } from './trial.ts'

/**
 * What lies on the playground's bench: a prompt, and a draft of a policy. It is in the memory of this tab alone, where the other pages of the
 * console leave it; nothing that the browser keeps, and no address, has any of it, for it may be what nobody else should read.
 */
export type Bench = {
  readonly trial: Trial
  readonly isTrying: boolean
  /** The draft; null: nothing was changed in the policy in force. */
  readonly written: string | null
  /** The policy in force, as it was when the draft was begun. */
  readonly source: string | null
  /** The draft as it was last saved as a file. */
  readonly saved: string | null
}

const EMPTY: Bench = { trial: NO_TRIAL, isTrying: false, written: null, source: null, saved: null }

let owner = ''
let current = EMPTY
const listeners = new Set<() => void>()

function put(next: Bench): void {
  current = next
  for (const tell of listeners) tell()
}

const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

const change = (more: Partial<Bench>): void => put({ ...current, ...more })

/** What lies on the bench, and how to change it. */
export const useBench = () => [useSyncExternalStore(subscribe, () => current), change] as const

/** Whoever signs in after somebody else finds an empty one; who comes back finds what was left. */
export function claimBench(caller: string): void {
  if (owner === caller) return
  owner = caller
  clearBench()
}

/** At the end of a session that somebody ended. */
export const clearBench = (): void => put(EMPTY)

/** Whether there is a draft of which no file has what was written last. */
const isUnsaved = ({ written, source, saved }: Bench): boolean =>
  written !== null && written !== source && written !== saved
export const useUnsaved = (): boolean => useSyncExternalStore(subscribe, () => isUnsaved(current))
