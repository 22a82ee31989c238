import { beforeAll, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/* What a browser is given: how much, and that nothing in it asks anybody else. */

const DIR = 'dist/console'
let files: readonly { readonly name: string; readonly bytes: Buffer }[] = []

beforeAll(() => {
  const built = spawnSync(process.execPath, ['scripts/build-console.js'], { encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`the console could not be built:\n${built.stderr}`)
  const names = readdirSync(DIR, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name))
  files = names.filter((name) => name !== '.made-of').map((name) => ({ name, bytes: readFileSync(join(DIR, name)) }))
}, 60_000)

test('all of it together has less than 250 KB (gzip)', () => {
  const sum = files.reduce((all, { bytes }) => all + gzipSync(bytes).length, 0)
  expect(files.length).toBeGreaterThan(2)
  expect(sum).toBeGreaterThan(10_000) // or it was not looked at
  expect(sum).toBeLessThan(250_000)
})

test('names no other place but namespaces, which nobody opens', () => {
  const named = files.flatMap(({ bytes }) => bytes.toString('utf8').match(/\b(?:https?|wss?):\/\/[\w.-]*\w|["'(]\/\/\w[\w.-]+\.\w+/g) ?? []) // prettier-ignore
  expect([...new Set(named)].filter((url) => url !== 'http://www.w3.org')).toEqual([])
})

test('has no script, style or handler in the page itself', () => {
  const page = files.find(({ name }) => name === 'index.html')?.bytes.toString('utf8') ?? ''
  expect(page).toMatch(/<script type="module"[^>]* src="\/assets\//)
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:/i)
})

test('makes no code of text, and no markup of text', () => {
  const code = files.filter(({ name }) => name.endsWith('.js')).map(({ bytes }) => bytes.toString('utf8')).join('\n') // prettier-ignore
  expect(code).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/)
})
