import type { Node, NodeKind } from '../terms/destination.ts'
import type { NodeFacts } from '../terms/node-facts.ts'
import { contextOf } from '../terms/node-facts.ts'
import type { TokenCount } from '../terms/token-count.ts'

/**
 * How a node stands. `ready` and `trying` may be used; `trying` is a node that has rested after failures, and gets one
 * request at a time until one goes well. `unknown`: not asked yet, or not for too long.
 */
export type Standing = 'ready' | 'trying' | 'resting' | 'unreachable' | 'not_local' | 'unknown'

/** What is known of one node at one moment. */
export type NodeView = {
  readonly node: Node
  readonly standing: Standing
  /** What it serves: as configured, or else as it said itself. */
  readonly models: readonly string[]
  /** Requests that it works on for us. */
  readonly inFlight: number
  /** A short sentence for operators. */
  readonly why: string
  /** What the last look found; contexts and load are as old as that. */
  readonly facts?: NodeFacts
}

/** True for a node that answers, is proven local, and is not resting. */
export function isUsable({ standing }: NodeView): boolean {
  return standing === 'ready' || standing === 'trying'
}

/** Whether a node serves a model. Ollama takes a name without a tag for its tag `latest`. */
export function hasModel({ node, models }: NodeView, model: string): boolean {
  if (models.includes(model)) return true
  if (node.kind !== 'ollama') return false
  return models.includes(model.includes(':') ? model.replace(/:latest$/, '') : `${model}:latest`)
}

/** Ready nodes before those on trial; then the least busy, as a share of what each can do at once; then as configured. */
export function inOrder(views: readonly NodeView[]): readonly NodeView[] {
  const onTrial = ({ standing }: NodeView) => (standing === 'trying' ? 1 : 0)
  const load = ({ inFlight, node }: NodeView) => inFlight / node.parallel
  return views.toSorted((one, other) => onTrial(one) - onTrial(other) || load(one) - load(other))
}

/** Servers that cut off what does not fit, and say nothing. */
const CUTS_OFF: readonly NodeKind[] = ['ollama', 'lmstudio']

/** Whether a prompt fits into a node's context for a model. One whose context nobody states is taken to have room. */
export function roomFor(view: NodeView, model: string, count: () => TokenCount): 'yes' | 'perhaps' | 'no' {
  const { node, facts = null } = view
  const names = node.kind === 'ollama' ? [model, `${model}:latest`, model.replace(/:latest$/, '')] : [model]
  const context = node.context ?? names.map((name) => contextOf(facts, name)).find((it) => it !== null) ?? null
  if (context === null) return 'yes'
  const { least, most } = count()
  if (most < context) return 'yes'
  return CUTS_OFF.includes(node.kind) || least >= context ? 'no' : 'perhaps'
}
