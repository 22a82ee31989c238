import { useEffect } from 'preact/hooks'

/** Asks before the page is left, by its links, by closing it, or by going elsewhere, while there is something that would be lost. */
export function useLeaveWarning(says: string | null): void {
  useEffect(() => {
    if (says === null) return
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault()
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute('download')) return
      if (link.getAttribute('href')?.startsWith('#') === true || link.getAttribute('target') === '_blank') return
      if (confirm(says)) return
      event.preventDefault()
      event.stopPropagation()
    }
    addEventListener('beforeunload', onLeave)
    document.addEventListener('click', onClick, true)
    return () => {
      removeEventListener('beforeunload', onLeave)
      document.removeEventListener('click', onClick, true)
    }
  }, [says])
}
