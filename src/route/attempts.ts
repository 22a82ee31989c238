import type { Attempt, Plan } from '../terms/attempt.ts'
import type { Decision, Permit } from '../terms/decision.ts'
import type { Choice, CloudHost, ModelTable } from '../terms/destination.ts'
import { whyNotInCloud, whyNotOnLan } from '../terms/model-name.ts'
import { fetchesMarkup, mayHoldImageMarkup } from '../terms/image-markup.ts'
import type { Prompt } from '../terms/prompt.ts'
import { tokensIn } from '../terms/token-count.ts'
import type { TokenCount } from '../terms/token-count.ts'
import { apiInCloud, apiOnNode } from './apis-of.ts'
import { choicesFor } from './model-table.ts'
import { hasModel, inOrder, isUsable, roomFor } from './node-view.ts'
import type { NodeView } from './node-view.ts'

/** What is known of the places at one moment. */
export type PoolView = { readonly nodes: readonly NodeView[]; readonly cloudHosts: readonly CloudHost[] }

/** What one choice of the model's list comes to for this prompt. */
type Outlook =
  | { readonly kind: 'attempts'; readonly attempts: readonly Attempt[] }
  | { readonly kind: 'not_permitted' | 'no_such_model' | 'unavailable' | 'not_offered' | 'image_markup' | 'too_long' }

/** What is asked for: which model, in which API, and with what texts. */
export type Asked = Pick<Prompt, 'api' | 'model' | 'segments'>

/** What one choice is asked for. `markup`: whether the texts may hold image markup, for servers that would fetch it. `count`: its tokens. */
type Wanted = Pick<Prompt, 'api' | 'model'> & { readonly markup: () => boolean; readonly count: () => TokenCount }

/**
 * What to try for a prompt, in order. Pure. Every attempt is at a destination that the decision permits: neither health nor
 * load nor anything in the model table adds one. Nodes that speak the caller's API come before those for which it is translated. A pinned prompt gets LAN attempts only, and a node that is not proven local gets none.
 * Nor does a node into which it does not fit, or one that would fetch what image markup in the text names.
 */
export function attemptsFor(table: ModelTable, asked: Asked, decision: Decision, pool: PoolView): Plan {
  const choices = choicesFor(table, asked.model)
  if (choices === null) return { kind: 'nothing', reason: 'unknown_model' }
  const markup = once(() => mayHoldImageMarkup(asked.segments.map(({ text }) => text)))
  const count = once(() => tokensIn(asked.segments.map(({ text }) => text)))
  const outlooks = choices.map((choice) => outlookOf(choice, { ...asked, markup, count }, decision, pool))
  const [first, ...others] = distinct(
    outlooks.flatMap((outlook) => (outlook.kind === 'attempts' ? outlook.attempts : [])),
  )
  if (first !== undefined) return { kind: 'attempts', attempts: [first, ...others] }
  return { kind: 'nothing', reason: whyNothing(outlooks) }
}

/** Asked for at most once, and not at all where no server would mind. */
function once<T>(ask: () => T): () => T {
  let answer: T | null = null
  return () => (answer ??= ask())
}

/** A lack that may pass comes first: it is the only one after which trying again makes sense. */
function whyNothing(outlooks: readonly Outlook[]): Extract<Plan, { kind: 'nothing' }>['reason'] {
  if (outlooks.some(({ kind }) => kind === 'unavailable')) return 'none_available'
  if (outlooks.some(({ kind }) => kind === 'image_markup')) return 'image_markup'
  if (outlooks.some(({ kind }) => kind === 'too_long')) return 'too_long'
  if (outlooks.some(({ kind }) => kind === 'not_permitted')) return 'no_substitute'
  return outlooks.some(({ kind }) => kind === 'not_offered') ? 'not_offered' : 'unknown_model'
}

function outlookOf(choice: Choice, asked: Wanted, decision: Decision, pool: PoolView): Outlook {
  const permit = decision.permitted.find(({ destination }) => destination === choice.destination)
  if (permit === undefined || decision.kind !== 'permit') return { kind: 'not_permitted' }
  const wanted = { ...asked, model: choice.model === '*' ? asked.model : choice.model }
  if (permit.zone === 'lan') return onLan(choice, wanted, permit, pool.nodes)
  return decision.pinned ? { kind: 'not_permitted' } : inCloud(choice, wanted, permit, pool.cloudHosts)
}

/** A name that stands for more than one model is no model, whoever wrote it: the table's author or the caller. */
function inCloud({ timeoutMs }: Choice, { api, model }: Wanted, permit: Permit, hosts: readonly CloudHost[]): Outlook {
  if (whyNotInCloud(model) !== null) return { kind: 'no_such_model' }
  const spoken = apiInCloud(api)
  if (spoken === null) return { kind: 'not_offered' }
  const { destination, zone, provider } = permit
  const there = hosts.filter((host) => host.destination === destination)
  if (there.length === 0) return { kind: 'unavailable' }
  return {
    kind: 'attempts',
    attempts: there.map(({ url, apiKey, standIn }) => {
      return { destination, zone, node: null, url, model, api: spoken, timeoutMs, provider, apiKey, standIn }
    }),
  }
}

function onLan(
  { timeoutMs, model: chosen }: Choice,
  { api, model, markup, count }: Wanted,
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
  const safe = serving.filter(({ node }) => !fetchesMarkup(node.kind) || !markup())
  if (safe.length === 0) return { kind: 'image_markup' }
  const roomy = withRoom(safe, model, count)
  if (roomy.length === 0) return { kind: 'too_long' }
  const attempts = roomy.flatMap(({ node: { name, kind, url, apiKey, standIn } }): Attempt[] => {
    const spoken = apiOnNode(kind, api)
    if (spoken === null) return []
    return [{ destination, zone, node: name, url, model, api: spoken, timeoutMs, provider: null, apiKey, standIn }]
  })
  if (attempts.length === 0) return { kind: 'not_offered' }
  const isNative = (attempt: Attempt) => (attempt.api === api ? 0 : 1)
  return { kind: 'attempts', attempts: attempts.toSorted((one, other) => isNative(one) - isNative(other)) }
}

/** The nodes into which a prompt fits; where there is none, those into which it may, for they say so themselves if not. */
function withRoom(views: readonly NodeView[], model: string, count: () => TokenCount): readonly NodeView[] {
  const rooms = views.map((view) => ({ view, room: roomFor(view, model, count) }))
  const has = (which: string) => rooms.filter(({ room }) => room === which).map(({ view }) => view)
  return has('yes').length > 0 ? has('yes') : has('perhaps')
}

/** Two lines of a model's list may come to the same attempt, which is then made once. */
function distinct(attempts: readonly Attempt[]): readonly Attempt[] {
  const keys = attempts.map(({ destination, node, url, model }) => [destination, node, url.href, model].join('\n'))
  return attempts.filter((_, index) => keys.indexOf(keys[index] ?? '') === index)
}
