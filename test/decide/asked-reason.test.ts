import { describe, expect, test } from '@jest/globals'
import { askedReason } from '../../src/decide/asked-reason.ts'

const asBytes = (text: string) => Buffer.from(text).toString('latin1')

describe('a reason', () => {
  test.each([
    ['is none where there is no header', [], null],
    ['is what the header says', ['incident 4711, agreed with legal'], 'incident 4711, agreed with legal'],
    ['may be in any script', [asBytes('Störung 4711, mit Müller geklärt')], 'Störung 4711, mit Müller geklärt'],
    ['loses the spaces around it', ['  ten letters  '], 'ten letters'],
    ['may have 200 characters', ['x'.repeat(200)], 'x'.repeat(200)],
  ])('%s', (_, values, reason) => {
    expect(askedReason(values)).toBe(reason)
  })
  test.each([
    ['is too short', ['because']],
    ['is empty', ['']],
    ['is blank', [' '.repeat(20)]],
    ['is too long', ['x'.repeat(201)]],
    ['stands there twice', ['incident 4711, one', 'incident 4711, two']],
    ['is not UTF-8', ['incident \u00ff\u00fe 4711']],
    ['hides something', [asBytes('incident\u202e 1174 and more')]],
    ['has a line break in it', [asBytes('incident\u2028 4711 and more')]],
    ['has a control character in it', ['incident\u0007 4711 and more']],
  ])('is refused when it %s, without being quoted', (_, values) => {
    const refusal = expect.objectContaining({ code: 'invalid_request', param: 'x-cordon-reason', says: expect.not.stringContaining('incident') }) // prettier-ignore
    expect(() => askedReason(values)).toThrow(refusal as unknown as Error)
  })
})
