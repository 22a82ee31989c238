import { describe, expect, test } from '@jest/globals'
import { holdsBlob, withoutPayload } from '../../src/read/blob.ts'

const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 167 + (at >> 3) * 59 + 11) & 0xff))
const base64 = bytes.toString('base64')
const lines = (text: string, width: number, gap: string) => text.replace(new RegExp(`.{${width}}`, 'g'), `$&${gap}`)
const prose = 'Please summarise the minutes of the meeting, and keep to half a page. '.repeat(40)
const paths = Array.from(
  { length: 40 },
  (_, at) => `/home/projects/service/modules/accounting/internal/reports/year-${at}`,
)

describe('a blob', () => {
  test.each([
    ['base64', base64],
    ['exactly 256 characters of base64', base64.slice(0, 256)],
    ['base64url', bytes.toString('base64url')],
    ['hexadecimal', bytes.toString('hex')],
    ['zeros and ones', [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')],
    ['base64 in lines of 76', lines(base64, 76, '\r\n')],
    ['base64 in lines of 64, indented', lines(base64, 64, '\n    ')],
    ['base64 in lines, escaped once more', lines(base64, 64, '\\n')],
    ['hexadecimal in lines', lines(bytes.toString('hex'), 64, '\n')],
    ['a short data URL', 'x data:image/png;base64,iVBORw0KGgoAAAANSUhEUg y'],
    ['a data URL with a charset', 'data:text/plain;charset=utf-8;base64,VGhlIHF1aWNrIGJyb3du'],
    ['base64 amid prose', `${prose}${base64.slice(0, 300)}${prose}`],
    ['base64 at the very end', prose + base64.slice(0, 256)],
  ])('is seen in %s', (_name, text) => expect(holdsBlob(text)).toBe(true))

  test('is seen wherever it begins', () => {
    for (let at = 0; at < 100; at++) expect(holdsBlob(`${' '.repeat(at)}${base64.slice(0, 256)} `)).toBe(true)
  })

  test.each([
    ['prose', prose],
    ['255 characters of base64', base64.slice(0, 255)],
    ['a list of paths', paths.join('\n')],
    ['a line of dashes', '-'.repeat(2000)],
    ['a line of signs', '=-'.repeat(2000)],
    ['one letter, often', 'a'.repeat(2000)],
    ['a long sentence without spaces, in another script', '请总结会议纪要并保持在半页以内'.repeat(100)],
    [
      'a few long names',
      `${'aB3'.repeat(20)} and ${'aB3'.repeat(20)} and ${'aB3'.repeat(20)} and ${'aB3'.repeat(20)} and more`,
    ],
    ['compact JSON', JSON.stringify(Array.from({ length: 100 }, (_, at) => ({ id: at, name: 'x' })))],
    ['a data URL in words', 'write data:image/png;base64, and then the image'],
  ])('is not seen in %s', (_name, text) => expect(holdsBlob(text)).toBe(false))

  test('leaves nothing to look at only where nothing stands beside it', () => {
    const head = 'data:image/png;name=Maria Schneider;base64,'
    expect(withoutPayload(base64)).toBe('')
    expect(withoutPayload(head + base64)).toBe(head)
    for (const text of [
      'data:Maria',
      `data:x ${base64}`,
      `${base64} Maria`,
      'a'.repeat(2000),
      `${head}${base64} Maria`,
    ]) {
      expect(withoutPayload(text)).toBe(text)
    }
  })
})
