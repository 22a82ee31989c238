import { brokenOff, readChoices, readChunk } from './chunks.ts'
import type { Form } from './form.ts'

/** OpenAI's older `POST /v1/completions`. It has no turns, so that there is nothing to recognise in its answers. */
export const COMPLETIONS: Form = {
  path: '/completions',
  promptField: 'prompt',
  mustEnd: false,
  heard: false,
  event: readChunk,
  whole: readChoices,
  listen: () => ({ event: () => {}, whole: () => {}, brokenOff }),
}
