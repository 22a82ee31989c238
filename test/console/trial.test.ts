import { describe, expect, test } from '@jest/globals'
import { PlaygroundQuestion } from '../../src/contract/playground.ts'
import { fromExample, NO_TRIAL, offsetOf, toQuestion } from '../../src/console/lib/trial.ts'
import type { Trial } from '../../src/console/lib/trial.ts'

const trial = (more: Partial<Trial>): Trial => ({ ...NO_TRIAL, prompt: 'hello', ...more })

describe('what the playground asks', () => {
  test.each<[string, Trial, string | null, unknown]>([
    ['nothing, while nothing is written', NO_TRIAL, null, null],
    ['nothing about blanks', trial({ prompt: ' \n' }), null, null],
    ['a prompt', trial({}), null, { api: 'chat_completions', prompt: 'hello', caller: { attributes: {} } }],
    ['a prompt as it was written', trial({ prompt: ' a\n' }), null, { api: 'chat_completions', prompt: ' a\n', caller: { attributes: {} } }], // prettier-ignore
    ['a model', trial({ model: ' gpt ' }), null, { api: 'chat_completions', prompt: 'hello', model: 'gpt', caller: { attributes: {} } }], // prettier-ignore
    ['who asks', trial({ attributes: [{ name: 'role', value: 'a, b' }, { name: 'team', value: '' }, { name: 'role', value: 'c' }] }), null, { api: 'chat_completions', prompt: 'hello', caller: { attributes: { role: ['a', 'b', 'c'] } } }], // prettier-ignore
    ['a level and a reason', trial({ level: 'restricted, internal', reason: 'x' }), null, { api: 'chat_completions', prompt: 'hello', caller: { attributes: {} }, levels: ['restricted', 'internal'], reason: 'x' }], // prettier-ignore
    ['a draft, an empty one too', trial({}), '', { api: 'chat_completions', prompt: 'hello', caller: { attributes: {} }, draft: '' }], // prettier-ignore
    ['the engines', trial({ engines: true }), null, { api: 'chat_completions', prompt: 'hello', caller: { attributes: {} }, engines: true }], // prettier-ignore
    ['a whole request, and not the prompt beside it', trial({ form: 'body', body: '{"model":"m"}', model: 'n', api: 'messages' }), null, { api: 'messages', body: { model: 'm' }, caller: { attributes: {} } }], // prettier-ignore
  ])('%s', (_name, written, draft, question) => {
    const asked = toQuestion(written, draft)
    expect(asked).toEqual(question === null ? null : { question })
    if (question !== null) expect(PlaygroundQuestion.safeParse(question).success).toBe(true)
  })

  test.each(['{', '[1]', '"a"', 'null', '1'])('a request that is no object: %s', (body) => {
    expect(toQuestion(trial({ form: 'body', body }), null)).toEqual({ why: 'The request is not a JSON object.' })
  })

  test('an example is written into the form', () => {
    const example = { title: 't', says: 's', question: { prompt: 'p', levels: ['a', 'b'] }, attributes: { 'caller.role': ['x', 'y'], nonsense: ['z'] } } // prettier-ignore
    expect(fromExample(example)).toEqual({ ...NO_TRIAL, prompt: 'p', level: 'a, b', attributes: [{ name: 'role', value: 'x, y' }] }) // prettier-ignore
    expect(fromExample({ ...example, question: { body: { a: 1 }, api: 'messages' as const }, attributes: {} })).toEqual({ ...NO_TRIAL, form: 'body', api: 'messages', body: '{\n  "a": 1\n}' }) // prettier-ignore
  })

  test.each([
    [1, 1, 0],
    [1, 3, 2],
    [1, 99, 2],
    [2, 1, 3],
    [3, 2, 5],
    [9, 9, 5],
    [0, 0, 0],
  ])('line %d, column %d', (line, column, offset) => {
    expect(offsetOf('ab\n\nc', line, column)).toBe(offset)
  })
})
