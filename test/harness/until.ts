import { setTimeout as pause } from 'node:timers/promises'

/** Resolves when it holds. Rejects when it does not within 20 s, which is long for anything on this machine. */
export async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it never came true: ${holds.toString()}`)
    await pause(10)
  }
}
