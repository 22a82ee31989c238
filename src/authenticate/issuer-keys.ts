import type { Log } from '../terms/logger.ts'
import { Problem } from '../terms/problem.ts'
import type { KeySet } from './key-set.ts'

/** Runs something once after `ms`; returns what cancels it. */
export type Later = (ms: number, run: () => void) => () => void

/** How an issuer's keys stand. `failure` is for operators; it may name a URL or a path. */
export type IssuerState = {
  readonly issuer: string
  readonly usable: boolean
  readonly kids: readonly string[]
  /** Milliseconds since 1970; null when no set was ever read. */
  readonly lastSuccess: number | null
  /** Why the last look failed; null when it did not. */
  readonly failure: string | null
}

/** The keys of one issuer, kept fresh. */
export type IssuerKeys = {
  /** The usable set, after a look when there is none. Throws Problem `identity_unavailable`. */
  readonly current: () => Promise<KeySet>
  /** The set as `current` would give it without waiting, or null. */
  readonly ready: () => KeySet | null
  /** For a key id that the set does not have: looks again, unless the last look is less than 30 s old. */
  readonly lookAgain: () => Promise<void>
  /** Looks now and goes on looking in the background. Never rejects: `state` says how it went. */
  readonly warm: () => Promise<void>
  readonly state: () => IssuerState
  readonly close: () => void
}

export type IssuerKeysParts = {
  readonly issuer: string
  readonly load: () => Promise<KeySet>
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly later: Later
  readonly log: Log
}

/** All in milliseconds. */
export const REFRESH_EVERY = 5 * 60_000
export const COOLDOWN = 30_000
/** A key that the issuer has withdrawn must not live longer than this, even while the issuer is silent. */
export const LAST_GOOD_FOR = 60 * 60_000
const RETRY_WHEN_EMPTY = 5_000
const LOOK_TIMEOUT = 10_000

/**
 * Keeps one issuer's keys: a look at start, then every 5 minutes (30 s after a failure), one look at a time. A set that
 * fails a check never replaces a good one, and the last good one counts for at most an hour after it was last confirmed.
 * A clock that jumps backward counts as time that has passed: it makes no old set young.
 */
export function createIssuerKeys(parts: IssuerKeysParts): IssuerKeys {
  const { issuer, load, now, later, log } = parts
  let set: KeySet | null = null
  let lastSuccess: number | null = null
  let lastLook: number | null = null
  let failure: string | null = null
  let looking: Promise<void> | null = null
  let cancel = () => {}
  let closed = false

  const since = (at: number | null) => (at === null ? Infinity : age(now(), at))
  const ready = () => (since(lastSuccess) <= LAST_GOOD_FOR ? set : null)

  async function lookOnce(): Promise<void> {
    const started = now()
    lastLook = started
    try {
      const loaded = await inTime(load(), later)
      // The same document keeps the same set, and with it what was remembered because of it.
      if (loaded.digest !== set?.digest) {
        set = loaded
        log.info('issuer keys changed', { issuer, kids: loaded.kids })
      }
      lastSuccess = started
      failure = null
    } catch (cause) {
      failure = cause instanceof Error ? cause.message : 'unknown failure'
      log.error('issuer keys could not be refreshed', { issuer, usable: ready() !== null, cause })
    }
  }

  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = null
    })
    return looking
  }

  async function lookUnlessWithin(pause: number): Promise<void> {
    if (looking !== null || since(lastLook) >= pause) await look()
  }

  async function current(): Promise<KeySet> {
    if (ready() === null) await lookUnlessWithin(RETRY_WHEN_EMPTY)
    const usable = ready()
    if (usable !== null) return usable
    throw new Problem('identity_unavailable', `no usable keys of issuer ${issuer}: ${failure ?? 'none yet'}`, {
      reason: 'no_keys',
    })
  }

  async function warm(): Promise<void> {
    cancel()
    await look()
    if (closed) return
    cancel = later(failure === null ? REFRESH_EVERY : COOLDOWN, () => void warm())
  }

  function close(): void {
    closed = true
    cancel()
  }

  return {
    current,
    ready,
    lookAgain: () => lookUnlessWithin(COOLDOWN),
    warm,
    state: () => ({ issuer, usable: ready() !== null, kids: ready()?.kids ?? [], lastSuccess, failure }),
    close,
  }
}

function age(now: number, then: number): number {
  return now >= then - 1000 ? Math.max(0, now - then) : Infinity
}

function inTime<T>(promise: Promise<T>, later: Later): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = later(LOOK_TIMEOUT, () => reject(new Error('the key source did not answer in time')))
    promise.then(resolve, reject).finally(cancel)
  })
}
