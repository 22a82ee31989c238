import { createHash } from 'node:crypto'
import express from 'express'
import type { Express, Request, Response } from 'express'
import { FORMS } from './stand-in-forms.ts'
import type { Said } from './stand-in-forms.ts'

/** What a stand-in calls itself, in every answer. */
export type StandIn = { readonly says: string; readonly model: string | null; readonly provider: string | null }

type Body = Readonly<Record<string, unknown>>

/**
 * A small model server for the demo: no model, but honest about what reached it. It answers chat completions, completions, Responses,
 * Messages, streamed and not, and embeddings that mean nothing, and lists its model. It is never part of `cordon serve`.
 */
export function standIn(it: StandIn): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '20mb' }))
  const on = (path: string) => [`/v1${path}`, `/api/v1${path}`]
  app.get(on('/models'), (_req: Request, res: Response) => {
    const data = it.model === null ? [] : [{ id: it.model, object: 'model', created: 0, owned_by: 'stand-in' }]
    res.json({ object: 'list', data })
  })
  for (const { path, whole, events } of FORMS) {
    app.post(on(path), (req: Request, res: Response) => {
      const body = req.body as Body
      const said = say(it, body)
      if (body['stream'] !== true) return void res.json(whole(said))
      res.setHeader('content-type', 'text/event-stream')
      res.end(events(said).join(''))
    })
  }
  app.post(on('/embeddings'), (req: Request, res: Response) => {
    const body = req.body as Body
    const inputs = Array.isArray(body['input']) ? (body['input'] as readonly unknown[]) : [body['input']]
    const data = inputs.map((input, index) => ({
      object: 'embedding',
      index,
      embedding: written(vectorOf(input), body),
    }))
    const tokens = Math.ceil(textsIn(inputs).length / 4)
    res.json({ object: 'list', data, model: modelOf(it, body), usage: { prompt_tokens: tokens, total_tokens: tokens } })
  })
  return app
}

function say(it: StandIn, body: Body): Said {
  const asked = textsIn([body['system'], body['instructions'], body['messages'], body['input'], body['prompt']])
  const turns = [body['messages'], body['input']].find(Array.isArray)?.length ?? 1
  const model = modelOf(it, body)
  const text = `${it.says} It received ${String(turns)} message(s), ${String(asked.length)} characters, for ${model}.`
  return {
    id: `standin-${String(Date.now())}`,
    created: Math.floor(Date.now() / 1000),
    model,
    text,
    tokens: { in: Math.ceil(asked.length / 4), out: text.split(' ').length },
    extra: it.provider === null ? {} : { provider: it.provider, openrouter_metadata: metadata(it.provider, model) },
  }
}

const modelOf = (it: StandIn, body: Body): string => it.model ?? String(body['model'])

/** What OpenRouter adds when it is asked how an answer was made (its documentation, "Router metadata"). */
const metadata = (provider: string, model: string) => ({
  requested: model,
  strategy: 'direct',
  attempt: 1,
  is_byok: false,
  endpoints: { total: 1, available: [{ provider, model, selected: true }] },
  attempts: [{ provider, model, status: 200 }],
  pipeline: [],
})

/** Every text under `text`, `content`, `input` and the like, whatever the API. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textsIn).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, content, output, arguments: called } = value as Body
  return textsIn([text, content, output, called])
}

/** OpenAI's client asks for base64 of little-endian floats unless it is told otherwise. */
function written(vector: readonly number[], body: Body): readonly number[] | string {
  if (body['encoding_format'] !== 'base64') return vector
  return Buffer.from(new Float32Array(vector).buffer).toString('base64')
}

/** The same text always has the same vector, and that is all that can be said of it. */
function vectorOf(input: unknown): readonly number[] {
  const bytes = createHash('sha256')
    .update(JSON.stringify(input) ?? '')
    .digest()
  return [...bytes.subarray(0, 8)].map((byte) => byte / 255)
}
