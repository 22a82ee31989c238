import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { policy } from '../../src/command/policy.ts'
import { readPolicy } from '../../src/command/load.ts'
import { recordsIn } from '../harness/cordon.ts'
import { busyLedger, POLICY } from './a-busy-ledger.ts'
import type { BusyLedger } from './a-busy-ledger.ts'
import { runWith } from './an-io.ts'

/* Every command in docs/policy-tools.md is run, and says what the page shows, apart from numbers, names of requests and times. */

const page = readFileSync('docs/policy-tools.md', 'utf8')
const examples = [...page.matchAll(/```console\n\$ cordon policy (.*)\n([\s\S]*?)```/g)].map(([, command = '', shown = '']) => ({ command, shown })) // prettier-ignore

const dir = mkdtempSync(join(tmpdir(), 'cordon-tools-docs-'))
const put = (name: string, content: string) => writeFileSync(join(dir, name), content)
let ledger: BusyLedger
let request: string

beforeAll(async () => {
  ledger = await busyLedger(150)
  const acme = readFileSync('test/policy/fixtures/described.yaml', 'utf8')
  put('acme.yaml', acme)
  put('new.yaml', acme.replace('[hr, legal]', '[hr]'))
  put('simulated.yaml', POLICY.replace('[hr, legal]', '[hr]'))
  const io = { now: () => Date.now() }
  const [old, now] = [await readPolicy(join(dir, 'acme.yaml'), io), await readPolicy(join(dir, 'new.yaml'), io)]
  const [, said = ''] = /```yaml\n(old: [\s\S]*?)```/.exec(page) ?? []
  const signed = said.replace(/^old: [0-9a-f]{64}$/m, `old: ${old.policy.digest}`).replace(/^new: [0-9a-f]{64}$/m, `new: ${now.policy.digest}`) // prettier-ignore
  put('acknowledged.yaml', signed)
  const found = recordsIn(ledger.dir).find(
    ({ findings, level }) => level === 'restricted' && JSON.stringify(findings).startsWith('[{"type":"US_SSN"') && JSON.stringify(findings).split('"type"').length === 2, // prettier-ignore
  )
  request = String(found?.['request'])
}, 60_000)
afterAll(() => {
  ledger.remove()
  rmSync(dir, { recursive: true })
})

const place = (word: string) => {
  if (word === 'audit') return ledger.dir
  if (word === 'REQUEST') return request
  return word.endsWith('.yaml') ? join(dir, word) : word
}
const blurred = (text: string) => text.replace(/\d+(\.\d+)?/g, '0').trim()

describe('docs/policy-tools.md', () => {
  test('shows every one of the tools', () => {
    expect(examples.map(({ command }) => command.split(' ')[0])).toEqual(['describe', 'diff', 'diff', 'simulate', 'shadow-report', 'why']) // prettier-ignore
  })
  test.each(
    ['describe', 'diff', 'diff --acknowledge', 'simulate', 'shadow-report', 'why'].map((name, index) => ({
      name,
      index,
    })),
  )(
    // prettier-ignore
    'shows what $name says',
    async ({ name, index }) => {
      const { command, shown } = examples[index] ?? { command: '', shown: '' }
      const against = name === 'simulate' ? command.replace('new.yaml', 'simulated.yaml') : command
      const { code, out } = await runWith(policy, against.split(' ').map(place), { now: new Date().toISOString() })
      expect(code).toBe(name === 'diff' ? 1 : 0)
      const came = out.split('\n').map(blurred)
      const wanted = shown.split('\n').map(blurred).filter((line) => line !== '…' && line !== '') // prettier-ignore
      let from = 0
      for (const line of wanted) {
        const at = came.indexOf(line, from)
        if (at === -1) expect(came.slice(from).join('\n')).toBe(`… ${line} …`)
        from = at + 1
      }
    },
  )
})
