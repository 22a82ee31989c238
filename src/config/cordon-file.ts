import { z } from 'zod'
import { ConsoleFile } from './console.ts'
import { DeliverFile } from './deliver.ts'
import { WitnessFile } from './witnesses.ts'
import { EnginesFile } from './engines.ts'
import { TelemetryFile } from './telemetry.ts'
import { CALLER_ATTRIBUTES } from '../terms/caller.ts'
import type { NodeKind } from '../terms/destination.ts'

/** The shape of cordon.yaml. What its texts mean is checked afterwards, by the file named for each part. */

/** How many requests a node of each kind works on at once, where cordon.yaml does not say: what its server does by default. */
export const PARALLEL: Readonly<Record<NodeKind, number>> = {
  ollama: 1,
  llamacpp: 1,
  mlx: 1,
  omlx: 4,
  lmstudio: 4,
  vllm: 16,
  tgi: 16,
  sglang: 16,
  openai: 16,
}
const KINDS = Object.keys(PARALLEL) as [NodeKind, ...NodeKind[]]

const text = z.string().min(1).max(2048)
/** Read by `units`. A bare number is refused here, where it can be told what it lacks. */
const amount = z
  .string({ error: ({ input }) => (typeof input === 'number' ? 'needs a unit, such as 60s or 10mb' : undefined) })
  .min(1)
  .max(32)
  .optional()
const list = <T extends z.ZodType>(item: T, max = 1000) => z.array(item).min(1).max(max)

const certificate = z.strictObject({ cert: text, key: text }).optional()

const ServerFile = z.strictObject({
  listen: text.optional(),
  admin: text.optional(),
  tls: certificate,
  adminTls: certificate,
  maxBody: amount,
  maxBodies: amount,
  lenient: z.boolean().optional(),
  grace: amount,
  metrics: z.strictObject({ allow: list(text, 100).optional() }).optional(),
})

const claim = text.optional()
type ClaimName = (typeof CALLER_ATTRIBUTES)[number] | 'level'
const ClaimsFile = z.strictObject(
  Object.fromEntries([...CALLER_ATTRIBUTES, 'level'].map((name) => [name, claim])) as Record<ClaimName, typeof claim>,
)

const IssuerFile = z.strictObject({
  issuer: text,
  audience: text,
  jwks: text.optional(),
  jwksFile: text.optional(),
  algorithms: list(text),
  claims: ClaimsFile.optional(),
  types: list(text).optional(),
  maxAge: amount,
  clockTolerance: amount,
  requiredClaims: z.array(text).max(100).optional(),
})
export type IssuerFile = z.infer<typeof IssuerFile>

const nodeParts = {
  kind: z.enum(KINDS),
  models: list(text).optional(),
  parallel: z.int().min(1).max(100_000).optional(),
  pricePerHour: z.number().min(0).max(1_000_000).optional(),
  apiKeyEnv: text.optional(),
  context: z.int().min(1).max(100_000_000).optional(),
  egress: z.literal('firewalled').optional(),
  tls: z
    .strictObject({ ca: text.optional(), cert: text.optional(), key: text.optional(), pin: text.optional() })
    .optional(),
}
const NodeFile = z.strictObject({ name: text, url: text, ...nodeParts })
export type NodeFile = z.infer<typeof NodeFile>

/** A file of nodes. An empty list is one that says so: a file that was cut off has none. */
export const NodesFile = z.strictObject({ nodes: z.array(NodeFile).max(1000) })

const DiscoverFile = z.strictObject({
  name: text,
  dns: text.optional(),
  port: z.int().min(1).max(65_535).optional(),
  srv: text.optional(),
  scheme: z.enum(['http', 'https']).optional(),
  ...nodeParts,
})
export type DiscoverFile = z.infer<typeof DiscoverFile>

const DestinationFile = z.strictObject({
  nodes: list(NodeFile).optional(),
  discover: list(DiscoverFile, 100).optional(),
  nodesFile: text.optional(),
  url: text.optional(),
  apiKeyEnv: text.optional(),
})
export type DestinationFile = z.infer<typeof DestinationFile>

const ChoiceFile = z.strictObject({ destination: text, model: text, timeout: amount })
export type ChoiceFile = z.infer<typeof ChoiceFile>

const readable = z.union([z.literal('own'), list(text, 100)], { error: 'is "own" or a list of values' }).optional()

const ReaderFile = z.strictObject({
  when: z.strictObject(
    Object.fromEntries(CALLER_ATTRIBUTES.map((name) => [`caller.${name}`, list(text, 100).optional()])) as Record<
      `caller.${(typeof CALLER_ATTRIBUTES)[number]}`,
      z.ZodOptional<z.ZodArray<typeof text>>
    >,
  ),
  read: z.union(
    [
      z.literal('all'),
      z.literal('policy'),
      z.strictObject({ tenant: readable, team: readable, level: list(text, 100).optional() }),
    ],
    {
      error: 'is "all", or what somebody may read by tenant, team and level, or "policy"',
    },
  ),
  sealed: z.boolean().optional(),
})
export type ReaderFile = z.infer<typeof ReaderFile>

export const CordonFile = z.strictObject({
  server: ServerFile.optional(),
  identity: z.strictObject({ issuers: list(IssuerFile, 100) }),
  destinations: z.record(z.string(), DestinationFile),
  models: z.record(z.string(), list(ChoiceFile, 100)),
  route: z
    .strictObject({
      probe: amount,
      failures: z.int().min(1).max(100).optional(),
      cooldown: amount,
      on429: z.boolean().optional(),
      queue: z.int().min(0).max(100_000).optional(),
      wait: amount,
      discover: amount,
    })
    .optional(),
  engines: EnginesFile.optional(),
  audit: z.strictObject({
    dir: text,
    deadline: amount,
    origin: text,
    key: text,
    mirror: z.strictObject({ dir: text, need: z.enum(['all', 'any']) }).optional(),
    deliver: DeliverFile.optional(),
    witnesses: list(WitnessFile, 20).optional(),
    index: text.optional(),
    readers: list(ReaderFile, 100).optional(),
    seal: z.strictObject({ recipients: list(text, 10), dir: text.optional(), limit: amount }).optional(),
  }),
  policies: text,
  approval: z
    .strictObject({
      need: z.int().min(1).max(20),
      approvers: z.record(z.string().regex(/^[A-Za-z0-9][\w.@-]{0,63}$/, 'is not a name of an approver'), text),
    })
    .optional(),
  candidate: z.strictObject({ policy: text, until: z.iso.date('is not a day: write it as "2027-03-31"') }).optional(),
  console: ConsoleFile.optional(),
  telemetry: TelemetryFile.optional(),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).optional() }).optional(),
})
export type CordonFile = z.infer<typeof CordonFile>
