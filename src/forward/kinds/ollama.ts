import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { isJsonObject } from '../../terms/json.ts'
import type { Capability, LocalityCheck, NodeModel } from '../../terms/node-facts.ts'
import type { Asked, Kind, Look } from './kind.ts'
import { NO_LOAD, broken, contextIn, entriesOf, kept, named, objectOf, textOf } from './kind.ts'

/**
 * Ollama passes a request on to its cloud by the name of a model, or by a stub of any name. So it is local only when it says that
 * its cloud is off, and when no model stands for a remote one. Its context is that of a loaded model: what is longer is cut off silently.
 */
export const ollama: Kind = { models, load: () => Promise.resolve(NO_LOAD), checks }

async function models(look: Look): Promise<readonly NodeModel[] | null> {
  const tags = await tagsOf(look)
  if (tags === null) return null
  const loaded = entriesOf(objectOf(await look.ask('/api/ps'))?.['models'])
  return tags.filter(isJsonObject).flatMap((tag) => (isRemote(tag) ? [] : toModels(tag, loaded)))
}

async function tagsOf({ ask }: Look): Promise<readonly JsonValue[] | null> {
  const tags = objectOf(await ask('/api/tags'))?.['models']
  return Array.isArray(tags) ? (tags as readonly JsonValue[]) : null
}

function toModels(tag: JsonObject, loaded: readonly JsonObject[] | null): readonly NodeModel[] {
  return namesIn(tag).map((id) => {
    const running = loaded?.find((one) => namesIn(one).includes(id))
    const warm = loaded === null ? null : running !== undefined
    return named(id, { context: contextIn(running?.['context_length']), capabilities: capabilitiesOf(tag), warm })
  })
}

const MEANS: Readonly<Record<string, readonly Capability[]>> = {
  completion: ['completion', 'chat'],
  embedding: ['embedding'],
  vision: ['vision'],
  tools: ['tools'],
  thinking: ['thinking'],
}

function capabilitiesOf({ capabilities }: JsonObject): readonly Capability[] | null {
  if (!Array.isArray(capabilities)) return null
  return (capabilities as readonly JsonValue[]).flatMap((it) => MEANS[String(it)] ?? [])
}

async function checks(look: Look): Promise<readonly LocalityCheck[]> {
  const tags = await tagsOf(look)
  const remote = tags === null ? null : tags.filter(isRemote).length
  return [cloudOff(await look.ask('/api/status')), noneRemote(remote)]
}

function cloudOff(asked: Asked): LocalityCheck {
  const cloud = objectOf(asked)?.['cloud']
  const name = 'cloud_disabled'
  const todo = 'start it with OLLAMA_NO_CLOUD=1, or with {"disable_ollama_cloud": true} in its server.json'
  if (!isJsonObject(cloud)) return broken(name, 'it cannot say whether cloud features are disabled: it may be too old', `update it, and ${todo}`) // prettier-ignore
  if (cloud['disabled'] !== true) return broken(name, 'its cloud features are not disabled (OLLAMA_NO_CLOUD=1)', todo)
  return kept(name, 'cloud features are disabled')
}

function noneRemote(remote: number | null): LocalityCheck {
  const name = 'no_remote_model'
  if (remote === null) return broken(name, 'it does not list its models', 'see why /api/tags fails')
  if (remote === 0) return kept(name, 'no model is remote')
  return broken(name, `${String(remote)} of its models are remote`, 'remove them with ollama rm; aliases of them count too') // prettier-ignore
}

/** A stub for a remote model, or a name that the daemon passes on to its cloud. What cannot be understood counts as remote. */
function isRemote(entry: JsonValue): boolean {
  if (!isJsonObject(entry)) return true
  if ((entry['remote_host'] ?? '') !== '' || (entry['remote_model'] ?? '') !== '') return true
  const names = namesIn(entry)
  return names.length === 0 || names.some((name) => /[:-]cloud$/i.test(name.trim()))
}

function namesIn(entry: JsonObject): readonly string[] {
  const names = [entry['name'], entry['model']].map(textOf).filter((name) => name !== null)
  return [...new Set(names)]
}
