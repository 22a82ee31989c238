import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { ALNUM, DIGITS, HEX, LOWER, UPPER } from '../random.ts'
import type { Random } from '../random.ts'

/** Prefixes are put together at run time: a whole one in a file looks like a leak to whoever scans repositories. */
const p = (...parts: readonly string[]) => parts.join('')
const URLSAFE = `${ALNUM}-_`
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE62 = DIGITS + UPPER + LOWER

function github(random: Random, prefix: string): string {
  const body = random.chars(30, ALNUM)
  let rest = crc32(body)
  let check = ''
  for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) check = `${BASE62[rest % 62] ?? ''}${check}`
  return `${prefix}_${body}${check}`
}

const base64url = (text: string) => Buffer.from(text).toString('base64url')

function jwt(random: Random): string {
  const header = base64url(JSON.stringify({ alg: random.pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' }))
  const payload = base64url(JSON.stringify({ sub: random.chars(8), iat: 1_700_000_000 + random.int(50_000_000) }))
  return `${header}.${payload}.${random.chars(43, URLSAFE)}`
}

function privateKey(random: Random): string {
  const kind = random.pick(['RSA ', 'EC ', '', 'OPENSSH '])
  const lines = Array.from({ length: random.between(4, 9) }, () => random.chars(64, `${ALNUM}+/`))
  return [
    `-----BEGIN ${kind}PRIVATE KEY-----`,
    ...lines,
    `${random.chars(38, ALNUM)}==`,
    `-----END ${kind}PRIVATE KEY-----`,
  ].join('\n')
}

type Family = readonly [family: string, make: (random: Random) => string]

/** Families that are split between the halves, so that being good at one does not stand for the other. */
const FAMILIES: readonly Family[] = [
  ['aws', (r) => p('AK', 'IA') + r.chars(16, BASE32)],
  ['google', (r) => p('AI', 'za') + r.chars(35, URLSAFE)],
  ['github', (r) => github(r, 'ghp')],
  ['github-oauth', (r) => github(r, 'gho')],
  ['github-fine', (r) => p('github', '_pat_') + r.chars(22, ALNUM) + '_' + r.chars(59, ALNUM)],
  ['gitlab', (r) => p('gl', 'pat-') + r.chars(20, URLSAFE)],
  ['openai', (r) => p('sk', '-proj-') + r.chars(74, ALNUM) + p('T3Blbk', 'FJ') + r.chars(74, ALNUM)],
  ['anthropic', (r) => p('sk', '-ant-api03-') + r.chars(93, URLSAFE) + 'AA'],
  ['openrouter', (r) => p('sk', '-or-v1-') + r.chars(64, HEX)],
  ['huggingface', (r) => p('h', 'f_') + r.chars(34, LOWER + UPPER)],
  ['groq', (r) => p('gs', 'k_') + r.chars(52, ALNUM)],
  ['replicate', (r) => p('r', '8_') + r.chars(37, ALNUM)],
  ['perplexity', (r) => p('pp', 'lx-') + r.chars(48, ALNUM)],
  ['stripe', (r) => p('sk', '_live_') + r.chars(24, ALNUM)],
  ['stripe-restricted', (r) => p('rk', '_live_') + r.chars(24, ALNUM)],
  ['slack', (r) => p('xo', 'xb-') + `${r.chars(12)}-${r.chars(12)}-${r.chars(24, ALNUM)}`],
  ['slack-user', (r) => p('xo', 'xp-') + `${r.chars(12)}-${r.chars(12)}-${r.chars(12)}-${r.chars(32, HEX)}`],
  ['sendgrid', (r) => p('S', 'G.') + `${r.chars(22, URLSAFE)}.${r.chars(43, URLSAFE)}`],
  ['npm', (r) => p('np', 'm_') + r.chars(36, ALNUM)],
  ['pypi', (r) => p('py', 'pi-AgEIcHlwaS5vcmc') + r.chars(120, URLSAFE)],
  ['docker', (r) => p('dc', 'kr_pat_') + r.chars(27, URLSAFE)],
  ['digitalocean', (r) => p('do', 'p_v1_') + r.chars(64, HEX)],
  ['databricks', (r) => p('da', 'pi') + r.chars(32, HEX)],
  ['shopify', (r) => p('sh', 'pat_') + r.chars(32, HEX)],
  ['vault', (r) => p('hv', 's.') + r.chars(24, ALNUM)],
  ['grafana', (r) => p('gl', 'sa_') + r.chars(32, ALNUM) + '_' + r.chars(8, HEX)],
  ['linear', (r) => p('li', 'n_api_') + r.chars(40, ALNUM)],
  ['notion', (r) => p('nt', 'n_') + r.chars(46, ALNUM)],
  ['figma', (r) => p('fi', 'gd_') + r.chars(40, URLSAFE)],
  ['postman', (r) => p('PM', 'AK-') + `${r.chars(24, HEX)}-${r.chars(34, HEX)}`],
  ['telegram', (r) => `${String(r.between(1, 9))}${r.chars(9)}:${p('A', 'A')}${r.chars(33, URLSAFE)}`],
  ['google-oauth', (r) => p('GO', 'CSPX-') + r.chars(28, URLSAFE)],
]

/** A key of a provider, known by its prefix. Even families are for tuning, odd ones are held out. */
export function providerKey(random: Random, half: 'tuned' | 'held-out'): string {
  const mine = FAMILIES.filter((_, i) => (i % 2 === 0) === (half === 'tuned'))
  return random.pick(mine)[1](random)
}

export { jwt, privateKey }

const WORDS = ['Sommer', 'tulip', 'Harbor', 'velvet', 'Kupfer', 'orage', 'Ventana', 'maslo', 'Pixel', 'otter']

/** A password as people choose them, or as a manager does. */
export const password = (random: Random): string =>
  random.chance(0.5)
    ? `${random.pick(WORDS)}${random.pick(['-', '_', '!', '.'])}${random.pick(WORDS)}${random.chars(3)}${random.pick(['!', '#', '?', '$'])}`
    : random.chars(random.between(12, 20), `${ALNUM}!#%*-_+`).replace(/^[^A-Za-z0-9]/, 'q')

/** A key that has no prefix: only what stands beside it says what it is. */
export const opaqueKey = (random: Random): string =>
  random.pick([() => random.chars(40, HEX), () => random.chars(32, ALNUM), () => random.chars(43, URLSAFE)])()

export const hashOf = (random: Random, algorithm: 'sha1' | 'sha256' | 'sha512' | 'md5', encoding: 'hex' | 'base64') =>
  createHash(algorithm).update(random.chars(20)).digest(encoding)
