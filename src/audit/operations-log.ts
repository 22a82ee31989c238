import { types } from 'node:util'
import { SyncRedactor } from 'redact-pii'
import { Transport, createLogger, format } from 'winston'
import type { Log } from '../terms/logger.ts'

declare module 'winston' {
  /** What every transport is made from. It is exported, but not among winston's types. */
  const Transport: new (options: {
    readonly log: (line: Logform.TransformableInfo, done: () => void) => void
  }) => transports.StreamTransportInstance
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export type OperationsLogOptions = {
  readonly level: LogLevel
  /** Takes JSON lines, each with its LF. */
  readonly write: (lines: string) => void
  /**
   * Milliseconds for which lines at `info` and below may wait for others, since a write for each costs more than all else about it; 0 unless said
   * otherwise. A process that is killed loses them.
   */
  readonly gatherMs?: number
}

type Fields = Readonly<Record<string, unknown>>

const MAX_TEXT = 512
const MAX_STACK = 2048
/** redact-pii is quadratic in the length of a run without spaces (18 ms for 512 characters). */
const LONG_RUN = /\S{65,}/g
const MAX_RUN = 64
const MAX_ITEMS = 32
const MAX_DEPTH = 4
const MAX_REMEMBERED = 500
const MAX_WAITING = 100
/** Every line begins with its level, which no field can stand in for. */
const MAY_WAIT = /^\{"level":"(?:info|debug)"/

/** Fields whose values are names that we or the configuration gave: redact-pii would take a request id for a telephone number. */
const NAMES = new Set(
  (
    'admin api caller classified code declared destination detector digest dir issuer kids level listen model node origin outcome path peer policy ' +
    'provider reason request result rule segment sha256 signal status syscall url version writer zone'
  ).split(' '),
)
/** Sentences about the configuration, the policy, a node or the disk, none of them about a request: an address in one is what it is about. */
const ABOUT_OURSELVES = new Set(['note', 'problems', 'why'])
const NAME = /^[\w.:/+\-[\]%*]{1,200}$/
/** A node that was found at an address: to redact-pii an e-mail address. */
const FOUND_NODE = /^[\w.-]{1,63}@[\da-f.:[\]]{2,60}$/
/** What can be a name by its characters and still be about a person. */
const NUMBERS = /(?<![\w.-])\+?\d[\d-]{7,}\d(?![\w.-])/

/** Where winston looks for what is to be written. */
const MESSAGE = Symbol.for('message')

const redactor = new SyncRedactor()
const known = new Map<string, string>()

/**
 * The log for those who run Cordon: JSON lines, by winston. It is not the audit trail: it may lose lines.
 *
 * Nothing of a request's body belongs in it; redact-pii goes over all free text as a second net under that promise, and only
 * as that, for it misses much. Of an error come name, code, message, frames and causes; the message of a SyntaxError does not,
 * because parsers quote their input. No method throws; lines that could not be written are counted in the next that can be.
 */
export function operationsLog({ level, write, gatherMs = 0 }: OperationsLogOptions): Log {
  let lost = 0
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const lines = waiting
    waiting = []
    try {
      write(lines.join(''))
      lost = 0
    } catch {
      lost += lines.length // and said in the next line; there is nowhere else to say it
    }
  }
  const take = (text: string) => {
    waiting.push(text)
    const mayWait = gatherMs > 0 && waiting.length < MAX_WAITING && MAY_WAIT.test(text)
    if (mayWait)
      timer ??= setTimeout(flush, gatherMs) // it holds the process: what was said last is heard
    else flush()
  }
  const sink = new Transport({
    log: (line, done) => {
      take(`${String(line[MESSAGE])}\n`)
      done()
    },
  })
  const logger = createLogger({ level, format: asJson(), transports: [sink] })
  const line =
    (at: LogLevel) =>
    (text: string, fields: Fields = {}): void => {
      try {
        logger.log({ level: at, message: text, fields: lost === 0 ? fields : { ...fields, lost } })
      } catch {
        lost += 1
      }
    }
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/**
 * A line as JSON. Level, message and time come first, and again last, so that no field can stand in for them. One format in place of winston's own for
 * a time and for JSON, which also look for cycles and sort: what is left of the fields is a plain tree by then.
 */
const asJson = format((line) => {
  const said = { level: line.level, message: constant(String(line.message)), timestamp: new Date().toISOString() }
  line[MESSAGE] = JSON.stringify({ ...said, ...safeFields(toFields(line['fields']), 0), ...said })
  return line
})

function toFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function safeFields(fields: Fields, depth: number): Fields {
  const entries = Object.entries(fields).slice(0, MAX_ITEMS)
  return Object.fromEntries(entries.map(([key, value]) => [constant(key), safe(key, value, depth)]))
}

function safe(key: string, value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    if (ABOUT_OURSELVES.has(key)) return value.slice(0, MAX_TEXT)
    return isName(key, value) ? value : redacted(value, MAX_TEXT)
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value
  if (types.isNativeError(value)) return depth > MAX_DEPTH ? 'Error' : errorFields(value, depth)
  if (value instanceof URL) return safe(key, value.origin, depth)
  if (types.isUint8Array(value)) return `${String(value.length)} bytes`
  if (typeof value !== 'object') return typeof value
  if (depth > MAX_DEPTH) return 'too deep'
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item: unknown) => safe(key, item, depth + 1))
  return safeFields(value as Fields, depth + 1)
}

function errorFields(error: Error, depth: number): Fields {
  const { code, syscall, reason, cause, errors } = error as Error & Fields
  return {
    name: redacted(error.name, 64),
    message: error.name === 'SyntaxError' ? 'a text could not be parsed' : redacted(error.message, MAX_TEXT),
    ...given({ code, syscall, reason, cause, errors }, depth + 1),
    stack: frames(error),
  }
}

function given(fields: Fields, depth: number): Fields {
  return safeFields(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)),
    depth,
  )
}

/** Where it happened, without the message, which stands at the top of a stack too. */
function frames({ stack = '' }: Error): string {
  const lines = stack.split('\n').filter((line) => /^ +at /.test(line) && line.length <= 256)
  const kept = lines.join('\n').slice(0, MAX_STACK)
  // Paths and positions are ours; redact-pii would make every one of them URL or DIGITS. It sees what is left.
  return kept.replace(/^( +at (?:async )?)([^(\n]+)(?= \()/gm, (_all, at: string, name: string) => at + constant(name))
}

function isName(key: string, value: string): boolean {
  if (key === 'node' && FOUND_NODE.test(value)) return true
  return NAMES.has(key) && NAME.test(value) && !NUMBERS.test(value)
}

function redacted(text: string, limit: number): string {
  const short = text.length > limit ? `${text.slice(0, limit)}…` : text
  return redactor.redact(short.replace(LONG_RUN, (run) => `${run.slice(0, MAX_RUN)}…`))
}

/** `redacted`, remembered: messages and keys are nearly all constants, and redacting one takes a fifth of a millisecond. */
function constant(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const result = redacted(text, MAX_TEXT)
  if (known.size >= MAX_REMEMBERED) known.clear()
  if (text.length <= MAX_TEXT) known.set(text, result)
  return result
}
