import type { JsonObject } from '../../../src/terms/json.ts'
import type { Api } from '../../../src/terms/prompt.ts'

/** One place in which a prompt's text can stand, with a social security number in it. */
type Row = { readonly name: string; readonly api: Api; readonly body: JsonObject }

const SSN = '536-22-8726'
const SAYS = `My SSN is ${SSN}.`
/** The number as the ids of a vocabulary would spell it; these are character codes. */
const IDS = [...SAYS].map((char) => char.charCodeAt(0))
const DATA = `data:image/png;base64,${Buffer.from(SAYS).toString('base64')}`

const COMPLETIONS: Readonly<Record<string, JsonObject>> = {
  'prompt as a string': { prompt: SAYS },
  'prompt as strings': { prompt: ['x', SAYS] },
  'prompt as token ids': { prompt: IDS },
  'prompt as lists of token ids': { prompt: [[1], IDS] },
  'prompt of text and token ids': { prompt: [12, SAYS, 34] },
  'prompt_string and multimodal_data': { prompt: { prompt_string: SAYS, multimodal_data: [] } },
  suffix: { prompt: 'x', suffix: SAYS },
  'stop as a string': { prompt: 'x', stop: SAYS },
  'stop as strings': { prompt: 'x', stop: ['x', SAYS] },
  'echo of the prompt': { prompt: SAYS, echo: true },
  logit_bias: { prompt: 'x', logit_bias: { 5362: 1, '2287': 1, [SSN]: 1 } },
  user: { prompt: 'x', user: SAYS },
  metadata: { prompt: 'x', metadata: { note: SAYS } },
  'a key of metadata': { prompt: 'x', metadata: { [SAYS]: 'x' } },
  guided_regex: { prompt: 'x', guided_regex: SAYS },
  guided_choice: { prompt: 'x', guided_choice: [SAYS] },
  guided_json: { prompt: 'x', guided_json: { properties: { [SAYS]: {} } } },
  grammar: { prompt: 'x', grammar: SAYS },
  bad_words: { prompt: 'x', bad_words: [SAYS] },
  structured_outputs: { prompt: 'x', structured_outputs: { regex: SAYS } },
  input_prefix: { prompt: 'x', input_prefix: SAYS },
  input_suffix: { prompt: 'x', input_suffix: SAYS },
  'input_extra[].text': { prompt: 'x', input_extra: [{ filename: 'x', text: SAYS }] },
  'system, template, context and images of Ollama': {
    prompt: 'x',
    system: SAYS,
    template: 'x',
    context: IDS,
    images: [],
  },
  'an unknown field': { prompt: 'x', hologram: SAYS },
}

const EMBEDDINGS: Readonly<Record<string, JsonObject>> = {
  'input as a string': { input: SAYS },
  'input as strings': { input: ['x', SAYS] },
  'input as token ids': { input: IDS },
  'input as a few token ids': { input: [53622, 8726] },
  'input as lists of token ids': { input: [[1], IDS] },
  'input of text and token ids': { input: [[1], SAYS] },
  'input.content text': { input: { content: [{ type: 'text', text: SAYS }] } },
  'input[].content text': {
    input: [
      {
        content: [
          { type: 'text', text: 'x' },
          { type: 'text', text: SAYS },
        ],
      },
    ],
  },
  'input.content image': { input: { content: [{ type: 'image_url', image_url: { url: DATA } }] } },
  'input.content image at a url': {
    input: { content: [{ type: 'image_url', image_url: { url: `https://a.example/${SSN}` } }] },
  },
  'input.content sound': { input: { content: [{ type: 'input_audio', input_audio: { data: SAYS } }] } },
  'input.content video': { input: { content: [{ type: 'input_video', input_video: { data: SAYS } }] } },
  'input.content file': { input: { content: [{ type: 'input_file', file_data: DATA, filename: SAYS }] } },
  'input.content of an unknown type': { input: { content: [{ type: 'hologram', beam: SAYS }] } },
  user: { input: 'x', user: SAYS },
  input_type: { input: 'x', input_type: SAYS },
  instruction: { input: 'x', instruction: SAYS },
  prompt_name: { input: 'x', prompt_name: SAYS },
  metadata: { input: 'x', metadata: { note: SAYS } },
  'query and documents of reranking': { input: 'x', query: SAYS, documents: [SAYS, { text: SAYS }] },
  'an unknown field': { input: 'x', hologram: SAYS },
}

const rows = (api: Api, places: Readonly<Record<string, JsonObject>>): readonly Row[] =>
  Object.entries(places).map(([name, body]) => ({ name, api, body: { model: 'm', ...body } }))

export const ROWS: readonly Row[] = [...rows('completions', COMPLETIONS), ...rows('embeddings', EMBEDDINGS)]
