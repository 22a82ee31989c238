import { useEffect } from 'preact/hooks'
import { reveal } from './inert.ts'

/** What the browser's tab says. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${reveal(title)} – Cordon`
  }, [title])
}
