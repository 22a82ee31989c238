import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readRecords } from '../../src/audit/read-records.ts'
import type { JsonObject } from '../../src/terms/json.ts'
import { newDir } from './a-ledger.ts'

const line = (seq: number, type = 'decision', more: JsonObject = {}) =>
  `${JSON.stringify({ v: 1, type, seq, ...more })}\n`

function aDir(segments: Readonly<Record<string, string>>): string {
  const dir = newDir()
  mkdirSync(join(dir, 'seg'))
  writeFileSync(join(dir, 'LOG'), '{"v":1,"origin":"o","created":"now"}\n')
  for (const [name, text] of Object.entries(segments)) writeFileSync(join(dir, 'seg', `${name}.jsonl`), text)
  return dir
}

async function read(dir: string, holding?: string) {
  const found: unknown[] = []
  const options = { types: ['decision'], ...(holding === undefined ? {} : { holding }) }
  const counts = await readRecords(dir, options, ({ seq }) => found.push(seq))
  return { found, ...counts }
}

describe('readRecords', () => {
  test('hands over each record once, though a failing disk made the writer write some again', async () => {
    const dir = aDir({
      '000000000000': line(0) + line(1) + line(2) + line(3),
      '000000000002': line(2) + line(3) + line(4),
    })
    expect(await read(dir)).toEqual({ found: [0, 1, 2, 3, 4], records: 5, damaged: 0 })
  })
  test('leaves out other types and the beginning of a line at the end', async () => {
    const dir = aDir({ '000000000000': line(0, 'outcome') + line(1) + line(2, 'listing') + line(3).slice(0, 20) })
    expect(await read(dir)).toEqual({ found: [1], records: 1, damaged: 0 })
  })
  test('finds what holds a text', async () => {
    const dir = aDir({ '000000000000': line(0, 'decision', { request: 'a' }) + line(1, 'decision', { request: 'b' }) })
    expect((await read(dir, '"request":"b"')).found).toEqual([1])
  })
  test.each([
    ['no JSON', '{"v":1,"type":"decision","seq":\n'],
    ['something else', 'nonsense\n'],
    ['an empty line', '\n'],
    ['another version', '{"v":2,"type":"decision","seq":1}\n'],
    ['more than any line is long', `{"v":1,"type":"decision","x":"${'y'.repeat(5 << 20)}`],
  ])('counts a line that is damaged, and goes on: %s', async (_, damage) => {
    const dir = aDir({ '000000000000': line(0) + damage, '000000000002': line(2) })
    expect(await read(dir)).toEqual({ found: [0, 2], records: 2, damaged: 1 })
  })
  test('says that there is no ledger', async () => {
    await expect(read(newDir())).rejects.toThrow('there is no file LOG here')
    await expect(read(join(newDir(), 'gone'))).rejects.toThrow('gone')
  })
})
