import { isJsonObject } from '../../terms/json.ts'
import type { JsonValue } from '../../terms/json.ts'

/** One request in the access log of a node. */
export type AccessLine = {
  /** Milliseconds since 1970, of the moment at which the line was written; null where the format has no time. */
  readonly at: number | null
  /** The address that asked, as the node saw it; null where the format has none. */
  readonly client: string | null
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly status: number
}

/** Minutes east of UTC of a clock whose times are written without a zone. */
export type Offset = number

type Reader = (text: string, offset: Offset) => AccessLine | null

/** No line of an access log is read beyond this. */
const MOST = 4096

/**
 * A line of an access log as nginx (combined, and its like), uvicorn (vLLM, SGLang), Ollama (GIN) or llama.cpp write it; null for any other.
 * What a container's log puts before it (a time as in RFC 3339) counts as its time where it has none of its own.
 */
export function readAccessLine(line: Uint8Array, offset: Offset): AccessLine | null {
  const text = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, MOST)).toString('utf8')
  for (const read of READERS) {
    const found = read(text, offset)
    if (found !== null) return found
  }
  return null
}

/** A line that speaks of a request and is not read: it may be one that nobody accounts for. */
export function mayBeRequest(line: Uint8Array): boolean {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.length)
  return bytes.includes('POST /') || bytes.includes('"POST ') || (bytes.includes('[GIN] ') && bytes.includes(' POST '))
}

/** `10.0.0.7 - - [21/Nov/2026:12:00:00 +0000] "POST /v1/messages HTTP/1.1" 200 …` */
function combined(text: string): AccessLine | null {
  const open = text.indexOf(' [')
  const close = text.indexOf('] "', open)
  if (open === -1 || close === -1) return null
  const at = combinedTime(text.slice(open + 2, close))
  return at === null ? null : quoted(text, close + 2, { at, client: text.slice(0, text.indexOf(' ')) })
}

/** `INFO:     10.0.0.7:40832 - "POST /v1/chat/completions HTTP/1.1" 200 OK` */
function uvicorn(text: string, offset: Offset): AccessLine | null {
  const dash = text.indexOf(' - "')
  if (dash === -1) return null
  const client = withoutPort(text.slice(text.lastIndexOf(' ', dash - 1) + 1, dash))
  return quoted(text, dash + 3, { at: leadingTime(text, offset), client })
}

/** `[GIN] 2026/11/21 - 12:00:00 | 200 |  1.234567s |        10.0.0.7 | POST     "/api/chat"`, in the clock's own zone. */
function gin(text: string, offset: Offset): AccessLine | null {
  const begin = text.indexOf('[GIN] ')
  if (begin === -1) return null
  const [time = '', status = '', , client = '', request = ''] = text.slice(begin + 6).split('|', 5).map((part) => part.trim()) // prettier-ignore
  const [, day, clock] = /^(\d{4}\/\d\d\/\d\d) - (\d\d:\d\d:\d\d)$/.exec(time) ?? []
  const open = request.indexOf('"')
  if (day === undefined || clock === undefined || open === -1) return null
  const at = zoned(`${day.replaceAll('/', '-')}T${clock}`, offset)
  return lineOf({ at, client }, request.slice(0, open).trim(), request.slice(open + 1, request.lastIndexOf('"')), status) // prettier-ignore
}

/** `srv  log_server_r: done request: POST /v1/chat/completions 10.0.0.7 200` */
function llamaCpp(text: string, offset: Offset): AccessLine | null {
  const begin = text.indexOf('request: ')
  if (begin === -1) return null
  const [method = '', path = '', client = '', status = ''] = text
    .slice(begin + 9)
    .trim()
    .split(' ')
  return lineOf({ at: leadingTime(text, offset), client }, method, path, status)
}

/** The same, as older versions write it: JSON with `"msg":"request"` and seconds since 1970. */
function llamaCppJson(text: string): AccessLine | null {
  const value = text.startsWith('{') && text.includes('"request"') ? parsed(text) : null
  if (!isJsonObject(value) || value['msg'] !== 'request') return null
  const { timestamp, remote_addr: client, method, path, status } = value
  const at = typeof timestamp === 'number' ? timestamp * 1000 : null
  return lineOf({ at, client: typeof client === 'string' ? client : null }, String(method), String(path), String(status)) // prettier-ignore
}

const READERS: readonly Reader[] = [gin, combined, uvicorn, llamaCpp, llamaCppJson]

/** `"METHOD path HTTP/1.1" status`, from its first quote on. A quote within is written otherwise by all who write this. */
function quoted(text: string, open: number, from: Pick<AccessLine, 'at' | 'client'>): AccessLine | null {
  const close = text.indexOf('"', open + 1)
  if (close === -1) return null
  const [method = '', path = ''] = text.slice(open + 1, close).split(' ')
  return lineOf(
    from,
    method,
    path,
    text
      .slice(close + 1)
      .trimStart()
      .slice(0, 3),
  )
}

function lineOf(
  from: Pick<AccessLine, 'at' | 'client'>,
  method: string,
  path: string,
  status: string,
): AccessLine | null {
  // prettier-ignore
  const isRequest = /^[A-Z]{3,10}$/.test(method) && path.startsWith('/') && /^[1-5]\d\d$/.test(status)
  return isRequest ? { ...from, method, path: path.split('?', 1)[0] ?? path, status: Number(status) } : null
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function combinedTime(text: string): number | null {
  const [, day, month = '', year, clock, hours, minutes] = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(text) ?? [] // prettier-ignore
  if (day === undefined || year === undefined || clock === undefined || hours === undefined) return null
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
  return orNull(Date.parse(`${year}-${number}-${day}T${clock}${hours}:${minutes ?? '00'}`))
}

/** A time at the line's beginning, with its zone or without. */
function leadingTime(text: string, offset: Offset): number | null {
  const [, day, clock, fraction = '', zone] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:\d\d)?/.exec(text.slice(0, 40)) ?? [] // prettier-ignore
  if (day === undefined || clock === undefined) return null
  const ms = fraction.slice(0, 3).padEnd(3, '0')
  const written = `${day}T${clock}.${ms}`
  return zone === undefined ? zoned(written, offset) : orNull(Date.parse(`${written}${zone}`))
}

function zoned(written: string, offset: Offset): number | null {
  return orNull(Date.parse(`${written}Z`) - offset * 60_000)
}

const orNull = (at: number) => (Number.isNaN(at) ? null : at)

function withoutPort(text: string): string {
  const colon = text.lastIndexOf(':')
  return colon === -1 ? text : text.slice(0, colon)
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return null // not a line of this format
  }
}
