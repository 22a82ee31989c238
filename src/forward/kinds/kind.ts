import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { LocalityCheck, NodeLoad, NodeModel } from '../../terms/node-facts.ts'

/** What a node answered to one question. `json` is null when it is none. */
export type Asked = { readonly status: number; readonly text: string; readonly json: JsonValue }

/** One look at a node. */
export type Look = {
  /** GET on a path of the server itself, such as `/metrics`. Each path is asked once per look. Rejects when nothing answers. */
  readonly ask: (path: string) => Promise<Asked>
  /** The same below `/v1`. */
  readonly askV1: (path: string) => Promise<Asked>
  /** Models that the configuration says the node has. */
  readonly configured: readonly string[]
  /** The operator has stated that a firewall keeps the node's own way out closed. */
  readonly firewalled: boolean
}

/**
 * What is particular about one kind of server. Each part may reject, or give null where the answer is not understood: then the
 * node is not reachable (`models`), says nothing of its load (`load`), or is not proven local (`checks`).
 */
export type Kind = {
  readonly models: (look: Look) => Promise<readonly NodeModel[] | null>
  readonly load: (look: Look) => Promise<NodeLoad | null>
  readonly checks: (look: Look) => Promise<readonly LocalityCheck[]>
}

export const kept = (name: string, says: string): LocalityCheck => ({ name, verdict: 'kept', says })
export const broken = (name: string, says: string, todo: string): LocalityCheck => ({ name, verdict: 'broken', says, todo }) // prettier-ignore
export const unseen = (name: string, says: string, todo: string): LocalityCheck => ({ name, verdict: 'unseen', says, todo }) // prettier-ignore

export const NO_LOAD: NodeLoad = { running: null, waiting: null, slots: null, kv: null }

/** The object that was answered; null unless the answer is 200 and one. */
export function objectOf({ status, json }: Asked): JsonObject | null {
  return status === 200 && isJsonObject(json) ? json : null
}

/** The objects of a list; null when it is none. An entry that is no object is left out. */
export function entriesOf(value: JsonValue | undefined): readonly JsonObject[] | null {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : null
}

export function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** A number of tokens, requests or slots. */
export function countOf(value: JsonValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** A context of 0 tokens is one that the server does not know. */
export function contextIn(value: JsonValue | undefined): number | null {
  const count = countOf(value)
  return count === 0 ? null : count
}

/** A model of which only the name is known. */
export function named(id: string, more: Partial<NodeModel> = {}): NodeModel {
  return { id, context: null, capabilities: null, warm: null, ...more }
}

/** The model list of OpenAI's API, `{ data: [{ id }] }`; null when it is none. */
export async function listed(
  { askV1 }: Look,
  toModel: (entry: JsonObject, id: string) => NodeModel,
): Promise<readonly NodeModel[] | null> {
  const entries = entriesOf(objectOf(await askV1('/models'))?.['data'])
  return entries?.flatMap((entry) => modelIn(entry, 'id', toModel)) ?? null
}

/** The model that an entry names in a field; none when it names none. */
export function modelIn(
  entry: JsonObject,
  field: string,
  toModel: (entry: JsonObject, id: string) => NodeModel,
): readonly NodeModel[] {
  const id = textOf(entry[field])
  return id === null ? [] : [toModel(entry, id)]
}

/** True for an answer that says: there is nothing of that kind here. */
export const isAbsent = ({ status }: Asked): boolean => status === 404 || status === 405 || status === 501
