/** What a model can be asked for, as far as its node says. */
export type Capability = 'chat' | 'completion' | 'embedding' | 'vision' | 'tools' | 'thinking'

/** One model of a node. */
export type NodeModel = {
  /** The name it is asked for by. */
  readonly id: string
  /** Tokens for prompt and answer together; null when the node does not say. */
  readonly context: number | null
  /** Null when the node does not say. */
  readonly capabilities: readonly Capability[] | null
  /** True when it is loaded, so that a request does not wait for that; null when the node does not say. */
  readonly warm: boolean | null
}

/** How busy a node says that it is. Null for what it does not say. */
export type NodeLoad = {
  readonly running: number | null
  readonly waiting: number | null
  /** How many requests it works on at once. */
  readonly slots: number | null
  /** The share of its KV cache in use, from 0 to 1. */
  readonly kv: number | null
}

/** One thing that was looked at to prove that a node keeps a prompt to itself. */
export type LocalityCheck = {
  /** A short machine word, such as `cloud_disabled`. */
  readonly name: string
  /** `kept`: looked at, and in order. `broken`: the node may pass a prompt on. `unseen`: cannot be asked from here, and so proves nothing. */
  readonly verdict: 'kept' | 'broken' | 'unseen'
  /** What was found: a sentence for operators. It names no prompt and no key. */
  readonly says: string
  /** What the operator can do about it. */
  readonly todo?: string
}

/**
 * Whether a node keeps a prompt inside. Proven only when every check that its kind can be asked is kept: an error, an
 * answer that is not understood, and a check that was not made are no proof.
 */
export type Locality = { readonly proven: boolean; readonly checks: readonly LocalityCheck[] }

/** What one look at a node found. */
export type NodeFacts = {
  readonly reachable: boolean
  readonly models: readonly NodeModel[]
  /** Null when the node says nothing about it. */
  readonly load: NodeLoad | null
  readonly local: Locality
  /** A sentence for operators. */
  readonly why: string
}

/** The context of one model of a node, in tokens; null when that is not known. */
export function contextOf(facts: NodeFacts | null, model: string): number | null {
  return facts?.models.find(({ id }) => id === model)?.context ?? null
}
