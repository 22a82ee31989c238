import { describe, expect, test } from '@jest/globals'
import request from 'supertest'
import { createBodyBudget } from '../../src/serve/body.ts'
import { callerApi } from '../../src/serve/caller-api.ts'
import type { Arrival, CallerApiParts } from '../../src/serve/caller-api.ts'
import { Problem } from '../../src/terms/problem.ts'
import type { Api } from '../../src/terms/prompt.ts'

/** The edge alone: what arrives and what is refused is kept, and every arrival is answered with its API. */
function edge(changes: Partial<CallerApiParts> = {}) {
  const arrivals: Arrival[] = []
  const refused: { api: Api | null; code: string }[] = []
  const app = callerApi({
    handle: async (arrival) => {
      arrivals.push(arrival)
      await arrival.body()
      arrival.res.json({ api: arrival.api })
    },
    models: async () => ['claude-local', 'openai/gpt-4o'],
    refuse: async ({ api, problem }) => void refused.push({ api, code: problem.code }),
    checkHeaders: () => {},
    health: () => ({ status: 'ok', missing: [] }),
    budget: createBodyBudget(1000, 1000),
    now: () => 0,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ...changes,
  })
  return { app, arrivals, refused }
}

describe('a path', () => {
  test.each([
    ['/v1/chat/completions', 'chat_completions'],
    ['/v1/completions', 'completions'],
    ['/v1/embeddings', 'embeddings'],
    ['/v1/responses', 'responses'],
    ['/v1/messages', 'messages'],
    ['/v1/messages/count_tokens', 'count_tokens'],
    ['/v1/messages?beta=true', 'messages'],
    ['/v1/responses?provider=x', 'responses'],
  ])('%s belongs to %s, whatever its query', async (path, api) => {
    const { app } = edge()
    const { body, status } = await request(app).post(path).send({ a: 1 })
    expect([status, body]).toEqual([200, { api }])
  })

  test.each([
    ['GET', '/v1/chat/completions', 405, 'POST', 'openai'],
    ['GET', '/v1/messages', 405, 'POST', 'anthropic'],
    ['PUT', '/v1/responses', 405, 'POST', 'openai'],
    ['POST', '/v1/models', 405, 'GET', 'openai'],
    ['DELETE', '/v1/models/x', 405, 'GET', 'openai'],
    ['POST', '/v1/messages/batches', 404, undefined, 'anthropic'],
    ['POST', '/v1/responses/compact', 404, undefined, 'openai'],
    ['POST', '/v1/images/generations', 404, undefined, 'openai'],
    ['POST', '/v1/Chat/Completions', 404, undefined, 'openai'],
    ['POST', '/v1/chat/completions/', 404, undefined, 'openai'],
    ['GET', '/v1/realtime', 404, undefined, 'openai'],
  ])('%s %s is %i, in its own shape, with one record', async (method, path, status, allow, shape) => {
    const { app, refused, arrivals } = edge()
    const answer = await request(app)[method.toLowerCase() as 'get'](path)
    expect([answer.status, answer.headers['allow']]).toEqual([status, allow])
    expect(answer.body).toHaveProperty(shape === 'anthropic' ? 'request_id' : 'error.code')
    expect([refused.length, arrivals.length]).toEqual([1, 0])
  })

  test.each(['/v1/responses', '/v1/realtime', '/v1/models', '/nowhere'])('a WebSocket at %s is 426', async (path) => {
    const { app } = edge()
    const answer = await request(app).get(path).set('connection', 'upgrade').set('upgrade', 'websocket')
    expect([answer.status, answer.headers['upgrade']]).toEqual([426, 'HTTP/1.1'])
    expect(answer.body).toMatchObject({ error: { code: 'upgrade_required' } })
  })

  test('an unknown path has the shape of the client that calls it', async () => {
    const { app } = edge()
    const answer = await request(app).post('/v1/files').set('anthropic-version', '2023-06-01')
    expect(answer.body).toMatchObject({ type: 'error', error: { type: 'not_found_error' } })
  })

  test.each(['get', 'head'] as const)('%s / says that somebody is there, and leaves no record', async (method) => {
    const { app, refused } = edge()
    const answer = await request(app)[method]('/')
    expect([answer.status, refused]).toEqual([200, []])
  })
})

describe('the list of models', () => {
  test('is what the OpenAI client reads', async () => {
    const { body } = await request(edge().app).get('/v1/models')
    expect(body).toMatchObject({
      object: 'list',
      data: [{ id: 'claude-local', object: 'model', owned_by: 'cordon' }, {}],
    })
    expect(body).not.toHaveProperty('models')
  })

  test('is what the Anthropic client reads', async () => {
    const { body } = await request(edge().app).get('/v1/models?limit=1000').set('anthropic-version', '2026-10-21')
    expect(body).toMatchObject({ has_more: false, first_id: 'claude-local', last_id: 'openai/gpt-4o' })
    expect(body.data[0]).toMatchObject({ type: 'model', display_name: 'claude-local' })
  })

  test('is what Codex reads', async () => {
    const { body } = await request(edge().app).get('/v1/models?client_version=1.2.3')
    expect(body.models).toMatchObject([{ slug: 'claude-local' }, { slug: 'openai/gpt-4o' }])
  })

  test('of nobody who may use any is empty, and still a list', async () => {
    const { body } = await request(edge({ models: async () => [] }).app).get('/v1/models')
    expect(body).toMatchObject({ data: [], first_id: null, last_id: null })
  })

  test.each(['/v1/models/openai/gpt-4o', '/v1/models/openai%2Fgpt-4o'])('%s is one model', async (path) => {
    const { body } = await request(edge().app).get(path)
    expect(body).toMatchObject({ id: 'openai/gpt-4o' })
  })

  test.each(['/v1/models/nobody', '/v1/models/openai'])('%s is not there', async (path) => {
    const { status, body } = await request(edge().app).get(path)
    expect([status, body.error.code]).toEqual([404, 'model_not_found'])
  })

  test('is not told to a caller without a token, in the words of its client', async () => {
    const models = async () => Promise.reject(new Problem('invalid_token', 'no token'))
    const { status, body } = await request(edge({ models }).app).get('/v1/models').set('anthropic-version', '1')
    expect([status, body.error.type]).toEqual([401, 'authentication_error'])
  })
})
