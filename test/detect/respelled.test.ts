import { describe, expect, test } from '@jest/globals'
import { deflateSync, gzipSync } from 'node:zlib'
import { look, seen, segment } from './look.ts'
import { asItIs } from '../../src/detect/layer.ts'
import { respelled } from '../../src/detect/respelled.ts'
import { createDetect } from '../../src/detect/detect.ts'
import { DETECTORS } from '../../src/detect/detectors.ts'
import { madeIban, mixed, withLuhn } from './made-up.ts'

/** What is hidden: after words that say what it is, as they would stand in a prompt. */
const VALUES = {
  CREDIT_CARD: ['my card is ', withLuhn('453201511283036')],
  US_SSN: ['my SSN is ', '536-22-8726'],
  IBAN_CODE: ['IBAN: ', madeIban('DE', '370400440532013000')],
  SECRET: ['use the token ', `gh${'p_'}${mixed(36)}`],
  EMAIL_ADDRESS: ['write to ', 'jane.doe@acme.com'],
  PHONE_NUMBER: ['phone: ', '212-736-5000'],
} as const
type Kind = keyof typeof VALUES
const ALL = Object.keys(VALUES) as Kind[]

const middle = (by: string) => (value: string) => {
  const half = Math.floor(value.length / 2)
  return value.slice(0, half) + by + value.slice(half)
}
const between = (by: string) => (value: string) => value.split('').join(by)
const words = (list: string, by = ' ') => {
  const all = list.split(' ')
  return (value: string) =>
    [...value]
      .map(
        (char, i) =>
          (i > 0 && /\w/.test(value.charAt(i - 1)) && /\d/.test(char) ? by : '') +
          (/\d/.test(char) ? (all[Number(char)] ?? '') : char),
      )
      .join('')
}
const bytes =
  (base: number, by: string, width = 0) =>
  (value: string) =>
    [...Buffer.from(value)].map((byte) => byte.toString(base).padStart(width, '0')).join(by)

/** Each way to write it, and the kinds that are missed then. */
const WAYS: readonly (readonly [string, (value: string) => string, ...Kind[]])[] = [
  ['spaces between all', between(' ')],
  ['two spaces between all', between('  ')],
  ['tabs between all', between('\t')],
  ['line breaks between all', between('\n')],
  ['commas between all', between(', ')],
  ['bars between all', between('|')],
  ['slashes between all', between('/')],
  ['dots between all', between('.'), 'EMAIL_ADDRESS'],
  ['hyphens between all', between('-'), 'PHONE_NUMBER'],
  ['underscores between all', between('_'), 'SECRET'],
  ['brackets around each', (value) => value.replace(/(.)/g, '[$1]')],
  ['quotes around each', (value) => `"${value.split('').join('" "')}"`],
  ['a list of characters', (value) => `["${value.split('').join('", "')}"].join("")`],
  ['a tag within', middle('<b>')],
  ['tags around parts', (value) => value.replace(/(.{4})/g, '<b>$1</b>')],
  ['two tags within', middle('</span><span class="x">')],
  ['a comment within', middle('<!-- not here -->')],
  ['a word break within', middle('<wbr>')],
  ['bold', middle('**')],
  ['code marks', middle('`')],
  ['strikethrough', middle('~~')],
  ['two strings added', (value) => `"${middle('" + "')(value)}"`],
  ['two strings added over lines', (value) => `'${middle("' +\n    '")(value)}'`],
  ['two strings with a dot', (value) => `'${middle("' . '")(value)}'`],
  ['two strings side by side', (value) => `"${middle('" "')(value)}"`],
  ['a continued line', middle('\\\n  ')],
  ['a line break in an answer', middle('\n> '), 'SECRET', 'EMAIL_ADDRESS', 'PHONE_NUMBER'],
  ['English words', words('zero one two three four five six seven eight nine'), 'SECRET'],
  ['German words', words('null eins zwei drei vier fünf sechs sieben acht neun'), 'SECRET'],
  ['French words', words('zéro un deux trois quatre cinq six sept huit neuf'), 'SECRET'],
  ['Spanish words', words('cero uno dos tres cuatro cinco seis siete ocho nueve'), 'SECRET'],
  ['Italian words', words('zero uno due tre quattro cinque sei sette otto nove'), 'SECRET'],
  ['Portuguese words', words('zero um dois três quatro cinco seis sete oito nove'), 'SECRET'],
  ['Dutch words', words('nul een twee drie vier vijf zes zeven acht negen'), 'SECRET'],
  ['Polish words', words('zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć'), 'SECRET'],
  ['Chinese digits', words('零 一 二 三 四 五 六 七 八 九', ''), 'SECRET'],
  ['words and commas', words('zero one two three four five six seven eight nine', ', '), 'SECRET', 'IBAN_CODE'],
  ['letters for digits', (value) => value.replaceAll('0', 'O').replaceAll('1', 'l'), 'IBAN_CODE'],
  ['bytes in hexadecimal', bytes(16, ' ', 2)],
  ['an array of bytes', (value) => [...Buffer.from(value)].map((byte) => `0x${byte.toString(16)}`).join(', ')],
  ['a number in hexadecimal', (value) => `0x${Buffer.from(value).toString('hex')}`],
  ['codes of characters', bytes(10, ', ')],
  ['bytes in binary', bytes(2, ' ', 8)],
  ['gzip in base64', (value) => gzipSync(value).toString('base64')],
  ['zlib in base64', (value) => deflateSync(value).toString('base64')],
]

/** Words stand for digits alone: an address has none to spell. */
const isAsked = (way: string, kind: Kind, misses: readonly Kind[]) =>
  !misses.includes(kind) && !(/words|Chinese/.test(way) && kind === 'EMAIL_ADDRESS')

describe.each(WAYS)('%s', (way, write, ...misses) => {
  test.each(ALL.filter((kind) => isAsked(way, kind, misses)))('do not hide a %s', (kind) => {
    const [label, value] = VALUES[kind]
    const written = write(value)
    const text = `Hello there, ${label}${written} and please tell me more.`
    const hits = look(text).filter(({ type, score }) => type === kind && score >= 0.5)
    expect(hits).not.toEqual([])
    const [from, to] = [text.indexOf(written), text.indexOf(written) + written.length]
    expect(hits.some(({ start, end }) => start < to && end > from)).toBe(true)
  })
})

test.each([
  ['a count', 'One two three four, can you hear me? Five six.'],
  ['an outline', '1. one\n2. two\n3. three\n4. four'],
  ['a row of digits', 'x = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0]'],
  ['an alphabet', 'a b c d e f g h i j k l m n o p q r s t u v w x y z'],
  ['a list of names in code', `const keys = ['id', 'at', 'to', 'by', 'of', 'on', 'in', 'up', 'no']`],
  ['a table in HTML', '<tr><td>4532</td><td>0151</td><td>1283</td><td>0366</td></tr>'],
  ['strings added', `const path = 'src/' + name + '.ts' + "?x=" + "1"`],
  ['small numbers', '32, 64, 96, 40, 72, 104, 48, 80, 112, 56, 88, 120'],
  ['emphasis', 'This is **very** important, and `code` is `here`.'],
  ['a picture in base64', Buffer.from(Array.from({ length: 90 }, (_, i) => (i * 37) % 251)).toString('base64')],
])('%s is not put together to anything', (_, text) => expect(seen(text)).toEqual([]))

test('what is compressed and larger than is read fails, and is not passed over', () => {
  const detect = createDetect({ detectors: DETECTORS, now: () => 0 })
  const bomb = gzipSync(Buffer.alloc(200_000, 'a')).toString('base64')
  expect(detect({ segments: [segment(bomb)] }).failed).toEqual([{ detector: 'decode', why: 'overloaded' }])
})

test.each([
  ['the next key of an object', '{"level":"info","ms":12,"id": "x1"}', 0],
  ['short strings in a list', '["info","ms","12"]', 1],
])('%s', (_, text, layers) => expect([...respelled(asItIs(text))]).toHaveLength(layers))
