import type { LocalityCheck } from '../../terms/node-facts.ts'
import type { Kind, Look } from './kind.ts'
import { broken, kept, listed, named } from './kind.ts'

/** mlx_lm.server says nothing of its load. Asked for a model that it does not have, it downloads it. */
export const mlx: Kind = {
  models: (look) => listed(look, (_, id) => named(id)),
  load: () => Promise.resolve(null),
  checks: async (look) => [await noDownload(look)],
}

async function noDownload(look: Look): Promise<LocalityCheck> {
  const name = 'downloads'
  const todo = 'put the model on the node, and start its server with HF_HUB_OFFLINE=1'
  const models = await listed(look, (_, id) => named(id))
  if (models === null) return broken(name, 'it does not list its models', todo)
  const missing = look.configured.filter((model) => !models.some(({ id }) => id === model))
  if (missing.length === 0) return kept(name, 'it is asked only for models that it has')
  return broken(name, `it does not have ${missing.join(', ')}: asking for it would start a download`, todo)
}
