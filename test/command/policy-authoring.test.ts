import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { init } from '../../src/command/init.ts'
import { policyLint } from '../../src/command/policy-lint.ts'
import { policyPromote } from '../../src/command/policy-promote.ts'
import { policySchemaCommand } from '../../src/command/policy-schema.ts'
import { policyTest } from '../../src/command/policy-test.ts'
import { policy } from '../../src/command/policy.ts'
import { UsageError } from '../../src/command/io.ts'
import { runWith, withoutColour } from './an-io.ts'

const dir = mkdtempSync(join(tmpdir(), 'cordon-authoring-'))
afterAll(() => rmSync(dir, { recursive: true }))

let folders = 0
/** A folder of its own, with these files in it. */
function folder(files: Readonly<Record<string, string>>): (name: string) => string {
  const path = join(dir, String(++folders))
  mkdirSync(path)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return (name) => join(path, name)
}

const POLICY = readFileSync('test/policy/fixtures/acme.yaml', 'utf8')
const BESIDE = `policy: acme.yaml
tests:
  - it: staff may ask for a haiku
    caller: { role: employee, department: sales }
    request:
      api: messages
      body: { model: claude-sonnet-5, max_tokens: 100, messages: [{ role: user, content: A haiku. }] }
    expect: { level: public, to: [lan, openrouter-eu, openrouter] }
`

describe('policy test', () => {
  test('asks the questions of each file beside a policy that names it, and says whose they are', async () => {
    const at = folder({ 'acme.yaml': POLICY, 'more.test.yaml': BESIDE, 'other.test.yaml': BESIDE.replace('acme', 'other') }) // prettier-ignore
    const { code, out } = await runWith(policyTest, [at('acme.yaml')])
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(`${at('more.test.yaml')}\nok    staff may ask for a haiku`),
    ])
    expect(out).not.toContain('other.test')
  })

  test('fails when a test beside the policy fails, with its line', async () => {
    const at = folder({ 'acme.yaml': POLICY, 'more.test.yaml': BESIDE.replace('level: public', 'level: internal') })
    const { code, out } = await runWith(policyTest, [at('acme.yaml')])
    expect([code, out]).toEqual([1, expect.stringContaining('FAIL  staff may ask for a haiku (line 3)')])
    expect(out).toContain('level: expected internal, got public')
  })

  test('takes a file of tests for its policy, and asks each policy once', async () => {
    const at = folder({ 'acme.yaml': POLICY, 'more.test.yaml': BESIDE })
    const { out } = await runWith(policyTest, [at('acme.yaml'), at('more.test.yaml'), '--json'])
    expect(out.trim().split('\n').length).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ file: at('acme.yaml'), results: [{}, {}, { file: at('more.test.yaml'), passed: true }] }) // prettier-ignore
  })

  test.each([
    {
      name: 'cannot be read',
      text: BESIDE.replace('tests:', 'test:'),
      says: /more\.test\.yaml:2:1: unknown key "test"/,
    },
    { name: 'names no policy', text: BESIDE.replace('policy: acme.yaml\n', ''), says: /"policy" is missing/ },
    { name: 'points elsewhere', text: BESIDE.replace('acme.yaml', '../acme.yaml'), says: /is not the name of a policy file/ }, // prettier-ignore
    { name: 'expects what is not there', text: BESIDE.replace('[lan, openrouter-eu', '[len, openrouter-eu'), says: /more\.test\.yaml:8:\d+: unknown destination "len" \(did you mean "lan"\?\)/ }, // prettier-ignore
  ])('stops when a file of tests beside a policy $name: its tests would never run', async ({ text, says }) => {
    const at = folder({ 'acme.yaml': POLICY, 'more.test.yaml': text })
    await expect(runWith(policyTest, [at('acme.yaml')])).rejects.toThrow(says)
  })

  test('sends a real request on its way: what is in a system prompt counts, and what a caller leaves out is left out', async () => {
    const asking = (body: string, expectation: string) =>
      `policy: acme.yaml\ntests:\n  - { it: it, caller: { role: employee, department: it }, request: { api: chat_completions, body: ${body} }, expect: ${expectation} }\n` // prettier-ignore
    const run = async (body: string, expectation: string) => {
      const at = folder({ 'acme.yaml': POLICY, 'a.test.yaml': asking(body, expectation) })
      return runWith(policyTest, [at('a.test.yaml')])
    }
    const system = '{ model: m, messages: [{ role: system, content: "The SSN is 536-22-8726." }, { role: user, content: Hi }] }' // prettier-ignore
    expect((await run(system, '{ level: restricted, to: lan }')).code).toBe(0)
    expect((await run(system, '{ level: public }')).code).toBe(1)
    const narrow = '{ model: m, messages: [{ role: user, content: Hi }], provider: { only: [azure] } }'
    expect((await run(narrow, '{ denied: { openrouter-eu: provider_narrowed_to_nothing }, provider: { openrouter: { only: [azure], zdr: true } } }')).code).toBe(0) // prettier-ignore
    const { code, out } = await run('{ model: m, messages: [], nonsense: 1 }', '{ level: public }')
    expect([code, out]).toEqual([1, expect.stringContaining('the request could not be decided')])
  })

  test.each([
    ['prompt: Hi,', 'the request of a test says everything itself: leave "prompt" out'],
    ['unread: true,', 'leave "unread" out'],
    ['findings: [{ type: PERSON }],', 'leave "findings" out'],
    ['model: m,', 'leave "model" out'],
  ])('refuses a request and %s beside it', async (extra, says) => {
    const text = BESIDE.replace('    request:', `    ${extra.replace(/,$/, '')}\n    request:`)
    const at = folder({ 'acme.yaml': POLICY, 'a.test.yaml': text })
    await expect(runWith(policyTest, [at('acme.yaml')])).rejects.toThrow(says)
  })

  test('says what is sent to a provider, and how it differs', async () => {
    const asking = (flags: string) => BESIDE.replace(/expect: .*/, `expect: { provider: { openrouter: ${flags} } }`)
    const run = (flags: string) => runWith(policyTest, [folder({ 'acme.yaml': POLICY, 'a.test.yaml': asking(flags) })('acme.yaml')]) // prettier-ignore
    expect((await run('{ zdr: true, data_collection: deny }')).code).toBe(0)
    const { code, out } = await run('{ zdr: false, only: [mistral] }')
    expect([code, out]).toEqual([1, expect.stringContaining('provider: openrouter: zdr: expected false, got true')])
    expect(out).toContain('provider: openrouter: only: expected ["mistral"], got nothing')
  })

  test('prints what no test came across, by line, and ends with 1 below the least that is asked for', async () => {
    const at = folder({ 'acme.yaml': POLICY })
    const plenty = await runWith(policyTest, [at('acme.yaml'), '--cover'])
    expect(plenty.code).toBe(0)
    const lines = POLICY.split('\n')
    const missed = [...plenty.out.matchAll(/never .*:(\d+):\d+: (.*)/g)].map(([, line, says]) => [lines[Number(line) - 1], says]) // prettier-ignore
    expect(missed).toContainEqual([expect.stringContaining('PERSON:'), '5 × PERSON'])
    expect(missed).toContainEqual([expect.stringContaining('id: names-in-eu'), 'shadow rule names-in-eu would change something']) // prettier-ignore
    expect(missed).toContainEqual([expect.stringContaining('test-card:'), 'a value that test-card names'])
    expect(missed).not.toContainEqual([expect.anything(), 'rule hr-stays decides'])
    const percent = Number(/\((\d+) %\)/.exec(plenty.out)?.[1])
    expect((await runWith(policyTest, [at('acme.yaml'), '--min-cover', String(percent)])).code).toBe(0)
    const short = await runWith(policyTest, [at('acme.yaml'), '--min-cover', String(percent + 1)])
    expect([short.code, short.out]).toEqual([1, expect.stringContaining(`too little: ${String(percent)} % covered, ${String(percent + 1)} % asked for`)]) // prettier-ignore
  })

  test('lists the mutants that no test notices, by line, and ends with 1 below the least that is asked for', async () => {
    const at = folder({ 'acme.yaml': POLICY })
    const { code, out } = await runWith(policyTest, [at('acme.yaml'), '--mutate'])
    expect(code).toBe(0)
    const line = POLICY.split('\n').findIndex((it) => it.includes('EMAIL_ADDRESS:')) + 1
    expect(out).toContain(`survives ${at('acme.yaml')}:${String(line)}:18: without EMAIL_ADDRESS`)
    expect(out).not.toContain('without rule hr-stays\n')
    const json = await runWith(policyTest, [at('acme.yaml'), '--mutate', '--json'])
    const { mutation } = JSON.parse(json.out) as { mutation: { score: number; killed: number; survivors: unknown[] } }
    expect(mutation.score).toBe(Math.floor((mutation.killed / (mutation.killed + mutation.survivors.length)) * 1000) / 10) // prettier-ignore
    expect((await runWith(policyTest, [at('acme.yaml'), '--min-score', '95'])).code).toBe(1)
  })

  test('measures nothing while a test fails', async () => {
    const at = folder({ 'acme.yaml': POLICY.replace('level: restricted, to: lan', 'level: internal, to: lan') })
    const { code, out } = await runWith(policyTest, [at('acme.yaml'), '--cover', '--mutate'])
    expect([code, out]).toEqual([1, expect.stringContaining('Coverage and mutants are for tests that pass.')])
    expect(out).not.toMatch(/covered:|mutants:/)
  })

  test.each([['--min-cover', '101'], ['--min-score', 'most'], ['--min-cover', '-1'], ['--nonsense']])(
    'refuses %s %s',
    async (...args) => {
      await expect(runWith(policyTest, args)).rejects.toThrow(UsageError)
    },
  )

  test('colours only where it is welcome', async () => {
    const at = folder({ 'acme.yaml': POLICY })
    const [plain, colour] = await Promise.all([false, true].map((colour) => runWith(policyTest, [at('acme.yaml'), '--cover', '--mutate'], { colour }))) // prettier-ignore
    expect(plain?.out).not.toContain('\u001b')
    expect(colour?.out).not.toBe(plain?.out)
    expect(withoutColour(colour?.out ?? '')).toBe(plain?.out)
  })
})

describe('policy lint', () => {
  test('has nothing to say of the default policy', async () => {
    const { code, out } = await runWith(policyLint, ['--strict'])
    expect([code, out]).toEqual([0, 'fine policies/default.yaml\n'])
  })

  test('prints everything that is wrong, with its place and what to do, and ends with 1', async () => {
    const at = folder({ 'acme.yaml': POLICY.replace('pinFrom: restricted', 'pinFrom: restrictd').replace('deny: [openrouter]', 'denny: [openrouter]') }) // prettier-ignore
    const { code, out } = await runWith(policyLint, [at('acme.yaml')])
    expect(code).toBe(1)
    expect(out).toMatch(/acme\.yaml:5:10: unknown level "restrictd".*\n {6}→ write restricted\n/)
    expect(out).toMatch(/acme\.yaml:\d+:\d+: unknown key "denny".*\n {6}→ write deny\n/)
    expect(out).toContain('2 wrong')
  })

  test('ends with 0 for notes, and with 1 when it is strict', async () => {
    const at = folder({ 'acme.yaml': POLICY })
    const { code, out } = await runWith(policyLint, [at('acme.yaml')])
    expect([code, out]).toEqual([0, expect.stringMatching(/0 wrong, \d+ to look at/)])
    expect((await runWith(policyLint, [at('acme.yaml'), '--strict'])).code).toBe(1)
  })

  test('is for machines, too', async () => {
    const at = folder({ 'acme.yaml': POLICY })
    const { out } = await runWith(policyLint, [at('acme.yaml'), '--json'])
    const { sha256, errors, notes } = JSON.parse(out) as { sha256: string; errors: unknown[]; notes: object[] }
    expect([sha256, errors]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), []])
    for (const note of notes) {
      expect(note).toEqual({ file: at('acme.yaml'), line: expect.any(Number), column: expect.any(Number), code: expect.any(String), message: expect.any(String), suggestion: expect.any(String) }) // prettier-ignore
    }
  })

  test('sees the tests beside a policy, and what is wrong with them', async () => {
    const thresholds = [0.6, 0.59].map((score) => `  - { it: s${String(score)}, caller: {}, findings: [{ type: US_SSN, score: ${String(score)} }], expect: { to: [] } }`) // prettier-ignore
    const at = folder({ 'acme.yaml': POLICY, 'a.test.yaml': `policy: acme.yaml\ntests:\n${thresholds.join('\n')}\n` })
    const { out } = await runWith(policyLint, [at('acme.yaml')])
    expect(out).not.toMatch(/no test has a US_SSN/)
    expect(out).toMatch(/no test has a SECRET/)
    writeFileSync(at('a.test.yaml'), 'policy: acme.yaml\ntests: 5\n')
    const wrong = await runWith(policyLint, [at('acme.yaml')])
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining(`bad  ${at('a.test.yaml')}:2:8: "tests" needs a list`)]) // prettier-ignore
  })

  test('fails for a file that is not there, in one sentence', async () => {
    await expect(runWith(policyLint, [join(dir, 'nothing.yaml')])).rejects.toThrow('there is no such file')
  })
})

describe('init', () => {
  test('writes a policy that has nothing to be said of, and whose tests hold everything in it', async () => {
    const place = join(dir, 'new', 'policies')
    const { code, out } = await runWith(init, [place])
    expect([code, out]).toEqual([0, expect.stringContaining(join(place, 'policy.yaml'))])
    const file = join(place, 'policy.yaml')
    expect((await runWith(policyLint, [file, '--strict'])).out).toBe(`fine ${file}\n`)
    const tested = await runWith(policyTest, [file, '--min-cover', '100', '--min-score', '99'])
    expect([tested.code, tested.out]).toEqual([0, expect.stringMatching(/mutants: (\d+) of \1 killed/)])
  })

  test.each(['policy.yaml', 'policy.test.yaml', 'policy.schema.json'])('overwrites nothing: not %s', async (name) => {
    const at = folder({ [name]: 'mine' })
    await expect(runWith(init, [at('.')])).rejects.toThrow(`${at(name)} is there already, and nothing was written`)
    expect(readdirSync(at('.'))).toEqual([name])
    expect(readFileSync(at(name), 'utf8')).toBe('mine')
  })
})

describe('the schema for editors', () => {
  const text = readFileSync('policies/policy.schema.json', 'utf8')

  test('is the one that the code makes; otherwise: npm run -s cordon -- policy schema > policies/policy.schema.json', async () => {
    expect((await runWith(policySchemaCommand, [])).out).toBe(text)
  })

  test('is closed wherever the policy is', () => {
    const open: string[] = []
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      if ('properties' in value && (value as { additionalProperties?: unknown }).additionalProperties !== false) open.push(path) // prettier-ignore
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
    }
    look(JSON.parse(text), '')
    expect(open).toEqual([])
  })

  test('is named by the default policy', () => {
    expect(readFileSync('policies/default.yaml', 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/policy\.schema\.json\n/,
    )
  })
})

describe('policy', () => {
  test.each(['lint', 'test', 'schema', 'describe', 'diff', 'simulate'])('%s --help says what it does', async (verb) => {
    const { code, out } = await runWith(policy, [verb, '--help'])
    expect([code, out]).toEqual([0, expect.stringContaining(`cordon policy ${verb}`)])
  })

  test('help lists every verb', async () => {
    const { code, out } = await runWith(policy, ['help'])
    expect([code, out]).toEqual([0, expect.stringMatching(/lint[\s\S]*test[\s\S]*sign/)])
  })

  test.each([[[]], [['tset']], [['constructor']]])('%j is wrong usage', async (args) => {
    await expect(runWith(policy, args)).rejects.toThrow(UsageError)
  })
})

describe('policy promote', () => {
  const TEXT = readFileSync('test/policy/fixtures/described.yaml', 'utf8')
  const put = () => folder({ 'p.yaml': TEXT })('p.yaml')

  test('shows what a shadow rule would do, and writes nothing by itself', async () => {
    const file = put()
    const { out } = await runWith(policyPromote, [file, 'names-in-eu'])
    expect(out).toContain('Newly denied')
    expect(out).toContain('now names-in-eu; before')
    expect(out).toContain('Nothing was written.')
    expect(readFileSync(file, 'utf8')).toBe(TEXT)
  })
  test('writes the rule into force when asked to, and changes nothing else', async () => {
    const file = put()
    const { out } = await runWith(policyPromote, [file, 'names-in-eu', '--write'])
    expect(out).toContain('rule names-in-eu is in force there')
    const changed = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line, index) => line !== TEXT.split('\n')[index])
    expect(changed).toEqual([expect.stringContaining('names-in-eu')])
    expect(changed.join()).not.toContain('shadow')
  })
  test('says which shadow rules there are', async () => {
    const { out } = await runWith(policyPromote, [put(), 'names-in-us']).catch((error: Error) => ({
      out: error.message,
    }))
    expect(out).toContain('no shadow rule "names-in-us" (did you mean "names-in-eu"?)')
  })
})
