import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createAffinity } from '../../src/route/affinity.ts'
import type { Segment } from '../../src/terms/prompt.ts'

const KEY = new Uint8Array(32).fill(7)
const say = (...texts: readonly string[]): readonly Segment[] =>
  texts.map((text, index) => ({
    path: `/messages/${String(index)}/content`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    kind: 'value',
    text,
  }))
const texts = fc.array(fc.string({ maxLength: 5_000 }), { minLength: 1, maxLength: 6 })

describe('a conversation that went on', () => {
  test('has what it was as its beginning', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { trail } = createAffinity({ key: KEY })
        const short = trail('t', 'm', say(...before))
        expect(trail('t', 'm', say(...before, ...after)).slice(0, short.length)).toEqual(short)
      }),
    )
  })

  test('finds the node that has seen most of it first', () => {
    const { trail, saw, known } = createAffinity({ key: KEY })
    saw(trail('t', 'm', say('rules', 'hello')), 'n1')
    saw(trail('t', 'm', say('rules', 'hello', 'what is it?')), 'n2')
    saw(trail('t', 'm', say('rules', 'hello', 'who is it?')), 'n3')
    expect(known(trail('t', 'm', say('rules', 'hello', 'what is it?', 'this')))).toEqual(['n2', 'n3', 'n1'])
    expect(known(trail('t', 'm', say('rules', 'goodbye')))).toEqual([]) // everyone's first block
    expect(known(trail('t', 'm', say('rules')))).toEqual(['n3', 'n2', 'n1']) // all of it
  })

  test('finds it when only the end of a long text is another', () => {
    const { trail, saw, known } = createAffinity({ key: KEY })
    const long = 'x'.repeat(10_000)
    saw(trail('t', 'm', say(`${long}one`)), 'n1')
    expect(known(trail('t', 'm', say(`${long}two`)))).toEqual(['n1'])
  })
})

describe('nothing is shared', () => {
  const sets = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), {
    minLength: 2,
    maxLength: 4,
    selector: (it) => JSON.stringify(it),
  })

  test('between two tenants, nor between two models', () => {
    fc.assert(
      fc.property(sets, texts, (all, said) => {
        const { trail } = createAffinity({ key: KEY })
        const entries = all.map(([scope, model]) => trail(scope, model, say(...said)))
        expect(new Set(entries.flat()).size).toBe(entries.reduce((sum, { length }) => sum + length, 0))
      }),
    )
  })

  test('between two processes: a hash says nothing without the key', () => {
    const one = createAffinity({ key: KEY }).trail('t', 'm', say('hello'))
    expect(createAffinity({ key: new Uint8Array(32).fill(8) }).trail('t', 'm', say('hello'))).not.toEqual(one)
    expect(one.every((entry) => /^[\w-]{22}$/.test(entry))).toBe(true)
  })

  test('by moving a border between two messages or roles', () => {
    const { trail } = createAffinity({ key: KEY })
    const last = (...said: readonly string[]) => trail('t', 'm', say(...said)).at(-1)
    expect(new Set([last('ab', 'c'), last('a', 'bc'), last('abc'), last('', 'abc')]).size).toBe(4)
  })
})

test('memory is bounded, and what was not used for longest goes first', () => {
  const { trail, saw, known, size } = createAffinity({ key: KEY, most: 10 })
  const first = trail('t', 'm', say('first'))
  for (let i = 0; i < 100; i++) {
    saw(first, 'n0')
    saw(trail('t', 'm', say(`text ${String(i)}`)), 'n1')
  }
  expect([size(), known(first)]).toEqual([10, ['n0']])
})

test('a long prompt costs no more than its beginning', () => {
  const { trail } = createAffinity({ key: KEY })
  expect(trail('t', 'm', say(...Array.from({ length: 500 }, () => 'x'))).length).toBe(96)
})
