/** Globals that open sockets of their own. */
const WAYS_OUT = ['fetch', 'WebSocket', 'EventSource']

/** A thread has globals of its own, so what shuts those of the process leaves its open: takes them away, for good. */
export function takeWaysOut(): void {
  for (const name of WAYS_OUT) Reflect.deleteProperty(globalThis, name)
}
