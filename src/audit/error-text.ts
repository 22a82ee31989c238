import { types } from 'node:util'

/** What an error says, for the operational log and for messages to an operator. */
export function errorText(thrown: unknown): string {
  return types.isNativeError(thrown) ? thrown.message : String(thrown)
}

/** The system's name of an error, such as `ENOENT`; null when it has none. */
export function errorCode(thrown: unknown): string | null {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : null
}
