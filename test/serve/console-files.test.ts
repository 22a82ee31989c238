import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import supertest from 'supertest'
import { adminApi } from '../../src/serve/admin-api.ts'
import { readConsole } from '../../src/serve/console-files.ts'

const PAGE = `<!doctype html><title>Cordon</title>${'<p>page</p>'.repeat(50)}`
const SCRIPT = 'console.log("hello");'.repeat(50)
const ICON = '<svg/>'
const SCRIPT_AT = '/assets/index-B4k9xQ2z.js'
let dir = ''
let app: ReturnType<typeof adminApi>
const health = () => ({ status: 'ok', missing: [] }) as const
const parts = { health, checkpoint: () => null, now: () => 0 }
let site: URL | null = null

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'cordon-console-'))
  const built = join(dir, 'console')
  mkdirSync(join(built, 'assets', '.git'), { recursive: true })
  writeFileSync(join(built, 'index.html'), PAGE)
  writeFileSync(join(built, '.made-of'), 'hidden')
  writeFileSync(join(built, 'assets', '.hidden.js'), 'hidden')
  writeFileSync(join(built, 'notes.md'), 'of no known type')
  writeFileSync(join(built, SCRIPT_AT), SCRIPT)
  writeFileSync(join(built, 'icon.svg'), ICON)
  writeFileSync(join(dir, 'secret.js'), 'secret')
  app = adminApi({ ...parts, files: await readConsole(built), site: () => site })
})
afterAll(() => rmSync(dir, { recursive: true }))

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  supertest(app).get(path).set({ 'accept-encoding': 'identity', ...headers }).buffer().parse((res, done) => {
    const chunks: Buffer[] = []
    res.on('data', (chunk: Buffer) => chunks.push(chunk))
    res.on('end', () => done(null, Buffer.concat(chunks)))
  }) // prettier-ignore
const textOf = ({ body }: supertest.Response) => (body as Buffer).toString('utf8')

describe('the page', () => {
  test.each(['/', '/sign-in', '/sign-in?failed=denied', '/records', '/records/req_1', '/policy/diff/a', '/evidence', '/evidence/x?y=z'])('is at %s, and nobody keeps it', async (path) => {
    const answer = await get(path)
    expect([answer.status, textOf(answer)]).toEqual([200, PAGE])
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
  }) // prettier-ignore

  test("may run nothing but its own scripts, in nobody else's frame", async () => {
    const { headers } = await get('/records')
    const policy = Object.fromEntries((headers['content-security-policy'] ?? '').split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')])) // prettier-ignore
    expect(policy).toEqual({
      ...{ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self'" },
      ...{ 'font-src': "'self'", 'connect-src': "'self'", 'base-uri': "'none'", 'form-action': "'self'" },
      ...{ 'frame-ancestors': "'none'", 'require-trusted-types-for': "'script'" },
    })
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['strict-transport-security']).toBeUndefined()
  })

  test('keeps browsers to TLS where it is opened by it', async () => {
    site = new URL('https://cordon.example.com')
    const { headers } = await get('/', { host: 'cordon.example.com' })
    site = null
    expect(headers['strict-transport-security']).toBe('max-age=31536000')
  })

  test('is for nobody who calls us by another name', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(421)
    expect((await get(SCRIPT_AT, { host: 'evil.example' })).status).toBe(421)
  })

  test('says how to build it where nothing is built', async () => {
    const bare = adminApi({ ...parts, files: await readConsole(join(dir, 'nowhere')) })
    const answer = await supertest(bare).get('/')
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('npm run build:console')])
    expect((await supertest(bare).get('/healthz')).status).toBe(200)
  })
})

describe('a file', () => {
  test('may be kept for good when its name has a digest, and else is asked for again', async () => {
    const [script, icon] = [await get(SCRIPT_AT), await get('/icon.svg')]
    expect([textOf(script), script.headers['cache-control']]).toEqual([SCRIPT, 'public, max-age=31536000, immutable'])
    expect([textOf(icon), icon.headers['cache-control']]).toEqual([ICON, 'no-cache'])
    const again = await get('/icon.svg', { 'if-none-match': icon.headers['etag'] ?? '' })
    expect([again.status, textOf(again)]).toEqual([304, ''])
    expect((await get('/icon.svg', { 'if-none-match': script.headers['etag'] ?? '' })).status).toBe(200)
  })

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000, gzip; q=0', undefined],
    ['brotli', undefined],
    ['', undefined],
  ])('accept-encoding: %s → %s', async (accepted, coding) => {
    const answer = await get(SCRIPT_AT, { 'accept-encoding': accepted })
    const { headers } = answer
    const tags = new Set([headers['etag'], (await get(SCRIPT_AT)).headers['etag']])
    expect([headers['content-encoding'], headers['vary']]).toEqual([coding, 'accept-encoding'])
    expect(textOf(answer)).toBe(SCRIPT) // supertest has unpacked it
    expect(Number(headers['content-length']) < SCRIPT.length).toBe(coding !== undefined)
    expect(tags.size).toBe(coding === undefined ? 1 : 2)
  })

  test('that would not get shorter is sent as it is', async () => {
    expect((await get('/icon.svg', { 'accept-encoding': 'br, gzip' })).headers['content-encoding']).toBeUndefined()
  })

  test.each([
    ...[
      '/index.html',
      '/.made-of',
      '/assets/.hidden.js',
      '/notes.md',
      '/assets',
      '/assets/',
      '/recordsx',
      '/sign-in/x',
    ],
    ...['/../secret.js', '/assets/../../secret.js', '/%2e%2e/secret.js', '/assets/%2e%2e%2f%2e%2e%2fsecret.js'],
    ...[
      '/assets/..%5c..%5csecret.js',
      '//secret.js',
      '/__proto__',
      '/constructor',
      '/assets/index-B4k9xQ2z.js%00.html',
    ],
  ])('is not at %s', async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(textOf(answer)).not.toMatch(/secret|nowhere|<script/)
  })

  test('is not there for whoever sends something', async () => {
    expect((await supertest(app).post('/')).status).toBe(404)
  })
})

test('a path that cannot be read is told so, in few words', async () => {
  const { status, body } = await supertest(app).get('/admin/records/%zz')
  expect([status, body]).toMatchObject([404, { error: { code: 'not_found' } }]) // there are no operations here
})

test('what is no page acts as none', async () => {
  const { headers } = await get('/admin/nothing')
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*sandbox/)
})
