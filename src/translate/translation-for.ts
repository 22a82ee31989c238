import type { JsonObject } from '../terms/json.ts'
import type { Api } from '../terms/prompt.ts'
import type { Translation } from '../terms/translation.ts'
import { isCount, objectOf } from './look.ts'
import { chatToMessage, chatToMessageEvents } from './messages-answer.ts'
import { messagesToChat } from './messages-request.ts'
import { chatToResponse, chatToResponseEvents } from './responses-answer.ts'
import { responsesToChat } from './responses-request.ts'

const RESPONSES: Translation = {
  from: 'responses',
  to: 'chat_completions',
  request: responsesToChat,
  answer: chatToResponse,
  stream: chatToResponseEvents,
}

const MESSAGES: Translation = {
  from: 'messages',
  to: 'chat_completions',
  request: messagesToChat,
  answer: chatToMessage,
  stream: chatToMessageEvents,
}

/** Asks for one token, and tells how many the prompt had: as exact as the server's own tokenizer, at the price of reading the prompt. */
const COUNT: Translation = {
  from: 'count_tokens',
  to: 'chat_completions',
  request: (body) => ({ ...messagesToChat(body), max_tokens: 1 }),
  answer: (answer) => counted(objectOf(answer['usage'])),
  stream: () => ({ chunk: () => '', end: () => '' }), // nobody streams a count
}

const counted = ({ prompt_tokens: tokens }: JsonObject): JsonObject | null =>
  isCount(tokens) ? { input_tokens: tokens } : null

/** How a request in one API is served by a server that only speaks another; null where that cannot be. */
export function translationFor(from: Api, to: Api): Translation | null {
  return [RESPONSES, MESSAGES, COUNT].find((one) => one.from === from && one.to === to) ?? null
}
