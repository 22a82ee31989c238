import { cloudHostsOf, foundAt, nodesOf } from '../config/config.ts'
import type { Config } from '../config/config.ts'
import { attemptsFor } from '../route/attempts.ts'
import type { Asked } from '../route/attempts.ts'
import type { Plan } from '../terms/attempt.ts'
import type { Decision } from '../terms/decision.ts'

/** The plan if every node were up, and had every model that the table asks it for. */
export function planAsIfUp(config: Config, prompt: Asked, decision: Decision): Plan {
  const all = [prompt.model, ...config.models.flatMap(({ choices }) => choices.map(({ model }) => model))]
  const found = config.discover.map((one) => foundAt(one, { address: 'ADDRESS', port: 1 }, config.secrets))
  const nodes = [...nodesOf(config), ...found].map((node) => {
    const models = node.models.length > 0 ? node.models : all
    return { node, standing: 'ready' as const, models, inFlight: 0, why: '' }
  })
  return attemptsFor(config.models, prompt, decision, { nodes, cloudHosts: cloudHostsOf(config) })
}
