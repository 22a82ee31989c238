/** One thing that was checked. `cannot`: this browser has no means to; that is never a yes. */
export type Step = {
  readonly check: 'means' | 'file' | 'checkpoint' | 'key' | 'signature' | 'tree' | 'record'
  readonly state: 'ok' | 'failed' | 'cannot'
  /** A sentence for people. */
  readonly says: string
}

export type Verdict = 'holds' | 'fails' | 'cannot'

/** Where a key comes from: from the reader, or from the Cordon that is being checked. */
export type Trusted = { readonly keys: string; readonly from: 'given' | 'told' }

/** One failure and it fails; one thing that could not be checked, and nobody knows. */
export function verdictOf(steps: readonly Step[]): Verdict {
  if (steps.some(({ state }) => state === 'failed')) return 'fails'
  return steps.length === 0 || steps.some(({ state }) => state === 'cannot') ? 'cannot' : 'holds'
}

export const ok = (check: Step['check'], says: string): Step => ({ check, state: 'ok', says })
export const failed = (check: Step['check'], says: string): Step => ({ check, state: 'failed', says })
export const cannot = (check: Step['check'], says: string): Step => ({ check, state: 'cannot', says })

export const NO_MEANS: Step = cannot(
  'means',
  'This page cannot hash anything here: a browser allows it by https, or on this machine. Use cordon audit verify-proof.',
)
