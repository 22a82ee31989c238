import { describe, expect, test } from '@jest/globals'
import { checkUrl } from '../../src/config/base-url.ts'
import { changed, GOOD, problemsOf } from './a-config.ts'

/** Hosts that mean something else than they say, or that no host can have. */
const HOSTS = [
  '2130706433',
  '0x7f000001',
  '017700000001',
  '127.1',
  '0x7f.1',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '0',
  '0.0.0.0',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:10.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2001:0:0:0:0:0:80ff:fffe]',
  '[2001::80ff:fffe]',
  '[fe80::1%25eth0]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:7f00:1]',
  '224.0.0.1',
  '[ff02::1]',
  '255.255.255.255',
  '192.0.2.1',
  '[2001:db8::1]',
  '[100::1]',
  '240.0.0.1',
  'openrouter.ai%2f@127.0.0.1',
  'evil\\@127.0.0.1',
  'user@127.0.0.1@evil.com',
  'user:word@openrouter.ai',
  '@openrouter.ai',
  'openrouter.ai.',
  'openrouter.ai。',
  'localhost.',
  'LOCALHOST',
  'OPENROUTER.AI',
  'openrouter.ai:443',
  'openrouter.ai:0443',
  'openrouter%2eai',
  'öpenrouter.ai',
  'openrouter.ai\\',
  'open\trouter.ai',
  ' openrouter.ai',
  '[0:0:0:0:0:0:0:1]',
  '[FD00::1]',
  '',
  '999.1.1.1',
  '1.2.3.4.5',
]

/** Everything else about a URL that a base may not have. */
const URLS = [
  'openrouter.ai/api',
  '//openrouter.ai',
  'ftp://openrouter.ai',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https:openrouter.ai',
  'https:/openrouter.ai',
  'https:///openrouter.ai',
  'HTTPS://openrouter.ai',
  'https://openrouter.ai/?',
  'https://openrouter.ai/?a=b',
  'https://openrouter.ai/#',
  'https://openrouter.ai#@127.0.0.1',
  'https://openrouter.ai/a/../b',
  'https://openrouter.ai/./',
  'https://openrouter.ai/%2e%2e/',
  'https://openrouter.ai//api',
  'https://openrouter.ai/a b',
  'https://openrouter.ai\\api',
  'https://openrouter.ai/api ',
  ' https://openrouter.ai',
  'https://openrouter.ai:99999',
  'https://openrouter.ai:',
  'https://',
  'data:text/plain,x',
  'http+unix://socket',
  'https://openrouter.ai/\u00e9',
]

const all = [...HOSTS.map((host) => `https://${host}/`), ...URLS]
const at: Readonly<Record<string, (url: string) => string>> = {
  'a node': (url) => changed('http://192.168.88.21:8000', JSON.stringify(url)),
  'a cloud destination': (url) => changed('https://openrouter.ai/api/v1', JSON.stringify(url)),
  'a key set': (url) => changed('https://idp.example.com/jwks.json', JSON.stringify(url)),
}

describe.each(Object.entries(at))('as the URL of %s', (_, write) => {
  test.each(all)('%j is refused', (url) => {
    const problems = problemsOf(write(url))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/^cordon\.yaml:(?:12:28|15:10|6:13): /)
  })
})

describe('a URL that is written as it is dialled', () => {
  test.each([
    'http://127.0.0.1:11434',
    'http://127.0.0.1:11434/',
    'http://[::1]:8000',
    'http://[fd00::1]/v1',
    'https://openrouter.ai',
    'https://openrouter.ai/api/v1',
    'https://openrouter.ai/api/v1/',
    'http://localhost:1234',
    'http://gpu-01.corp.example:8000',
    'http://10.1.2.3:8000',
    'http://100.64.0.9',
    'https://xn--penrouter-87a.ai',
  ])('%s is taken', (text) => {
    const checked = checkUrl(text)
    expect('url' in checked && [checked.url.href, checked.url.origin]).toContain(text)
  })

  test('a refusal says how to write it', () => {
    expect(checkUrl('http://127.1:8000')).toEqual({ wrong: 'must be written as it is dialled: http://127.0.0.1:8000' })
    expect(checkUrl('https://OpenRouter.ai:443/api/v1')).toEqual({
      wrong: 'must be written as it is dialled: https://openrouter.ai/api/v1',
    })
  })

  test('the example itself has no problem, so that each refusal above is for its URL', () => {
    expect(problemsOf(GOOD)).toEqual([])
  })
})
