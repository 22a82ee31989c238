import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { chatRequest } from '../../src/read/chat-fields.ts'
import { fieldsIn } from '../../src/read/shape.ts'
import { fieldTable } from './field-table.ts'

describe('docs/reading.md', () => {
  const page = readFileSync('docs/reading.md', 'utf8')

  test('has the table of fields that the reader goes by', () => {
    const written = page.split('\n').filter((line) => line.startsWith('|') && line.includes('`'))
    const ours = fieldTable()
      .split('\n')
      .filter((line) => line.includes('`'))
    expect(written).toEqual(ours)
  })

  test('names every field once, with a reason', () => {
    const top = fieldsIn(chatRequest).filter(({ path }) => /^\w+$/.test(path))
    const names = top.map(({ path }) => path)
    expect(new Set(names).size).toBe(names.length)
    expect(top.filter(({ row }) => row.why === '')).toEqual([])
  })
})
