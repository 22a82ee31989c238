import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cordon-heap-'))
})
afterAll(() => rmSync(dir, { recursive: true }))

const TEXTS = ['asked', 'said', 'session', 'called', 'sealed', 'brief'].map((kind) => ({
  kind,
  canary: `${kind}Kanarie7Q`,
}))

/** Which texts of a conversation are anywhere in the heap of a process that remembers it. */
function textsInHeap(...flags: string[]): readonly string[] {
  const file = join(dir, `${String(flags.length)}.heapsnapshot`)
  const input = TEXTS.map(({ kind, canary }) =>
    kind === 'brief' ? canary : `${canary}, in a text of forty letters`,
  ).join('\n')
  const script = resolve('test/remember/keep-and-look.ts')
  const ran = spawnSync(process.execPath, [script, file, ...flags], { input, encoding: 'utf8' })
  expect([ran.status, ran.stderr]).toEqual([0, expect.not.stringContaining('Error')])
  const heap = readFileSync(file, 'utf8')
  return TEXTS.filter(({ canary }) => heap.includes(canary)).map(({ kind }) => kind)
}

test('nothing that was asked, said, called or sealed stays anywhere in the heap', () => {
  expect(textsInHeap('--hold-on')).toEqual(TEXTS.map(({ kind }) => kind))
  expect(textsInHeap()).toEqual([])
}, 30_000)
