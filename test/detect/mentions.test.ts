import { describe, expect, test } from '@jest/globals'
import { phrases } from '../../src/detect/fold.ts'
import { keysOf, mentions } from '../../src/detect/mentions.ts'
import { segment } from './look.ts'

const KEYS = keysOf(phrases('matricula,numero de poliza,strasse,user name,αφμ,егн'))
const says = (text: string, path = '') => mentions(text, segment(text, path), KEYS)

describe('a text mentions a label', () => {
  test.each([
    'Matrícula: 1',
    'nu\u0301mero de po\u0301liza 1',
    'STRASSE 1',
    'die Straße 1',
    'userName=1',
    'user_name 1',
    'user: 1',
    'ΑΦΜ 1',
    'ЕГН 1',
    'poliza',
    '日本語の何か',
  ])('%s', (text) => expect(says(text)).toBe(true))

  test('in its path', () => expect([says('1', '/a/matricula'), says('1', '/a/b')]).toEqual([true, false]))

  test.each(['', 'nothing here', 'matriculation', 'polizas', 'de', 'my naming', '“quoted” – dashed'])(
    'and %j does not',
    (text) => expect(says(text)).toBe(false),
  )

  test('whatever was asked before', () => {
    for (let i = 0; i < 70_000; i++) mentions(`a${String(i)}`, segment(''), KEYS)
    expect([says('poliza'), says('nothing'), says('poliza')]).toEqual([true, false, true])
  })
})

test('words that are new are seen in a text that was looked at before', () => {
  expect(says('egnater 1')).toBe(false)
  expect(mentions('egnater 1', segment('egnater 1'), keysOf(phrases('egnater')))).toBe(true)
})
