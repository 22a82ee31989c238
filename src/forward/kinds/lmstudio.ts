import type { JsonObject } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { Capability, LocalityCheck, NodeLoad, NodeModel } from '../../terms/node-facts.ts'
import type { Kind, Look } from './kind.ts'
import { NO_LOAD, broken, contextIn, countOf, entriesOf, kept, listed, modelIn, named, objectOf, textOf, unseen } from './kind.ts' // prettier-ignore

/**
 * LM Studio may answer with a model that runs on another device (LM Link), under the same names, and has no question that
 * would tell. So it is proven local only with the operator's word that it has no way out.
 */
export const lmstudio: Kind = { models, load, checks }

/** Its own list says most; that of 0.3 less; OpenAI's only names. */
async function models(look: Look): Promise<readonly NodeModel[] | null> {
  const native = await nativeOf(look)
  if (native !== null) return native.flatMap((entry) => modelIn(entry, 'key', toModel))
  const older = entriesOf(objectOf(await look.ask('/api/v0/models'))?.['data'])
  if (older !== null) return older.flatMap((entry) => modelIn(entry, 'id', toOlder))
  return listed(look, (_, id) => named(id))
}

async function nativeOf({ ask }: Look): Promise<readonly JsonObject[] | null> {
  return entriesOf(objectOf(await ask('/api/v1/models'))?.['models'])
}

function toModel(entry: JsonObject, id: string): NodeModel {
  const loaded = instancesOf(entry)
  const context = contextIn(loaded[0]?.['context_length']) ?? contextIn(entry['max_context_length'])
  return named(id, { context, capabilities: capabilitiesOf(entry), warm: loaded.length > 0 })
}

function toOlder(entry: JsonObject, id: string): NodeModel {
  const context = contextIn(entry['loaded_context_length']) ?? contextIn(entry['max_context_length'])
  return named(id, { context, warm: entry['state'] === 'loaded' })
}

/** How each loaded instance of a model is set. */
function instancesOf(entry: JsonObject): readonly JsonObject[] {
  const instances = entriesOf(entry['loaded_instances']) ?? []
  return instances.map(({ config }) => (isJsonObject(config) ? config : {}))
}

function capabilitiesOf({ type, capabilities }: JsonObject): readonly Capability[] | null {
  if (textOf(type) === 'embedding') return ['embedding']
  if (!isJsonObject(capabilities)) return null
  const has = (field: string, means: Capability) => (capabilities[field] === true ? [means] : [])
  return ['chat', 'completion', ...has('vision', 'vision'), ...has('trained_for_tool_use', 'tools')]
}

async function load(look: Look): Promise<NodeLoad | null> {
  const loaded = (await nativeOf(look))?.flatMap(instancesOf) ?? []
  const parallel = loaded.map((config) => countOf(config['parallel'])).filter((count) => count !== null)
  return parallel.length === 0 ? null : { ...NO_LOAD, slots: Math.max(...parallel) }
}

function checks({ firewalled }: Look): Promise<readonly LocalityCheck[]> {
  const name = 'lm_link'
  const says = 'it cannot be asked whether LM Link is on, with which another device would answer'
  const todo = 'run lms link disable, close its way out with a firewall, and say so: egress: firewalled'
  return Promise.resolve([
    firewalled ? kept(name, 'its operator says that it has no way out') : broken(name, says, todo),
    unseen('mcp', 'it cannot be asked whether remote MCP is allowed', 'keep per-request remote MCP off'),
  ])
}
