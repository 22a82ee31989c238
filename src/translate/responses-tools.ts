import type { JsonObject, JsonValue } from '../terms/json.ts'
import { chosen, functionOf, inWords } from './functions.ts'
import { objectOf, objectsIn, picked, textOf } from './look.ts'
import { entriesOf, saidIn, untranslatable } from './refuse.ts'

/** A tool of the caller's, by the caller's own name for it. */
export type Called = { readonly name: string; readonly namespace: string | null; readonly isCustom: boolean }

type Offer = { readonly one: JsonObject; readonly at: string; readonly group: JsonObject | null }

/** Every tool that a request offers: at its top, in groups, and in the items that add some. */
function offersIn(body: JsonObject): readonly Offer[] {
  const added = objectsIn(body['input']).flatMap(({ type, tools }, at) =>
    type === 'additional_tools' ? entriesOf(tools, `input[${String(at)}].tools`) : [],
  )
  return [...entriesOf(body['tools'], 'tools'), ...added].flatMap(([one, at]): readonly Offer[] =>
    one['type'] === 'namespace'
      ? entriesOf(one['tools'], `${at}.tools`).map(([child, place]) => ({ one: child, at: place, group: one }))
      : [{ one, at, group: null }],
  )
}

/** A chat knows no groups: a tool in one has the group's name before its own. */
export const nameIn = (namespace: JsonValue | undefined, name: JsonValue | undefined): string =>
  textOf(namespace) === '' ? textOf(name) : `${textOf(namespace)}__${textOf(name)}`

const nameOf = ({ one, group }: Offer): string => nameIn(group?.['name'], one['name'])

/** Every tool of a request by its name in the chat. */
export function calledTools(body: JsonObject): ReadonlyMap<string, Called> {
  return new Map(
    offersIn(body).map((offer) => {
      const { one, group } = offer
      const namespace = group === null ? null : textOf(group['name'])
      return [nameOf(offer), { name: textOf(one['name']), namespace, isCustom: one['type'] === 'custom' }] as const
    }),
  )
}

/** The tools of a Responses request and the choice among them, as those of a chat; nothing when there are none. */
export function toolsFor(body: JsonObject): JsonObject {
  const tools = new Map<string, { readonly offer: Offer; readonly tool: JsonObject }>()
  for (const offer of offersIn(body)) {
    const tool = toTool(offer)
    const other = tools.get(nameOf(offer))
    if (other !== undefined && textOf(other.offer.group?.['name']) !== textOf(offer.group?.['name'])) {
      throw untranslatable(offer.at, 'it would know two tools by one name')
    }
    tools.set(nameOf(offer), { offer, tool })
  }
  const names = byOwnName([...tools.values()].map(({ offer }) => offer))
  const { allowed, choice } = choiceOf(body['tool_choice'], (name) => names.get(name) ?? name)
  const offered = [...tools].flatMap(([name, { tool }]) => (allowed === null || allowed.has(name) ? [tool] : []))
  return offered.length === 0 ? {} : { tools: offered, ...choice, ...picked(body, ['parallel_tool_calls']) }
}

/** A choice names a tool without its group. */
function byOwnName(offers: readonly Offer[]): ReadonlyMap<string, string> {
  const grouped = offers.filter(({ group }) => group !== null)
  const alone = offers.filter(({ group }) => group === null)
  return new Map([...grouped, ...alone].map((offer) => [textOf(offer.one['name']), nameOf(offer)]))
}

type Choice = { readonly allowed: ReadonlySet<string> | null; readonly choice: JsonObject }

function choiceOf(choice: JsonValue | undefined, named: (name: string) => string): Choice {
  if (typeof choice === 'string') return { allowed: null, choice: { tool_choice: choice } }
  const { type, name, mode, tools } = objectOf(choice)
  switch (type) {
    case undefined:
      return { allowed: null, choice: {} }
    case 'function':
    case 'custom':
      return { allowed: null, choice: chosen(named(textOf(name))) }
    case 'allowed_tools': {
      const allowed = new Set(objectsIn(tools).map((one) => named(textOf(one['name']))))
      return { allowed, choice: { tool_choice: mode ?? 'auto' } }
    }
    default:
      throw untranslatable('tool_choice', 'it knows no tools but functions')
  }
}

/** A tool that takes any text is a function with one. */
const ANY_TEXT = { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] }

export const asInput = (input: string): string => JSON.stringify({ input })

function toTool(offer: Offer): JsonObject {
  const { one, at, group } = offer
  const says = [textOf(group?.['description']), saidIn(one['description'], at)]
  switch (one['type']) {
    case 'function':
      says.push(inWords('Returns', one['output_schema']))
      return functionOf(nameOf(offer), says, picked(one, ['parameters', 'strict']))
    case 'custom':
      says.push(textOf(objectOf(one['format'])['definition']))
      return functionOf(nameOf(offer), says, { parameters: ANY_TEXT })
    default:
      throw untranslatable(at, 'it knows no tools but functions')
  }
}
