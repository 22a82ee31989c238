import type { Attempt, Plan } from '../terms/attempt.ts'
import type { Decision, Permit } from '../terms/decision.ts'
import type { Choice, CloudHost, ModelTable } from '../terms/destination.ts'
import { whyNotInCloud, whyNotOnLan } from '../terms/model-name.ts'
import { choicesFor } from './model-table.ts'
import { hasModel, inOrder, isUsable } from './node-view.ts'
import type { NodeView } from './node-view.ts'

/** What is known of the places at one moment. */
export type PoolView = { readonly nodes: readonly NodeView[]; readonly cloudHosts: readonly CloudHost[] }

/** What one choice of the model's list comes to for this prompt. */
type Outlook =
  | { readonly kind: 'attempts'; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'not_permitted' | 'no_such_model' | 'unavailable' }

/**
 * What to try for a prompt, in order. Pure. Every attempt is at a destination that the decision permits: neither health nor
 * load nor anything in the model table adds one. A pinned prompt gets LAN attempts only, and a node that is not proven local gets none.
 */
export function attemptsFor(table: ModelTable, asked: string, decision: Decision, pool: PoolView): Plan {
  const choices = choicesFor(table, asked)
  if (choices === null) return { kind: 'nothing', reason: 'unknown_model' }
  const outlooks = choices.map((choice) => outlookOf(choice, asked, decision, pool))
  const [first, ...others] = distinct(
    outlooks.flatMap((outlook) => (outlook.kind === 'attempts' ? outlook.attempts : [])),
  )
  if (first !== undefined) return { kind: 'attempts', attempts: [first, ...others] }
  return { kind: 'nothing', reason: whyNothing(outlooks) }
}

/** A lack that may pass comes first: it is the only one after which trying again makes sense. */
function whyNothing(outlooks: readonly Outlook[]): Extract<Plan, { kind: 'nothing' }>['reason'] {
  if (outlooks.some(({ kind }) => kind === 'unavailable')) return 'none_available'
  return outlooks.some(({ kind }) => kind === 'not_permitted') ? 'no_substitute' : 'unknown_model'
}

function outlookOf(choice: Choice, asked: string, decision: Decision, pool: PoolView): Outlook {
  const permit = decision.permitted.find(({ destination }) => destination === choice.destination)
  if (permit === undefined || decision.kind !== 'permit') return { kind: 'not_permitted' }
  const model = choice.model === '*' ? asked : choice.model
  if (permit.zone === 'lan') return onLan(choice, model, permit, pool.nodes)
  return decision.pinned ? { kind: 'not_permitted' } : inCloud(choice, model, permit, pool.cloudHosts)
}

/** A name that stands for more than one model is no model, whoever wrote it: the table's author or the caller. */
function inCloud({ timeoutMs }: Choice, model: string, permit: Permit, hosts: readonly CloudHost[]): Outlook {
  if (whyNotInCloud(model) !== null) return { kind: 'no_such_model' }
  const { destination, zone, provider } = permit
  const there = hosts.filter((host) => host.destination === destination)
  if (there.length === 0) return { kind: 'unavailable' }
  return {
    kind: 'attempts',
    attempts: there.map(({ url, apiKey, standIn }) => {
      return { destination, zone, node: null, url, model, timeoutMs, provider, apiKey, standIn }
    }),
  }
}

function onLan(
  { timeoutMs, model: chosen }: Choice,
  model: string,
  permit: Permit,
  views: readonly NodeView[],
): Outlook {
  if (whyNotOnLan(model) !== null) return { kind: 'no_such_model' }
  const { destination, zone } = permit
  const there = views.filter(({ node }) => node.destination === destination)
  const serving = inOrder(there.filter((view) => isUsable(view) && hasModel(view, model)))
  if (serving.length === 0) {
    // Nobody has a model that the caller made up. One that the table names ought to be there, and may come back.
    const madeUp = chosen === '*' && there.length > 0 && there.every((view) => isUsable(view))
    return { kind: madeUp ? 'no_such_model' : 'unavailable' }
  }
  return {
    kind: 'attempts',
    attempts: serving.map(({ node: { name, url, apiKey, standIn } }) => {
      return { destination, zone, node: name, url, model, timeoutMs, provider: null, apiKey, standIn }
    }),
  }
}

/** Two lines of a model's list may come to the same attempt, which is then made once. */
function distinct(attempts: readonly Attempt[]): readonly Attempt[] {
  const keys = attempts.map(({ destination, node, url, model }) => [destination, node, url.href, model].join('\n'))
  return attempts.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
