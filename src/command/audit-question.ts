import { readFile } from 'node:fs/promises'
import { BadQuestion, FILTER_NAMES, toValues } from '../audit/index/filter.ts'
import type { Filter, FilterName } from '../audit/index/filter.ts'
import { pseudonyms } from '../audit/pseudonyms.ts'
import { UsageError } from './io.ts'
import { toWindow } from './time-window.ts'

type Values = Readonly<Record<string, string | boolean | undefined>>

/** The options that say which requests, for `readArgs`. */
export const FILTER_OPTIONS = {
  ...(Object.fromEntries(FILTER_NAMES.map((name) => [name, { type: 'string' }])) as Record<FilterName, { type: 'string' }>), // prettier-ignore
  since: { type: 'string' },
  until: { type: 'string' },
  issuer: { type: 'string' },
  subject: { type: 'string' },
  key: { type: 'string' },
} as const

/** Which requests the options name. Throws UsageError that names the option and what it takes. */
export async function filterOf(values: Values, now: number): Promise<Filter> {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const window = toWindow({ since: text('since'), until: text('until') }, now)
  const named = FILTER_NAMES.flatMap((name) => {
    const written = text(name)
    return written === undefined ? [] : [[name, asUsage(() => toValues(name, written))] as const]
  })
  const hashed = await hashedCaller(text('issuer'), text('subject'), text('key'))
  if (hashed !== null && text('caller') !== undefined)
    throw new UsageError('--caller, and --issuer with --subject, are two ways to name one caller')
  return { ...window, named: { ...Object.fromEntries(named), ...(hashed === null ? {} : { caller: [hashed] }) } }
}

/** A question that is wrong, as wrong usage. */
export function asUsage<T>(ask: () => T): T {
  try {
    return ask()
  } catch (cause) {
    if (cause instanceof BadQuestion) throw new UsageError(`--${cause.message}`)
    throw cause
  }
}

async function hashedCaller(issuer?: string, subject?: string, key?: string): Promise<string | null> {
  if (issuer === undefined && subject === undefined && key === undefined) return null
  if (issuer === undefined || subject === undefined || key === undefined)
    throw new UsageError("a caller is named by --issuer, --subject and --key, the ledger's key file, all three")
  return pseudonyms(await readFile(key)).caller(issuer, subject)
}
