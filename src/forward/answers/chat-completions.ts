import type { JsonObject, JsonValue } from '../../terms/json.ts'
import type { Witness } from '../../terms/witness.ts'
import { brokenOff, readChoices, readChunk } from './chunks.ts'
import type { Form } from './form.ts'
import { asObject, asText, objectsIn, unseal } from './form.ts'

/** OpenAI's `POST /v1/chat/completions`. A stream that does not say `[DONE]` is complete if its connection ended properly. */
export const CHAT_COMPLETIONS: Form = {
  path: '/chat/completions',
  promptField: 'messages',
  mustEnd: false,
  heard: true,
  event: readChunk,
  whole: readChoices,
  listen: (witness) => ({
    event: (chunk) => hearChoices(chunk, 'delta', witness),
    whole: (answer) => hearChoices(answer, 'message', witness),
    brokenOff,
  }),
}

function hearChoices(answer: JsonObject, part: 'delta' | 'message', witness: Witness): void {
  objectsIn(answer['choices']).forEach((choice, at) => {
    const message = asObject(choice[part])
    const index = choice['index']
    if (message !== null) hear(message, typeof index === 'number' ? index : at, witness)
  })
}

/** A piece of a message has the form of a message. */
function hear(message: JsonObject, choice: number, witness: Witness): void {
  const text = textOf(message['content'])
  if (text !== '') witness.said(text, choice)
  for (const call of objectsIn(message['tool_calls'])) {
    const id = asText(call['id'])
    if (id !== '') witness.called(id)
  }
  for (const detail of objectsIn(message['reasoning_details'])) unseal(detail, ['data', 'signature'], witness)
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content
  return objectsIn(content)
    .map((part) => asText(part['text']))
    .join('')
}
