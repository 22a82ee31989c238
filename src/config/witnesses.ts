import { z } from 'zod'
import { checkUrl } from './base-url.ts'
import type { Desk } from './desk.ts'
import { duration } from './units.ts'

const text = z.string().min(1).max(2048)
const amount = z.string().min(1).max(32).optional()

/** Who keeps checkpoints out of Cordon's reach: a file elsewhere, a command that gets each on its standard input, or a URL that each is sent to. */
export const WitnessFile = z.union([
  z.strictObject({ name: text, file: text }),
  z.strictObject({ name: text, command: z.array(text).min(1).max(50) }),
  z.strictObject({ name: text, url: text, apiKeyEnv: text.optional(), ca: text.optional(), timeout: amount }),
])
type WitnessFile = z.infer<typeof WitnessFile>

export type WitnessWay =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] }
  | {
      readonly kind: 'https'
      readonly url: URL
      readonly apiKeyEnv: string | null
      /** Path of certificates to trust in place of the public ones. */
      readonly ca: string | null
      readonly timeoutMs: number
    }

export type ConfiguredWitness = { readonly name: string } & WitnessWay

export function toWitnesses(written: readonly WitnessFile[], desk: Desk): readonly ConfiguredWitness[] {
  return written.flatMap((one, at): readonly ConfiguredWitness[] => {
    const { name } = one
    if ('file' in one) return [{ name, kind: 'file', path: desk.absolute(one.file) }]
    if ('command' in one) return [{ name, kind: 'command', command: one.command }]
    const path = ['audit', 'witnesses', at]
    const checked = one.url.startsWith('https://') ? checkUrl(one.url) : { wrong: 'must start with https://' }
    if ('wrong' in checked) {
      desk.wrong([...path, 'url'], `"url" ${checked.wrong}`)
      return []
    }
    const limits = { from: '100ms', to: '5m', standard: '10s' }
    return [
      {
        ...{ name, kind: 'https', url: checked.url },
        apiKeyEnv: desk.secret([...path, 'apiKeyEnv'], one.apiKeyEnv),
        ca: one.ca === undefined ? null : desk.existing([...path, 'ca'], one.ca, 'a PEM file of certificates'),
        timeoutMs: desk.measured([...path, 'timeout'], one.timeout, duration, limits),
      },
    ]
  })
}
