import { useSyncExternalStore } from 'preact/compat'
import type { Zone } from './format.ts'

/** What a reader chose for this browser. None of it says anything about a record. */
export type Settings = { readonly theme: 'system' | 'light' | 'dark'; readonly zone: Zone }

const KEY = 'cordon.settings'
const USUAL: Settings = { theme: 'system', zone: 'utc' }
const listeners = new Set<() => void>()
let current: Settings = read()

function read(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    const theme = kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system'
    return { theme, zone: kept.zone === 'local' ? 'local' : 'utc' }
  } catch {
    return USUAL
  }
}

/** Puts the theme on the page; called once before anything is drawn, and at each change. */
export function applySettings(): void {
  const root = document.documentElement
  if (current.theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = current.theme
}

export function changeSettings(change: Partial<Settings>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(current))
  } catch {
    // a browser that keeps nothing still changes for now
  }
  applySettings()
  for (const tell of listeners) tell()
}

const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

export const useSettings = (): Settings => useSyncExternalStore(subscribe, () => current)
