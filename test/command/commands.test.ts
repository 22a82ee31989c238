import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { Io } from '../../src/command/io.ts'
import { runCommand } from '../../src/command/run.ts'

const dir = mkdtempSync(join(tmpdir(), 'cordon-commands-'))
afterAll(() => rmSync(dir, { recursive: true }))

const put = (name: string, text: string) => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

/** Runs a command as main does, with its own everything. */
async function run(args: readonly string[], stdin = '') {
  let [out, err] = ['', '']
  const io: Io = {
    stdin: (async function* () {
      yield Buffer.from(stdin)
    })(),
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: { OPENROUTER_API_KEY: 'sk-hunter2' },
    colour: false,
    now: () => Date.now(),
    pid: 1,
    stopped: new Promise(() => {}),
    onReload: () => {},
  }
  const code = await runCommand(args, io)
  return { code, out, err }
}

describe('detect', () => {
  test('prints one line for each text, in order, with places and never the text', async () => {
    const lines = [
      '{"id":"a","text":"My SSN is 536-22-8726."}',
      '',
      '{"text":"Hello."}',
      '{"id":7,"text":"ann@example.org"}',
    ]
    const { code, out } = await run(['detect', '--jsonl'], lines.join('\n'))
    const found = out.trim().split('\n').map((line) => JSON.parse(line) as { id: unknown; findings: { type: string; start: number; end: number }[] }) // prettier-ignore
    expect(code).toBe(0)
    expect(found.map(({ id }) => id)).toEqual(['a', 3, 7])
    expect(found[0]?.findings).toEqual([
      { type: 'US_SSN', start: 10, end: 21, score: expect.any(Number), detector: 'us-ssn' },
    ])
    expect(found[1]?.findings).toEqual([])
    expect(out).not.toMatch(/536|ann@/)
  })

  test('reads files', async () => {
    const { out } = await run(['detect', put('one.txt', 'IBAN DE89 3704 0044 0532 0130 00'), put('two.txt', 'nothing')])
    expect(out.split('\n').map((line) => /"type":"(\w+)"/.exec(line)?.[1])).toEqual(['IBAN_CODE', undefined, undefined])
  })

  test.each(['{"id":1}', '{"text":7}', 'text', '[]'])(
    'refuses the line %s by its number, without quoting it',
    async (line) => {
      const { code, err } = await run(['detect', '--jsonl'], `{"text":"x"}\n${line}`)
      expect([code, err.includes('-:2'), err.includes('"id":1')]).toEqual([2, true, false])
    },
  )
})

describe('explain', () => {
  const request = (content: string) => JSON.stringify({ model: 'openai/gpt-4o', messages: [{ role: 'user', content }] })

  test('says what would be decided, and why', async () => {
    const caller = put('claims.json', '{"role":"employee"}')
    const { code, out } = await run(['explain', '--caller', caller, '--json'], request('My SSN is 536-22-8726.'))
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      served: true,
      findings: [
        {
          ...{ type: 'US_SSN', path: '/messages/0/content', start: 10, end: 21 },
          evidence: { via: 'plain', words: { says: 'label', phrase: 'ssn' } },
        },
      ],
      decision: { level: 'restricted', pinned: true, permitted: [{ destination: 'lan', rule: 'staff-lan' }] },
    })
    expect(out).not.toContain('536')
  })

  test('says on its page what speaks for a finding', async () => {
    const caller = put('claims.json', '{"role":"employee"}')
    const { out } = await run(['explain', '--caller', caller], request('card number 4539 1488 0343 6467'))
    expect(out).toContain('payment-card, checksum passed, labelled "card"')
  })

  test('ends with 1 when the request would be refused, and says the rule', async () => {
    const caller = put('visitor.json', '{"role":"visitor"}')
    const { code, out } = await run(['explain', '--caller', caller], request('Hello.'))
    expect([code, out.includes('403 policy_denied'), out.includes('no_rule')]).toEqual([1, true, true])
  })

  test('with a configuration, says what would be tried', async () => {
    await run(['token', '--keys', join(dir, 'keys')])
    const config = readFileSync('cordon.example.yaml', 'utf8')
      .replaceAll('certs/dev', join(dir, 'keys'))
      .replace('./policies', join(process.cwd(), 'policies'))
    const caller = put('roles.json', '{"roles":["employee"],"department":"sales","org":{"tenant":"a"}}')
    const { out } = await run(
      ['explain', '--caller', caller, '--config', put('cordon.yaml', config), '--json'],
      request('Hello.'),
    )
    expect(JSON.parse(out)).toMatchObject({
      attempts: [{ destination: 'openrouter', model: 'openai/gpt-4o' }, { destination: 'lan' }, { destination: 'lan' }],
    })
  })

  test.each([
    { name: 'no caller', args: ['explain'], code: 2 },
    { name: 'claims that are no object', args: ['explain', '--caller', put('list.json', '[]')], code: 2 },
    { name: 'two sources', args: ['explain', '--caller', 'x', '--config', 'a', '--policy', 'b'], code: 2 },
    { name: 'a body that is no request', args: ['explain', '--caller', put('any.json', '{}')], code: 1 },
  ])('is refused with $name', async ({ args, code }) => {
    expect((await run(args, 'no json')).code).toBe(code)
  })
})

describe('check', () => {
  test('prints the configuration, both digests and no secret', async () => {
    await run(['token', '--keys', join(dir, 'keys')])
    const config = readFileSync('cordon.example.yaml', 'utf8')
      .replaceAll('certs/dev', join(dir, 'keys'))
      .replace('./policies', join(process.cwd(), 'policies'))
    const { code, out } = await run(['check', '--config', put('checked.yaml', config), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      policy: { name: 'cordon-default', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(out).not.toContain('hunter2')
  })

  test('names everything that is wrong, with its place', async () => {
    const { code, err } = await run(['check', '--config', put('bad.yaml', 'servr: {}\naudit: { dir: 5 }\n')])
    expect(code).toBe(1)
    expect(err.trim().split('\n').length).toBeGreaterThan(2)
    expect(err).toMatch(/bad\.yaml:1:1: .*server/)
  })
})

describe('check finds what a start would refuse', () => {
  const policy = readFileSync('policies/default.yaml', 'utf8')
  const misfit = policy.replace('expect: { level: public', 'expect: { level: restricted')
  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const keys = join(dir, 'keys')
  test.each([
    { name: 'a policy whose own test fails', change: { './policies/default.yaml': put('misfit.yaml', misfit) }, says: /misfit\.yaml:\d+:1: the policy's test ".+" fails: / }, // prettier-ignore
    { name: 'a public key to sign with', change: { [`${keys}/audit.pem`]: `${keys}/audit.pub.pem` }, says: /audit\.pub\.pem is no Ed25519 private key/ }, // prettier-ignore
    { name: 'a key of another kind', change: { [`${keys}/audit.pem`]: put('ec.pem', ecKey.toString()) }, says: /ec\.pem is no Ed25519 private key/ }, // prettier-ignore
  ])('$name', async ({ change, says }) => {
    await run(['token', '--keys', keys])
    const { code, err } = await run(['check', '--config', put('start.yaml', changed(change))])
    expect([code, err]).toEqual([1, expect.stringMatching(says)])
  })

  test('and says of which issuer no token can be checked', async () => {
    await run(['token', '--keys', keys])
    const config = changed({ [`${keys}/jwks.json`]: put('empty.json', '{"keys":[]}') })
    const { code, out } = await run(['check', '--config', put('start.yaml', config)])
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/start\.yaml:\d+:\d+: no token of this issuer can be checked/),
    ])
  })

  /** The example with the keys of this test, and some of its texts replaced by others. */
  function changed(change: Readonly<Record<string, string>>): string {
    const example = readFileSync('cordon.example.yaml', 'utf8').replaceAll('certs/dev', keys)
    const all = Object.entries(change).reduce((text, [from, to]) => text.replace(from, to), example)
    return all.replace('./policies', join(process.cwd(), 'policies'))
  }
})

describe('token', () => {
  test('prints a token that the profile accepts, and nothing else', async () => {
    const { out } = await run([
      'token',
      '--keys',
      join(dir, 'keys'),
      '--role',
      'a',
      '--role',
      'b',
      '--claim',
      'n=5',
      '--minutes',
      '5',
    ])
    const [header, claims] = [decodeProtectedHeader(out.trim()), decodeJwt(out.trim())]
    expect(header).toMatchObject({ alg: 'ES256', typ: 'at+jwt', kid: expect.any(String) })
    expect(claims).toMatchObject({ roles: ['a', 'b'], n: 5, aud: 'cordon', sub: 'developer' })
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300)
  })

  test.each([['--minutes', '0'], ['--minutes', '61'], ['--claim', 'x'], ['--nonsense']])(
    'refuses %s %s',
    async (...args) => {
      expect((await run(['token', '--keys', join(dir, 'keys'), ...args])).code).toBe(2)
    },
  )
})

describe('policy test', () => {
  test('passes for the shipped policy', async () => {
    expect((await run(['policy', 'test'])).code).toBe(0)
  })

  test('ends with 1 for a wrong expectation, and shows the difference', async () => {
    const text = readFileSync('policies/default.yaml', 'utf8').replace('expect: { level: public, to: [lan, openrouter], rule: staff-lan', 'expect: { level: internal, to: lan, rule: staff-lan') // prettier-ignore
    const { code, out } = await run(['policy', 'test', put('policy.yaml', text)])
    expect(code).toBe(1)
    expect(out).toMatch(/FAIL .*a harmless prompt/)
    expect(out).toMatch(/internal[\s\S]*public/)
  })
})

describe('usage', () => {
  test.each([
    { args: [], code: 2 },
    { args: ['help'], code: 0 },
    { args: ['--help'], code: 0 },
    { args: ['constructor'], code: 2 },
    { args: ['policy'], code: 2 },
    { args: ['audit', 'prove'], code: 2 },
    { args: ['audit', 'verify', dir], code: 1 },
  ])('$args ends with $code', async ({ args, code }) => {
    const ran = await run(args)
    expect(ran.code).toBe(code)
    expect(ran.out + ran.err).not.toMatch(/\bat .*:\d+:\d+/)
  })
})

describe('help', () => {
  test.each([
    ['audit help', 'cordon audit: what was recorded'],
    ['audit --help', '  verify '],
    ['policy help', '  lint '],
    ['audit query --help', 'cordon audit query: requests by who'],
    ['detect -h', 'cordon detect: text on stdin'],
  ])('%s says what there is', async (line, says) => {
    const { code, out } = await run(line.split(' '))
    expect([code, out]).toEqual([0, expect.stringContaining(says)])
  })

  test('a verb that there is not gets the nearest one', async () => {
    const { code, err } = await run(['audit', 'verfy'])
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean "verify"')])
  })
})
