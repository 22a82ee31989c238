import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const ROOMS = [
  'terms',
  'config',
  'policy',
  'authenticate',
  'read',
  'detect',
  'engines',
  'decide',
  'route',
  'translate',
  'remember',
  'forward',
  'audit',
  'telemetry',
  'serve',
  'contract',
  'console',
  'desks',
  'command',
]
/** These may import every room; everyone else imports itself and terms. */
const JOINS = ['(top)', 'desks', 'command']
/** Both ends of the admin API speak of it in the words of its contract. */
const SPEAK_CONTRACT = ['serve', 'console']
const PURE = ['terms', 'read', 'decide', 'translate']

/** Each dependency has one door, so that replacing it means rewriting one room. A second door says why. */
const DOOR: Record<string, readonly string[]> = {
  express: ['serve'],
  jose: ['authenticate', 'audit', 'policy', 'command', 'console'], // tokens come in; seals go out; approvals; `cordon token` mints; auditors open seals
  'openid-client': ['authenticate'],
  zod: ['config', 'policy', 'read', 'contract'], // one schema language where outside text becomes a type
  yaml: ['config', 'policy'],
  '@casl/ability': ['decide'],
  'http-proxy-middleware': ['forward'],
  'ipaddr.js': ['config', 'policy', 'forward'], // ranges are parsed where they are written, checked at the socket
  'libphonenumber-js': ['detect'],
  re2js: ['detect'],
  '@huggingface/transformers': ['engines'], // optional, and loaded only when it is configured
  winston: ['audit'],
  'prom-client': ['telemetry'],
  '@opentelemetry/api': ['telemetry'],
  '@opentelemetry/resources': ['telemetry'],
  '@opentelemetry/otlp-transformer': ['telemetry'],
  '@opentelemetry/sdk-trace-base': ['telemetry'],
  'hyparquet-writer': ['audit'],
  pg: ['forward'],
  'redact-pii': ['audit'],
  'node:worker_threads': ['detect', 'command', 'audit', 'desks'], // long prompts; the texts of `cordon detect`; the index; long work
  'node:net': ['forward'],
  'node:tls': ['forward'],
  'node:dns': ['forward'],
  'node:dgram': [],
  'node:http2': [],
  'node:http': ['forward', 'serve'],
  'node:https': ['forward', 'serve'],
}

const SRC = resolve('src')
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
const roomOf = (file: string) => dirname(relative(SRC, file)).split('/')[0]?.replace(/^\.$/, '(top)') ?? '(top)'
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
const IMPORT = /(?:^(?:import|export)\b(?:[^'"]*?from)?\s*|\bimport\()['"]([^'"]+)['"]/gm

describe.each(files)('src/%s', (name) => {
  const file = join(SRC, name)
  const source = readFileSync(file, 'utf8')
  const code = source.replace(/^import type [^'"]*['"].*$/gm, '') // a type opens no socket
  const room = roomOf(file)
  const imports = (text: string) => [...text.matchAll(IMPORT)].map((match) => match[1] ?? '')

  test('is in a room we know', () => expect([...ROOMS, '(top)']).toContain(room))

  test('imports only terms, unless it joins rooms', () => {
    const rooms = imports(source)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => roomOf(resolve(dirname(file), specifier)))
    const known = [room, 'terms', ...(SPEAK_CONTRACT.includes(room) ? ['contract'] : [])]
    expect(JOINS.includes(room) ? [] : rooms.filter((other) => !known.includes(other))).toEqual([])
  })

  test('uses a dependency only through its door', () => {
    const wrong = imports(code)
      .map(packageOf)
      .filter((name) => name in DOOR && !DOOR[name]?.includes(room))
    expect(wrong).toEqual([])
  })

  test('opens no socket outside forward', () => {
    expect(
      room !== 'forward' &&
        name !== 'console/lib/api.ts' &&
        name !== 'console/lib/use-live.ts' &&
        /\b(?:fetch|WebSocket|EventSource)\(/.test(code),
    ).toBe(false)
  })

  test('is pure if its room is', () => {
    const impure = /'node:(?!url)[^']+'|process\.|Date\.now|new Date\(\)|Math\.random|\bawait /g
    expect(PURE.includes(room) ? code.match(impure) : null).toBeNull()
  })

  test('reads the environment only in main.ts', () => {
    expect(name !== 'main.ts' && source.includes('process.env')).toBe(false)
  })
})
