import type { JsonObject } from '../terms/json.ts'

export type LifecycleEvent = 'start' | 'stop' | 'reload' | 'reload_refused'

/** The record of something that happened to the process. `about` must not hold anything from a request. */
export function lifecycleRecord(event: LifecycleEvent, about: JsonObject = {}): JsonObject {
  return { type: 'lifecycle', event, ...about }
}
