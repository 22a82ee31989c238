import { EgressError } from './egress-error.ts'

/** Where undici, the one inside node and the package alike, looks for its dispatcher. */
const UNDICI = Symbol.for('undici.globalDispatcher.1')

/** Globals that open sockets of their own. */
const GLOBALS = ['fetch', 'WebSocket', 'EventSource'] as const

/**
 * Makes the ways out that any dependency could take by accident refuse and report: `fetch`, `WebSocket`, `EventSource`,
 * and undici's global dispatcher. For the whole process, for good. It does NOT stop code that opens a socket with
 * `node:net` by itself; only the operating system can.
 */
export function shutTheOtherDoors(report: (door: string) => void): void {
  const refuse = (door: string): never => {
    report(door)
    throw new EgressError('EGRESS_HOST', `${door} is shut: sockets are opened in one place only`)
  }
  for (const name of GLOBALS) {
    if (name in globalThis)
      shut(globalThis, name, function () {
        return name === 'fetch' ? Promise.resolve().then(() => refuse(name)) : refuse(name)
      })
  }
  const dispatcher = { dispatch: () => refuse('undici'), close: async () => {}, destroy: async () => {} }
  shut(globalThis, UNDICI, dispatcher)
}

/** Replaces for good; what is shut already stays so. Undici's own property can be written, but not defined anew. */
function shut(on: object, name: PropertyKey, value: unknown): void {
  const now = Object.getOwnPropertyDescriptor(on, name)
  if (now !== undefined && now.configurable === false && now.writable === false) return
  Object.defineProperty(on, name, { value, writable: false, configurable: false, enumerable: false })
}
