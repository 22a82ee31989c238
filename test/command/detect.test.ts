import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { batched, inOrder } from '../../src/command/detect-batches.ts'
import { MAX_TEXT } from '../../src/command/detect-texts.ts'
import type { Item } from '../../src/command/detect-texts.ts'
import type { Io } from '../../src/command/io.ts'
import { linesOf } from '../../src/command/line-reader.ts'
import { createProgress } from '../../src/command/progress.ts'
import { runCommand } from '../../src/command/run.ts'
import { runWith } from './an-io.ts'

const dir = mkdtempSync(join(tmpdir(), 'cordon-detect-'))
afterAll(() => rmSync(dir, { recursive: true }))

const put = (name: string, content: string | Uint8Array) => {
  const path = join(dir, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}
type Printed = {
  readonly id: unknown
  readonly findings: readonly { readonly type: string }[]
  readonly failed?: unknown
}
const detect = async (args: readonly string[], stdin = '') => {
  const { code, out, err } = await runWith(runCommand, ['detect', ...args], { stdin })
  return { code, err, out, printed: out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Printed) } // prettier-ignore
}
const typesIn = ({ findings }: Printed) => findings.map(({ type }) => type)
const SSN = 'My SSN is 536-22-8726.'

describe('what is looked at', () => {
  test('a folder is all that is below it, in the order of names; what is no text is left out, and said', async () => {
    put('logs/b.txt', SSN)
    put('logs/a/z.txt', 'nothing')
    put('logs/c.bin', Buffer.from([0x4d, 0, 1, 2]))
    put('logs/d.txt', Buffer.from(`\ufeff${SSN}`, 'utf16le'))
    symlinkSync(join(dir, 'logs'), join(dir, 'logs/e-link'))
    symlinkSync(join(dir, 'nowhere'), join(dir, 'logs/f-link'))
    const { code, printed, err } = await detect([join(dir, 'logs')])
    expect(printed.map((line) => [line.id, typesIn(line)])).toEqual([
      [join(dir, 'logs/a/z.txt'), []],
      [join(dir, 'logs/b.txt'), ['US_SSN']],
      [join(dir, 'logs/d.txt'), ['US_SSN']],
    ])
    expect(err.split('\n').map((line) => line.replace(join(dir, 'logs'), ''))).toEqual([
      '/c.bin: left out: it is binary',
      '/e-link: left out: it is a link',
      '/f-link: left out: it is a link',
      '',
    ])
    expect(code).toBe(0)
  })

  test('a link that is named is followed', async () => {
    const link = join(dir, 'named-link')
    symlinkSync(put('target.txt', SSN), link)
    expect((await detect([link])).printed.map(typesIn)).toEqual([['US_SSN']])
  })

  test('with --lines each line is a text, and says where it stands', async () => {
    const { printed } = await detect(['--lines'], `first\n${SSN}\n\nlast`)
    expect(printed.map((line) => [line.id, typesIn(line)])).toEqual([
      ['-:1', []],
      ['-:2', ['US_SSN']],
      ['-:3', []],
      ['-:4', []],
    ])
  })

  test('with --jsonl, of a folder only what is named so', async () => {
    put('mixed/a.jsonl', `{"id":1,"text":"${SSN}"}\n`)
    put('mixed/b.txt', 'not JSON')
    const { printed, err } = await detect(['--jsonl', join(dir, 'mixed')])
    expect(printed.map(({ id }) => id)).toEqual([1])
    expect(err).toContain('b.txt: left out: it is no .jsonl file')
  })

  test('with --explain, how each was seen', async () => {
    const { printed } = await detect(['--explain'], `${SSN} ${Buffer.from(SSN).toString('base64')}`)
    expect(printed[0]?.findings).toMatchObject([
      { evidence: { via: 'plain', words: { says: 'label', phrase: 'ssn' } } },
      { evidence: { via: 'decoded' } },
    ])
  })

  test('bytes that are no text fail by themselves, and the rest is looked at', async () => {
    const bad = put('bad/a.txt', Buffer.from([0x80, 0x41]))
    put('bad/b.txt', SSN)
    const { code, printed } = await detect([join(dir, 'bad')])
    expect(printed[0]).toEqual({ id: bad, findings: [], failed: [{ detector: 'detect', why: 'unreadable' }] })
    expect([code, printed.slice(1).map(typesIn)]).toEqual([1, [['US_SSN']]])
  })

  test('a text that is too long fails by itself, and the rest is looked at', async () => {
    const { code, printed } = await detect(['--lines', put('long.txt', `a\n${'x'.repeat(MAX_TEXT + 1)}\n${SSN}`)])
    expect(printed.map(({ id, failed }) => [id, failed !== undefined])).toEqual(
      [1, 2, 3].map((line) => [`${dir}/long.txt:${String(line)}`, line === 2]),
    )
    expect(code).toBe(1)
  })

  test.each([
    { name: 'two forms', args: ['--jsonl', '--lines'], code: 2 },
    { name: 'a named file that is no text', args: [put('no-text', Buffer.from([0x80]))], code: 2 },
    { name: 'a file that is not there', args: [join(dir, 'not-there')], code: 1 },
  ])('$name: exit code $code', async ({ args, code }) => {
    const ran = await detect(args)
    expect([ran.code, ran.err === '']).toEqual([code, false])
  })
})

describe('much to look at', () => {
  const line = (i: number) => JSON.stringify({ id: i, text: `${'and so on, '.repeat(90)} ${i % 3 === 0 ? SSN : ''}` })
  const lines = Array.from({ length: 3_000 }, (_, i) => line(i))

  test('is printed in order, by many threads, with what is found in each', async () => {
    const { code, printed } = await detect(['--jsonl', put('much.jsonl', lines.join('\n'))])
    expect(code).toBe(0)
    expect(printed.map(({ id, findings }) => [id, findings.length])).toEqual(
      lines.map((_, i) => [i, Number(i % 3 === 0)]),
    )
  }, 60_000)

  test('what stands before a line that is wrong is printed', async () => {
    const { code, printed, err } = await detect([
      '--jsonl',
      put('wrong.jsonl', [...lines.slice(0, 2_000), 'no'].join('\n')),
    ])
    expect([code, printed.length, err.includes('wrong.jsonl:2001: this is not JSON')]).toEqual([2, 2_000, true])
  }, 60_000)

  test('is printed by the process itself, which ends; and when its reader has gone, ends too', async () => {
    const file = put('process.jsonl', lines.join('\n'))
    const child = spawn(process.execPath, ['src/main.ts', 'detect', '--jsonl', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, code] = await Promise.all([textOf(child.stdout), new Promise((done) => child.on('close', done))])
    expect([code, out.split('\n').length]).toEqual([0, 3_001])
    const deaf = spawn(process.execPath, ['src/main.ts', 'detect', '--jsonl', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    deaf.stdout.destroy()
    const [err, end] = await Promise.all([textOf(deaf.stderr), new Promise((done) => deaf.on('close', done))])
    expect([end, err]).toEqual([0, ''])
  }, 60_000)

  test('waits for whoever reads what is printed', async () => {
    let [written, drained, most] = [0, 0, 0]
    const io: Partial<Io> = {
      out: (text) => {
        written += text.length
        most = Math.max(most, written - drained)
      },
      drained: async () => {
        await new Promise((done) => setTimeout(done, 5))
        drained = written
      },
    }
    await runWith((args, rest) => runCommand(args, { ...rest, ...io }), ['detect', '--jsonl', put('slow.jsonl', lines.join('\n'))]) // prettier-ignore
    expect(written).toBeGreaterThan(most * 3)
  }, 60_000)
})

test('lines are what lies between line feeds, however the bytes come', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r') }), fc.nat(5), async (text, size) => {
      const bytes = Buffer.from(text)
      const chunks = (async function* () {
        for (let at = 0; at < bytes.length; at += size + 1) yield bytes.subarray(at, at + size + 1)
      })()
      const found: string[] = []
      for await (const { number, bytes } of linesOf(chunks, 4)) {
        expect(number).toBe(found.push(bytes === null ? 'too long' : Buffer.from(bytes).toString()))
      }
      const expected = text.split('\n').map((line) => (Buffer.byteLength(line) > 4 ? 'too long' : line))
      expect(found).toEqual(expected.at(-1) === '' ? expected.slice(0, -1) : expected)
    }),
  )
})

describe('batches', () => {
  const item = (id: number, chars = 1): Item => ({ id, text: 'x'.repeat(chars), why: null, bytes: chars })
  async function* items(count: number, chars = 1) {
    for (let id = 0; id < count; id++) yield item(id, chars)
  }
  const all = async <T>(from: AsyncIterable<T>) => {
    const found: T[] = []
    for await (const one of from) found.push(one)
    return found
  }

  test.each([
    [0, 1, 0],
    [3, 1, 1],
    [1_024, 1, 1],
    [1_025, 1, 2],
    [5_000, 1, 5],
    [3, 300_000, 3],
  ])('%i texts of %i characters are %i, and only a single one is all', async (count, chars, expected) => {
    const made = await all(batched(items(count, chars)))
    expect(made.map(({ isAll }) => isAll)).toEqual(Array.from({ length: expected }, () => expected === 1))
    expect(made.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(Array.from({ length: count }, (_, i) => i))
  })

  test('are worked on so many at once, and answered in order', async () => {
    let [running, most] = [0, 0]
    const work = async ({ items }: { readonly items: readonly Item[] }) => {
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, Number(items[0]?.id) % 3))
      running--
      return items[0]?.id
    }
    const found = await all(inOrder(batched(items(20, 300_000)), work, { batches: 4, chars: Infinity }))
    expect([found, most]).toEqual([Array.from({ length: 20 }, (_, i) => i), 4])
  })

  test('that are long are worked on one by one', async () => {
    let [running, most] = [0, 0]
    const work = async () => {
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, 1))
      running--
    }
    await all(inOrder(batched(items(6, 300_000)), work, { batches: 4, chars: 300_000 }))
    expect(most).toBeLessThanOrEqual(2)
  })
})

describe('the bar', () => {
  const painted = (bar: boolean, total: number) => {
    let [err, time] = ['', 0]
    const progress = createProgress(total, { bar, err: (text) => (err += text), now: () => (time += 200) })
    progress.add(500_000, 10)
    progress.add(500_000, 2_000)
    progress.clear()
    return err
  }

  test('shows how much was read, and goes', () => {
    const lines = painted(true, 2_000_000).split('\r')
    expect(lines[2]).toContain('[############------------]  50 %  1.0 of 2.0 MB'.replace('1.0 of', '1.0 MB of'))
    expect(lines.at(-2)?.trim()).toBe('')
  })

  test('counts where nobody knows the end, and is not there without a terminal', () => {
    expect(painted(true, 0)).toContain('1.0 MB, 2,010 texts')
    expect(painted(false, 2_000_000)).toBe('')
  })
})
