import { createPrivateKey } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import { audit } from '../../src/command/audit.ts'
import { linesOf, newDir, open } from '../audit/a-ledger.ts'
import { filesIn } from '../harness/cordon.ts'
import { runWith } from './an-io.ts'
import { ISSUER, sealedLedger, secretOf } from './a-sealed-ledger.ts'
import type { SealedLedger } from './a-sealed-ledger.ts'

jest.setTimeout(60_000)
const run = (...args: readonly string[]) => runWith(audit, args)
const lastOf = (dir: string, type: string) => linesOf(dir).findLast((record) => record['type'] === type)
const ANN = ['--issuer', ISSUER, '--subject', 'ann']
const WHY = ['--reason', 'case 12', '--by', 'A. Uditor']
const GDPR = ['--basis', 'GDPR Art. 17', '--by', 'D. Po']
const openAs = ({ dir, auditor }: SealedLedger, subject: string, ...more: readonly string[]) =>
  run('open', dir, '--request', `req_${subject}`, '--key', auditor, ...more)
const eraseAnn = ({ dir, key }: SealedLedger, ...more: readonly string[]) =>
  run('erase', dir, ...ANN, ...GDPR, '--sign', key, ...more)
const hold = (verb: string, { dir, key }: SealedLedger, ...more: readonly string[]) =>
  run('hold', verb, dir, '--id', 'h1', '--because', 'the case of X', '--sign', key, ...more)
const isFine = async ({ dir, pub }: SealedLedger) => (await run('verify', dir, '--key', pub)).code === 0

describe('audit open', () => {
  test('shows prompt and answer, harmless for a terminal, and leaves a record first', async () => {
    const it = await sealedLedger(['ann'])
    const { out } = await openAs(it, 'ann', ...WHY, '--sign', it.key)
    expect(out).toContain(secretOf('req_ann'))
    expect(out).toContain('an answer with \\u001b[2J to req_ann')
    expect(out).toContain('the rest was not kept')
    expect(lastOf(it.dir, 'audit.opened')).toMatchObject({
      ...{ request: 'req_ann', caller: it.nameOf('ann'), parts: ['prompt', 'answer'] },
      ...{ reason: 'case 12', by: 'A. Uditor' },
    })
    expect(await isFine(it)).toBe(true)
    expect(filesIn(join(it.dir, '..')).filter(({ bytes }) => bytes.includes('the heron'))).toEqual([])
  })

  test('of a copy says that no record is left, and leaves none', async () => {
    const it = await sealedLedger(['ann'])
    const before = linesOf(it.dir).length
    const { out, err } = await openAs(it, 'ann', ...WHY, '--copy', '--json')
    expect(JSON.parse(out)).toMatchObject({ prompt: { text: secretOf('req_ann'), cut: false }, answer: { cut: true } })
    expect(err).toContain('No record')
    expect(linesOf(it.dir).length).toBe(before)
  })

  test.each([
    { name: 'no reason', args: ['--by', 'x', '--copy'], says: '--reason' },
    { name: 'nobody', args: ['--reason', 'x', '--copy'], says: '--by' },
    { name: 'neither a record nor a copy', args: WHY, says: '--copy' },
  ])('refuses $name', async ({ args, says }) => {
    await expect(openAs(await sealedLedger(['ann']), 'ann', ...args)).rejects.toThrow(says)
  })

  test('is refused to another key, and while somebody writes', async () => {
    const it = await sealedLedger(['ann'])
    const other = await sealedLedger(['bob'])
    await expect(openAs({ ...it, auditor: other.auditor }, 'ann', ...WHY, '--copy')).rejects.toThrow('does not open')
    await expect(openAs(it, 'bob', ...WHY, '--copy')).rejects.toThrow('no decision')
    const ledger = await open(it.dir, { signers: [], origin: 'test.example/one' })
    await expect(openAs(it, 'ann', ...WHY, '--sign', it.key)).rejects.toThrow('one writer')
    await ledger.close()
  })
})

describe('audit erase', () => {
  test('A12: destroys the keys of one person; the ledger verifies, and nobody opens it again', async () => {
    const it = await sealedLedger(['ann', 'bob'])
    const content = newDir()
    cpSync(join(it.sealed, 'content'), join(content, 'content'), { recursive: true })
    const receipt = join(newDir(), 'receipt.json')
    const { code, out } = await eraseAnn(it, '--receipt', receipt)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 keys were destroyed') })
    expect(lastOf(it.dir, 'audit.erased')).toMatchObject({ caller: it.nameOf('ann'), keys: 1, basis: 'GDPR Art. 17', by: 'D. Po' }) // prettier-ignore
    expect(await isFine(it)).toBe(true)
    await expect(openAs(it, 'ann', ...WHY, '--copy')).rejects.toThrow('GDPR Art. 17')
    await expect(openAs(it, 'ann', ...WHY, '--copy', '--sealed', content)).rejects.toThrow('was destroyed')
    expect((await openAs(it, 'bob', ...WHY, '--copy')).out).toContain(secretOf('req_bob'))
    const proof = await run('verify-proof', receipt, '--key', it.pub)
    expect({ code: proof.code, out: proof.out }).toEqual({ code: 0, out: expect.stringContaining('audit.erased') })
  })

  test.each([
    { name: 'by name', scope: ANN },
    { name: 'by tenant', scope: ['--tenant', 'acme'] },
    { name: 'by time', scope: ['--since', '2020-01-01'] },
  ])(
    'A13: is refused under a hold $name, which is recorded, and done when two people have lifted it',
    async ({ scope }) => {
      const it = await sealedLedger(['ann'], { tenant: 'acme' })
      await hold('add', it, ...scope, '--by', 'L. Egal')
      const held = await eraseAnn(it)
      expect({ code: held.code, out: held.out }).toEqual({ code: 1, out: expect.stringContaining('h1') })
      expect(lastOf(it.dir, 'audit.refused')).toMatchObject({ what: 'erase', caller: it.nameOf('ann'), holds: ['h1'] })
      expect((await openAs(it, 'ann', ...WHY, '--copy')).out).toContain(secretOf('req_ann'))
      await expect(hold('lift', it, '--by', 'L. Egal', '--by', 'l. egal')).rejects.toThrow('two different people')
      await hold('lift', it, '--by', 'L. Egal', '--by', 'C. Ourt')
      expect((await eraseAnn(it)).code).toBe(0)
      expect(await isFine(it)).toBe(true)
    },
  )

  test.each([
    { name: 'another person', scope: ['--issuer', ISSUER, '--subject', 'bob'] },
    { name: 'another tenant', scope: ['--tenant', 'umbrella'] },
    { name: 'another time', scope: ['--until', '2020-01-01'] },
  ])('is not stopped by a hold on $name', async ({ scope }) => {
    const it = await sealedLedger(['ann'], { tenant: 'acme' })
    await hold('add', it, ...scope, '--by', 'L. Egal')
    expect((await eraseAnn(it)).code).toBe(0)
  })

  test('is refused for a ledger whose holds cannot be read', async () => {
    const it = await sealedLedger(['ann'])
    await hold('add', it, ...ANN, '--by', 'L. Egal')
    const path = filesIn(join(it.dir, 'seg')).find(({ bytes }) => bytes.includes('"audit.hold"'))?.path ?? ''
    writeFileSync(path, readFileSync(path, 'utf8').replace('"audit.hold",', '"audit.hold";'))
    await expect(eraseAnn(it)).rejects.toThrow('damaged')
    expect((await openAs(it, 'ann', ...WHY, '--copy')).out).toContain(secretOf('req_ann'))
  })
})

describe('audit hold', () => {
  test('lists what is in force', async () => {
    const it = await sealedLedger(['ann'])
    expect((await run('hold', 'list', it.dir)).out).toBe('There is no hold.\n')
    await hold('add', it, '--tenant', 'acme', '--until', '2026-01-31', '--by', 'L. Egal')
    const { out } = await run('hold', 'list', it.dir, '--json')
    expect(JSON.parse(out)).toEqual([
      { hold: 'h1', tenant: 'acme', to: Date.parse('2026-02-01'), because: 'the case of X', by: 'L. Egal' },
    ])
    await expect(hold('add', it, '--tenant', 'x', '--by', 'L. Egal')).rejects.toThrow('already')
    await expect(hold('add', it, '--by', 'L. Egal')).rejects.toThrow('what is held')
  })
})

describe('audit prune', () => {
  const LATER = '2040-01-01T00:00:00Z'
  const prune = ({ dir, key }: SealedLedger, ...more: readonly string[]) =>
    runWith(audit, ['prune', dir, '--retain', 'sox', '--by', 'R. Etain', '--sign', key, ...more], { now: LATER })
  const grown = async () => {
    const it = await sealedLedger(['ann'], { tenant: 'acme' })
    for (let at = 0; at < 3; at += 1) await hold(at % 2 === 0 ? 'add' : 'lift', it, '--tenant', 'umbrella', '--by', 'L', ...(at % 2 === 0 ? [] : ['--by', 'M'])) // prettier-ignore
    return it
  }

  test('removes old segments with what was sealed of them; what is left verifies', async () => {
    const it = await grown()
    const segments = filesIn(join(it.dir, 'seg')).length
    expect((await prune(it, '--dry-run')).out).toContain('would go')
    expect(filesIn(join(it.dir, 'seg')).length).toBe(segments)
    expect(filesIn(it.sealed).length).toBe(3)
    const { out } = await prune(it)
    expect(out).toContain('are gone, with a retention of 7y')
    expect(filesIn(it.sealed)).toEqual([])
    expect(lastOf(it.dir, 'audit.pruned')).toMatchObject({ retain: '7y', by: 'R. Etain', holds: [{ hold: 'h1' }] })
    const verified = await run('verify', it.dir, '--key', it.pub)
    expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('before these are gone')])
    await expect(openAs(it, 'ann', ...WHY, '--copy')).rejects.toThrow('no decision')
    expect((await run('hold', 'list', it.dir)).out).toContain('umbrella')
  })

  test('leaves a ledger that can be asked and exported', async () => {
    const it = await grown()
    await prune(it)
    const left = linesOf(it.dir)
    const out = join(newDir(), 'export')
    expect((await run('export', it.dir, '--format', 'jsonl', '--out', out, '--key', it.pub)).code).toBe(0)
    expect((await run('verify-export', out, '--key', it.pub)).code).toBe(0)
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Record<string, unknown>
    expect(manifest).toMatchObject({ records: left.length, first_seq: left[0]?.['seq'], covered: left.length })
    expect((await run('query', it.dir, '--json')).code).toBe(0)
  })

  test('A13: is refused under a hold, which is recorded', async () => {
    const it = await grown()
    await run('hold', 'add', it.dir, '--id', 'h2', '--tenant', 'acme', '--because', 'x', '--by', 'y', '--sign', it.key)
    const { out } = await prune(it)
    expect(out).toContain('under legal hold (h2)')
    expect(lastOf(it.dir, 'audit.refused')).toMatchObject({ what: 'prune', holds: ['h2'], by: 'R. Etain' })
    expect((await openAs(it, 'ann', ...WHY, '--copy')).out).toContain(secretOf('req_ann'))
  })

  test('is refused for a ledger that is not fine, while somebody writes, and for no retention', async () => {
    const it = await grown()
    await expect(prune(it, '--retain', 'ever')).rejects.toThrow('--retain takes')
    const path = filesIn(join(it.dir, 'seg')).find(({ bytes }) => bytes.includes('req_ann'))?.path ?? ''
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"status":200', '"status":201'))
    await expect(prune(it)).rejects.toThrow('nothing is pruned')
    writeFileSync(path, text)
    const ledger = await open(it.dir, { signers: [createPrivateKey(readFileSync(it.key))] })
    await expect(prune(it)).rejects.toThrow('one writer')
    await ledger.close()
  })
})
