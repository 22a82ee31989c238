import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { Capability, LocalityCheck, NodeLoad, NodeModel } from '../../terms/node-facts.ts'
import { gauge } from './gauges.ts'
import type { Asked, Kind, Look } from './kind.ts'
import { NO_LOAD, broken, contextIn, countOf, entriesOf, isAbsent, kept, listed, named, objectOf, textOf, unseen } from './kind.ts' // prettier-ignore

/** llama.cpp's server is not there while it loads a model (503); one slot's context is what a prompt must fit into. */
export const llamacpp: Kind = { models, load, checks }

async function models(look: Look): Promise<readonly NodeModel[] | null> {
  const health = await look.ask('/health')
  if (health.status !== 200) return null
  const props = objectOf(await look.ask('/props'))
  return listed(look, (entry, id) => {
    const state = stateOf(entry)
    const context = state === null ? contextOf(props) : contextIn(metaOf(entry)['n_ctx'])
    return named(id, { context, capabilities: state === null ? capabilitiesOf(props) : null, warm: state === null || state === 'loaded' }) // prettier-ignore
  })
}

/** Only a router says of each model whether it is loaded. */
function stateOf({ status }: JsonObject): string | null {
  return isJsonObject(status) ? (textOf(status['value']) ?? 'unknown') : null
}

const metaOf = ({ meta }: JsonObject): JsonObject => (isJsonObject(meta) ? meta : {})

function contextOf(props: JsonObject | null): number | null {
  const settings = props?.['default_generation_settings']
  return isJsonObject(settings) ? contextIn(settings['n_ctx']) : null
}

function capabilitiesOf(props: JsonObject | null): readonly Capability[] | null {
  const modalities = props?.['modalities']
  if (!isJsonObject(modalities)) return null
  return modalities['vision'] === true ? ['chat', 'completion', 'vision'] : ['chat', 'completion']
}

async function load({ ask }: Look): Promise<NodeLoad | null> {
  const [metrics, slots, props] = await Promise.all([ask('/metrics'), ask('/slots'), ask('/props')])
  const busy = busyOf(slots)
  const total = countOf(objectOf(props)?.['total_slots']) ?? busy?.total ?? null
  const text = metrics.status === 200 ? metrics.text : ''
  const running = gauge(text, ['llamacpp:requests_processing'], 'sum') ?? busy?.running ?? null
  const waiting = gauge(text, ['llamacpp:requests_deferred'], 'sum')
  return running === null && total === null ? null : { ...NO_LOAD, running, waiting, slots: total }
}

/** Of a slot only whether it works is read: older builds show a prompt there. */
function busyOf({ status, json }: Asked): { readonly running: number; readonly total: number } | null {
  const slots = status === 200 ? entriesOf(json) : null
  if (slots === null) return null
  return { running: slots.filter((slot) => slot['is_processing'] === true).length, total: slots.length }
}

async function checks(look: Look): Promise<readonly LocalityCheck[]> {
  const [tools, asked] = await Promise.all([look.ask('/tools'), look.askV1('/models')])
  const entries = entriesOf(objectOf(asked)?.['data']) ?? []
  const router = entries.some((entry) => stateOf(entry) !== null)
  const flags = 'start it with --offline, and without --tools, --agent, --mcp-servers-config, --ui-mcp-proxy and --rpc'
  return [
    noTools(tools),
    router
      ? unseen('downloads', 'it is a router, which can download models', flags)
      : kept('downloads', 'it has one model, and loads no other'),
    unseen('rpc', 'it cannot be asked whether it computes on other machines, or fetches media', flags),
  ]
}

function noTools(asked: Asked): LocalityCheck {
  const name = 'tools'
  if (isAbsent(asked) || (asked.status === 200 && isEmpty(asked.json))) return kept(name, 'it has no tools of its own')
  const says = asked.status === 200 ? 'it has tools of its own, which may take parts of a prompt elsewhere' : `it cannot say whether it has tools (status ${String(asked.status)})` // prettier-ignore
  return broken(name, says, 'start it without --tools, --agent and --mcp-servers-config')
}

const isEmpty = (json: JsonValue): boolean => Array.isArray(json) && json.length === 0
