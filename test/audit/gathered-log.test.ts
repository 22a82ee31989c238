import { describe, expect, test } from '@jest/globals'
import { operationsLog } from '../../src/audit/operations-log.ts'

const settled = () => new Promise((done) => setTimeout(done, 50))
const linesIn = (text = '') => text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as object) // prettier-ignore

describe('a log that gathers lines', () => {
  test('writes lines together that come at nearly the same time, in their order', async () => {
    const writes: string[] = []
    const log = operationsLog({ level: 'debug', write: (lines) => void writes.push(lines), gatherMs: 5 })
    for (const message of ['a', 'b', 'c']) log.info(message)
    expect(writes).toEqual([])
    await settled()
    expect(writes.map(linesIn)).toEqual([['a', 'b', 'c'].map((message) => expect.objectContaining({ message }))])
  })

  test.each(['warn', 'error'] as const)('writes what waits, and then a line at %s, at once', (level) => {
    const writes: string[] = []
    const log = operationsLog({ level: 'debug', write: (lines) => void writes.push(lines), gatherMs: 3_600_000 })
    log.info('a', { level: 'warn', note: '{"level":"error"' })
    log[level]('b')
    expect(writes.map((text) => linesIn(text).length)).toEqual([2])
  })

  test('lets no more wait than a bound', () => {
    const writes: string[] = []
    const log = operationsLog({ level: 'debug', write: (lines) => void writes.push(lines), gatherMs: 3_600_000 })
    for (let n = 0; n < 250; n += 1) log.info('a')
    expect(writes.map((text) => linesIn(text).length)).toEqual([100, 100])
    log.error('last')
  })

  test('counts all lines that could not be written together', () => {
    const writes: string[] = []
    let isBroken = true
    const write = (lines: string) => {
      if (isBroken) throw new Error('no room')
      writes.push(lines)
    }
    const log = operationsLog({ level: 'debug', write, gatherMs: 3_600_000 })
    log.info('a')
    log.error('b')
    isBroken = false
    log.error('c')
    expect(linesIn(writes[0])).toEqual([expect.objectContaining({ message: 'c', lost: 2 })])
  })
})
