import { describe, expect, test } from '@jest/globals'
import { bytes, dollars, moment, roughly, share, took } from '../../src/console/lib/format.ts'

/* Numbers and times as people read them. */

describe('a moment says of which zone it is', () => {
  const at = '2026-10-25T00:30:00.123Z'
  test('UTC', () => expect(moment(at)).toBe('2026-10-25 00:30:00 UTC'))
  test('UTC, to the millisecond', () => expect(moment(at, 'utc', true)).toBe('2026-10-25 00:30:00.123 UTC'))
  test('the own zone, by how far it is from UTC', () => {
    const [whole = '', day = '', clock = '', sign = '', offset = ''] = /^(\S+) (\S+) ([+−])(\d\d:\d\d)$/.exec(moment(at, 'local')) ?? [] // prettier-ignore
    expect(whole).not.toBe('')
    expect(Date.parse(`${day}T${clock}${sign === '−' ? '-' : '+'}${offset}`)).toBe(Date.parse('2026-10-25T00:30:00Z'))
  })
})

describe('a number says what it counts', () => {
  test.each([
    [took(null), '–'],
    [took(0.4), '<1 ms'],
    [took(999.6), '1.00 s'],
    [took(59_400), '59.4 s'],
    [took(59_960), '1 min 0 s'],
    [took(119_700), '2 min 0 s'],
    [dollars(null), '–'],
    [dollars(0.000123), '$0.00012'],
    [dollars(1234.5), '$1,234.50'],
    [share(1, 0), '–'],
    [share(1, 3), '33 %'],
    [share(1, 30_000), '<0.01 %'],
    [share(0, 30_000), '0 %'],
    [bytes(999), '999 B'],
    [bytes(999_960), '1.0 MB'],
    [roughly(9_999), '9,999'],
    [roughly(1_234_567), '1.2M'],
  ])('%s', (said, expected) => expect(said).toBe(expected))
})
