import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createDetect } from '../../src/detect/detect.ts'
import { decoded, firstLook } from '../../src/detect/decode.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { asItIs } from '../../src/detect/layer.ts'
import { look, segment } from './look.ts'

const bytesOf = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'))

const WRITINGS = {
  json: (text) => JSON.stringify({ note: text }),
  'json string': (text) => JSON.stringify(text),
  'json in ASCII': (text) =>
    JSON.stringify(text).replace(/[^ -~]|[0-9<]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'UTF-16 in base64': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  percent: encodeURIComponent,
  'percent everywhere': (text) =>
    bytesOf(text)
      .map((byte) => `%${byte}`)
      .join(''),
  html: (text) => text.replace(/[&<>"'0-9]/g, (char) => `&#${String(char.charCodeAt(0))};`),
  'html in hex': (text) => [...text].map((char) => `&#x${(char.codePointAt(0) ?? 0).toString(16)};`).join(''),
  'quoted-printable': (text) =>
    bytesOf(text)
      .map((byte) => `=${byte.toUpperCase()}`)
      .join(''),
  'data: URL': (text) => `data:text/plain;base64,${Buffer.from(text).toString('base64')}`,
} satisfies Record<string, (text: string) => string>

type Writing = keyof typeof WRITINGS
const names = Object.keys(WRITINGS) as Writing[]
const written = (text: string, ...layers: readonly Writing[]) =>
  layers.reduce((inner, name) => WRITINGS[name](inner), text)

const numbers = (text: string) => look(text).filter(({ type, score }) => type === 'US_SSN' && score >= 0.5)
const plain = 'the SSN 536-22-8726 it is'

describe('layers of encoding', () => {
  const pairs = names.flatMap((first) => names.map((second) => [first, second] as const))
  test.each(pairs)('%s in %s does not hide a number, and it lies in the encoded text', (first, second) => {
    const text = written(plain, first, second)
    const hits = numbers(`Look: ${text} and tell me.`)
    expect(hits).toHaveLength(1)
    expect(hits[0]?.start).toBeGreaterThanOrEqual(6)
    expect(hits[0]?.end).toBeLessThanOrEqual(6 + text.length)
  })

  test('three of any kind are undone, in any order', () => {
    const three = fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(...names)))
    fc.assert(
      fc.property(three, (layers) => expect(numbers(written(plain, ...layers)).length).toBeGreaterThanOrEqual(1)),
      { numRuns: 150 },
    )
  })

  test('six are undone, and a seventh is a failure and not clean', () => {
    const six: readonly Writing[] = [
      'base64',
      'percent everywhere',
      'base64',
      'html in hex',
      'hex',
      'percent everywhere',
    ]
    expect(numbers(written(plain, ...six))).toHaveLength(1)
    const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
    const { failed } = detect({ segments: [segment(written(plain, ...six, 'base64'))] })
    expect(failed).toEqual([{ detector: 'decode', why: 'overloaded' }])
  })

  test.each([
    ['percent signs', plain.replaceAll('-', `%${'25'.repeat(40)}2D`)],
    ['ampersands', plain.replaceAll('-', `&${'amp;'.repeat(40)}#45;`)],
    ['backslashes', plain.replaceAll('-', `${'\\'.repeat(127)}u002d`)],
  ])('%s that are escaped again and again count once', (_, text) => expect(numbers(text)).toHaveLength(1))

  test('a long run beside an escape is read to its end', () => {
    const run = Buffer.from(`${'All is well. '.repeat(30)}${plain}`).toString('base64')
    expect(numbers(`path%2C${run}`)).toHaveLength(1)
    expect(numbers(`path,${run}%2C`)).toHaveLength(1)
  })

  test('a number that was seen before something near it was decoded is one number', () => {
    expect(numbers(JSON.stringify(JSON.stringify({ a: 'x "y" z', ssn: '536-22-8726', b: 'ä' })))).toHaveLength(1)
    expect(
      numbers(written(JSON.stringify({ a: 'x "y" z', ssn: '536-22-8726' }), 'json string', 'base64')),
    ).toHaveLength(1)
  })

  test('what is surer in a deeper layer is one finding, and what is not stays as it was seen', () => {
    const named = written(JSON.stringify({ patient: { name: 'Xyler Plughton' } }), 'json string', 'base64')
    expect(look(named)).toEqual([expect.objectContaining({ type: 'PERSON', score: 0.8 })])
    expect(look('SSN 536-22-8726 a%20b')).toEqual([expect.objectContaining({ type: 'US_SSN', via: 'plain' })])
  })

  test('all that is in one run is found, however sure its neighbours are', () => {
    const text = Buffer.from('jane.doe@acme.com, MRN: 00123456, SSN 536228726').toString('base64')
    expect(new Set(look(text).map(({ type }) => type))).toEqual(new Set(['EMAIL_ADDRESS', 'MEDICAL_RECORD', 'US_SSN']))
  })

  test('what is decoded counts beside what it stands in', () => {
    const text = `see https://acme.com/v/${Buffer.from('SSN 536-22-8726').toString('base64url')}`
    expect(numbers(text)).toHaveLength(1)
    expect(numbers(`password: ${Buffer.from('SSN 536228726 and').toString('base64')}`)).toHaveLength(1)
  })

  test.each([
    ['a zero byte', 'SSN 536-22-8726\u0000'],
    ['an invisible character', 'SSN 536\u200b-22-8726'],
    ['a control character', 'SSN \u0001536-22-8726'],
  ])('%s does not make a text unreadable', (_, text) => expect(numbers(WRITINGS.base64(text))).toHaveLength(1))

  test('a byte that is no character does not make a text unreadable', () => {
    const bytes = Buffer.concat([Buffer.from([0xc3]), Buffer.from('SSN 536-22-8726')])
    expect(numbers(bytes.toString('base64'))).toHaveLength(1)
  })

  test('a short number in base64 is found', () => {
    expect(numbers(Buffer.from('536-22-8726').toString('base64'))).toHaveLength(1)
  })
})

describe('bombs', () => {
  const all = (text: string) => {
    const failures: string[] = []
    const raw = asItIs(text)
    const texts = [...decoded(raw, firstLook(raw), () => failures.push('unread'))].map(({ layer }) => layer.text.length)
    return { length: texts.reduce((sum, one) => sum + one, 0), count: texts.length, failures }
  }
  const nested = (text: string, times: number, wrap: (inner: string) => string): string =>
    times === 0 ? text : nested(wrap(text), times - 1, wrap)

  /** One sign that is escaped again by turns, so that each layer is hardly shorter than the one before. */
  const little = (times: number) => {
    const sign = nested('&#65;', times, (text) =>
      text.startsWith('&') ? `%26${text.slice(1)}` : `&#37;${text.slice(1)}`,
    )
    return `${'x '.repeat(40)}${sign}=41=42${' y'.repeat(40)}`
  }

  test.each([
    ['base64 in base64', nested('SSN 536-22-8726', 24, WRITINGS.base64)],
    ['hex in hex', nested('SSN 536-22-8726', 10, WRITINGS.hex)],
    ['percent in percent', nested('%'.repeat(40), 9, encodeURIComponent)],
    ['percent and HTML by turns', nested('%&'.repeat(40), 4, (text) => WRITINGS.html(encodeURIComponent(text)))],
    ['JSON in JSON', nested('"\\'.repeat(10), 8, JSON.stringify)],
    [
      'JSON and quoted-printable by turns',
      nested('"=', 3, (text) => WRITINGS['quoted-printable'](JSON.stringify(text))),
    ],
    ['an escape in every gap', '%41=41'.repeat(8_000)],
    ['escapes within reach of one another', `${'x'.repeat(90)}%41=42=43&amp;QUJDREVGR0hJSktMTU5P `.repeat(500)],
    ['little by little, with words between', little(5).repeat(100)],
    ['little by little, in two writings', little(3).repeat(100)],
    ['many runs', 'QUJDREVGR0hJSktMTU5P '.repeat(4_000)],
    ['one long run', 'QUJDREVGR0hJSktMTU5P'.repeat(10_000)],
    ['tag characters', '\u{e0041}'.repeat(20_000)],
    ['tag characters with gaps', 'a\u{e0041}'.repeat(20_000)],
    ['selectors', '\ufe04\ufe01'.repeat(20_000)],
  ])('%s take no more than a multiple of the text', (_, text) => {
    const { length, count, failures } = all(text)
    expect(length).toBeLessThanOrEqual(6 * text.length + 1024)
    expect(count).toBeLessThanOrEqual(text.length + 1024)
    expect(failures.length).toBeLessThanOrEqual(2)
  })

  test('what was undone once is not undone again: ordinary escapes of all kinds are three times the text', () => {
    const text = 'a%20b and =C3=A4 &amp; so on, "x\\ny" and words to go on with '.repeat(200)
    const { length, failures } = all(text)
    expect(length).toBeLessThan(3.2 * text.length)
    expect(failures).toEqual([])
  })

  test('what is left when there is too much is a failure, and not clean', () => {
    const bomb = nested('SSN 536-22-8726', 7, (text) =>
      WRITINGS['percent everywhere'](text).replaceAll('%', '&#37;'),
    ).slice(0, 60_000)
    const { failed } = createDetect({ detectors: DETECTORS, now: () => 0 })({ segments: [segment(bomb)] })
    expect(failed).toContainEqual({ detector: 'decode', why: 'overloaded' })
  })
})

describe('invisible characters', () => {
  const tags = (text: string) => [...text].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('')
  const selector = (byte: number) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16)
  const selectors = (text: string) => [...Buffer.from(text)].map(selector).join('')
  const secret = 'SSN 536-22-8726'

  test.each([
    ['tag characters', `hello ${tags(secret)} world`],
    ['tag characters between letters', [...secret].map((char) => `x${tags(char)}`).join('')],
    ['tag characters in several places', `one ${tags('my SSN:')} two ${tags('536-22-8726')} three`],
    ['variation selectors', `hello 😀${selectors(secret)} world`],
    ['variation selectors after emoji', `${'❤️ '.repeat(20)}${selectors(secret)}`],
    ['variation selectors between letters', [...secret].map((char) => `x${selectors(char)}`).join('')],
    ['tag characters in base64', Buffer.from(tags(secret)).toString('base64')],
    [
      'tag characters in JSON',
      JSON.stringify(tags(secret)).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`),
    ],
    ['base64 in tag characters', tags(Buffer.from(secret).toString('base64'))],
    ['base64 in variation selectors', `😀${selectors(Buffer.from(secret).toString('base64'))}`],
  ])('%s are read', (_, text) => expect(numbers(text).length).toBeGreaterThanOrEqual(1))

  test('the place is that of the characters that say it', () => {
    const hidden = tags('536-22-8726')
    const text = `visible ${tags('my SSN is ')}${hidden} text`
    expect(numbers(text).map(({ start, end }) => text.slice(start, end))).toEqual([hidden])
  })

  test.each([
    [
      'selectors in a writing that nobody knows',
      `😀${Array.from({ length: 60 }, (_, i) => selector((i * 37) % 256)).join('')}`,
    ],
    ['stray selectors', Array.from({ length: 20 }, (_, i) => `x${selector(0x80 + i)}`).join('')],
    ['sixteen values in a row', `a${'\ufe03\ufe05\ufe03\ufe03'.repeat(8)}`],
  ])('%s are unread, and not clean', (_, text) => {
    const { failed } = createDetect({ detectors: DETECTORS, now: () => 0 })({ segments: [segment(text)] })
    expect(failed).toEqual([{ detector: 'decode', why: 'overloaded' }])
  })

  test.each([
    ['emoji', 'I ❤️ this ☀️ and ✂️ that ☎︎ too '.repeat(40)],
    ['keycaps', '1️⃣ first 2️⃣ second 3️⃣ third '.repeat(20)],
    ['flags of regions', 'England 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and Scotland 🏴󠁧󠁢󠁳󠁣󠁴󠁿 '.repeat(10)],
    ['ideographs with glyphs of their own', '葛\u{e0100}城市と辻\u{e0101}さんの邉\u{e010e} '.repeat(30)],
  ])('%s hide nothing', (_, text) => expect(look(text)).toEqual([]))
})
