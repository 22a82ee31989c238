import { brokenOff } from './chunks.ts'
import type { Form } from './form.ts'
import { FAULT, asObject, isGiven } from './form.ts'

/** OpenAI's `POST /v1/embeddings`. Never streamed. */
export const EMBEDDINGS: Form = {
  path: '/embeddings',
  promptField: 'input',
  mustEnd: true,
  heard: false,
  event: () => FAULT,
  whole: (answer) => {
    if (isGiven(answer['error']) || !Array.isArray(answer['data'])) return FAULT
    return { kind: 'end', about: answer, usage: asObject(answer['usage']) }
  },
  listen: () => ({ event: () => {}, whole: () => {}, brokenOff }),
}
