import type { JsonObject } from '../terms/json.ts'
import { chosen, functionOf, inWords } from './functions.ts'
import { listOf, objectOf, objectsIn, picked, textOf } from './look.ts'
import { entriesOf, saidIn, untranslatable } from './refuse.ts'

/** The tools of a Messages request and the choice among them, as those of a chat; nothing when there are none. */
export function toolsFor(body: JsonObject): JsonObject {
  const tools = new Map<string, JsonObject>()
  const removed = new Set<string>()
  const offer = (one: JsonObject, at: string) => void tools.set(textOf(one['name']), toTool(one, at))
  for (const [one, at] of entriesOf(body['tools'], 'tools')) offer(one, at)
  for (const { type, tool, at } of changesIn(body)) {
    const { name, definition } = tool
    if (type === 'tool_removal') removed.add(textOf(name))
    else removed.delete(textOf(objectOf(definition)['name'] ?? name))
    if (definition !== undefined) offer(objectOf(definition), at)
  }
  for (const name of removed) tools.delete(name)
  return tools.size === 0 ? {} : { tools: [...tools.values()], ...choiceOf(objectOf(body['tool_choice'])) }
}

export const TOOL_CHANGES = ['tool_addition', 'tool_removal']

type ToolChange = { readonly type: string; readonly tool: JsonObject; readonly at: string }

/** Tools that were added and removed in the course of the conversation. At its end, those count that are left. */
const changesIn = (body: JsonObject): readonly ToolChange[] =>
  objectsIn(body['messages']).flatMap(({ content }, at) => changesAmong(content, `messages[${String(at)}].content`))

const changesAmong = (content: JsonObject[string] | undefined, at: string): readonly ToolChange[] =>
  listOf(content).flatMap((one, index) => {
    const { type, tool, tool_changes: changes } = objectOf(one)
    const place = `${at}[${String(index)}]`
    if (type === 'compaction') return changesAmong(changes, `${place}.tool_changes`)
    return TOOL_CHANGES.includes(textOf(type)) ? [{ type: textOf(type), tool: objectOf(tool), at: place }] : []
  })

function toTool(one: JsonObject, at: string): JsonObject {
  const type = textOf(one['type'])
  if (type !== '' && type !== 'custom') throw untranslatable(at, 'it knows no tools but functions')
  const examples = listOf(one['input_examples']).map((example) => inWords('Example', example))
  return functionOf(textOf(one['name']), [saidIn(one['description'], at), ...examples], {
    parameters: one['input_schema'] ?? { type: 'object', properties: {} },
    ...picked(one, ['strict']),
  })
}

function choiceOf(choice: JsonObject): JsonObject {
  const alone = choice['disable_parallel_tool_use'] === true ? { parallel_tool_calls: false } : {}
  switch (choice['type']) {
    case 'auto':
    case 'none':
      return { tool_choice: choice['type'], ...alone }
    case 'any':
      return { tool_choice: 'required', ...alone }
    case 'tool':
      return { ...chosen(textOf(choice['name'])), ...alone }
    default:
      return {}
  }
}
