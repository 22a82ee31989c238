import { describe, expect, test } from '@jest/globals'
import { Passage } from '../../src/forward/passage.ts'
import type { PassageParts } from '../../src/forward/passage.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import type { Api } from '../../src/terms/prompt.ts'
import { toCloud, toLan } from './house.ts'

const NOWHERE = new URL('http://127.0.0.1:1')

/** A passage of an answer in an API, from the LAN unless it says otherwise. */
function passageOf(api: Api, more: Partial<PassageParts> = {}): Passage {
  return new Passage({
    attempt: toLan(NOWHERE, { api }),
    api,
    translation: null,
    body: {},
    about: { requestId: 'req_1', model: 'm', created: 1 },
    wantsUsage: false,
    witness: null,
    isModel: () => true,
    withholds: true,
    ...more,
  })
}

const event = (fields: object | string, name?: string) => {
  const data = typeof fields === 'string' ? fields : JSON.stringify(fields)
  return Buffer.from(`${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`)
}
/** What of an event is passed on, or why it is not. */
const passed = (passage: Passage, bytes: Uint8Array) => {
  const { pass, fault } = passage.event(bytes)
  return fault ?? Buffer.concat(pass).toString()
}
const whole = (passage: Passage, answer: JsonObject | string) => {
  const { pass, fault } = passage.whole(Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)))
  return fault ?? Buffer.concat(pass).toString()
}

describe('chat completions', () => {
  test('are metered: the last usage, and the first model and provider', () => {
    const passage = passageOf('chat_completions')
    const usage = { prompt_tokens: 3, completion_tokens: 4, cost: 0.5 }
    const events = [
      Buffer.from(': OPENROUTER PROCESSING\n\n'),
      event({ model: 'm', provider: 'P', choices: [{ delta: { content: 'say "usage" and "error"' } }] }),
      event({ model: 'other', choices: [{}], usage: null }),
      event({ choices: [{}], usage: { prompt_tokens: 1 } }),
      event({ choices: [], usage }),
      event('[DONE]'),
    ]
    const seen = events.map((bytes) => passed(passage, bytes) === bytes.toString())
    expect(seen).toEqual([true, true, true, true, false, true])
    expect([passage.ended, passage.empty]).toEqual([true, false])
    expect(passage.meter).toMatchObject({
      model: 'm',
      provider: 'P',
      usage: { promptTokens: 3, completionTokens: 4, cost: 0.5 },
    })
  })

  test.each([
    { name: 'an error object', bytes: event({ error: { message: 'no' } }), is: 'error_event' },
    { name: 'an error text', bytes: event({ error: 'no', error_type: 'generation' }), is: 'error_event' },
    { name: 'an error in a choice', bytes: event({ choices: [{ error: { code: 502 } }] }), is: 'error_event' },
    {
      name: 'a choice that ends in an error',
      bytes: event({ choices: [{ finish_reason: 'error' }] }),
      is: 'error_event',
    },
    { name: 'a flat error', bytes: event({ object: 'error', message: 'no' }), is: 'error_event' },
    { name: 'an error event', bytes: event('x', 'error'), is: 'error_event' },
    { name: 'what is not JSON', bytes: event('{"usage"'), is: 'bad_event' },
    { name: 'what is no object', bytes: event('[1]'), is: 'bad_event' },
    { name: 'a hidden line', bytes: Buffer.from(': x\rdata: {"a":1}\n\n'), is: 'bad_event' },
    { name: 'an error of null', bytes: event({ error: null, choices: [] }), is: null },
    { name: 'talk of errors', bytes: event({ choices: [{ delta: { content: '{"error":{"a":1}}' } }] }), is: null },
    { name: 'a model that says [DONE]', bytes: event({ choices: [{ delta: { content: '[DONE]' } }] }), is: null },
  ])('take $name for $is', ({ bytes, is }) => {
    const later = passageOf('chat_completions')
    later.event(event({ model: 'm' }))
    const both = [passed(passageOf('chat_completions'), bytes), passed(later, bytes)]
    expect(both).toEqual([is ?? bytes.toString(), is ?? bytes.toString()])
  })

  test.each([
    { prompt_tokens: -1, completion_tokens: 1.5, cost: -2 },
    { prompt_tokens: '3', completion_tokens: null, cost: 'free' },
    { prompt_tokens: 1e300, completion_tokens: [], cost: {} },
  ])('give no number that is none: %p', (usage) => {
    const passage = passageOf('chat_completions')
    whole(passage, { choices: [], usage })
    expect(passage.meter.usage).toEqual({ promptTokens: null, completionTokens: null, cost: null })
  })

  test.each(['My SSN is 536-22-8726, please help!', 'x'.repeat(129), 'a\nb', '', 7, null])(
    'give no name that could be a text: %p',
    (model) => {
      const passage = passageOf('chat_completions')
      whole(passage, { choices: [], model, provider: model })
      expect([passage.meter.model, passage.meter.provider]).toEqual([null, null])
    },
  )
})

const GOOD: Readonly<Record<Exclude<Api, 'models'>, JsonObject>> = {
  chat_completions: { choices: [{ message: { content: 'x' } }], usage: { prompt_tokens: 3, completion_tokens: 4 } },
  completions: { choices: [{ text: 'x' }], usage: { prompt_tokens: 3, completion_tokens: 4 } },
  embeddings: { data: [], usage: { prompt_tokens: 3, total_tokens: 3 } },
  responses: { output: [], error: null, status: 'completed', usage: { input_tokens: 3, output_tokens: 4 } },
  messages: {
    type: 'message',
    content: [],
    usage: { input_tokens: 1, cache_read_input_tokens: 2, cache_creation_input_tokens: null, output_tokens: 4 },
  },
  count_tokens: { input_tokens: 3 },
}
const APIS = Object.keys(GOOD) as readonly (keyof typeof GOOD)[]

describe.each(APIS)('a whole answer of %s', (api) => {
  test('is passed on byte by byte, and metered', () => {
    const text = `\n  ${JSON.stringify(GOOD[api], null, 2)}\n`
    const passage = passageOf(api)
    expect(whole(passage, text)).toBe(text)
    const completionTokens = api === 'embeddings' || api === 'count_tokens' ? null : 4
    expect(passage.meter.usage).toEqual({ promptTokens: 3, completionTokens, cost: null })
  })

  test.each([
    { name: 'nothing', answer: '' },
    { name: 'an empty object', answer: '{}' },
    { name: 'a list', answer: '[]' },
    { name: 'half of one', answer: JSON.stringify(GOOD[api]).slice(0, -1) },
    { name: 'one with an error', answer: JSON.stringify({ ...GOOD[api], error: { message: 'quoted' } }) },
    { name: 'an error in the words of Anthropic', answer: '{"type":"error","error":{"type":"api_error"}}' },
    { name: 'a text', answer: '{"error":"no","error_type":"generation"}' },
  ])('is not $name', ({ answer }) => {
    expect(whole(passageOf(api), answer)).toBe('bad_answer')
  })
})

test.each(['failed', 'in_progress', 'queued', 'cancelled', 7])('a response that is %s is no answer', (status) => {
  expect(whole(passageOf('responses'), { ...GOOD.responses, status })).toBe('bad_answer')
})

describe('the streams of the newer APIs', () => {
  const END = {
    responses: event({ type: 'response.completed', response: { ...GOOD.responses, model: 'm', provider: 'P' } }),
    messages: event({ type: 'message_stop' }, 'message_stop'),
  }
  const START = {
    responses: event({ type: 'response.created', response: { id: 'resp_1', model: 'm', error: null } }),
    messages: event({ type: 'message_start', message: { model: 'm', usage: { input_tokens: 3, output_tokens: 1 } } }),
  }
  const BOTH = ['responses', 'messages'] as const

  test.each(BOTH)('%s end with their own last event, and nothing follows it but [DONE]', (api) => {
    const passage = passageOf(api)
    expect([passage.mustEnd, passage.ended]).toEqual([true, false])
    expect(passed(passage, START[api])).toBe(START[api].toString())
    expect([passed(passage, event('[DONE]')), passage.ended]).toEqual(['', false])
    expect(passed(passage, END[api])).toBe(END[api].toString())
    expect(passage.ended).toBe(true)
    expect(passed(passage, event({ type: 'error', error: { message: 'quoted' } }))).toBe('')
    expect(passed(passage, event('[DONE]'))).toBe('data: [DONE]\n\n')
  })

  test('a response that is incomplete is complete as an answer', () => {
    const passage = passageOf('responses')
    passage.event(event({ type: 'response.incomplete', response: { ...GOOD.responses, status: 'incomplete' } }))
    expect(passage.ended).toBe(true)
    expect(passage.meter.usage).toMatchObject({ promptTokens: 3, completionTokens: 4 })
  })

  test('messages are metered at both ends', () => {
    const passage = passageOf('messages')
    passage.event(START.messages)
    passage.event(event({ type: 'message_delta', delta: {}, usage: { output_tokens: 9 } }))
    expect(passage.meter).toMatchObject({ model: 'm', usage: { promptTokens: 3, completionTokens: 9 } })
  })

  test.each([
    { api: 'responses', name: 'response.failed', bytes: event({ type: 'response.failed', response: {} }) },
    { api: 'responses', name: 'response.error', bytes: event({ type: 'response.error', code: 'x' }) },
    { api: 'responses', name: 'error', bytes: event({ type: 'error', message: 'quoted' }) },
    { api: 'responses', name: 'an error without type', bytes: event({ error: { message: 'quoted' } }) },
    {
      api: 'responses',
      name: 'a failed response that says it is completed',
      bytes: event({ type: 'response.completed', response: { status: 'failed', error: { message: 'quoted' } } }),
    },
    { api: 'responses', name: 'a name alone', bytes: event({ response: {} }, 'response.failed') },
    { api: 'messages', name: 'error', bytes: event({ type: 'error', error: { type: 'overloaded_error' } }, 'error') },
    { api: 'messages', name: 'an error without its name', bytes: event({ type: 'error', error: {} }) },
  ] as const)('$api fail with $name', ({ api, bytes }) => {
    const passage = passageOf(api)
    passage.event(START[api])
    expect(passed(passage, bytes)).toBe('error_event')
    expect(passage.ended).toBe(false)
  })
})

describe('how an answer was made', () => {
  const direct = { strategy: 'direct', attempts: [{ provider: 'Acme', status: 200 }], pipeline: [] }
  const cloud = (api: Api, more: Partial<PassageParts> = {}) =>
    passageOf(api, { attempt: toCloud(NOWHERE, { api, provider: { only: ['acme'] } }), ...more })
  const FAST = { ...direct, strategy: 'auto' }

  test.each(['chat_completions', 'completions', 'responses', 'messages', 'embeddings'] as const)(
    'is verified, and taken out of %s',
    (api) => {
      const passage = cloud(api)
      const text = whole(passage, { ...GOOD[api], openrouter_metadata: direct })
      expect(JSON.parse(text)).toEqual(GOOD[api])
      expect(passage.verification).toEqual({ verdict: 'kept', breaches: [] })
      expect(whole(cloud(api), { ...GOOD[api], openrouter_metadata: FAST })).toBe('breach')
      const flagged = cloud(api, { withholds: false })
      expect(JSON.parse(whole(flagged, { ...GOOD[api], openrouter_metadata: FAST }))).toEqual(GOOD[api])
      expect(flagged.verification).toEqual({ verdict: 'breached', breaches: ['strategy'] })
    },
  )

  test('is not known where nothing is said of it, and nothing is promised on the LAN', () => {
    const silent = cloud('chat_completions')
    expect(whole(silent, GOOD.chat_completions)).toBe(JSON.stringify(GOOD.chat_completions))
    expect(silent.verification).toEqual({ verdict: 'unverified', breaches: [] })
    const lan = passageOf('chat_completions')
    const answer = { ...GOOD.chat_completions, openrouter_metadata: FAST }
    expect(JSON.parse(whole(lan, answer))).toEqual(answer)
    expect(lan.verification).toBeNull()
  })

  const STREAMS = {
    chat_completions: (openrouter_metadata: object) => [
      event({ model: 'm', choices: [{ index: 0, delta: { content: 'x' } }] }),
      event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], openrouter_metadata }),
      event('[DONE]'),
    ],
    messages: (openrouter_metadata: object) => [
      event({ type: 'message_start', message: { model: 'm' } }, 'message_start'),
      Buffer.from(`id: 9\n${event({ type: 'message_stop', openrouter_metadata }, 'message_stop').toString()}`),
    ],
    responses: (openrouter_metadata: object) => [
      event({ type: 'response.created', response: { model: 'm' } }),
      event({ type: 'response.completed', response: { ...GOOD.responses, openrouter_metadata } }),
    ],
    'responses, beside the response': (openrouter_metadata: object) => [
      event({ type: 'response.completed', response: GOOD.responses, openrouter_metadata }),
    ],
    'responses, after their end': (openrouter_metadata: object) => [
      event({ type: 'response.completed', response: GOOD.responses }),
      event({ openrouter_metadata }),
      event('[DONE]'),
    ],
  }
  const run = (passage: Passage, events: readonly Uint8Array[]) => {
    const steps = events.map((bytes) => passage.event(bytes))
    const ended = steps.some(({ fault }) => fault !== null) ? [] : [passage.end()]
    const all = [...steps, ...ended]
    const text = Buffer.concat(all.flatMap(({ pass }) => pass)).toString()
    return { text, fault: all.find(({ fault }) => fault !== null)?.fault ?? null }
  }

  test.each(Object.keys(STREAMS) as readonly (keyof typeof STREAMS)[])('is told by a stream of %s', (form) => {
    const api = (form.split(',')[0] ?? '') as Api
    const good = cloud(api)
    const { text, fault } = run(good, STREAMS[form](direct))
    expect([fault, good.verification?.verdict]).toEqual([null, 'kept'])
    expect(text).not.toMatch(/openrouter_metadata|Acme/)
    expect(text).toMatch(/\[DONE\]|event: message_stop|response.completed/)
    if (api === 'messages') expect(text).toContain('id: 9\nevent: message_stop\ndata: {"type":"message_stop"}\n\n')

    const bad = run(cloud(api), STREAMS[form](FAST))
    expect(bad.fault).toBe('breach')
    expect(bad.text).not.toMatch(/\[DONE\]|event: message_stop|response.completed/)

    const flagged = cloud(api, { withholds: false })
    expect(run(flagged, STREAMS[form](FAST))).toEqual({ text, fault: null })
    expect(flagged.verification).toEqual({ verdict: 'breached', breaches: ['strategy'] })
  })

  test('keeps an end back no longer than until it is known', () => {
    const [completed, done] = [event({ type: 'response.completed', response: GOOD.responses }), event('[DONE]')]
    const later = cloud('responses')
    expect(passed(later, completed)).toBe('')
    expect(passed(later, event({ openrouter_metadata: direct }))).toBe(completed.toString())
    const never = cloud('responses')
    expect([passed(never, completed), passed(never, done)]).toEqual(['', completed.toString() + done.toString()])
    const before = cloud('messages')
    const stop = event({ type: 'message_stop', openrouter_metadata: direct }, 'message_stop')
    expect(passed(before, stop)).toBe('event: message_stop\ndata: {"type":"message_stop"}\n\n')
    expect(passed(passageOf('responses'), completed)).toBe(completed.toString())
  })

  test('is told at once by a provider that may not be', () => {
    const passage = cloud('chat_completions')
    expect(passed(passage, event({ provider: 'Elsewhere', choices: [{ delta: { content: 'x' } }] }))).toBe('breach')
    expect(passage.verification?.breaches).toEqual(['provider'])
  })

  test('is told by the headers of a kept answer', () => {
    const passage = cloud('chat_completions')
    expect(passage.headers({ 'x-openrouter-cache-status': 'MISS' }).fault).toBeNull()
    expect(passage.headers({ 'x-openrouter-cache-status': 'HIT' }).fault).toBe('breach')
    expect(passage.verification).toEqual({ verdict: 'breached', breaches: ['cache'] })
    expect(passageOf('chat_completions').headers({ 'x-openrouter-cache-status': 'HIT' }).fault).toBeNull()
  })
})

describe('sealed parts of messages', () => {
  const SEALED = [
    { type: 'thinking', thinking: 'Hm.', signature: 'a' },
    { type: 'redacted_thinking', data: 'b' },
    { type: 'compaction', content: 'so far', encrypted_content: 'c' },
    {
      type: 'web_search_tool_result',
      tool_use_id: 't',
      content: [{ type: 'web_search_result', encrypted_content: 'd' }],
    },
    { type: 'code_execution_tool_result', content: { type: 'encrypted_code_execution_result', encrypted_stdout: 'e' } },
    { type: 'text', text: 'x', citations: [{ type: 'web_search_result_location', encrypted_index: 'f' }] },
    { type: 'tool_use', id: 't', input: { signature: 'not sealed', encrypted_content: 'nor this' } },
  ]
  const heardBy = (use: (passage: Passage) => void) => {
    const sealed: string[] = []
    const witness = { said: () => {}, called: () => {}, sealed: (blob: string) => void sealed.push(blob) }
    use(passageOf('messages', { witness }))
    return sealed
  }

  test('are heard in a whole answer', () => {
    const answer = { ...GOOD.messages, content: SEALED }
    expect(heardBy((passage) => void whole(passage, answer))).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  test('are heard in a stream, as blocks begin and in their deltas', () => {
    const deltas = [
      { type: 'signature_delta', signature: 'g' },
      { type: 'compaction_delta', content: 'x', encrypted_content: 'h' },
      { type: 'citations_delta', citation: { type: 'web_search_result_location', encrypted_index: 'i' } },
      { type: 'input_json_delta', partial_json: '{"signature":"not sealed"}' },
    ]
    const heard = heardBy((passage) => {
      for (const block of SEALED) passage.event(event({ type: 'content_block_start', index: 0, content_block: block }))
      for (const delta of deltas) passage.event(event({ type: 'content_block_delta', index: 0, delta }))
    })
    expect(heard).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
  })
})
