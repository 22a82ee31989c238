import type { JsonObject, JsonValue } from '../../terms/json.ts'
import { PROBLEMS } from '../../terms/problem.ts'
import type { ProblemCode } from '../../terms/problem.ts'
import type { Witness } from '../../terms/witness.ts'
import type { Form, Said } from './form.ts'
import { FAULT, asObject, asText, isGiven, objectsIn, unseal } from './form.ts'

/** Anthropic's `POST /v1/messages`. A stream ends with `message_stop`; its tokens are counted at both ends of it. */
export const MESSAGES: Form = {
  path: '/messages',
  promptField: 'messages',
  mustEnd: true,
  heard: true,
  event: readEvent,
  whole: (answer) => {
    if (isFailure(answer) || !Array.isArray(answer['content'])) return FAULT
    return { kind: 'end', about: answer, usage: asObject(answer['usage']) }
  },
  listen: (witness, { requestId }) => ({
    event: (event) => hearEvent(event, witness),
    whole: (answer) => objectsIn(answer['content']).forEach((block) => hearBlock(block, witness)),
    brokenOff: (code) => failed(code, requestId),
  }),
}

function readEvent(event: JsonObject, name: string | null): Said {
  if (name === 'error' || isFailure(event)) return FAULT
  const message = asObject(event['message'])
  const usage = asObject(message?.['usage'] ?? event['usage'])
  return { kind: event['type'] === 'message_stop' ? 'end' : 'part', about: message ?? event, usage }
}

export function isFailure(answer: JsonObject): boolean {
  return answer['type'] === 'error' || isGiven(answer['error'])
}

function hearEvent(event: JsonObject, witness: Witness): void {
  const [block, delta] = [asObject(event['content_block']), asObject(event['delta'])]
  if (block !== null) hearBlock(block, witness)
  if (delta === null || event['type'] !== 'content_block_delta') return
  if (delta['type'] === 'text_delta') hearBlock({ type: 'text', text: delta['text'] ?? '' }, witness)
  unseal(delta, SEALED, witness)
  unseal(asObject(delta['citation']) ?? {}, SEALED, witness)
}

/** Thoughts are signed, or only their maker can read them; so are results of some server tools, and compacted history. */
const SEALED = ['signature', 'encrypted_content', 'encrypted_stdout', 'encrypted_index']

function hearBlock(block: JsonObject, witness: Witness): void {
  const { type, text, id, content } = block
  if (type === 'text' && typeof text === 'string' && text !== '') witness.said(text, 0)
  if (isCall(type) && typeof id === 'string' && id !== '') witness.called(id)
  if (type === 'redacted_thinking') unseal(block, ['data'], witness)
  unseal(block, SEALED, witness)
  const parts = [...objectsIn(content), ...objectsIn(block['citations']), asObject(content) ?? {}]
  for (const part of parts) unseal(part, SEALED, witness)
}

/** `tool_use`, `server_tool_use`, `mcp_tool_use`. */
const isCall = (type: JsonValue | undefined): boolean => asText(type).endsWith('tool_use')

function failed(code: ProblemCode, requestId: string): string {
  const error = { type: code === 'upstream_timeout' ? 'timeout_error' : 'api_error', message: PROBLEMS[code].says }
  return `event: error\ndata: ${JSON.stringify({ type: 'error', error, request_id: requestId })}\n\n`
}
