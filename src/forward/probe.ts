import type { Agent } from 'node:http'
import type { Node } from '../terms/destination.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import { isJsonObject } from '../terms/json.ts'
import type { Connector } from './connector.ts'
import { fetchSmall } from './fetch-small.ts'
import { versioned } from './request-headers.ts'

/** What a node says of itself. `why` is a short sentence for operators. */
export type Probed = {
  readonly reachable: boolean
  readonly models: readonly string[]
  /** True when nothing was found that lets the node pass a prompt on. False whenever that could not be asked. */
  readonly local: boolean
  readonly why: string
}

export type Probe = (node: Node) => Promise<Probed>

export type ProbeParts = {
  readonly connectorOf: (destination: string) => Connector | undefined
  readonly keyOf: (node: Node) => string | null
  readonly timeoutMs?: number
}

const MAX_BYTES = 1024 * 1024

/**
 * Asks a node for its models, and for what would let it pass a prompt on. Never rejects. The address is checked by the
 * destination's connector, as for any dial. For Ollama, `local` needs `cloud.disabled` in `/api/status` and no model that
 * stands for a remote one; for the other kinds the address is all that can be checked from here.
 */
export function createProbe({ connectorOf, keyOf, timeoutMs = 5_000 }: ProbeParts): Probe {
  return async (node) => {
    try {
      const agent = connectorOf(node.destination)?.probeAgentFor(node.url)
      if (agent === undefined) return unreachable(`there is no destination ${node.destination}`)
      const ask = (path: string) => askJson(node, path, agent, keyOf(node), timeoutMs)
      return node.kind === 'ollama' ? await probeOllama(ask) : await probeModels(node, ask)
    } catch (cause) {
      return unreachable(cause instanceof Error ? cause.message : 'unknown error')
    }
  }
}

type Asked = { readonly status: number; readonly json: JsonObject | null }
type Ask = (path: string) => Promise<Asked>

async function askJson(node: Node, path: string, agent: Agent, key: string | null, timeoutMs: number): Promise<Asked> {
  const headers = { accept: 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) }
  const url = new URL(path, node.url.origin)
  const { status, body } = await fetchSmall(url, { agent, headers, timeoutMs, maxBytes: MAX_BYTES })
  return { status, json: toObject(Buffer.from(body).toString('utf8')) }
}

function toObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue
    return isJsonObject(value) ? value : null
  } catch {
    return null // whoever asked takes null for an answer that proves nothing
  }
}

async function probeModels(node: Node, ask: Ask): Promise<Probed> {
  const { status, json } = await ask(`${versioned(node.url)}/models`)
  const data = status === 200 ? json?.['data'] : undefined
  if (!Array.isArray(data)) return unreachable(`the model list answered with status ${String(status)}`)
  const models = data.flatMap((entry: JsonValue) => namesIn(entry, ['id']))
  return { reachable: true, models, local: true, why: 'its address is in range' }
}

async function probeOllama(ask: Ask): Promise<Probed> {
  const [status, tags] = await Promise.all([ask('/api/status'), ask('/api/tags')])
  const entries = tags.status === 200 ? tags.json?.['models'] : undefined
  if (!Array.isArray(entries)) return unreachable(`/api/tags answered with status ${String(tags.status)}`)
  const remote = entries.filter(isRemote)
  const models = entries
    .filter((entry) => !isRemote(entry))
    .flatMap((entry: JsonValue) => namesIn(entry, ['name', 'model']))
  const why = whyNotLocal(status, remote.length)
  return {
    reachable: true,
    models,
    local: why === null,
    why: why ?? 'cloud features are disabled, and no model is remote',
  }
}

function whyNotLocal({ status, json }: Asked, remote: number): string | null {
  const cloud = json?.['cloud']
  if (status !== 200 || !isJsonObject(cloud))
    return 'it cannot say whether cloud features are disabled: it may be too old'
  if (cloud['disabled'] !== true) return 'its cloud features are not disabled (OLLAMA_NO_CLOUD=1)'
  return remote > 0 ? `${String(remote)} of its models are remote` : null
}

/** A stub for a remote model, or a name that the daemon passes on to its cloud. What cannot be understood counts as remote. */
function isRemote(entry: JsonValue): boolean {
  if (!isJsonObject(entry)) return true
  if ((entry['remote_host'] ?? '') !== '' || (entry['remote_model'] ?? '') !== '') return true
  const names = namesIn(entry, ['name', 'model'])
  return names.length === 0 || names.some((name) => /[:-]cloud$/i.test(name.trim()))
}

function namesIn(entry: JsonValue, fields: readonly string[]): readonly string[] {
  if (!isJsonObject(entry)) return []
  const names = fields.map((field) => entry[field]).filter((name) => typeof name === 'string' && name !== '')
  return [...new Set(names as readonly string[])]
}

function unreachable(why: string): Probed {
  return { reachable: false, models: [], local: false, why }
}
