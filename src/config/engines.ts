import { z } from 'zod'
import type { Destination } from '../terms/destination.ts'
import { instead } from '../terms/suggest.ts'
import type { Policy } from '../terms/policy.ts'
import { checkUrl } from './base-url.ts'
import type { Desk } from './desk.ts'
import { mayBeWithin } from './literal.ts'
import { duration } from './units.ts'

/** What detection asks beside its own detectors: where engines are, and how long they may take. */

const text = z.string().min(1).max(2048)
const amount = z
  .string({ error: ({ input }) => (typeof input === 'number' ? 'needs a unit, such as 2s' : undefined) })
  .min(1)
  .max(32)
  .optional()
const entity = z.string().regex(/^[A-Z][A-Z0-9_]{1,62}$/, 'is not an entity type, such as US_SSN')
const entities = z.record(z.string().min(1).max(64), entity)
const many = { timeout: amount, parallel: z.int().min(1).max(256).optional() }

const EngineFile = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('presidio'),
      destination: text,
      url: text,
      language: z
        .string()
        .regex(/^[a-z]{2}$/, 'is not a language, such as en')
        .optional(),
      entities,
      apiKeyEnv: text.optional(),
      ...many,
    }),
    z.strictObject({ kind: z.literal('model'), folder: text, entities, ...many }),
    z.strictObject({
      kind: z.literal('judge'),
      destination: text,
      model: text,
      types: z.array(entity).min(1).max(50),
      asks: z.enum(['unsure', 'all']).optional(),
      ...many,
    }),
  ],
  { error: 'is one of: presidio, model, judge' },
)
export const EnginesFile = z.record(z.string(), EngineFile)
type EngineFile = z.infer<typeof EngineFile>

type Common = {
  readonly name: string
  readonly at: string
  /** Milliseconds for everything that one prompt asks. */
  readonly timeoutMs: number
  /** Calls at once. */
  readonly parallel: number
}
/** Its own entity types, and what each is called here. */
type Mapping = Readonly<Record<string, string>>

/** Something that looks in texts beside the detectors, as configured. */
export type ConfiguredEngine = Common &
  (
    | {
        readonly kind: 'presidio'
        readonly destination: string
        readonly url: URL
        readonly language: string
        readonly entities: Mapping
        readonly apiKeyEnv: string | null
      }
    /** A folder with a token classification model in ONNX. */
    | { readonly kind: 'model'; readonly folder: string; readonly entities: Mapping }
    | {
        readonly kind: 'judge'
        readonly destination: string
        readonly model: string
        readonly types: readonly string[]
        /** Only about prompts in which something was found. */
        readonly onlyUnsure: boolean
      }
  )

const STANDARD = { presidio: ['2s', 4], model: ['5s', 1], judge: ['20s', 2] } as const

/** The engines as written, checked but for what the policy says of them. */
export function toEngines(
  written: Readonly<Record<string, EngineFile>> | undefined,
  desk: Desk,
): readonly ConfiguredEngine[] {
  return Object.entries(written ?? {}).flatMap(([name, engine]): readonly ConfiguredEngine[] => {
    const path = ['engines', name]
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name))
      desk.wrong(path, 'an engine has a name of lower-case letters, digits and hyphens', 'key')
    const [timeout, parallel] = STANDARD[engine.kind]
    const limits = { from: '50ms', to: '2m', standard: timeout }
    const common = {
      name,
      at: desk.at(path),
      timeoutMs: desk.measured([...path, 'timeout'], engine.timeout, duration, limits),
      parallel: engine.parallel ?? parallel,
    }
    if ('entities' in engine && Object.keys(engine.entities).length === 0)
      desk.wrong([...path, 'entities'], '"entities" may not be empty: name its types, and what each is called here')
    if (engine.kind === 'judge') {
      const { kind, destination, model, types, asks } = engine
      return [{ ...common, kind, destination, model, types: [...new Set(types)], onlyUnsure: asks !== 'all' }]
    }
    const { kind, entities } = engine
    if (kind === 'model') return [{ ...common, kind, folder: toFolder(engine.folder, path, desk), entities }]
    const { destination, language = 'en', apiKeyEnv } = engine
    const checked = checkUrl(engine.url)
    if ('wrong' in checked) {
      desk.wrong([...path, 'url'], `"url" ${checked.wrong}`)
      return []
    }
    const key = desk.secret([...path, 'apiKeyEnv'], apiKeyEnv)
    return [{ ...common, kind, destination, url: checked.url, language, entities, apiKeyEnv: key }]
  })
}

/** The file that every such model has tells a folder from one that only has its name. */
function toFolder(written: string, path: readonly PropertyKey[], desk: Desk): string {
  const folder = desk.absolute(written)
  desk.existing([...path, 'folder'], `${written.replace(/\/+$/, '')}/config.json`, 'the folder of a model in ONNX')
  return folder
}

/** What is wrong with engines, in the light of a policy. `types` are those that it may name. */
export function checkEngines(
  engines: readonly ConfiguredEngine[],
  policy: Policy,
  types: readonly string[],
): readonly string[] {
  return engines.flatMap((engine) => {
    const named = engine.kind === 'judge' ? engine.types : Object.values(engine.entities)
    const unknown = named.filter((type) => !types.includes(type))
    return [
      ...[...new Set(unknown)].map((type) => `unknown entity type "${type}"${instead(type, types)}`),
      ...(engine.kind === 'model' ? [] : placeProblems(engine, policy)),
    ].map((message) => `${engine.at}: the engine "${engine.name}": ${message}`)
  })
}

/** Texts go there before their level is known: that takes a place for the top level. */
function placeProblems(engine: Exclude<ConfiguredEngine, { kind: 'model' }>, policy: Policy): readonly string[] {
  const { destinations, levels } = policy
  const destination: Destination | undefined = destinations.find(({ name }) => name === engine.destination)
  if (destination === undefined) {
    const names = destinations.filter(({ zone }) => zone === 'lan').map(({ name }) => name)
    return [`the policy has no destination "${engine.destination}"${instead(engine.destination, names)}`]
  }
  const { name, zone, maxLevel, allowedCidrs } = destination
  if (zone !== 'lan') return [`"${name}" is in the cloud: texts are only looked at inside the network`]
  if (maxLevel !== levels.at(-1))
    return [
      `"${name}" is for ${maxLevel} at most, and a text that is not looked at yet counts as ${String(levels.at(-1))}`,
    ]
  if (engine.kind === 'presidio' && !mayBeWithin(engine.url.hostname, allowedCidrs))
    return [`it is outside of what the policy allows for "${name}": ${allowedCidrs.join(', ')}`]
  return []
}
