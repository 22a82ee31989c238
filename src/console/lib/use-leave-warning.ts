import { useEffect } from 'preact/hooks'

/** Asks before the tab is closed, or goes to another site, while there is something that would be lost. The pages of the console lose nothing. */
export function useLeaveWarning(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', onLeave)
    return () => removeEventListener('beforeunload', onLeave)
  }, [isOn])
}
