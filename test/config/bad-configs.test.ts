import { describe, expect, test } from '@jest/globals'
import { changed, GOOD, load, problemsOf } from './a-config.ts'

/** What to change in the example, with a ▸ in front of every place that must be named, and what must be said there. */
type Row = { readonly name: string; readonly from: string; readonly to: string; readonly says: readonly string[] }

const row = (name: string, from: string, to: string, ...says: string[]): Row => ({ name, from, to, says })

/** `line:col` of every ▸, as they are without any of them. */
function places(text: string): readonly string[] {
  const pieces = text.split('▸').slice(0, -1)
  return pieces.map((_, index) => {
    const lines = pieces
      .slice(0, index + 1)
      .join('')
      .split('\n')
    return `${String(lines.length)}:${String((lines.at(-1) ?? '').length + 1)}`
  })
}

/** Each row breaks the example in one way, and nothing else is said about it. */
const check = (rows: readonly Row[]) =>
  test.each(rows)('$name', ({ from, to, says }) => {
    const marked = changed(from, to)
    const want = places(marked).map((place, index) =>
      expect.stringContaining(`cordon.yaml:${place}: ${says[index] ?? '?'}`),
    )
    expect(want.length).toBeGreaterThan(0)
    expect(problemsOf(marked.replaceAll('▸', ''))).toEqual(want)
  })

describe('what is not YAML, or cleverer than it needs to be, is refused at its place', () => {
  check([
    row(
      'two documents',
      'policies: ./policies/default.yaml\n',
      'policies: x\n▸---\na: b\n',
      'a configuration file holds one document',
    ),
    row('a key twice', 'policies:', '▸audit: x\npolicies:', 'Map keys must be unique'),
    row('a colon that is not there', 'audience: cordon', '▸audience cordon', 'a line that is no "key: value"'),
    row(
      'an anchor',
      'url: https://openrouter.ai/api/v1',
      'url: &u ▸https://openrouter.ai/api/v1',
      'anchors (&) may not be used',
    ),
    row('a tag', 'audience: cordon', 'audience: !!str ▸cordon', 'tags (!) may not be used'),
    row('__proto__', 'policies:', '▸__proto__: { policies: x }\npolicies:', 'unknown key "__proto__"'),
    row('a key that is no text', '  openrouter:\n', '  ▸1:\n', 'a key must be text: put it in quotes'),
    row('a merge key', '    url: https', '    ▸<<: { a: b }\n    url: https', 'unknown key "<<"'),
    row(
      'a character that cannot be seen',
      'audience: cordon',
      'audience: cor▸\u200bdon',
      'a character that cannot be seen',
    ),
    row(
      'text that runs backward',
      'audience: cordon',
      'audience: cordon # ▸\u202enodroc',
      'a character that cannot be seen',
    ),
  ])

  test.each([
    ['an open bracket', changed('maxBody: 10mb }', 'maxBody: 10mb'), /^cordon\.yaml:[1-3]:\d+: /],
    ['a tab', changed('    nodes:', '\tnodes:'), /^cordon\.yaml:11:1: Tabs are not allowed as indentation/],
    ['an alias', changed('model: qwen2.5:14b }', 'model: *none }'), /^cordon\.yaml:23:\d+: /],
    ['nothing', '', /^cordon\.yaml:1:1: the file is empty/],
    ['only a comment', '# nothing\n', /^cordon\.yaml:1:1: the file is empty/],
    ['a list', '- a\n', /^cordon\.yaml:1:1: the file needs keys with values, not a list/],
    ['a word', 'cordon', /^cordon\.yaml:1:1: the file needs keys with values, not a text/],
    ['a directive', `%YAML 1.1\n---\n${GOOD}`, /^cordon\.yaml:1:1: YAML directives may not be used/],
    ['a bomb of brackets', '['.repeat(200_000), /^cordon\.yaml:1:1: the file is nested too deeply/],
    ['a bomb of dashes', '- '.repeat(200_000), /^cordon\.yaml:1:1: the file is nested too deeply/],
    [
      'a staircase',
      Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /^cordon\.yaml:1:1: the file is nested too deeply/,
    ],
    ['a megabyte', `# ${'x'.repeat(1_000_000)}\n${GOOD}`, /^cordon\.yaml:1:1: the file is longer than/],
  ])('%s', (_, text, want) => {
    expect(problemsOf(text)[0]).toMatch(want)
  })

  test('a byte order mark and Windows line ends are fine', () => {
    expect(problemsOf(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([])
  })
})

describe('what has the wrong shape', () => {
  check([
    row('a misspelt key', 'server: {', '▸sever: {', 'unknown key "sever" (did you mean "server"?)'),
    row('one further in', 'maxBody:', '▸maxbody:', 'unknown key "maxbody" (did you mean "maxBody"?)'),
    row(
      'a key of another place',
      'audience: cordon',
      'audience: cordon\n      ▸listen: x',
      'unknown key "listen"; known here: issuer, audience',
    ),
    row(
      'a stand-in asked for',
      'kind: ollama }',
      'kind: ollama, ▸standIn: true }',
      'unknown key "standIn"; known here:',
    ),
    row(
      'an attribute that there is not',
      'department: department }',
      '▸departmnet: department }',
      'unknown key "departmnet" (did you mean "department"?)',
    ),
    row('a word for a firewall', 'kind: ollama }', 'kind: ollama, egress: ▸open }', '"egress" may not be "open"'),
    row('no room at all', 'kind: ollama }', 'kind: ollama, context: ▸0 }', '"context" may not be less than 1'),
    row('an unknown kind', 'kind: ollama', 'kind: ▸olama', '"kind" may not be "olama" (did you mean "ollama"?)'),
    row('a number for a text', 'audience: cordon', 'audience: ▸42', '"audience" needs a text, not a number'),
    row('a text for a number', 'parallel: 16', 'parallel: ▸many', '"parallel" needs a number, not a text'),
    row('half a request at once', 'parallel: 16', 'parallel: ▸0.5', '"parallel" needs a whole number'),
    row('no request at once', 'parallel: 16', 'parallel: ▸0', '"parallel" may not be less than 1'),
    row('a key without a value', 'audience: cordon', 'audience:▸', '"audience" has nothing after it'),
    row('a text for a list', '[ES256, EdDSA]', '▸ES256', '"algorithms" needs a list, not a text'),
    row('an empty list', '[ES256, EdDSA]', '▸[]', '"algorithms" may not be empty'),
    row('a bare number for a size', '10mb', '▸10', '"maxBody" needs a unit, such as 60s or 10mb'),
    row('a bare number for a time', 'timeout: 60s', 'timeout: ▸60', '"timeout" needs a unit, such as 60s or 10mb'),
    row('no policy', GOOD, `▸${GOOD.replace('policies: ./policies/default.yaml\n', '')}`, '"policies" is missing'),
    row(
      'no audit key',
      '{ dir: ./data/audit, deadline: 250ms, origin: cordon.example.com/eu-1, key: certs/audit.pem }',
      '▸{ dir: x, origin: x }',
      '"key" is missing',
    ),
    row(
      'no audience',
      'issuer: https://idp.example.com\n      audience: cordon',
      '▸issuer: https://idp.example.com',
      '"audience" is missing',
    ),
  ])
})

describe('what makes no sense', () => {
  const origin = 'origin: cordon.example.com/eu-1'
  check([
    row('a size without a unit', '10mb', '▸"10"', '"maxBody" needs a size, such as 512kb or 10mb'),
    row('a unit in capitals', '10mb', '▸10MB', '"maxBody" needs a size'),
    row('a time for a size', '10mb', '▸10s', '"maxBody" needs a size'),
    row('a size with a fraction', '10mb', '▸1.5mb', '"maxBody" needs a size'),
    row('a unit on the prototype', '10mb', '▸10constructor', '"maxBody" needs a size'),
    row('a body of terabytes', '10mb', '▸999999gb', '"maxBody" must be from 1kb to 1gb'),
    row('no body at all', '10mb', '▸0kb', '"maxBody" must be from 1kb to 1gb'),
    row('less for all than for one', '10mb', '10mb, maxBodies: ▸1mb', '"maxBodies" is for all requests together'),
    row('a negative time', '250ms', '▸-250ms', '"deadline" needs a time'),
    row('an endless deadline', '250ms', '▸1h', '"deadline" must be from 10ms to 10s'),
    row('a deadline of nothing', '250ms', '▸0ms', '"deadline" must be from 10ms to 10s'),
    row('an endless attempt', 'timeout: 60s', 'timeout: ▸100h', '"timeout" must be from 100ms to 1h'),
    row('a port only', 'listen: 127.0.0.1:8080', 'listen: ▸":8080"', '"listen" needs an address and a port'),
    row('no port', 'listen: 127.0.0.1:8080', 'listen: ▸127.0.0.1', '"listen" needs an address and a port'),
    row(
      'a port beyond the last',
      'listen: 127.0.0.1:8080',
      'listen: ▸127.0.0.1:65536',
      '"listen" needs an address and a port',
    ),
    row(
      'a range with bits beyond its prefix',
      '10mb',
      '10mb, metrics: { allow: [10.0.0.0/8, ▸10.1.2.3/8] }',
      '"10.1.2.3/8" is not a CIDR range',
    ),
    row(
      'an address in place of a range',
      '10mb',
      '10mb, metrics: { allow: [▸10.1.2.3] }',
      '"10.1.2.3" is not a CIDR range',
    ),
    row('a short range', '10mb', '10mb, metrics: { allow: [▸10.1/16] }', '"10.1/16" is not a CIDR range'),
    row('a short address to listen at', '127.0.0.1:8080', '▸127.1:8080', '"listen" needs localhost or an address'),
    row('a name to listen at', '127.0.0.1:8080', '▸cordon.example.com:8080', '"listen" needs localhost or an address'),
    row('both APIs at one port', '127.0.0.1:8081', '▸127.0.0.1:8080', '"admin" is where "listen" is'),
    row(
      'both at one port by way of every address',
      '127.0.0.1:8080, admin: ',
      '0.0.0.0:8081, admin: ▸',
      '"admin" is where "listen" is',
    ),
    row(
      'an origin with a scheme',
      origin,
      'origin: ▸https://cordon.example.com',
      '"origin" names this ledger for good',
    ),
    row('an origin with a line feed', origin, 'origin: ▸"a\\nb"', '"origin" names this ledger for good'),
  ])

  test('everything that is wrong is said at once, in the order of the file', () => {
    const text = changed('maxBody: 10mb', 'maxBody: 10s').replace('192.168.88.21', '192.168.345').replace('60s', '60d')
    expect(problemsOf(text).map((problem) => problem.split(': ')[0])).toEqual([
      expect.stringMatching(/:1:\d+$/),
      expect.stringMatching(/:12:\d+$/),
      expect.stringMatching(/:19:\d+$/),
    ])
  })
})

describe('issuers that would check less than they seem to', () => {
  const jwks = 'jwks: https://idp.example.com/jwks.json'
  const also = (text: string) => `audience: cordon\n      ${text}`
  check([
    ...['HS256', 'HS512', 'hs256', 'none', 'nOnE'].map((name) =>
      row(
        `the algorithm ${name}`,
        '[ES256, EdDSA]',
        `[ES256, ▸${name}]`,
        `"${name}" may not be used: whoever can check such a token can also make one`,
      ),
    ),
    row('an algorithm that there is not', '[ES256, EdDSA]', '[▸ES265]', '"ES265" is not known (did you mean "ES256"?)'),
    row('an algorithm twice', '[ES256, EdDSA]', '[ES256, ▸ES256]', '"ES256" stands in this list twice'),
    row(
      'keys from two places',
      jwks,
      `${jwks}\n      ▸jwksFile: certs/dev/jwks.json`,
      'set "jwks" or "jwksFile", not both',
    ),
    row(
      'keys from nowhere',
      `issuer: https://idp.example.com\n      audience: cordon\n      ${jwks}`,
      '▸issuer: https://idp.example.com\n      audience: cordon',
      'an issuer needs "jwks" (a URL) or "jwksFile"',
    ),
    row(
      'keys over http: from a public address',
      jwks,
      'jwks: ▸http://93.184.216.34/jwks.json',
      '"jwks" needs https: at a public address',
    ),
    row(
      'keys from where clouds serve credentials',
      jwks,
      'jwks: ▸https://169.254.169.254/j',
      '"jwks" has an address that is neither public nor private',
    ),
    row('a lifetime of years', 'audience: cordon', also('maxAge: ▸8760h'), '"maxAge" must be from 1s to 24h'),
    row(
      'a clock that may be hours off',
      'audience: cordon',
      also('clockTolerance: ▸1h'),
      '"clockTolerance" must be from 0s to 30s',
    ),
    row(
      'a lifetime in fractions of a second',
      'audience: cordon',
      also('maxAge: ▸1500ms'),
      '"maxAge" needs whole seconds',
    ),
    row(
      'a type with a prefix',
      'audience: cordon',
      also('types: [▸application/at+jwt]'),
      'a token type is written in lower case and without application/',
    ),
    row('a type in capitals', 'audience: cordon', also('types: [▸AT+JWT]'), 'a token type is written in lower case'),
    row('a claim with a space', 'role: roles', 'role: ▸"ro les"', 'a claim is named by visible ASCII'),
    row('an audience with a space', 'audience: cordon', 'audience: ▸cor don', '"audience" must be visible ASCII'),
    row(
      'the same issuer twice',
      'destinations:',
      '    - { issuer: ▸https://idp.example.com, audience: x, jwksFile: certs/dev/jwks.json, algorithms: [ES256] }\ndestinations:',
      'this issuer has an entry already',
    ),
  ])
})

describe('places that contradict each other', () => {
  const url = '    url: https://openrouter.ai/api/v1'
  check([
    row(
      'TLS where there is none',
      'kind: ollama }',
      'kind: ollama, ▸tls: { pin: ▸abc } }',
      '"tls" needs a "url" that starts with https://',
      '"pin" needs sha256/ and the base64 of that hash of the public key',
    ),
    row(
      'a certificate without its key',
      'url: http://192.168.88.22:11434, kind: ollama }',
      'url: https://192.168.88.22:11434, kind: ollama, ▸tls: { cert: certs/audit.pem, ca: ▸gone.pem } }',
      '"cert" and "key" go together',
      '"ca" is not there',
    ),
    row('a certificate that is not there', 'maxBody: 10mb', 'tls: { cert: ▸gone.pem, key: ▸gone.key }, maxBody: 10mb', '"cert" is not there', '"key" is not there'), // prettier-ignore
    row('TLS for the console, which is opened without', 'maxBody: 10mb', 'adminTls: ▸{ cert: certs/audit.pem, key: certs/audit.pem }, maxBody: 10mb', '"adminTls" needs "console.url"'), // prettier-ignore
    row(
      'nodes and a URL',
      `${url}\n    apiKeyEnv`,
      `    nodes: [{ name: n, url: http://10.0.0.1, kind: tgi }]\n    ▸${url.trim()}\n    ▸apiKeyEnv`,
      'a destination has "nodes" (LAN) or a "url" (cloud), not both',
      'each node has its own "apiKeyEnv"',
    ),
    row(
      'neither nodes nor a URL',
      `openrouter:\n${url}\n`,
      '▸openrouter:\n',
      '"openrouter" needs "nodes" (LAN) or a "url" (cloud)',
    ),
    row(
      'a key for all nodes',
      '    nodes:',
      '    ▸apiKeyEnv: CLOUD_KEY\n    nodes:',
      'each node has its own "apiKeyEnv"',
    ),
    row('a node twice', 'name: ms02', 'name: ▸ms01', 'the node "ms01" stands at cordon.yaml:12:28 already'),
    row(
      'a node twice, in two destinations',
      'models:\n',
      '  lab:\n    nodes: [{ name: ▸ms01, url: http://192.168.1.1:8000, kind: vllm }]\nmodels:\n',
      'the node "ms01" stands at ',
    ),
    row(
      'two nodes at one port',
      'http://192.168.88.22:11434',
      '▸http://192.168.88.21:8000',
      '"ms01" is at this host and port already',
    ),
    row('a node with a name that no record could hold', 'name: ms02', 'name: ▸"ms 02"', '"name" may have letters'),
    row(
      'a destination with such a name',
      '  openrouter:\n',
      '  openrouter: { url: https://openrouter.ai }\n  ▸Open_Router:\n',
      '"Open_Router" is not a name',
    ),
    row('a model twice on a node', '[qwen3.5-27b]', '[a, ▸a]', 'this model stands in the list twice'),
    row(
      "a node's model that is its maker's",
      '[qwen3.5-27b]',
      '[▸"gpt-oss:120b-cloud"]',
      "a local server passes this on to its maker's cloud",
    ),
  ])
})

describe('a model table that would send prompts elsewhere', () => {
  const cloud = 'model: qwen/qwen-2.5-14b-instruct'
  const names = [
    'openrouter/auto',
    'openrouter/free',
    'a/b:online',
    'a/b:free',
    'a/b:nitro',
    '@preset/x',
    'a/b@preset/x',
    '~a/b-latest',
    'just-a-name',
  ]
  check([
    row(
      'an unknown destination',
      '{ destination: lan, model: qwen2.5:14b, timeout: 60s }',
      '{ destination: ▸lna, model: x }',
      'unknown destination "lna" (did you mean "lan"?)',
    ),
    ...names.map((name) => row(`${name} in the cloud`, cloud, `model: ▸"${name}"`, `"model" may not be "${name}": `)),
    row(
      'a router by its own name',
      '"openai/*":\n    - { destination: openrouter, model: ',
      'openrouter/auto:\n    - { destination: openrouter, model: ▸',
      '"model" may not be "openrouter/auto": a router reads the prompt',
    ),
    row(
      "a local server's cloud model",
      'model: qwen2.5:14b, timeout',
      'model: ▸"kimi:cloud", timeout',
      '"model" may not be "kimi:cloud": a local server passes this on',
    ),
    row(
      'an asterisk in the middle',
      '"openai/*":\n    - { destination: openrouter, model: "*" }',
      '▸"openai/*/x":',
      'a model is named by',
    ),
    row('two asterisks', '"openai/*"', '▸"openai/**"', 'a model is named by'),
    row('a name that no request can ask for', 'local/qwen2.5-14b:', '▸"local qwen":', 'a model is named by'),
    row('an empty name', 'local/qwen2.5-14b:', '▸"":', 'a model is named by'),
    row('no choice', '  "openai/*":', '  "x": ▸[]\n  "openai/*":', '"x" may not be empty'),
  ])
})

describe('readers of records that make no sense are refused', () => {
  const reader = (what: string, says: string, name: string) =>
    row(name, 'audit:    { dir', `audit:    { readers: [{ ${what} }], dir`, says)
  const who = 'when: { caller.role: [auditor] }'
  check([
    reader('when: ▸{}, read: all', '"when" is empty', 'for everybody'),
    reader(`${who}, read: ▸{}`, '"read" is empty', 'of nothing'),
    reader(`${who}, read: ▸polices`, '"read" is "all", or what somebody may read', 'of something else'),
    reader(`${who}, read: policy, sealed: ▸true`, '"sealed" goes with records', 'of sealed content without records'),
    reader(`${who}, read: all, sealed: ▸true`, '"sealed" has nothing to open', 'of what is sealed for nobody'),
  ])
})

describe('a console that nobody could sign in to, or anybody could, is refused', () => {
  const of = (what: string) => `console: { ${what} }\npolicies:`
  const oidc = (what: string, url = 'url: https://cordon.example.com, ') =>
    of(`${url}oidc: { clientId: console, ${what} }`)
  const known = 'issuer: https://idp.example.com'
  check([
    row('under no URL', 'policies:', of('url: ▸cordon.example.com'), '"url" is not a URL'),
    row('under a path', 'policies:', of('url: ▸https://example.com/cordon'), '"url" is a scheme and a host'),
    row('by http: from anywhere', 'policies:', of('url: ▸http://1.1.1.1'), '"url" needs https:'),
    row('at nobody known', 'policies:', oidc('issuer: ▸https://idp.example.org'), '"issuer" is none of "identity.issuers"'), // prettier-ignore
    row('without its own URL', 'policies:', of(`oidc: ▸{ clientId: console, ${known} }`), '"oidc" needs "url"'),
    row('with no identity', 'policies:', oidc(`${known}, scopes: ▸[profile]`), '"scopes" needs "openid"'),
    row('with a scope that is two', 'policies:', oidc(`${known}, scopes: [openid, ▸a b]`), 'no scope is written'),
    row(
      'with a URL for a host',
      'policies:',
      oidc(`${known}, hosts: [▸https://a.example]`),
      'needs the name of a host',
    ),
    row('with a secret in the file', 'policies:', oidc(`${known}, clientSecretEnv: ▸hunter2-hunter2`), '"clientSecretEnv" needs the name'), // prettier-ignore
  ])

  test('and ID tokens are fine, with a doubt where any header could bring one', () => {
    const by = (more: string) => changed('policies:', oidc(`${known}, token: id`)).replace('audience: cordon', more)
    expect(load(by('audience: cordon')).warnings).toEqual([])
    expect(load(by('audience: console')).warnings).toEqual([])
    const pass = expect.stringContaining('ID tokens pass as access tokens too')
    expect(load(by('audience: console\n      types: [at+jwt, jwt]')).warnings).toEqual(expect.arrayContaining([pass]))
  })

  test('and one that is complete loads', () => {
    const text = changed('policies:', oidc(`${known}, scopes: [openid, cordon], hosts: [oauth2.example.com:8443]`))
    expect(load(text).console).toEqual({
      url: new URL('https://cordon.example.com'),
      oidc: {
        ...{ issuer: new URL('https://idp.example.com'), clientId: 'console', clientSecretEnv: null, token: 'access' },
        ...{
          scopes: ['openid', 'cordon'],
          resource: null,
          hosts: ['oauth2.example.com:8443'],
          label: 'idp.example.com',
          signOut: 'here',
        },
      },
    })
  })
})
