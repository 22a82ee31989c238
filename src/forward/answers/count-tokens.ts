import type { Form } from './form.ts'
import { FAULT } from './form.ts'
import { MESSAGES, isFailure } from './messages.ts'

/** Anthropic's `POST /v1/messages/count_tokens`. Never streamed. */
export const COUNT_TOKENS: Form = {
  path: '/messages/count_tokens',
  promptField: 'messages',
  mustEnd: true,
  heard: false,
  event: () => FAULT,
  whole: (answer) => {
    if (isFailure(answer) || !Number.isSafeInteger(answer['input_tokens'])) return FAULT
    return { kind: 'end', about: answer, usage: answer }
  },
  listen: MESSAGES.listen,
}
