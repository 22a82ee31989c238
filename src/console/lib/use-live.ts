import { useEffect, useState } from 'preact/hooks'
import type { FoundRequest } from '../../contract/records.ts'
import type { Session } from '../../contract/session.ts'
import { askJson, withQuery } from './api.ts'
import { toQuery } from './filters.ts'
import type { Filters } from './filters.ts'
import { useSession } from './session.ts'

export type Live = 'opening' | 'open' | 'lost'

/** Milliseconds before a stream that was refused is asked for again: at first, and at most. */
const [PAUSE, MOST_PAUSE] = [1_000, 60_000]

export type Heard = {
  /** From now on nothing is missed; what came since the list was asked for may have been. */
  readonly onBegin: () => void
  readonly onFresh: (rows: readonly FoundRequest[]) => void
}

/**
 * Hears of new requests that fit, as they are decided and as they end; null: not now. A connection that breaks is opened again by the browser. One that is refused is
 * not, nor is it said why: then it is asked whether anybody is signed in, and tried again, ever more seldom.
 */
export function useLive(filters: Filters | null, { onBegin, onFresh }: Heard): Live {
  const { lost } = useSession()
  const [state, setState] = useState<Live>('opening')
  const { since: _since, until: _until, ...query } = filters === null ? {} : toQuery(filters, Date.now())
  const path = filters === null ? null : withQuery('/admin/tail', query)
  useEffect(() => {
    if (path === null) return
    let [source, timer, pause, isOver]: [EventSource | null, ReturnType<typeof setTimeout> | undefined, number, boolean] = [null, undefined, PAUSE, false] // prettier-ignore
    const later = () => {
      if (!isOver) timer = setTimeout(again, pause)
      pause = Math.min(MOST_PAUSE, pause * 2)
    }
    const again = () =>
      void askJson<Session>('/admin/session').then(({ signedIn }) => (isOver ? undefined : signedIn ? open() : lost()), later) // prettier-ignore
    const open = () => {
      const opened = new EventSource(path)
      let isFirst = true
      source = opened
      opened.addEventListener('error', () => {
        isFirst = true
        setState('lost')
        if (opened.readyState === EventSource.CLOSED) later()
      })
      // Cordon has ended it, and the browser would ask at once for more
      opened.addEventListener('end', () => {
        opened.close()
        setState('lost')
        later()
      })
      // The first one of a connection is empty
      opened.addEventListener('requests', (event: MessageEvent<string>) => {
        pause = PAUSE
        setState('open')
        if (isFirst) onBegin()
        isFirst = false
        onFresh((JSON.parse(event.data) as { readonly requests: readonly FoundRequest[] }).requests)
      })
    }
    setState('opening')
    open()
    return () => {
      isOver = true
      clearTimeout(timer)
      source?.close()
    }
  }, [path, onBegin, onFresh, lost])
  return state
}
