/**
 * The operational log, as every room sees it. Never the audit trail.
 * No method throws. `message` is a fixed sentence; what varies goes into `fields`, and nothing of a request's body into either.
 */
export type Log = {
  readonly debug: LogLine
  readonly info: LogLine
  readonly warn: LogLine
  readonly error: LogLine
}

type LogLine = (message: string, fields?: Readonly<Record<string, unknown>>) => void
