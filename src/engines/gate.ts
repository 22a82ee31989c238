/** Lets so many in at once. */
export type Gate = {
  /** Resolves, when there is room, to what has to be called at the end. Rejects with the signal's reason, or when too many wait. */
  readonly enter: (signal: AbortSignal) => Promise<() => void>
}

/** Too many wait already. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded'
}

/** At most `most` at once, and `waiting` more that wait for their turn, first come first served. */
export function createGate({ most, waiting }: { readonly most: number; readonly waiting: number }): Gate {
  let inside = 0
  const queue: (() => void)[] = []
  const leave = () => {
    inside--
    queue.shift()?.()
  }
  const once = () => {
    inside++
    let isOut = false
    return () => {
      if (isOut) return
      isOut = true
      leave()
    }
  }
  return {
    enter: async (signal) => {
      signal.throwIfAborted()
      if (inside < most) return once()
      if (queue.length >= waiting) throw new Overloaded('too many wait')
      return new Promise((done, fail) => {
        const go = () => {
          signal.removeEventListener('abort', giveUp)
          done(once())
        }
        const giveUp = () => {
          queue.splice(queue.indexOf(go), 1)
          fail(signal.reason as Error)
        }
        queue.push(go)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
