/**
 * Names under which answers know providers whose slug is not simply the name in lower case. From OpenRouter's provider list of
 * 2026; not verified against the live service, like the assumption that metadata gives a name or a slug and never both.
 */
const SLUGS: Readonly<Record<string, string>> = {
  google: 'googlevertex',
  vertex: 'googlevertex',
  bedrock: 'amazonbedrock',
  novitaai: 'novita',
  nebiusaistudio: 'nebius',
  nebiustokenfactory: 'nebius',
  mistralai: 'mistral',
  togetherai: 'together',
  fireworksai: 'fireworks',
  weightsandbiases: 'wandb',
  weightsbiases: 'wandb',
  azureopenai: 'azure',
  alibabacloudint: 'alibaba',
}

/** `yes` and `no`; `perhaps` when only the provider is told, and the slug names one of its regions or variants. */
export type Match = 'yes' | 'no' | 'perhaps'

/**
 * Whether a provider as an answer names it (`Amazon Bedrock`, `google-vertex/us-east5`) is one that a slug stands for. A base
 * slug stands for every region and variant. A name that is not known here is taken for the slug that it looks like.
 */
export function isProvider(named: string, slug: string): Match {
  const [name, wanted] = [partsOf(named), partsOf(slug)]
  if (name.base === '' || name.base !== wanted.base) return 'no'
  if (wanted.variant === null || wanted.variant === name.variant) return 'yes'
  return name.variant === null ? 'perhaps' : 'no'
}

function partsOf(name: string): { readonly base: string; readonly variant: string | null } {
  const [first = '', ...rest] = name.split('/')
  const base = bare(first)
  return { base: SLUGS[base] ?? base, variant: rest.length === 0 ? null : bare(rest.join('/')) }
}

/** `Z.AI` is written `z-ai`, and `Moonshot AI` `moonshotai`: only letters and digits are the same everywhere. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')
