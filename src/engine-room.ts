/** The engines of one generation: what a configuration names, joined with the rooms that they need. */
import type { Config } from './config/config.ts'
import type { CompiledPolicy } from './decide/compile.ts'
import { tallied } from './decide/counted.ts'
import { levelOf } from './decide/level-of.ts'
import { isFinding } from './detect/check-spotted.ts'
import { ENTITY_TYPES } from './detect/entity-types.ts'
import { createKeys } from './detect/segment-cache.ts'
import { createEngineDesk } from './engines/engine-desk.ts'
import { judge } from './engines/judge.ts'
import { lookFurther } from './engines/look-further.ts'
import type { Asked } from './engines/look-further.ts'
import { presidio } from './engines/presidio.ts'
import { tokenModel } from './engines/token-model.ts'
import { sharedModel } from './engines/transformers.ts'
import { createEngineDoor } from './forward/engine-door.ts'
import type { EngineDoor } from './forward/engine-door.ts'
import { trustOf } from './forward/node-tls.ts'
import { requestPath } from './forward/request-headers.ts'
import { hasModel, inOrder, isUsable } from './route/node-view.ts'
import type { NodeView } from './route/node-view.ts'
import type { Node } from './terms/destination.ts'
import type { Engine } from './terms/engine.ts'
import type { Detection } from './terms/finding.ts'
import type { Log } from './terms/logger.ts'
import { topOf } from './terms/level.ts'
import type { Prompt } from './terms/prompt.ts'

export type EngineRoomParts = {
  readonly config: Config
  /** The policies that are asked about every prompt. */
  readonly compiled: readonly [CompiledPolicy, ...CompiledPolicy[]]
  readonly view: () => readonly NodeView[]
  readonly log: Log
}

/** What of a prompt engines look at. */
type Looked = Pick<Prompt, 'segments' | 'unread'>

export type EngineRoom = {
  /** Loads what takes long to load. Never rejects: what cannot be loaded fails when it is asked. */
  readonly warm: () => Promise<void>
  /** Adds what engines find to what detectors found. `scope` names who may share what is remembered. Never rejects. */
  readonly lookFurther: (prompt: Looked, detection: Detection, scope: string) => Promise<Detection>
  /** The nodes that there are from now on. Throws, and leaves all as it was, when a node's certificates cannot be read. */
  readonly setNodes: (nodes: readonly Node[]) => void
  readonly close: () => void
}

/** So many failed calls in a row close an engine for `REST` milliseconds. */
const FAILURES = 3
const REST = 10_000
/** How sure a judge's word is. */
const JUDGED = 0.6

/** Joins the engines that are configured. With none, nothing is looked at any further. */
export function createEngineRoom({ config, compiled, view, log }: EngineRoomParts): EngineRoom {
  const { engines } = config
  if (engines.length === 0)
    return { warm: async () => {}, lookFurther: (_, found) => Promise.resolve(found), setNodes() {}, close() {} }
  let opened = doorFor(config, config.nodes, compiled[0])
  const door: Pick<EngineDoor, 'post'> = { post: (ask) => opened.post(ask) }
  const keyOf = createKeys()
  const made = engines.map((configured) => toEngine(configured, { config, compiled: compiled[0], view, door }))
  const asked = engines.flatMap((configured, index): readonly Asked[] => {
    const engine = made[index]
    if (engine === undefined) return []
    const onRest = () =>
      log.warn('an engine failed too often, and rests: prompts count as the top', { detector: engine.name })
    const { timeoutMs, parallel } = configured
    const limits = { timeoutMs, parallel, failures: FAILURES, cooldownMs: REST }
    const ask = createEngineDesk({ engine, limits, now: () => performance.now(), isFinding, keyOf, onRest })
    const isJudge = configured.kind === 'judge'
    return [{ ask, types: engine.types, isJudge, onlyUnsure: isJudge && configured.onlyUnsure }]
  })
  const warm = async ({ name, warm }: Engine) => {
    // No text was seen yet, so that the cause holds none.
    await warm?.().catch((cause: unknown) => log.error('an engine cannot be loaded', { detector: name, cause }))
  }
  return {
    warm: async () => void (await Promise.all(made.map(warm))),
    lookFurther: (prompt, detection, scope) => {
      const isSettled = (now: Detection, types: readonly string[]) =>
        compiled.every((policy) => isTop(policy, prompt, now) && !asksFor(policy, types))
      return lookFurther(detection, { segments: prompt.segments, scope }, { engines: asked, isSettled })
    },
    setNodes: (nodes) => {
      const old = opened
      opened = doorFor(config, nodes, compiled[0])
      old.close()
    },
    close: () => opened.close(),
  }
}

/** What a door needs to know of a node. */
type Place = Pick<Node, 'url' | 'destination' | 'tls' | 'tlsName'>

function doorFor({ engines }: Config, nodes: readonly Place[], { policy }: CompiledPolicy): EngineDoor {
  const { destinations, levels } = policy
  const analyzers = engines.flatMap((engine) => (engine.kind === 'presidio' ? [engine] : []))
  const judged = engines.flatMap((engine) => (engine.kind === 'judge' ? [engine.destination] : []))
  const mine = nodes.filter(({ destination }) => judged.includes(destination))
  return createEngineDoor({ destinations, levels, places: [...analyzers, ...mine], dialling: { trust: trustOf(mine) } })
}

type EngineParts = Pick<EngineRoomParts, 'config' | 'view'> & {
  readonly compiled: CompiledPolicy
  readonly door: Pick<EngineDoor, 'post'>
}

function toEngine(engine: Config['engines'][number], { config, compiled, view, door }: EngineParts): Engine {
  const name = `engine:${engine.name}` // so that no detector has the same
  if (engine.kind === 'model') {
    const { folder, entities } = engine
    return tokenModel({ name, entities, load: () => sharedModel(folder) })
  }
  const { destination } = engine
  if (engine.kind === 'presidio') {
    const { url, language, entities, apiKeyEnv } = engine
    const apiKey = config.secrets.of(apiKeyEnv)
    const post = (to: URL, body: string, signal: AbortSignal) =>
      door.post({ destination, url: to, body, apiKey, signal })
    return presidio({ name, url, language, entities, post })
  }
  const { model, types } = engine
  return judge({
    name,
    model,
    types: types.map((type) => ({ type, says: sayingOf(type, compiled) })),
    score: JUDGED,
    ask: async (body, signal) => {
      const views = view().filter(
        (one) => one.node.destination === destination && isUsable(one) && hasModel(one, model),
      )
      const node = inOrder(views)[0]?.node
      if (node === undefined) throw new Error('no node that is proven local has the model of the judge')
      const url = new URL(requestPath(node.url, 'chat_completions'), node.url)
      return door.post({ destination, url, body, apiKey: node.apiKey, signal })
    },
  })
}

const sayingOf = (type: string, { policy }: CompiledPolicy): string =>
  policy.detectors?.find((own) => own.type === type)?.because ??
  ENTITY_TYPES.find((entity) => entity.type === type)?.says ??
  type

/** True when nothing that is found could raise the level. Exceptions count as always in force, which can only ask more often. */
function isTop(compiled: CompiledPolicy, prompt: Looked, { findings, failed }: Detection): boolean {
  const { levels } = compiled.policy
  const classified = levelOf(compiled, {
    caller: { raises: [] },
    prompt,
    tallied: tallied(compiled.exceptions, findings, prompt.segments),
    failed: failed.map(({ detector }) => detector),
    raises: [],
    at: 0,
  })
  return classified.level === topOf(levels)
}

/** True when a rule asks for one of these types: then finding one matters whatever the level is. */
const asksFor = ({ policy }: CompiledPolicy, types: readonly string[]): boolean =>
  policy.rules.some(({ when }) => when.finding?.some((type) => types.includes(type)))
