import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { PROBLEMS } from '../../terms/problem.ts'
import type { ProblemCode } from '../../terms/problem.ts'
import type { Witness } from '../../terms/witness.ts'
import type { About, Form, Listener, Said } from './form.ts'
import { FAULT, asObject, asText, isGiven, objectsIn, unseal } from './form.ts'

const ENDS: readonly JsonValue[] = ['response.completed', 'response.incomplete']
const FAILS: readonly JsonValue[] = ['response.failed', 'response.error', 'error']

/** OpenAI's `POST /v1/responses`. A stream ends with `response.completed` or `response.incomplete`. */
export const RESPONSES: Form = {
  path: '/responses',
  promptField: 'input',
  mustEnd: true,
  heard: true,
  event: (event, name) => {
    const type = asText(event['type']) || name || ''
    const response = asObject(event['response'])
    if (FAILS.includes(type) || isGiven(event['error']) || (response !== null && isFailure(response))) return FAULT
    const usage = asObject(response?.['usage'])
    return { kind: ENDS.includes(type) ? 'end' : 'part', about: response ?? event, usage }
  },
  whole: readResponse,
  listen,
}

/** A response that is still being worked on is no answer: nobody could ask for the rest of it. */
function readResponse(answer: JsonObject): Said {
  const done = [undefined, 'completed', 'incomplete'].includes(answer['status'] as string | undefined)
  if (isFailure(answer) || !done || !Array.isArray(answer['output'])) return FAULT
  return { kind: 'end', about: answer, usage: asObject(answer['usage']) }
}

/** A good response has `"error": null`. */
function isFailure(response: JsonObject): boolean {
  return isGiven(response['error']) || response['status'] === 'failed'
}

/** All of a response is one turn, whichever of its items the text is in: that is how it is read when it comes back. */
function listen(witness: Witness, about: About): Listener {
  const spoken = new Set<JsonValue | undefined>()
  let last = -1
  let begun: JsonObject = {}
  const finished = (item: JsonObject, at: JsonValue | undefined) => {
    if (spoken.has(at)) return hearItem(item, NO_TEXT(witness))
    spoken.add(at)
    hearItem(item, witness)
  }
  return {
    event: (event) => {
      const { sequence_number: sequence, output_index: at, delta } = event
      if (typeof sequence === 'number') last = sequence
      const [type, response, item] = [event['type'], asObject(event['response']), asObject(event['item'])]
      if (response !== null && type === 'response.created') begun = named(response)
      if (type === 'response.output_text.delta' && typeof delta === 'string') {
        spoken.add(at)
        witness.said(delta, 0)
      }
      if (item !== null && type === 'response.output_item.added') hearItem(item, NO_TEXT(witness))
      if (item !== null && type === 'response.output_item.done') finished(item, at)
      if (response !== null && ENDS.includes(type ?? null)) objectsIn(response['output']).forEach(finished)
    },
    whole: (answer) => objectsIn(answer['output']).forEach((item) => hearItem(item, witness)),
    brokenOff: (code) => failed({ ...unnamed(about), ...begun }, last + 1, code),
  }
}

const NO_TEXT = (witness: Witness): Witness => ({ ...witness, said: () => {} })

function hearItem(item: JsonObject, witness: Witness): void {
  const call = asText(item['call_id'])
  if (call !== '') witness.called(call)
  unseal(item, ['encrypted_content', 'signature'], witness)
  for (const part of objectsIn(item['content'])) {
    const text = item['type'] === 'message' ? asText(part['text']) : ''
    if (text !== '') witness.said(text, 0)
    unseal(part, ['encrypted_content', 'signature'], witness)
  }
}

/** The official client wants all of a stream's responses to have one id. */
function named({ id, created_at: created, model }: JsonObject): JsonObject {
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof created === 'number' ? { created_at: created } : {}),
    ...(typeof model === 'string' ? { model } : {}),
  }
}

function unnamed({ requestId, created, model }: About): JsonObject {
  return { id: `resp_${requestId}`, object: 'response', created_at: created, model }
}

/** Every field that OpenAI's description of a response requires. */
function failed(about: JsonObject, sequence: number, code: ProblemCode): string {
  const response = {
    ...about,
    ...{ status: 'failed', error: { code: 'server_error', message: PROBLEMS[code].says }, incomplete_details: null },
    ...{ instructions: null, metadata: {}, output: [], parallel_tool_calls: true, tool_choice: 'auto', tools: [] },
    ...{ temperature: null, top_p: null },
  }
  const event = { type: 'response.failed', sequence_number: sequence, response }
  return `event: response.failed\ndata: ${JSON.stringify(event)}\n\n`
}
