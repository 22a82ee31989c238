import { describe, expect, test } from '@jest/globals'
import { checkMedia } from '../../src/read/media-type.ts'
import { problemOf } from './problem-of.ts'

describe('the media type', () => {
  test.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json;',
  ])('%s is read', (type) => expect(() => checkMedia(type, undefined)).not.toThrow())

  test.each([
    undefined,
    '',
    'text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json, text/plain',
    'application/jsonl',
    'application/json; charset=utf-8; charset=utf-16',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    `application/json${' '.repeat(100_000)}x`,
  ])('%p is refused with 415', (type) => {
    expect(problemOf(() => checkMedia(type, undefined))).toMatchObject({ code: 'unsupported_media_type', status: 415 })
  })

  test.each([undefined, 'identity', 'Identity'])('the content encoding %p is read', (encoding) => {
    expect(() => checkMedia('application/json', encoding)).not.toThrow()
  })

  test.each(['gzip', 'zstd', 'br', 'identity, gzip', 'identity, identity', 'x', ''])(
    'the content encoding %p is refused',
    (encoding) => {
      expect(problemOf(() => checkMedia('application/json', encoding)).reason).toBe('content_encoding')
    },
  )
})
