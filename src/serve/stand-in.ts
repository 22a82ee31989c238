import express from 'express'
import type { Express, Request, Response } from 'express'

/** What a stand-in calls itself, in every answer. */
export type StandIn = { readonly says: string; readonly model: string | null; readonly provider: string | null }

type Message = { readonly content?: unknown }

/**
 * A small OpenAI-compatible server for the demo: no model, but honest about what reached it.
 * It answers chat completions, streamed and not, and lists its model. It is never part of `cordon serve`.
 */
export function standIn(it: StandIn): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ limit: '20mb' }))
  app.get(['/v1/models', '/api/v1/models'], (_req: Request, res: Response) => {
    res.json({
      object: 'list',
      data: it.model === null ? [] : [{ id: it.model, object: 'model', created: 0, owned_by: 'stand-in' }],
    })
  })
  app.post(['/v1/chat/completions', '/api/v1/chat/completions'], (req: Request, res: Response) => {
    const body = req.body as { model?: unknown; stream?: unknown; messages?: readonly Message[] }
    const model = it.model ?? String(body.model)
    const text = `${it.says} It received ${String((body.messages ?? []).length)} message(s), ${String(lengthOf(body.messages))} characters, for ${model}.`
    const usage = { prompt_tokens: Math.ceil(lengthOf(body.messages) / 4), completion_tokens: text.split(' ').length }
    const common = {
      id: `chatcmpl-standin-${String(Date.now())}`,
      created: Math.floor(Date.now() / 1000),
      model,
      ...(it.provider === null ? {} : { provider: it.provider }),
    }
    const total = { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens }
    if (body.stream === true) return void stream(res, common, text, total)
    const choices = [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }]
    res.json({ ...common, object: 'chat.completion', choices, usage: total })
  })
  return app
}

function stream(res: Response, common: object, text: string, usage: object): void {
  res.setHeader('content-type', 'text/event-stream')
  const send = (fields: object) =>
    res.write(`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', ...fields })}\n\n`)
  for (const word of text.split(/(?<= )/)) {
    send({ choices: [{ index: 0, delta: { role: 'assistant', content: word }, finish_reason: null }] })
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  send({ choices: [], usage })
  res.end('data: [DONE]\n\n')
}

function lengthOf(messages: readonly Message[] | undefined): number {
  return (messages ?? []).reduce(
    (sum, { content }) => sum + (typeof content === 'string' ? content : JSON.stringify(content ?? '')).length,
    0,
  )
}
