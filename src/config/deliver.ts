import { z } from 'zod'
import { checkUrl } from './base-url.ts'
import type { Desk } from './desk.ts'
import { duration } from './units.ts'

/** Who gets the ledger's records as they are written: `audit.deliver` of cordon.yaml. */

const text = z.string().min(1).max(2048)
const amount = z.string().min(1).max(32).optional()

export const DeliverFile = z.record(
  z.string(),
  z.strictObject({
    kind: z.enum(['syslog', 'https']),
    url: text,
    format: z.enum(['json', 'ocsf', 'cef', 'hec']).optional(),
    apiKeyEnv: text.optional(),
    scheme: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,30}$/, 'is not an authorization scheme, such as Splunk or Bearer')
      .optional(),
    ca: text.optional(),
    alertAt: z.int().min(1).max(1_000_000_000).optional(),
    settle: amount,
    timeout: amount,
  }),
)
type DeliverFile = z.infer<typeof DeliverFile>

/** A receiver of records, as configured. */
export type ConfiguredDelivery = {
  readonly name: string
  readonly kind: 'syslog' | 'https'
  /** `https:`, also where it was written as `tls:`. */
  readonly url: URL
  readonly format: 'json' | 'ocsf' | 'cef' | 'hec'
  readonly apiKeyEnv: string | null
  readonly scheme: string
  /** Path of certificates to trust in place of the public ones. */
  readonly ca: string | null
  /** Records behind at which an alert is logged. */
  readonly alertAt: number
  readonly settleMs: number
  readonly timeoutMs: number
}

export function toDeliveries(written: DeliverFile | undefined, desk: Desk): readonly ConfiguredDelivery[] {
  return Object.entries(written ?? {}).flatMap(([name, file]): readonly ConfiguredDelivery[] => {
    const path = ['audit', 'deliver', name]
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name))
      desk.wrong(path, 'a receiver has a name of lower-case letters, digits and hyphens', 'key')
    const { kind, format = 'json', scheme = 'Bearer', alertAt = 10_000 } = file
    if (kind === 'syslog' && format === 'hec') desk.wrong([...path, 'format'], '"hec" is a format of https')
    if (kind === 'https' && format === 'cef') desk.wrong([...path, 'format'], '"cef" is a format of syslog')
    if (kind === 'syslog' && (file.apiKeyEnv ?? file.scheme) !== undefined)
      desk.wrong(path, 'syslog has no place for a key: "apiKeyEnv" and "scheme" are for https')
    const url = toUrl(file, path, desk)
    if (url === null) return []
    const limits = { from: '100ms', to: '5m', standard: '30s' }
    return [
      {
        ...{ name, kind, url, format, scheme, alertAt },
        apiKeyEnv: desk.secret([...path, 'apiKeyEnv'], file.apiKeyEnv),
        ca: file.ca === undefined ? null : desk.existing([...path, 'ca'], file.ca, 'a PEM file of certificates'),
        settleMs: desk.measured([...path, 'settle'], file.settle, duration, { ...limits, standard: '3s' }),
        timeoutMs: desk.measured([...path, 'timeout'], file.timeout, duration, limits),
      },
    ]
  })
}

function toUrl({ kind, url }: DeliverFile[string], path: readonly string[], desk: Desk): URL | null {
  const scheme = kind === 'syslog' ? 'tls://' : 'https://'
  const checked = url.startsWith(scheme)
    ? checkUrl(`https://${url.slice(scheme.length)}`)
    : { wrong: `must start with ${scheme}` }
  const isBare = 'url' in checked && kind === 'syslog' && checked.url.pathname !== '/'
  if ('url' in checked && !isBare) return checked.url
  desk.wrong([...path, 'url'], `"url" ${'wrong' in checked ? checked.wrong : 'is a host and a port, without a path'}`)
  return null
}
