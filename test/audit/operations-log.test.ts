import { describe, expect, test } from '@jest/globals'
import { operationsLog } from '../../src/audit/operations-log.ts'
import { Problem } from '../../src/terms/problem.ts'

function aLog(level: 'debug' | 'info' | 'error' = 'debug') {
  const raw: string[] = []
  const log = operationsLog({ level, write: (line) => raw.push(line) })
  return { log, raw, lines: () => raw.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const SSN = '536-22-8726'
const EMAIL = 'ann.miller@example.com'

describe('the operational log', () => {
  test('writes one JSON line for each call, with level, message, fields and time', () => {
    const { log, raw, lines } = aLog()
    log.info('listening', { status: 200, ready: true, none: null })
    log.error('a\nb')
    expect(raw.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true)
    expect(lines()[0]).toMatchObject({ level: 'info', message: 'listening', status: 200, ready: true, none: null })
    expect(lines()[0]?.['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  test('writes nothing below its level', () => {
    const { log, raw } = aLog('error')
    log.debug('x')
    log.info('x')
    log.warn('x')
    expect(raw).toEqual([])
  })

  test('redacts what redact-pii knows in messages, fields, keys and nested errors', () => {
    const { log, raw } = aLog()
    const cause = new Error(`for ${EMAIL}`, { cause: new Problem('internal_error', `SSN ${SSN}`) })
    log.error(`My SSN is ${SSN}`, {
      text: `mail ${EMAIL}`,
      [`key ${SSN}`]: 1,
      deep: { list: [{ a: `SSN ${SSN}` }] },
      node: SSN,
      code: EMAIL,
      deeper: { node: EMAIL },
      cause,
      all: new AggregateError([new Error(`SSN ${SSN}`)], EMAIL),
    })
    expect(raw.join('')).not.toContain(SSN)
    expect(raw.join('')).not.toContain(EMAIL)
    expect(raw.join('')).toContain('US_SOCIAL_SECURITY_NUMBER')
  })

  test('does not repeat what a parser quotes of its input', () => {
    const { log, raw } = aLog()
    for (const parse of [() => JSON.parse('CANARY text') as unknown, () => new RegExp(`CANARY${'('}`)]) {
      try {
        parse()
      } catch (cause) {
        log.error('failed', { cause: new Error('outer', { cause }) })
      }
    }
    expect(raw).toHaveLength(2)
    expect(raw.join('')).not.toContain('CANARY')
  })

  test('keeps the names that operators look for', () => {
    const { log, lines } = aLog()
    const names = {
      request: 'req_01K5M8ABCDEF0123456789ABCD',
      segment: '000000018233.jsonl',
      caller: 'http://127.0.0.1:8080',
      digest: 'ab01'.repeat(16),
      node: 'ms01',
    }
    log.info('names', names)
    log.info('found', { node: 'gpu@10.0.0.5' })
    expect(lines()).toMatchObject([names, { node: 'gpu@10.0.0.5' }])
  })

  test('says where an error happened, in a few frames and without its message', () => {
    const { log, lines } = aLog()
    log.error('failed', { cause: new TypeError('the message') })
    const cause = lines()[0]?.['cause'] as { name: string; message: string; stack: string }
    expect(cause).toMatchObject({ name: 'TypeError', message: 'the message' })
    expect(cause.stack).toContain('operations-log.test.ts')
    expect(cause.stack).not.toContain('the message')
    expect(cause.stack.length).toBeLessThanOrEqual(2048)
  })

  test('gives the code, reason and status of a problem', () => {
    const { log, lines } = aLog()
    log.error('failed', { cause: new Problem('invalid_token', 'bad', { reason: 'aud' }) })
    expect(lines()[0]?.['cause']).toMatchObject({
      name: 'Problem',
      code: 'invalid_token',
      reason: 'aud',
      message: 'bad',
    })
  })

  test('lets no field stand in for level or message', () => {
    const { log, lines } = aLog()
    log.warn('true message', { level: 'debug', message: 'other', timestamp: 'never' })
    expect(lines()[0]).toMatchObject({ level: 'warn', message: 'true message' })
    expect(lines()[0]?.['timestamp']).not.toBe('never')
  })

  test('cuts long texts, lists and depths, and leaves out bytes, functions and what URLs carry', () => {
    const { log, raw, lines } = aLog()
    let deep: unknown = 'bottom'
    for (let depth = 0; depth < 100; depth += 1) deep = { deep }
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    log.info('x', {
      long: 'word '.repeat(100_000),
      run: 'a1'.repeat(100_000),
      list: Array.from({ length: 1000 }, (_, index) => index),
      deep,
      circle,
      bytes: Buffer.from('CANARY'),
      call: () => 'CANARY',
      url: new URL('http://user:CANARY@host:1/path?CANARY'),
      big: 10n,
    })
    expect(raw.join('').length).toBeLessThan(4000)
    expect(raw.join('')).not.toContain('CANARY')
    expect(lines()[0]).toMatchObject({ bytes: '6 bytes', url: 'http://host:1', call: 'function', big: 'bigint' })
  })

  test('never throws, and counts what it could not write', () => {
    const lines: string[] = []
    let broken = true
    const write = (line: string) => {
      if (broken) throw new Error('EPIPE')
      lines.push(line)
    }
    const log = operationsLog({ level: 'info', write })
    log.info('a')
    log.info('b', {
      get trap(): string {
        throw new Error('getter')
      },
    })
    broken = false
    log.info('c')
    log.info('d')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { message: 'c', lost: 2 },
      { message: 'd' },
    ])
    expect(lines[1]).not.toContain('lost')
  })

  test('takes time linear in what it is given, also for texts without spaces', () => {
    const { log, lines } = aLog()
    for (let index = 0; index < 20; index += 1) log.info(`${String(index)}${'a1'.repeat(500_000)}`)
    expect(lines()).toHaveLength(20) // 18 ms for 512 characters, squared, would not end in this test's lifetime
  })
})

test('what a configuration file is told about itself keeps its addresses', () => {
  const { log, lines } = aLog()
  log.warn('configuration', { note: 'http://10.0.0.5:8000 is outside', problems: ['cordon.yaml:3:5: http://8.8.8.8'] })
  expect(lines()[0]).toMatchObject({
    note: 'http://10.0.0.5:8000 is outside',
    problems: ['cordon.yaml:3:5: http://8.8.8.8'],
  })
})
