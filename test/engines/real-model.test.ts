import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { writeTinyModel } from '../fakes/tiny-model.ts'

jest.setTimeout(60_000)

/** The package is optional, and large: npm install --no-save @huggingface/transformers */
function isInstalled(): boolean {
  try {
    return createRequire(import.meta.url).resolve('@huggingface/transformers') !== ''
  } catch {
    return false
  }
}

const KNOWN = {
  ...{ jane: 'B-PER', doe: 'I-PER', zo: 'B-PER', '##e': 'I-PER', paris: 'B-LOC' },
  ...{ lives: 'O', in: 'O', w: 'O', '.': 'O', ',': 'O' },
}

const run = isInstalled() ? test : test.skip
run('the real package finds what a tiny model knows, in long texts too, and fetches nothing', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'cordon-tiny-')), 'ner')
  writeTinyModel(folder, KNOWN, 16)
  const texts = [
    'Jane Doe lives in Paris.',
    '😀 Zoë, in PARIS 😀',
    `${'w '.repeat(200)}Jane Doe ${'w '.repeat(200)}`,
    'unknown Jane 日本',
  ]
  const ask = (where: string) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['test/engines/look-with-model.ts', where], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      timeout: 50_000,
    })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as { found: (string | { type: string; start: number; end: number }[])[]; doors: string[] }
  }
  const { found, doors } = ask(folder)
  const says = found.map((some, index) =>
    typeof some === 'string'
      ? some
      : some.map(({ type, start, end }) => `${type} ${texts[index]?.slice(start, end) ?? ''}`),
  )
  expect(says).toEqual([
    ['PERSON Jane Doe', 'LOCATION Paris'],
    ['PERSON Zoë', 'LOCATION PARIS'],
    ['PERSON Jane Doe'],
    ['PERSON Jane'],
  ])
  const missing = ask(join(folder, 'none'))
  expect(missing.found[0]).toMatch(/was not found locally/)
  expect([...doors, ...missing.doors]).toEqual([])
})
