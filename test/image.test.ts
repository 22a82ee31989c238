import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'

/* There may be no engine here that builds the image: so at least what it copies has to be there, and to be let in. */

const copied = [...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) => (from ?? '').split(' ')) // prettier-ignore
const [first, ...allowed] = readFileSync('.dockerignore', 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')) // prettier-ignore

test('the image copies what is there, and nothing else is sent to whoever builds it', () => {
  expect(first).toBe('*')
  expect(allowed.toSorted()).toEqual([...new Set(copied)].map((name) => `!${name}`).toSorted())
  expect(copied.filter((name) => !existsSync(name))).toEqual([])
})
