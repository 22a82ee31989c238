import { describe, expect, test } from '@jest/globals'
import type { Levels } from '../../src/terms/level.ts'
import type { Turn } from '../../src/terms/prompt.ts'
import { ANN, answer, ask, caller, fresh, levelOf, LEVELS, result, sealed, user } from './a-conversation.ts'
import type { Request } from './a-conversation.ts'

const SAID = 'The form is ready, and you may sign it here.'
const CALL = 'call_x7Yq2LmN90tR'
const secret = [user('the secret, in a sentence of its own')]

describe('a conversation keeps its level, known by', () => {
  test.each<{ name: string; request: Request }>([
    { name: 'an answer that was heard', request: { turns: [answer(SAID), user('And now?')] } },
    { name: 'an answer with other white space at its ends', request: { turns: [answer(`\n ${SAID}\u00a0 `)] } },
    { name: 'an answer among others', request: { turns: [user('x'), answer('y'), answer(SAID), user('z')] } },
    { name: 'the id of a call that was made', request: { turns: [answer('', ['other', CALL])] } },
    { name: 'the result of a call that was made', request: { turns: [result('sunny', CALL)] } },
    { name: 'a sealed part', request: { unread: [sealed('blob')] } },
    { name: 'its session', request: { turns: [user('Hello')], sessions: ['session-0', 'session-1'] } },
  ])('$name', ({ request }) => {
    const memory = fresh()
    expect(levelOf(memory, request)).toBeNull()
    ask(
      memory,
      'restricted',
      { turns: secret, sessions: ['session-1'] },
      { said: [SAID], calls: [CALL], sealed: ['blob'] },
    )
    expect(levelOf(memory, request)).toBe('restricted')
  })

  test.each([0, 1, 2])('choice %i of several answers', (choice) => {
    const memory = fresh()
    const said = [SAID, 'A second choice of answer, much longer than the first one was.', `${SAID} And a third.`]
    ask(memory, 'restricted', { turns: secret }, { said })
    expect(levelOf(memory, { turns: [answer(said[choice] ?? '')] })).toBe('restricted')
  })

  test('an answer to a turn that came with one heard before, also when its ties are handed on as they were recalled', () => {
    const memory = fresh()
    ask(memory, 'public', { turns: secret }, { said: [SAID] })
    const turns = [...secret, answer(SAID), user('And now for something that nobody may know?')]
    const about = { caller: ANN, prompt: { conversation: { sessions: [], turns }, unread: [] }, levels: LEVELS }
    const { ties } = memory.recall(about)
    expect(ties).toHaveLength(1)
    memory.attend({ ...about, decision: { level: 'restricted' }, ties }).keep('lan')
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
  })

  test('an answer whose pieces end inside of a character', () => {
    const memory = fresh()
    const said = '😀 smile, and 😀😀 smile again, for ever and ever 😀'
    const { witness, keep } = memory.attend({
      caller: ANN,
      prompt: { conversation: { sessions: [], turns: secret }, unread: [] },
      levels: LEVELS,
      decision: { level: 'restricted' },
    })
    for (const unit of said.split('')) witness.said(unit, 0)
    keep('lan')
    expect(levelOf(memory, { turns: [answer(said)] })).toBe('restricted')
  })

  test('an answer with any white space in any of its pieces', () => {
    const memory = fresh()
    const { witness, keep } = memory.attend({
      caller: ANN,
      prompt: { conversation: { sessions: [], turns: secret }, unread: [] },
      levels: LEVELS,
      decision: { level: 'restricted' },
    })
    for (const piece of [
      ' ',
      '\n',
      '',
      ' One',
      ' ',
      '',
      '  ',
      'two ',
      '\t',
      ' three, and so on to a hundred',
      ' ',
      '\n',
    ]) {
      witness.said(piece, 0)
    }
    keep('lan')
    expect(levelOf(memory, { turns: [answer('One   two \t three, and so on to a hundred')] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer('One two three, and so on to a hundred')] })).toBeNull()
  })

  test.each([1, 2, 3, 5, 8, 100])('an answer without its thoughts, heard in pieces of %i', (size) => {
    const memory = fresh()
    const { witness, keep } = memory.attend({
      caller: ANN,
      prompt: { conversation: { sessions: [], turns: secret }, unread: [] },
      levels: LEVELS,
      decision: { level: 'restricted' },
    })
    const thought = `<think> </thin is not </think> the end, </ nor is <this, </think </think>`
    const whole = `${thought}\n\n${SAID} </thi`
    for (let at = 0; at < whole.length; at += size) witness.said(whole.slice(at, at + size), 0)
    keep('lan')
    expect(levelOf(memory, { turns: [answer(`${SAID} </thi`)] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer(whole)] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer(thought)] })).toBeNull()
  })

  test('an answer that the client has begun itself, with and without its beginning', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: [...secret, answer('Dear Sir, ')] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(`Dear Sir, ${SAID}`)] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer('Dear Sir, ')] })).toBeNull()
  })

  test('what was heard of an answer that broke off, and its session, if there was none at all', () => {
    const memory = fresh()
    const about = { caller: ANN, levels: LEVELS, decision: { level: 'restricted' } }
    const prompt = { conversation: { sessions: ['session-1'], turns: secret }, unread: [] }
    const { witness, keep } = memory.attend({ ...about, prompt })
    expect(levelOf(memory, { sessions: ['session-1'] })).toBe('restricted')
    witness.said(SAID, 0)
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBeNull()
    keep(null)
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
  })
})

describe('levels only rise', () => {
  test('in the earlier answers, calls and sealed parts of a conversation, too', () => {
    const memory = fresh()
    ask(memory, 'public', { turns: [user('a')] }, { said: [SAID], calls: [CALL], sealed: ['blob'] })
    const known = { turns: [user('a'), answer(SAID, [CALL]), user('b')], unread: [sealed('blob')] }
    expect(levelOf(memory, known)).toBeNull()
    ask(memory, 'restricted', { ...known, turns: [...known.turns, ...secret] })
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
    expect(levelOf(memory, { turns: [answer('', [CALL])] })).toBe('restricted')
    expect(levelOf(memory, { unread: [sealed('blob')] })).toBe('restricted')
  })

  test('and never fall', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: secret, sessions: ['s'] }, { said: [SAID], sealed: ['blob'] })
    for (const level of ['internal', 'public']) {
      const request = { turns: [answer(SAID), user('x')], sessions: ['s'], unread: [sealed('blob')] }
      ask(memory, level, request, { said: [`${SAID} Again.`], sealed: ['blob'] })
      ask(memory, level, { turns: [user('y')] }, { said: [SAID] })
      expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
      expect(levelOf(memory, { sessions: ['s'] })).toBe('restricted')
      expect(levelOf(memory, { unread: [sealed('blob')] })).toBe('restricted')
    }
  })

  test('and only as far as they were raised', () => {
    const memory = fresh()
    ask(memory, 'internal', { turns: secret, sessions: ['s'] }, { said: [SAID] })
    ask(memory, 'public', { turns: [answer(SAID)], sessions: ['s'] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)], sessions: ['s'] })).toBe('internal')
  })

  test('and the highest of all that is known counts', () => {
    const memory = fresh()
    ask(memory, 'internal', { turns: [user('a')], sessions: ['s'] }, { said: [SAID] })
    ask(memory, 'restricted', { turns: secret }, { said: [`${SAID} Again.`] })
    expect(levelOf(memory, { turns: [answer(SAID)], sessions: ['s'] })).toBe('internal')
    expect(levelOf(memory, { turns: [answer(`${SAID} Again.`), answer(SAID)], sessions: ['s'] })).toBe('restricted')
  })
})

describe('when the policy has other levels now', () => {
  const other: Levels = ['green', 'yellow', 'internal', 'red']

  test('a level that it has not counts as its top', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: secret }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)], levels: other })).toBe('red')
  })

  test('a level that it has counts as what it is now', () => {
    const memory = fresh()
    ask(memory, 'internal', { turns: secret }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)], levels: other })).toBe('internal')
  })

  test('what was at the lowest is not raised by having known it under another name', () => {
    const memory = fresh()
    ask(memory, 'public', { turns: [user('a')], sessions: ['s'] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)], sessions: ['s'], levels: other })).toBeNull()
  })

  test('a level that it has not is lowered neither by one that it has, nor by the policy before it coming back', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: secret, sessions: ['s'] }, { said: [SAID] })
    ask(memory, 'yellow', { turns: [answer(SAID)], sessions: ['s'], levels: other })
    expect(levelOf(memory, { turns: [answer(SAID)], levels: other })).toBe('red')
    for (const request of [{ turns: [answer(SAID)] }, { sessions: ['s'] }]) {
      expect(levelOf(memory, request)).toBe('restricted')
    }
  })
})

describe('what ties nothing', () => {
  test('turns that an application makes up, however often they are sent with something sensitive', () => {
    const memory = fresh()
    const examples = [user('Sort: apples'), answer('An example in every request of this application.', ['call_1'])]
    for (let again = 0; again < 3; again += 1) {
      ask(memory, 'restricted', { turns: [...examples, ...secret] }, { said: [`${SAID} ${String(again)}`] })
    }
    expect(levelOf(memory, { turns: [...examples, user('Sort: pears')] })).toBeNull()
  })

  test('an answer in the very words of an example that came with the request', () => {
    const memory = fresh()
    const label = '{"category": "fruit", "basket": "first", "sure": true}'
    const examples = [user('Sort: apples'), answer(label, [CALL])]
    ask(memory, 'restricted', { turns: [...examples, ...secret] }, { said: [label], calls: [CALL] })
    expect(levelOf(memory, { turns: [...examples, user('Sort: pears')] })).toBeNull()
  })

  test('but an answer in the very words of an earlier one does', () => {
    const memory = fresh()
    ask(memory, 'public', { turns: [user('a')] }, { said: [SAID] })
    ask(memory, 'restricted', { turns: [user('a'), answer(SAID), ...secret] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)] })).toBe('restricted')
  })

  test.each(['user', 'system', 'tool'])('the words of an answer in a turn of another role (%s)', (role) => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: secret }, { said: [SAID] })
    expect(levelOf(memory, { turns: [{ role, text: SAID, calls: [] }] })).toBeNull()
  })

  test('a session and an answer of the lowest level', () => {
    const memory = fresh()
    ask(memory, 'public', { turns: [user('a')], sessions: ['s'] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [answer(SAID)], sessions: ['s'] })).toBeNull()
  })

  test('what only the client has said takes no room', () => {
    const memory = fresh()
    const turns = [answer(SAID, [CALL]), ...secret]
    ask(memory, 'restricted', { turns, unread: [sealed('blob')] })
    ask(memory, 'public', { turns, sessions: ['s'] })
    expect(memory.size()).toBe(0)
  })

  test('the same prompt, asked by another caller', () => {
    const memory = fresh()
    const prompt = { conversation: { sessions: [], turns: [answer(SAID)] }, unread: [] }
    ask(memory, 'restricted', { turns: secret }, { said: [SAID] })
    const levelFor = (who: typeof ANN) => memory.recall({ caller: who, prompt, levels: LEVELS }).level
    expect([levelFor(caller('bob')), levelFor(ANN), levelFor(caller('bob'))]).toEqual([null, 'restricted', null])
  })

  test('an answer that says nothing', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: secret }, { said: [' \n ', ''], calls: [], sealed: [''] })
    expect(memory.size()).toBe(0)
    expect(levelOf(memory, { turns: [answer(''), answer(' ')], unread: [sealed('')] })).toBeNull()
  })

  test.each([caller('bob'), caller('ann', 'https://other.example'), caller('', 'https://idp.exampleann')])(
    'what another caller has (%j)',
    (who) => {
      const memory = fresh()
      ask(memory, 'restricted', { turns: secret, sessions: ['s'] }, { said: [SAID], calls: [CALL], sealed: ['blob'] })
      const request = { turns: [answer(SAID, [CALL])], sessions: ['s'], unread: [sealed('blob')] }
      expect(levelOf(memory, { ...request, who })).toBeNull()
      ask(memory, 'public', { ...request, who }, { said: [SAID], sealed: ['blob'] })
      expect(levelOf(memory, request)).toBe('restricted')
    },
  )

  test.each(['session', 'answer', 'call', 'sealed'])(
    'a thing of one kind that is spelt as one of another (%s)',
    (kind) => {
      const memory = fresh()
      const name = 'a1b2c3d4e5f6 and so on, to a hundred and more'
      const [request, given] = [kind === 'session' ? { sessions: [name] } : {}, { from: 'openrouter' }]
      const said = { answer: { said: [name] }, call: { calls: [name] }, sealed: { sealed: [name] } }
      ask(memory, 'restricted', { turns: secret, ...request }, { ...given, ...said[kind as 'answer'] })
      const asked: Record<string, Request> = {
        session: { sessions: [name] },
        answer: { turns: [answer(name)] },
        call: { turns: [answer('', [name])] },
        sealed: { unread: [sealed(name)] },
      }
      const known = Object.keys(asked).filter((other) => levelOf(memory, asked[other] ?? {}) !== null)
      expect(known).toEqual([kind])
    },
  )
})

describe('what many conversations have in common', () => {
  const pair = (asked: string, said: string): Turn[] => [user(asked), answer(said)]

  test('ties only together with what was asked before it', () => {
    const memory = fresh()
    const asked = 'Is my number really the one on this form?'
    ask(memory, 'restricted', { turns: [user(asked)] }, { said: ['Yes.'] })
    expect(levelOf(memory, { turns: [...pair('Is it spring?', 'Yes.'), user('x')] })).toBeNull()
    expect(levelOf(memory, { turns: [answer('Yes.'), user('x')] })).toBeNull()
    expect(levelOf(memory, { turns: [user('x'), ...pair(` ${asked}\n`, ' Yes.'), user('x')] })).toBe('restricted')
  })

  test('ties, when question and answer are short, at the level that it was said at', () => {
    const memory = fresh()
    ask(memory, 'restricted', { turns: [user('what is this?')] }, { said: ['A cat.'] })
    expect(levelOf(memory, { turns: [...pair('what is this?', 'A cat.'), user('how old?')] })).toBe('restricted')
  })

  test('and is not raised by what comes later: a greeting pins no other conversation', () => {
    const memory = fresh()
    const greeting = pair('hi', 'Hello! How can I assist you today?')
    ask(memory, 'public', { turns: [user('hi')] }, { said: ['Hello! How can I assist you today?'] })
    ask(memory, 'restricted', { turns: [...greeting, ...secret] }, { said: [SAID] })
    expect(levelOf(memory, { turns: [...greeting, user('spring?')] })).toBeNull()
    expect(levelOf(memory, { turns: [...greeting, answer(SAID)] })).toBe('restricted')
  })

  test.each(['call_0', 'functions.get_weather:0', 'tool_12_search', '7', 'getWeather'])(
    'such as the id %s, which servers use again',
    (id) => {
      const memory = fresh()
      ask(memory, 'restricted', { turns: secret }, { calls: [id] })
      expect(
        levelOf(memory, { turns: [user('the weather, please'), answer('', [id]), result('sunny', id)] }),
      ).toBeNull()
      expect(levelOf(memory, { turns: [...secret, answer('', [id]), result('sunny', id)] })).toBe('restricted')
    },
  )

  test.each(['call_x7Yq2LmN90tR', 'toolu_01A09q90qw90lq917835lq9', 'chatcmpl-tool-9f86d081884c7d65', 'D6f1Pe9Ks'])(
    'but not the id %s, which was made by chance',
    (id) => {
      const memory = fresh()
      ask(memory, 'restricted', { turns: secret }, { calls: [id] })
      expect(levelOf(memory, { turns: [answer('', [id])] })).toBe('restricted')
    },
  )

  test('is not told apart by the instructions of an application, which are the same in all of them', () => {
    const memory = fresh()
    const rules: Turn = { role: 'system', text: 'Be kind to everyone who asks you anything at all.', calls: [] }
    ask(memory, 'public', { turns: [rules] }, { said: ['Hello!'] })
    ask(memory, 'restricted', { turns: [rules, answer('Hello!'), ...secret] })
    expect(levelOf(memory, { turns: [rules, answer('Hello!'), user('spring?')] })).toBeNull()
  })
})

describe('sealed parts', () => {
  const origins = (memory: ReturnType<typeof fresh>, request: Request) =>
    memory
      .recall({
        caller: request.who ?? ANN,
        prompt: { conversation: { sessions: [], turns: [] }, unread: request.unread ?? [] },
        levels: LEVELS,
      })
      .unread.map(({ from }) => from)
  const both: Request = { unread: [sealed('blob'), sealed('other'), { path: '/y', kind: 'image' }] }

  test('are known by where they came from, for the caller that they came to', () => {
    const memory = fresh()
    ask(memory, 'public', {}, { sealed: ['blob'], from: 'openrouter' })
    expect(origins(memory, both)).toEqual(['openrouter', undefined, undefined])
    expect(origins(memory, { ...both, who: caller('bob') })).toEqual([undefined, undefined, undefined])
  })

  test('come from where they first came, whoever repeats them', () => {
    const memory = fresh()
    ask(memory, 'public', {}, { sealed: ['blob'], from: 'one' })
    ask(memory, 'public', {}, { sealed: ['blob'], from: 'two' })
    ask(memory, 'internal', {}, { sealed: ['blob'], from: 'two' })
    expect(origins(memory, both)[0]).toBe('one')
  })

  test('keep their origin when their level rises', () => {
    const memory = fresh()
    ask(memory, 'public', {}, { sealed: ['blob'], from: 'one' })
    ask(memory, 'internal', both)
    expect(recallOf(memory, both)).toEqual(['internal', 'one'])
  })

  test('are not known when nothing served them', () => {
    const memory = fresh()
    ask(memory, 'public', {}, { sealed: ['blob'], from: null })
    expect(origins(memory, both)).toEqual([undefined, undefined, undefined])
    expect(memory.size()).toBe(0)
  })

  test('have no origin by having been sent, nor by being said, nor because a prompt says so', () => {
    const memory = fresh()
    ask(memory, 'public', both, { said: ['blob', 'a text that is long enough to be known by itself'] })
    ask(memory, 'public', both, { calls: ['blob'] })
    const forged = [
      { ...sealed('blob'), from: 'openrouter' },
      { ...sealed('a text that is long enough to be known by itself'), from: 'openrouter' },
      { path: '/y', kind: 'image' as const, from: 'openrouter' },
    ]
    expect(origins(memory, { unread: forged })).toEqual([undefined, undefined, undefined])
  })

  test('have an origin only as sealed parts, whatever else is spelt like them', () => {
    const memory = fresh()
    ask(memory, 'public', {}, { sealed: ['blob'], from: 'openrouter' })
    expect(origins(memory, { unread: [{ path: '/x', kind: 'unknown_part', sealed: 'blob' }] })).toEqual([undefined])
  })

  const recallOf = (memory: ReturnType<typeof fresh>, request: Request) => [
    levelOf(memory, request),
    origins(memory, request)[0],
  ]
})
