import { createHash, randomBytes } from 'node:crypto'

/** A token that somebody came with: one that any header could bring, or an ID token, which none can. */
export type Proof = { readonly kind: 'access' | 'id'; readonly token: string }

/** Somebody's token, kept here so that no script in a browser has it. */
export type BrowserSession = {
  readonly proof: Proof
  /** Whether they have signed in at the identity provider to come here. */
  readonly fromProvider: boolean
  /** Milliseconds since 1970: when it is over at the latest. */
  readonly until: number
  /** Aborted when it is over: signed out, pushed out, or too old. */
  readonly over: AbortSignal
}

export type BrowserSessions = {
  /** Keeps a verified token, until it expires (in seconds since 1970) at the latest. `owner` says whose it is. Returns the session's id. */
  readonly open: (came: Came, owner: string, expires: number) => { readonly id: string; readonly until: number }
  /** The session with this id, which lives on for a while; null when there is none, or no more. */
  readonly find: (id: string) => BrowserSession | null
  /** The same, and it lives on no longer for it. */
  readonly peek: (id: string) => BrowserSession | null
  /** Ends it, or nothing when there is none. */
  readonly end: (id: string) => void
  readonly size: () => number
  readonly close: () => void
}

type Came = Pick<BrowserSession, 'proof' | 'fromProvider'>

export type SessionLimits = {
  /** Sessions at a time; the oldest goes first. */
  readonly most: number
  /** Sessions of one owner at a time. */
  readonly each: number
  /** Milliseconds without a question. */
  readonly idleMs: number
  /** Milliseconds in all. */
  readonly longestMs: number
}

const LIMITS: SessionLimits = { most: 1000, each: 10, idleMs: 30 * 60_000, longestMs: 12 * 60 * 60_000 }

type Kept = BrowserSession & { readonly owner: string; readonly end: AbortController; readonly timer: NodeJS.Timeout; used: number } // prettier-ignore

/**
 * Sessions of browsers, in the memory of this process and nowhere else: they are gone at a restart. An id is 256 random bits, and only its
 * SHA-256 is kept, so that looking one up tells nothing by the time it takes. It does NOT check the token again: that is for every question.
 */
export function createBrowserSessions({
  now,
  limits = LIMITS,
}: {
  readonly now: () => number
  readonly limits?: SessionLimits
}): BrowserSessions {
  // prettier-ignore
  const kept = new Map<string, Kept>()

  const drop = (key: string) => {
    const session = kept.get(key)
    if (session === undefined) return
    kept.delete(key)
    clearTimeout(session.timer)
    session.end.abort()
  }
  const makeRoom = (owner: string) => {
    const own = [...kept].filter(([, session]) => session.owner === owner).map(([key]) => key)
    const oldest = [...kept.keys()]
    own.slice(0, Math.max(0, own.length - limits.each + 1)).forEach(drop)
    if (kept.size >= limits.most) oldest.filter((key) => kept.has(key)).slice(0, kept.size - limits.most + 1).forEach(drop) // prettier-ignore
  }

  const look = (id: string): Kept | null => {
    const key = keyOf(id)
    const session = kept.get(key)
    if (session === undefined) return null
    const at = now()
    if (at < session.until && at >= session.used && at - session.used < limits.idleMs) return session
    drop(key) // a clock that was set back ends it too
    return null
  }

  return {
    open: ({ proof, fromProvider }, owner, expires) => {
      makeRoom(owner)
      const at = now()
      const until = Math.min(expires * 1000, at + limits.longestMs)
      const id = randomBytes(32).toString('base64url')
      const key = keyOf(id)
      const end = new AbortController()
      const timer = setTimeout(() => drop(key), Math.max(0, until - at)).unref()
      kept.set(key, { proof, fromProvider, owner, until, end, timer, over: end.signal, used: at })
      return { id, until }
    },
    find: (id) => {
      const session = look(id)
      if (session !== null) session.used = now()
      return session
    },
    peek: look,
    end: (id) => drop(keyOf(id)),
    size: () => kept.size,
    close: () => [...kept.keys()].forEach(drop),
  }
}

const keyOf = (id: string) => createHash('sha256').update(id).digest('base64')
