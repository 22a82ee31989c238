import { useEffect, useState } from 'preact/hooks'
import type { FoundRequest } from '../../contract/records.ts'
import { withQuery } from './api.ts'
import { toQuery } from './filters.ts'
import type { Filters } from './filters.ts'

export type Live = 'opening' | 'open' | 'lost'

/** Hears of new requests that fit, as they end; null: not now. A connection that breaks is opened again by the browser. */
export function useLive(filters: Filters | null, onFresh: (rows: readonly FoundRequest[]) => void): Live {
  const [state, setState] = useState<Live>('opening')
  const { since: _since, until: _until, ...query } = filters === null ? {} : toQuery(filters, Date.now())
  const path = filters === null ? null : withQuery('/admin/tail', query)
  useEffect(() => {
    if (path === null) return
    setState('opening')
    const source = new EventSource(path)
    source.addEventListener('open', () => setState('open'))
    source.addEventListener('error', () => setState('lost'))
    source.addEventListener('requests', (event: MessageEvent<string>) => {
      onFresh((JSON.parse(event.data) as { readonly requests: readonly FoundRequest[] }).requests)
    })
    return () => source.close()
  }, [path, onFresh])
  return state
}
