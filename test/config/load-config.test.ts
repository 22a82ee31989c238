import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, test } from '@jest/globals'
import { ALGORITHMS as VERIFIED } from '../../src/authenticate/algorithms.ts'
import { checkIssuers } from '../../src/authenticate/check-issuers.ts'
import { cloudHostsOf, nodesOf } from '../../src/config/config.ts'
import { describe as summary } from '../../src/config/describe.ts'
import { ALGORITHMS } from '../../src/config/issuer.ts'
import { loadConfig, readConfig } from '../../src/config/load-config.ts'
import { Secrets } from '../../src/config/secrets.ts'
import { changed, ENV, FILE, GOOD, KEY, load, problemsOf } from './a-config.ts'

const folder = mkdtempSync(join(tmpdir(), 'cordon-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a good configuration', () => {
  test('loads in full, with its defaults', () => {
    expect(load(GOOD)).toEqual({
      file: FILE,
      server: {
        listen: { host: '127.0.0.1', port: 8080 },
        admin: { host: '127.0.0.1', port: 8081 },
        tls: null,
        adminTls: null,
        maxBody: 10 * 1024 * 1024,
        maxBodies: 256 * 1024 * 1024,
        lenient: false,
        graceMs: 30_000,
        metricsTo: [],
      },
      identity: {
        issuers: [
          {
            issuer: 'https://idp.example.com',
            audience: 'cordon',
            keys: { kind: 'remote', url: new URL('https://idp.example.com/jwks.json') },
            algorithms: ['ES256', 'EdDSA'],
            claims: { role: 'roles', tenant: 'org.tenant', department: 'department' },
            types: ['at+jwt'],
            maxAge: 3600,
            clockTolerance: 10,
            requiredClaims: [],
            at: `${FILE}:4:7`,
          },
        ],
      },
      destinations: [
        { name: 'lan', zone: 'lan', at: `${FILE}:11:5` },
        { name: 'openrouter', zone: 'cloud', at: `${FILE}:15:5` },
      ],
      nodes: [
        {
          name: 'ms01',
          destination: 'lan',
          url: new URL('http://192.168.88.21:8000'),
          kind: 'vllm',
          models: ['qwen3.5-27b'],
          parallel: 16,
          pricePerHour: null,
          apiKeyEnv: null,
          standIn: false,
          at: `${FILE}:12:28`,
        },
        {
          name: 'ms02',
          destination: 'lan',
          url: new URL('http://192.168.88.22:11434'),
          kind: 'ollama',
          models: [],
          parallel: 1,
          pricePerHour: null,
          apiKeyEnv: null,
          standIn: false,
          at: `${FILE}:13:28`,
        },
      ],
      discover: [],
      nodesFiles: [],
      cloudHosts: [
        {
          destination: 'openrouter',
          url: new URL('https://openrouter.ai/api/v1'),
          apiKeyEnv: 'CLOUD_KEY',
          standIn: false,
          at: `${FILE}:15:10`,
        },
      ],
      models: [
        {
          name: 'local/qwen2.5-14b',
          choices: [
            { destination: 'lan', model: 'qwen2.5:14b', timeoutMs: 60_000 },
            { destination: 'openrouter', model: 'qwen/qwen-2.5-14b-instruct', timeoutMs: 120_000 },
          ],
        },
        {
          name: 'openai/*',
          choices: [
            { destination: 'openrouter', model: '*', timeoutMs: 60_000 },
            { destination: 'lan', model: 'qwen2.5:14b', timeoutMs: 60_000 },
          ],
        },
      ],
      route: {
        probeMs: 10_000,
        failures: 3,
        cooldownMs: 10_000,
        on429: true,
        queue: 256,
        waitMs: 60_000,
        discoverMs: 30_000,
      },
      engines: [],
      audit: {
        dir: '/etc/cordon/data/audit',
        deadlineMs: 250,
        origin: 'cordon.example.com/eu-1',
        key: '/etc/cordon/certs/audit.pem',
        deliver: [],
        mirror: null,
        witnesses: [],
        readers: [],
        index: null,
        seal: null,
      },
      policies: '/etc/cordon/policies/default.yaml',
      approval: null,
      candidate: null,
      console: { url: null, oidc: null },
      telemetry: { traces: null },
      log: { level: 'info' },
      secrets: expect.any(Secrets),
      warnings: [],
    })
  })

  test('takes every optional key', () => {
    const config =
      load(`server: { listen: "[::1]:0", admin: "localhost:9", maxBody: 1kb, maxBodies: 1gb, lenient: true, grace: 0s }
identity:
  issuers:
    - issuer: a
      audience: b
      jwksFile: certs/dev/jwks.json
      algorithms: [ES256, ES384, PS256, RS256, EdDSA, Ed25519]
      claims: { role: r, department: d, tenant: t, team: m, client: c, issuer: i, subject: s, level: l }
      types: [at+jwt, mytype]
      maxAge: 24h
      clockTolerance: 0s
      requiredClaims: []
destinations:
  lan: { nodes: [{ name: n, url: "http://[fd00::1]:8000/v1", kind: mlx, models: [m], parallel: 2, apiKeyEnv: CLOUD_KEY, context: 8192, egress: firewalled }] }
models: { "*": [{ destination: lan, model: "*", timeout: 100ms }] }
route: { probe: 5m, failures: 1, cooldown: 10m, on429: false, queue: 0, wait: 5s, discover: 2s }
audit: { dir: /var/lib/cordon, deadline: 10s, origin: localhost, key: certs/audit.pem }
policies: policies/default.yaml
candidate: { policy: next.yaml, until: 2027-01-31 }
log: { level: debug }
`)
    expect(config.server.listen).toEqual({ host: '::1', port: 0 })
    expect(config.server.graceMs).toBe(0)
    expect(config.server.lenient).toBe(true)
    expect(config.candidate).toEqual({ policy: '/etc/cordon/next.yaml', until: '2027-01-31' })
    expect(config.identity.issuers[0]).toMatchObject({
      keys: { kind: 'file', path: '/etc/cordon/certs/dev/jwks.json' },
      maxAge: 86_400,
      clockTolerance: 0,
      requiredClaims: [],
    })
    expect(config.nodes[0]).toMatchObject({ parallel: 2, apiKeyEnv: 'CLOUD_KEY', context: 8192, firewalled: true })
    expect(config.route).toEqual({
      discoverMs: 2_000,
      probeMs: 300_000,
      failures: 1,
      cooldownMs: 600_000,
      on429: false,
      queue: 0,
      waitMs: 5_000,
    })
    expect(config.audit).toMatchObject({ dir: '/var/lib/cordon', deadlineMs: 10_000 })
    expect(config.log.level).toBe('debug')
  })

  test('is what authenticate accepts as it stands, and both know the same algorithms', () => {
    expect(() => checkIssuers(load(GOOD).identity.issuers)).not.toThrow()
    expect(ALGORITHMS).toEqual([...VERIFIED.keys()])
  })

  test('cannot be changed by whoever carries it', () => {
    const config = load(GOOD)
    const inside = [
      config,
      config.server.listen,
      config.identity.issuers[0]?.claims,
      config.models[0]?.choices[0],
      config.nodes,
    ]
    expect(inside.filter((part) => !Object.isFrozen(part))).toEqual([])
  })
})

describe('secrets', () => {
  test('reach the rooms that dial, and nothing that prints a configuration', () => {
    const config = load(changed('kind: ollama }', 'kind: ollama, apiKeyEnv: CLOUD_KEY }'))
    expect(cloudHostsOf(config).map(({ apiKey }) => apiKey)).toEqual([KEY])
    expect(nodesOf(config).map(({ apiKey }) => apiKey)).toEqual([null, KEY])
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: 20, showHidden: true }),
      String(config.secrets),
      JSON.stringify(summary(config)),
    ]
    expect(shown.filter((text) => text.includes(KEY))).toEqual([])
    expect(JSON.stringify(summary(config))).toContain('CLOUD_KEY')
  })

  test.each([
    ['an environment variable that is not set', {}, '16:16: the environment variable CLOUD_KEY is not set'],
    ['one that is empty', { CLOUD_KEY: '' }, '16:16: the environment variable CLOUD_KEY is not set'],
    ['one with a line feed', { CLOUD_KEY: `${KEY}\n` }, '16:16: the environment variable CLOUD_KEY holds spaces'],
    [
      'one that would add a header',
      { CLOUD_KEY: `${KEY}\r\nx: y` },
      '16:16: the environment variable CLOUD_KEY holds spaces',
    ],
  ])('%s is a problem that does not show the value', (_, env, want) => {
    const problems = problemsOf(GOOD, env)
    expect(problems).toEqual([expect.stringContaining(want)])
    expect(problems.join()).not.toContain(KEY)
  })

  test.each([
    ['in place of the variable', `apiKeyEnv: ${KEY}`],
    ['under a key of its own', `apiKey: ${KEY}`],
    ['in a list', `apiKeyEnv: [${KEY}]`],
    ['in the URL', `apiKeyEnv: CLOUD_KEY\n    url: https://user:${KEY}@openrouter.ai/`],
    ['in a URL that is none', `apiKeyEnv: CLOUD_KEY\n  other: { url: "https://user:${KEY}@openrouter.ai:99999/" }`],
    ['in a query', `apiKeyEnv: CLOUD_KEY\n  other: { url: "https://openrouter.ai/?key=${KEY}" }`],
    [
      'in a query of a URL that is otherwise wrong',
      `apiKeyEnv: CLOUD_KEY\n  other: { url: "https://OPENROUTER.ai/?key=${KEY}" }`,
    ],
  ])('a key that was written into the file %s is not repeated', (_, text) => {
    const problems = problemsOf(changed('apiKeyEnv: CLOUD_KEY', text))
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.join('\n')).not.toContain(KEY)
  })
})

describe('paths', () => {
  test('start at the folder of the file, also when that is given relatively', () => {
    for (const name of ['a.pem', 'p.yaml']) writeFileSync(join(folder, name), '')
    const text = changed('key: certs/audit.pem', 'key: a.pem').replace('./policies/default.yaml', './p.yaml')
    writeFileSync(join(folder, 'cordon.yaml'), text)
    expect(readConfig(join(folder, 'cordon.yaml'), ENV).audit.key).toBe(join(folder, 'a.pem'))
    const seen: string[] = []
    const look = (path: string) => (seen.push(path), 'file' as const)
    loadConfig({ text, file: 'some/cordon.yaml', env: ENV, look })
    expect(new Set(seen)).toEqual(new Set(['some/p.yaml', 'some/a.pem'].map((path) => join(process.cwd(), path))))
  })

  test('of a witness start there too, and a command is left as it is written', () => {
    const witnesses =
      'witnesses: [{ name: nas, file: kept/notes }, { name: siem, command: [logger, -t, cordon] }, { name: far, url: "https://notes.example/a", timeout: 3s }]'
    const text = changed('key: certs/audit.pem', `key: certs/audit.pem, ${witnesses}`)
    expect(load(text).audit.witnesses).toEqual([
      { name: 'nas', kind: 'file', path: '/etc/cordon/kept/notes' },
      { name: 'siem', kind: 'command', command: ['logger', '-t', 'cordon'] },
      {
        name: 'far',
        kind: 'https',
        url: new URL('https://notes.example/a'),
        apiKeyEnv: null,
        ca: null,
        timeoutMs: 3000,
      },
    ])
  })

  test('of a mirror lies beside the ledger, and a witness is told by TLS', () => {
    const problems = (more: string) => problemsOf(changed('key: certs/audit.pem', `key: certs/audit.pem, ${more}`))
    expect(problems('mirror: { dir: ./data/audit/copy, need: all }')).toEqual([
      expect.stringContaining('lies in the ledger'),
    ])
    expect(problems('mirror: { dir: /mnt/b, need: all }')).toEqual([])
    expect(problems('witnesses: [{ name: w, url: "http://notes.example/" }]')).toEqual([
      expect.stringContaining('"url" must start with https://'),
    ])
  })

  test('that are not there say how to make what is missing', () => {
    expect(problemsOf(changed('jwks: https://idp.example.com/jwks.json', 'jwksFile: certs/none.json'))).toEqual([
      'cordon.yaml:6:17: "jwksFile" is not there, or may not be seen: /etc/cordon/certs/none.json (development keys are made by: npm run -s keys)'.replace(
        '/etc/cordon/',
        '',
      ),
    ])
    expect(problemsOf(changed('key: certs/audit.pem', 'key: none.pem'))).toEqual([
      expect.stringMatching(/^cordon\.yaml:24:\d+: "key" is not there, or may not be seen: .*npm run -s keys/),
    ])
    expect(problemsOf(changed('policies: ./policies/default.yaml', 'policies: data'))).toEqual([
      expect.stringContaining('cordon.yaml:25:11: "policies" is a folder'),
    ])
  })

  test('a configuration file that is not there says what to start from', () => {
    expect(() => readConfig(join(folder, 'none.yaml'), {})).toThrow(
      /none\.yaml:1:1: the configuration file is not there: start from cordon\.example\.yaml/,
    )
    expect(() => readConfig(folder, {})).toThrow(/cannot be read \(EISDIR\)/)
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xff]))
    expect(() => readConfig(join(folder, 'latin.yaml'), {})).toThrow(/latin\.yaml:1:1: .* is not text in UTF-8/)
  })
})

describe('what deserves a second look', () => {
  test.each([
    [
      'an admin API on the network',
      'admin: 127.0.0.1:8081',
      'admin: 0.0.0.0:8081',
      '1:42: the admin API listens beyond',
    ],
    [
      'keys over http:',
      'https://idp.example.com/jwks.json',
      'http://idp.example.com/jwks.json',
      '6:13: keys fetched over http:',
    ],
    [
      'ID tokens',
      'algorithms: [ES256, EdDSA]',
      'algorithms: [ES256, EdDSA]\n      types: [jwt]',
      '8:15: tokens of type "jwt" may be ID tokens',
    ],
  ])('%s', (_, from, to, want) => {
    expect(load(changed(from, to)).warnings).toEqual([expect.stringContaining(`/etc/cordon/cordon.yaml:${want}`)])
  })
})
