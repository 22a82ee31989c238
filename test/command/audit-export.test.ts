import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, readFileSync, readdirSync, writeFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { parquetReadObjects, asyncBufferFromFile } from 'hyparquet'
import { FORMATS } from '../../src/audit/export/manifest.ts'
import { audit } from '../../src/command/audit.ts'
import { VERSION } from '../../src/command/version.ts'
import { newDir, pathOf, segmentsOf } from '../audit/a-ledger.ts'
import { copyOf, publicPem, rawLines, rechain, signedLedger } from '../audit/a-signed-ledger.ts'
import { richLedger } from '../audit/export/a-rich-ledger.ts'
import { runWith } from './an-io.ts'

const { privateKey } = generateKeyPairSync('ed25519')
const folder = newDir()
const [pub, strange] = [join(folder, 'pub.pem'), join(folder, 'strange.pem')]
let [rich, plain] = ['', '']

const run = (...args: readonly string[]) => runWith(audit, args)
const exported = async (ledger: string, ...args: readonly string[]) => {
  const out = join(newDir(), 'out')
  const ran = await run('export', ledger, '--out', out, '--key', pub, ...args)
  return { ...ran, out }
}
const check = (out: string, key = pub) => run('verify-export', out, '--key', key, '--json')
const manifestOf = (out: string) =>
  JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Record<string, unknown>

beforeAll(async () => {
  writeFileSync(pub, publicPem(privateKey))
  writeFileSync(strange, publicPem(generateKeyPairSync('ed25519').privateKey))
  rich = await richLedger(privateKey)
  plain = await signedLedger(privateKey)
}, 60_000)

describe('audit export', () => {
  test.each(
    FORMATS.flatMap((format) => [
      { format, more: [] },
      { format, more: ['--gzip'] },
      { format, more: ['--proofs'] },
    ]),
  )(
    'as $format $more is verified by its manifest',
    async ({ format, more }) => {
      const { code, out } = await exported(rich, '--format', format, '--by', 'auditor', ...more)
      expect(code).toBe(0)
      expect(manifestOf(out)).toMatchObject({ format, by: 'auditor', records: rawLines(rich).length, first_seq: 0 })
      const { code: checked, out: said } = await check(out)
      expect(JSON.parse(said)).toMatchObject({ verdict: 'fine', why: null })
      expect(checked).toBe(0)
      expect((await check(out, strange)).code).toBe(1)
    },
    60_000,
  )

  test('as JSONL holds the bytes of the ledger, compressed or not', async () => {
    const bytes = segmentsOf(plain)
      .map((name) => readFileSync(pathOf(plain, name), 'utf8'))
      .join('')
    const { out } = await exported(plain)
    expect(readFileSync(join(out, 'records.jsonl'), 'utf8')).toBe(bytes)
    const { out: packed } = await exported(plain, '--gzip')
    expect(gunzipSync(readFileSync(join(packed, 'records.jsonl.gz'))).toString()).toBe(bytes)
  })

  test('as JSONL proves every record that a checkpoint covers', async () => {
    const { out } = await exported(plain)
    const report = JSON.parse((await check(out)).out) as { proven: number }
    expect(report.proven).toBe(rawLines(plain).length)
  })

  test('as Parquet is read back with its types', async () => {
    const { out } = await exported(rich, '--format', 'parquet')
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(out, 'records.parquet')) })
    expect(rows).toHaveLength(rawLines(rich).length)
    const decision = rows.find((row) => row['effect'] === 'permit')
    expect(decision).toMatchObject({
      request: 'r1',
      level: 'restricted',
      pinned: true,
      findings: 'US_SSN×2',
      prompt_bytes: 120n,
    })
    expect(decision?.['time']).toBeInstanceOf(Date)
    expect(rows.find((row) => row['cost'] !== null)).toMatchObject({ cost: 0.25, status: 200n, prompt_tokens: 41n })
  })

  test('writes each proof so that it holds alone', async () => {
    const { out } = await exported(plain, '--format', 'csv', '--proofs')
    const proofs = readFileSync(join(out, 'proofs.jsonl'), 'utf8').trimEnd().split('\n')
    expect(proofs).toHaveLength(rawLines(plain).length)
    for (const proof of [proofs[0], proofs[17], proofs.at(-1)]) {
      writeFileSync(join(folder, 'one.json'), proof ?? '')
      expect((await run('verify-proof', join(folder, 'one.json'), '--key', pub)).code).toBe(0)
    }
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'proofs.jsonl', 'records.csv'])
  })

  test('of a window holds one run of records, and still proves them', async () => {
    const { out } = await exported(rich, '--since', '2026-11-01T00:04Z', '--until', '2026-11-01T00:07Z')
    const { first_seq: first, last_seq: last, records } = manifestOf(out)
    expect(Number(last) - Number(first) + 1).toBe(records)
    expect(records).toBeGreaterThan(0)
    expect(records).toBeLessThan(rawLines(rich).length)
    expect(readFileSync(join(out, 'records.jsonl'), 'utf8')).toBe(
      rawLines(rich)
        .slice(Number(first), Number(last) + 1)
        .map((line) => `${line}\n`)
        .join(''),
    )
    expect(JSON.parse((await check(out)).out)).toMatchObject({ verdict: 'fine', proven: records })
  })

  test('of an empty window is an empty export', async () => {
    const { out, code } = await exported(rich, '--since', '2027-01-01')
    expect({ code, manifest: manifestOf(out) }).toMatchObject({ code: 0, manifest: { records: 0, first_seq: null } })
    expect((await check(out)).code).toBe(0)
  })

  test('stops at the last whole line of a ledger that is written to', async () => {
    const dir = copyOf(plain)
    appendFileSync(pathOf(dir, segmentsOf(dir).at(-1) ?? ''), '{"v":1,"type":"deci')
    const { code, out } = await exported(dir)
    expect({ code, records: manifestOf(out)['records'] }).toEqual({ code: 0, records: rawLines(plain).length })
    expect((await check(out)).code).toBe(0)
  })

  test('of a damaged ledger writes nothing, or says so in the manifest', async () => {
    const dir = copyOf(plain)
    const path = pathOf(dir, segmentsOf(dir)[1] ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"permit"', '"permiT"'))
    const refused = await exported(dir)
    expect(refused.code).toBe(1)
    expect(() => readdirSync(refused.out)).toThrow('ENOENT')
    const { code, out } = await exported(dir, '--unverified')
    expect(code).toBe(0)
    expect(manifestOf(out)).toMatchObject({ verified: { verdict: 'tampered' }, checkpoint: null, covered: 0 })
    expect((await check(out)).out).toContain('"proven": 0')
  })

  test('leaves out what it is told to', async () => {
    for (const format of ['csv', 'ocsf', 'cef'] as const) {
      const { out } = await exported(rich, '--format', format, '--redact', 'ip,session,caller')
      const file = readFileSync(join(out, readdirSync(out).find((name) => name !== 'manifest.json') ?? ''), 'utf8')
      expect(file).not.toMatch(/192\.0\.2|2001:db8|ps1_abc|hm1_def/)
      expect(manifestOf(out)['redactions']).toEqual(['ip', 'session', 'caller'])
    }
  })

  test.each([
    { name: 'no folder to write to', args: [plain] },
    { name: 'an unknown format', args: ['x', '--out', 'y', '--format', 'xml'] },
    { name: 'an unknown redaction', args: ['x', '--out', 'y', '--format', 'csv', '--redact', 'all'] },
    { name: 'a redaction of the ledger’s own bytes', args: ['x', '--out', 'y', '--redact', 'ip'] },
  ])('refuses $name', async ({ args }) => {
    await expect(run('export', ...args)).rejects.toMatchObject({ name: 'UsageError' })
  })

  test('touches no file of a folder that is not empty', async () => {
    const out = newDir()
    writeFileSync(join(out, 'mine'), 'kept')
    await expect(run('export', plain, '--out', out)).rejects.toThrow('not empty')
    await expect(run('export', newDir(), '--out', out)).rejects.toThrow('no ledger')
    expect(readdirSync(out)).toEqual(['mine'])
  })
})

describe('a manifest that is signed', () => {
  const sign = join(folder, 'sign.pem')
  const signed = async (...args: readonly string[]) => exported(plain, '--sign', sign, ...args)
  const asked = (out: string, key = pub) => run('verify-export', out, '--key', key, '--signed', '--json')
  const verdict = ({ code, out }: { readonly code: number; readonly out: string }) => [code, (JSON.parse(out) as { signed: unknown }).signed] // prettier-ignore
  beforeAll(() => writeFileSync(sign, privateKey.export({ type: 'pkcs8', format: 'pem' })))

  test.each(FORMATS)('holds for %s', async (format) => {
    const { code, out } = await signed('--format', format)
    expect([code, ...verdict(await asked(out))]).toEqual([0, 0, expect.stringMatching(/^[0-9a-f]{8}$/)])
  })

  test.each<[string, (out: string) => void]>([
    ['a word of it was changed', (out) => writeFileSync(join(out, 'manifest.json'), readFileSync(join(out, 'manifest.json'), 'utf8').replace('"by": null', '"by": "ann"'))], // prettier-ignore
    ['its signature was', (out) => writeFileSync(join(out, 'manifest.sig'), readFileSync(join(out, 'manifest.sig'), 'utf8').replace(/.{6}=/, 'AAAAAA='))], // prettier-ignore
    ['its signature is no signature', (out) => writeFileSync(join(out, 'manifest.sig'), '')],
  ])('does not when %s', async (_, change) => {
    const { out } = await signed('--format', 'csv')
    change(out)
    expect([(await check(out)).code, (await asked(out)).code]).toEqual([1, 1])
  })

  test('is missed only by whoever asks for it', async () => {
    const { out } = await signed('--format', 'csv')
    rmSync(join(out, 'manifest.sig'))
    expect([verdict(await check(out)), (await asked(out)).code]).toEqual([[0, null], 1])
    const { out: other } = await exported(plain, '--format', 'csv', '--sign', sign)
    expect((await asked(other, strange)).code).toBe(1)
  })
})

describe('audit verify-export', () => {
  /** The records with another request in the third, chained anew with right check sums. */
  const forged = () =>
    rechain(plain, rawLines(plain), (fields, at) => {
      if (at === 2) fields['request'] = 'forged'
    })
  const putRecords = async (out: string, lines: readonly string[]) => {
    writeFileSync(join(out, 'records.jsonl'), lines.map((line) => `${line}\n`).join(''))
    await rehash(out, 'records.jsonl')
  }

  const edit = (out: string, name: string, change: (text: string) => string) =>
    writeFileSync(join(out, name), change(readFileSync(join(out, name), 'utf8')))
  /** What somebody does who knows the format: the file's hash and length are made right again. */
  const rehash = async (out: string, name: string) => {
    const { createHash } = await import('node:crypto')
    const bytes = readFileSync(join(out, name))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const manifest = manifestOf(out)
    const files = (manifest['files'] as { name: string }[]).map((file) => file.name === name ? { name, bytes: bytes.length, sha256 } : file) // prettier-ignore
    writeFileSync(join(out, 'manifest.json'), JSON.stringify({ ...manifest, files }))
  }

  test.each([
    {
      name: 'a changed line',
      format: 'jsonl',
      change: async (out: string) => edit(out, 'records.jsonl', (text) => text.replace('permit', 'permiT')),
    },
    {
      name: 'a changed line, hashed again',
      format: 'jsonl',
      change: async (out: string) => {
        edit(out, 'records.jsonl', (text) => text.replace('permit', 'permiT'))
        await rehash(out, 'records.jsonl')
      },
    },
    { name: 'records that are chained anew', format: 'jsonl', change: (out: string) => putRecords(out, forged()) },
    { name: 'one record of those', format: 'jsonl', change: (out: string) => putRecords(out, rawLines(plain).with(2, forged()[2] ?? '')) }, // prettier-ignore
    {
      name: 'a line that is gone, hashed again',
      format: 'jsonl',
      change: async (out: string) => {
        edit(out, 'records.jsonl', (text) => text.split('\n').slice(1).join('\n'))
        await rehash(out, 'records.jsonl')
      },
    },
    {
      name: 'a row that is gone, hashed again',
      format: 'csv',
      change: async (out: string) => {
        edit(out, 'records.csv', (text) => text.split('\r\n').slice(0, -2).join('\r\n') + '\r\n')
        await rehash(out, 'records.csv')
      },
    },
    {
      name: 'a proof of another',
      format: 'csv',
      change: async (out: string) => {
        edit(
          out,
          'proofs.jsonl',
          (text) =>
            text
              .split('\n')
              .toReversed()
              .filter((line) => line !== '')
              .join('\n') + '\n',
        )
        await rehash(out, 'proofs.jsonl')
      },
    },
    {
      name: 'another count',
      format: 'cef',
      change: async (out: string) =>
        edit(out, 'manifest.json', (text) => text.replace(/"records": (\d+),\n {2}"first/, '"records": 1,\n  "first')),
    },
    { name: 'a file that is gone', format: 'csv', change: async (out: string) => rmSync(join(out, 'records.csv')) },
    { name: 'a file more', format: 'csv', change: async (out: string) => writeFileSync(join(out, 'more.csv'), '') },
    {
      name: 'another origin',
      format: 'ocsf',
      change: async (out: string) =>
        edit(out, 'manifest.json', (text) => text.replace('test.example/one', 'test.example/two')),
    },
    {
      name: 'a path that leads out',
      format: 'csv',
      change: async (out: string) =>
        edit(out, 'manifest.json', (text) => text.replace('"records.csv"', '"../records.csv"')),
    },
    { name: 'no manifest', format: 'csv', change: async (out: string) => rmSync(join(out, 'manifest.json')) },
    {
      name: 'an anchor that is gone',
      format: 'jsonl',
      change: async (out: string) =>
        edit(out, 'manifest.json', (text) => JSON.stringify({ ...(JSON.parse(text) as object), anchor: null })),
    },
  ])(
    'finds $name',
    async ({ format, change }) => {
      const { out } = await exported(plain, '--format', format, '--proofs')
      expect((await check(out)).code).toBe(0)
      await change(out)
      expect((await check(out)).code).toBe(1)
    },
    60_000,
  )
})

test('the version that manifests name is that of the package', () => {
  expect(VERSION).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version)
})
