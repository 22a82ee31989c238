import { describe, expect, test } from '@jest/globals'
import { didYouMean } from '../../src/terms/suggest.ts'
import { whyOf } from '../../src/terms/why.ts'

/* What may be said of an error: never its message. */

const CANARY = 'the-heron-at-the-weir.ts:1:1'
const ROOT = new URL('../../src/', import.meta.url).href
const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
  throw new Error('nothing was thrown')
}
const with_ = (more: object, error = new Error('it broke')) => Object.assign(error, more)

describe('of an error is said', () => {
  test('its name, its code, and where in our own code it came from', () => {
    const thrown = thrownBy(() => didYouMean(null as never, ['a name']))
    expect(whyOf(thrown)).toMatch(/^TypeError at terms\/suggest\.ts:\d+:\d+( < terms\/suggest\.ts:\d+:\d+)*$/)
    expect(whyOf(with_({ code: 'ENOENT' }))).toBe('Error ENOENT')
  })

  test('what it was caused by, and no longer a chain than is read', () => {
    const cause = with_({ code: 'EACCES' }, new RangeError('inner'))
    expect(whyOf(new Error('outer', { cause }))).toBe('Error, because of RangeError EACCES')
    const around: Error = new Error('around')
    around.cause = around
    expect(whyOf(around)).toBe('Error, because of Error, because of Error, because of Error')
  })

  const rows: readonly [string, unknown][] = [
    ['its message', new Error(CANARY)],
    ['a message of many lines', new Error(`a\n    at ${ROOT}${CANARY}\n    at ${ROOT}desks/${CANARY}`)],
    ['a message like all of a stack', with_({ message: '' }, new Error(`\n    at ${ROOT}${CANARY} said`))],
    ['a message that was changed', with_({ message: 'other' }, new Error(`\n    at ${ROOT}${CANARY}`))],
    ['its name', with_({ name: CANARY })],
    ['its code', with_({ code: CANARY })],
    ['its stack', with_({ stack: `Error: ${CANARY}\n    at ${CANARY} (${CANARY})` })],
    ['other fields', with_({ input: CANARY, [CANARY]: 1 })],
    ['its cause', new Error('outer', { cause: CANARY })],
    ["its cause's message", new Error('outer', { cause: new SyntaxError(CANARY) })],
    ['a text', CANARY],
    ['a number', 17],
    ['null', null],
    ['nothing', undefined],
    ['what is like an error', { message: CANARY, stack: `${CANARY}\n    at ${CANARY}`, name: CANARY }],
    ['what the parser says', thrownBy(() => JSON.parse(`{"${CANARY}`))],
    ['a getter that throws', Object.defineProperty(new Error('x'), 'stack', { get: () => JSON.parse(CANARY) as string })], // prettier-ignore
  ]
  test.each(rows)('and not %s', (_what, thrown) => {
    expect(whyOf(thrown)).not.toContain('heron')
    expect(whyOf(thrown)).toMatch(/^(?:[A-Z]\w+Error|Error|no error|something)/)
  })
})
