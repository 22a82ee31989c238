import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createIndexDesk } from '../../src/audit/index/index-desk.ts'
import type { IndexDesk } from '../../src/audit/index/index-desk.ts'
import { explain } from '../../src/command/explain.ts'
import { loadFiles } from '../../src/command/load.ts'
import type { LoadedFiles } from '../../src/command/load.ts'
import { Job, JobStarted } from '../../src/contract/jobs.ts'
import { PlaygroundAnswer, PlaygroundExamples, ReplayReport } from '../../src/contract/playground.ts'
import type { PlaygroundDecision } from '../../src/contract/playground.ts'
import { toInForce } from '../../src/desks/in-force.ts'
import { jobWorks } from '../../src/desks/job-works.ts'
import { createJobDesk } from '../../src/desks/jobs.ts'
import type { JobDesk } from '../../src/desks/jobs.ts'
import { modelToTry } from '../../src/desks/playground-examples.ts'
import { createPolicyDesk } from '../../src/desks/policy-desk.ts'
import type { PolicyDesk } from '../../src/desks/policy-desk.ts'
import type { Detection } from '../../src/terms/finding.ts'
import { aLog } from '../audit/a-ledger.ts'
import { runWith } from '../command/an-io.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { filesIn, prepare, removeDir } from '../harness/cordon.ts'
import { keys, policyLedger, policyOf, START, TEXT } from './a-policy-ledger.ts'
import { adminDesk } from './an-admin-desk.ts'
import type { AdminDesk } from './an-admin-desk.ts'

/* The playground over a real configuration, a real ledger and real threads. The node that is configured counts who calls. */

const POLICY = TEXT.replace('allowedCidrs: [192.168.88.0/24]', 'allowedCidrs: [127.0.0.0/8]')
const SSN = 'My SSN is 536-22-8726, please file the form.'

let node: FakeNode
let dir: string
let ledger: string
let loaded: LoadedFiles
let index: IndexDesk
let jobs: JobDesk
let desk: PolicyDesk
let admin: AdminDesk
const log = aLog()
let engineSays: Detection = { findings: [], failed: [] }

beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' })
  const yaml = `destinations:
  lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] }
  openrouter: { url: "https://openrouter.ai/api/v1" }
models:
  m: [{ destination: openrouter, model: a/m }, { destination: lan, model: m }]
`
  dir = await prepare({ yaml, policy: POLICY })
  loaded = await loadFiles(join(dir, 'cordon.yaml'), { env: {}, now: Date.now })
  const requests = (tenant: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ request: `req_${tenant}_${String(at)}`, tenant, found: at % 2 === 0 ? ['PERSON'] : [] })) // prettier-ignore
  ledger = await policyLedger([{ policy: policyOf(TEXT), requests: [...requests('acme', 6), ...requests('rival', 3)] }])
  index = createIndexDesk({ dir: ledger, path: null })
  const now = () => START + 60_000
  jobs = createJobDesk({ now, log })
  const lookFurther = async (_: unknown, { findings, failed }: Detection) => {
    return { findings: [...findings, ...engineSays.findings], failed: [...failed, ...engineSays.failed] }
  }
  const house = () => ({ config: loaded.config, lookFurther })
  desk = createPolicyDesk({ inForce: () => toInForce(loaded), house, jobs, index, dir: ledger, digest: keys.name, now, log }) // prettier-ignore
  admin = adminDesk({ ...desk.works, ...jobWorks({ jobs, digest: keys.name }) }, now)
})
beforeEach(() => {
  admin.records.length = 0
  engineSays = { findings: [], failed: [] }
})
afterAll(async () => {
  await Promise.all([desk.close(), jobs.close(), index.close(), node.stop()])
  removeDir(dir)
})

const EMPLOYEE = { attributes: { role: 'employee', department: ['sales'] } }

async function play(question: object): Promise<PlaygroundAnswer> {
  const { status, body } = await admin.post('/admin/playground', { caller: EMPLOYEE, ...question })
  if (status !== 200) throw new Error(`${String(status)} ${JSON.stringify(body)}`)
  return PlaygroundAnswer.parse(body)
}

async function decided(question: object): Promise<PlaygroundDecision> {
  const { decision } = await play(question)
  if (decision === null) throw new Error('nothing was decided')
  return decision
}

describe('a request that is tried', () => {
  test.each([
    ['harmless', { prompt: 'Write a haiku about spring.' }],
    ['a number', { prompt: SSN }],
    ['names', { prompt: 'Dear Ann Miller, thank you for your letter to John Smith.' }],
    ['raised', { prompt: 'Hello.', levels: ['confidential'] }],
    ['a picture', { body: { model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }] } }], // prettier-ignore
    ['another model', { prompt: 'Hello.', model: 'nobody-has-it' }],
    ['in the Messages API', { api: 'messages', prompt: SSN }],
    ['for embeddings', { api: 'embeddings', prompt: SSN }],
  ])('%s is decided as the command explains it', async (_, question: Record<string, unknown>) => {
    const { api = 'chat_completions', prompt, model = 'm', levels = [] } = question
    const bodies: Record<string, object> = {
      chat_completions: { model, messages: [{ role: 'user', content: prompt }] },
      messages: { model, max_tokens: 10, messages: [{ role: 'user', content: prompt }] },
      embeddings: { model, input: prompt },
    }
    writeFileSync(join(dir, 'claims.json'), '{"role":"employee","department":"sales"}')
    const args = ['--json', '--api', String(api), '--caller', join(dir, 'claims.json'), '--config', join(dir, 'cordon.yaml'), ...(levels as string[]).flatMap((level) => ['--level', level])] // prettier-ignore
    const stdin = JSON.stringify(question['body'] ?? bodies[String(api)])
    const said = JSON.parse((await runWith(explain, args, { stdin })).out) as Explained
    const answer = await play(question)
    const { decision } = answer
    expect(decision).toMatchObject({
      level: said.decision.level,
      pinned: said.decision.pinned,
      kind: said.decision.kind,
    })
    expect(decision?.destinations.map(({ destination, permitted, ground, rule }) => ({ destination, permitted, ground, rule }))).toEqual(said.decision.considered.map(({ destination, permitted, ground, rule }) => ({ destination, permitted, ground, rule }))) // prettier-ignore
    expect(decision?.findings.map(({ type, start, end, score, path }) => ({ type, start, end, score, path }))).toEqual(said.findings.map(({ type, start, end, score, path }) => ({ type, start, end, score, path }))) // prettier-ignore
    expect(decision?.attempts).toEqual(said.attempts)
    expect(answer.unread).toEqual(said.unread)
    expect(decision?.refusal && { code: decision.refusal.code, status: decision.refusal.status, says: decision.refusal.says }).toEqual(said.refused) // prettier-ignore
  })

  test('shows where in its own text something was found, and what speaks for it', async () => {
    const { segments, decision } = await play({ prompt: SSN })
    const [finding] = decision?.findings ?? []
    expect(segments[finding?.segment ?? -1]?.text.slice(finding?.start, finding?.end)).toBe('536-22-8726')
    expect(finding).toMatchObject({ type: 'US_SSN', says: expect.any(String), evidence: { words: { says: 'label' } } })
    expect(decision?.raised).toMatchObject([
      { kind: 'finding', what: 'US_SSN', text: '1 × US_SSN', level: 'restricted' },
    ])
    expect(decision?.attempts).toEqual([{ destination: 'lan', node: 'n', model: 'm', api: 'chat_completions' }])
  })

  test('says on which line a rule stands, what would be asked of providers, and which exception held', async () => {
    const { destinations, exceptions, shadow } = await decided({ prompt: 'Dear Ann Miller, the card is 4111 1111 1111 1111.' }) // prettier-ignore
    const line = (id: string) => POLICY.split('\n').findIndex((text) => text.includes(`id: ${id}`)) + 1
    expect(destinations.map((one) => [one.destination, one.rule, one.line])).toEqual([
      ['lan', 'staff-lan', line('staff-lan')],
      ['openrouter-eu', 'no-names', line('no-names')],
      ['openrouter', 'staff-cloud', line('staff-cloud')],
    ])
    expect(destinations[2]?.provider).toMatchObject({ zdr: true, data_collection: 'deny' })
    expect([exceptions, shadow]).toEqual([['test-card'], [{ rule: 'names-in-eu', wouldPermit: ['lan'] }]])
  })

  test('is asked by whom the claims name, as the issuer is configured', async () => {
    const hr = await decided({ prompt: 'Hello.', caller: { claims: { role: ['employee'], department: 'hr', data_level: 'internal' } } }) // prettier-ignore
    expect(hr.destinations.map(({ rule }) => rule)).toEqual(['staff-lan', 'hr-stays', 'hr-stays'])
    expect([hr.level, hr.raised[0]?.kind]).toEqual(['internal', 'token_claim'])
    const nobody = await decided({ prompt: 'Hello.', caller: { attributes: {} } })
    expect(nobody.refusal).toMatchObject({ status: 403, code: 'policy_denied' })
  })

  test('that cannot be read is refused as the caller would be', async () => {
    const answer = await play({ body: { model: 'm', messages: 'x', nonsense: 1 } })
    expect(answer).toMatchObject({ refused: { status: 400, code: 'invalid_request' }, decision: null, segments: [] })
    const levels = await play({ prompt: 'Hello.', levels: ['secret'] })
    expect(levels.refused?.says).toContain('public, internal, confidential, restricted')
  })

  test('is looked at by the engines only when that is asked for', async () => {
    engineSays = { findings: [{ detector: 'engine:x', type: 'PERSON', score: 0.9, segment: 0, start: 0, end: 5, via: 'plain' }], failed: [] } // prettier-ignore
    expect((await decided({ prompt: 'Hello.' })).findings).toEqual([])
    const { decision, draft } = await play({ prompt: 'Hello.', engines: true, draft: POLICY })
    for (const one of [decision, draft])
      expect(one).toMatchObject({ level: 'internal', findings: [{ detector: 'engine:x' }] })
  })
})

type Explained = {
  readonly decision: {
    readonly level: string
    readonly pinned: boolean
    readonly kind: string
    readonly considered: readonly Verdict[]
  }
  readonly findings: readonly { type: string; start: number; end: number; score: number; path: string }[]
  readonly attempts: readonly unknown[]
  readonly unread: readonly unknown[]
  readonly refused: unknown
}
type Verdict = { destination: string; permitted: boolean; ground: string; rule: string | null }

describe('a draft', () => {
  test('is held against the policy in force', async () => {
    const draft = POLICY.replace('PERSON: { sure: 0.7, level: { 1: internal, 5: confidential } }', 'PERSON: { sure: 0.7, level: restricted }').replace('shadow: true, ', '') // prettier-ignore
    const answer = await play({ prompt: 'Dear Ann Miller, thank you for your letter.', draft })
    expect([answer.problems, answer.decision?.level, answer.draft?.level]).toEqual([[], 'internal', 'restricted'])
    expect(answer.differs).toEqual(
      expect.arrayContaining([
        { what: 'level', now: 'internal', draft: 'restricted', opens: false },
        { what: 'openrouter', now: 'permitted, by staff-cloud', draft: 'denied, by names-in-eu', opens: false },
      ]),
    )
    const back = await play({ prompt: 'Dear Ann Miller, thank you.', draft: POLICY.replace('  - { id: no-names', '  - { id: no-names-not, deny: [openrouter], when: { finding: [US_SSN] }, because: x }\n  - { id: no-names-too').replace('deny: [openrouter-eu], when: { finding: [PERSON] }', 'deny: [openrouter], when: { finding: [PERSON] }') }) // prettier-ignore
    expect(back.differs).toContainEqual(expect.objectContaining({ what: 'openrouter-eu', opens: true }))
  })

  test('that does not fit with the configuration says so', async () => {
    const { warnings } = await play({ prompt: 'Hello.', draft: POLICY.replaceAll('lan', 'inside').replaceAll('zone: inside', 'zone: lan') }) // prettier-ignore
    const misfits = warnings.filter(({ message }) => message.includes('does not fit'))
    expect(misfits).toMatchObject([{ text: expect.stringMatching(/^draft\.yaml:\d+:\d+: it does not fit with cordon\.yaml:\d+:\d+: .*no destination "lan"/) }]) // prettier-ignore
    expect(JSON.stringify(warnings)).not.toContain(dir)
  })

  test('that says the same differs in nothing', async () => {
    expect((await play({ prompt: SSN, draft: `# a remark\n${POLICY}` })).differs).toEqual([])
  })

  test.each([
    [
      'an unknown attribute',
      POLICY.replace('caller.role: [employee]', 'caller.rol: [employee]'),
      /^draft\.yaml:\d+:\d+: .*did you mean "caller\.role"/,
      'write caller.role',
    ],
    ['no YAML', 'rules: [', /^draft\.yaml:\d+:\d+: /, ''],
    ['an alias bomb', 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]', /anchors|aliases/, 'write plain YAML'],
    ['too deep', '['.repeat(290_000), /nested too deeply/, 'split it'],
    ['too deep in lines', '[\n'.repeat(100_000), /nested too deeply|flow collection/i, ''],
    [
      'a catastrophic pattern',
      POLICY.replace(
        'detect:\n',
        "detectors:\n  OWN: { pattern: 'ab(a+)+b', because: b }\ndetect:\n  OWN: { level: internal }\n",
      ),
      /has no end/,
      'as the message says',
    ],
    ['another file', `${POLICY}imports: [/etc/passwd]\n`, /unknown key "imports"/, 'leave it out'],
    ['a tag', `${POLICY}version2: !include /etc/passwd\n`, /tag/i, ''],
  ])('with %s has problems, each with a place and what to do', async (_, draft, text, suggestion) => {
    const answer = await admin.post('/admin/playground', { caller: EMPLOYEE, prompt: 'Hello.', draft })
    if (answer.status === 400) return expect(JSON.stringify(answer.body)).toMatch(/5 seconds|memory/) // of a machine that is slow
    const { problems, decision, draft: other } = PlaygroundAnswer.parse(answer.body)
    expect(problems[0]?.text).toMatch(text)
    expect(problems.every((one) => one.line > 0 && one.column > 0 && one.suggestion !== '')).toBe(true)
    expect(problems[0]?.suggestion).toContain(suggestion)
    expect([decision?.level, other]).toEqual(['public', null])
  })

  test.each([
    ['many keys', Array.from({ length: 30_000 }, (_, at) => `k${String(at)}: 1`).join('\n')],
    ['many anchors', '&a '.repeat(99_000)],
    ['many tags', '!a '.repeat(99_000)],
    [
      'many rules',
      POLICY.replace(
        'rules:\n',
        `rules:\n${Array.from({ length: 3_500 }, (_, at) => `  - { id: r-${String(at)}, allow: [lan], when: { caller.role: [a${String(at)}] }, because: x }\n`).join('')}`,
      ),
    ],
  ])(
    'with %s is answered or given up, and the next question is answered',
    async (_, draft) => {
      const { status } = await admin.post('/admin/playground', { caller: EMPLOYEE, prompt: 'Hello.', draft })
      expect([200, 400]).toContain(status)
      expect((await decided({ prompt: 'Hello.' })).level).toBe('public')
    },
    60_000,
  )
})

describe('a question that is none', () => {
  test.each<[string, object, number, string]>([
    ['10 MB', { prompt: 'x', draft: 'x'.repeat(10_000_000) }, 413, ''],
    ['too large a draft', { prompt: 'x', draft: 'x'.repeat(300_001) }, 400, 'draft'],
    [
      'too large a request',
      { body: { model: 'm', messages: [{ role: 'user', content: 'x'.repeat(1_000_001) }] } },
      413,
      'body',
    ],
    ['no prompt', {}, 400, 'prompt'],
    ['a prompt and a body', { prompt: 'x', body: {} }, 400, 'prompt'],
    ['an unknown field', { prompt: 'x', 'my SSN is 536-22-8726': 1 }, 400, 'body'],
    ['an unknown API', { prompt: 'x', api: 'models' }, 400, 'api'],
    ['an unknown attribute', { prompt: 'x', caller: { attributes: { rank: 'x' } } }, 400, 'caller'],
    ['strange claims', { prompt: 'x', caller: { claims: { role: { a: 1 } } } }, 400, 'caller'],
    [
      'a prototype',
      { prompt: 'x', caller: { attributes: JSON.parse('{"__proto__":{"role":"employee"}}') as object } },
      400,
      'caller',
    ],
  ])('with %s is refused, and nothing of it is quoted', async (_, question, status, param) => {
    const answer = await admin.post('/admin/playground', { caller: EMPLOYEE, ...question })
    expect([answer.status, answer.body]).toMatchObject([
      status,
      { error: status === 413 && param === '' ? {} : { param } },
    ])
    expect(JSON.stringify(answer.body)).not.toMatch(/536-22|xxxx/)
  })

  test('is for readers only', async () => {
    expect((await admin.post('/admin/playground', { caller: EMPLOYEE, prompt: 'x' }, 'employee/acme')).status).toBe(403)
    expect((await admin.post('/admin/playground/replay', { draft: 'x' }, 'employee/acme')).status).toBe(403)
    expect((await admin.get('/admin/playground/examples', 'employee/acme')).status).toBe(403)
  })
})

test('nothing is sent, nothing is written, and the record says nothing of the prompt', async () => {
  const prompt = `${SSN} Only this sentence is quite unlike any other.`
  const state = () => [ledger, dir].flatMap((root) => filesIn(root).map(({ path, bytes }) => `${path} ${createHash('sha256').update(bytes).digest('hex')}`)) // prettier-ignore
  const before = state()
  const asked = node.connections()
  await play({ prompt, draft: POLICY, reason: 'a reason that is long enough', engines: true })
  expect(state()).toEqual(before)
  expect(node.connections()).toBe(asked)
  expect(admin.records).toHaveLength(1)
  expect(admin.records[0]).toMatchObject({ type: 'audit.read', what: 'playground', rows: null, asked: { api: 'chat_completions', level: 'restricted', engines: true, draft: keys.name(POLICY) } }) // prettier-ignore
  const said = JSON.stringify([admin.records, log.said])
  const digests = [prompt, SSN, 'a reason that is long enough'].flatMap((text) => [text, keys.name(text), createHash('sha256').update(text).digest('hex')]) // prettier-ignore
  for (const text of [...digests, '536-22-8726', 'quite unlike', 'employee']) expect(said).not.toContain(text)
})

test('the examples can all be tried, and begin with nothing to hide', async () => {
  const { examples, attributes, models, levels } = PlaygroundExamples.parse(
    (await admin.get('/admin/playground/examples')).body,
  )
  expect([models, levels, attributes]).toMatchObject([['m'], ['public', 'internal', 'confidential', 'restricted'], { role: ['employee', 'clinician'], department: ['hr', 'legal'] }]) // prettier-ignore
  const tried = await Promise.all(examples.slice(0, 2).map(({ question, attributes }) => play({ ...question, caller: { attributes } }))) // prettier-ignore
  expect(tried.map(({ refused }) => refused)).toEqual([null, null])
  expect(tried[0]?.decision).toMatchObject({ level: 'public', refusal: null })
  for (const { question, attributes } of examples.slice(2)) {
    const { decision } = await play({ ...question, caller: { attributes } })
    expect([decision?.findings.length !== 0 || decision.raised.length !== 0, question]).toEqual([true, question])
  }
})

test.each([
  [['m', 'openai/*'], 'm'],
  [['openai/*', 'm'], 'm'],
  [['openai/*', '*'], 'openai/a-model'],
  [['*'], 'a-model'],
  [[], 'a-model'],
])('of the models %j, a question that names none is asked for %s', (names, model) => {
  expect(modelToTry(names.map((name) => ({ name, choices: [] })))).toBe(model)
})

describe('a replay', () => {
  const STRICT = TEXT.replace('shadow: true, ', '')

  async function replay(question: object, who: string): Promise<{ report: ReplayReport; job: Job }> {
    const { status, body } = await admin.post('/admin/playground/replay', question, who)
    expect([status, body]).toMatchObject([202, {}])
    const { job } = JobStarted.parse(body)
    const seen = Job.parse((await admin.get(`/admin/jobs/${job}?wait=20`, who)).body)
    return { report: ReplayReport.parse(seen.result), job: seen }
  }

  test.each([
    ['auditor/acme', 6, 3],
    ['auditor/rival', 3, 2],
    ['auditor/nobody', 0, 0],
    ['author/acme', 0, 0],
    ['ciso/', 9, 5],
  ])('for %s counts only what they may read', async (who, decisions, changed) => {
    const { report } = await replay({ draft: STRICT }, who)
    expect(report).toMatchObject({
      decisions,
      changed,
      same: decisions - changed,
      fromCloud: changed,
      toCloud: 0,
      problems: [],
    })
    const tenant = who.split('/')[1] ?? ''
    const samples = report.changes.flatMap(({ samples }) => samples)
    expect([samples.length > 0, samples.every((id) => id.startsWith(`req_${tenant}`))]).toEqual([changed > 0, true])
    expect(JSON.stringify(report).includes('rival')).toBe(who === 'auditor/rival' || who === 'ciso/')
    expect(admin.records).toMatchObject([{ what: 'replay', asked: { draft: keys.name(STRICT) } }, { what: 'job', rows: decisions, asked: { kind: 'replay', draft: keys.name(STRICT) } }]) // prettier-ignore
  })

  test('of a policy that is kept, over a time', async () => {
    const until = new Date(START + 4_500).toISOString()
    const { report } = await replay({ digest: policyOf(TEXT).digest, since: '2026-09-01', until }, 'ciso/')
    expect(report).toMatchObject({ decisions: 4, changed: 0, policy: { digest: policyOf(TEXT).digest } })
  })

  test('of a draft that is not valid says what is wrong', async () => {
    const { report, job } = await replay({ draft: TEXT.replace('pinFrom: restricted', 'pinFrom: restrictd') }, 'ciso/')
    expect(job.state).toBe('done')
    expect([report.policy, report.problems]).toMatchObject([null, [{ suggestion: 'write restricted' }]])
  })

  test.each<[string, object, number]>([
    ['neither', {}, 400],
    ['both', { draft: 'x', digest: '0'.repeat(64) }, 400],
    ['a digest that is none', { digest: '../LAST' }, 400],
    ['a digest of nothing', { digest: '0'.repeat(64) }, 404],
    ['no time', { draft: 'x', since: 'yesterday' }, 400],
  ])('with %s is refused', async (_, question, status) => {
    expect((await admin.post('/admin/playground/replay', question, 'ciso/')).status).toBe(status)
  })

  test('belongs to whoever began it', async () => {
    const { body } = await admin.post('/admin/playground/replay', { draft: STRICT }, 'ciso/')
    const { job } = JobStarted.parse(body)
    const [theirs, none] = [await admin.get(`/admin/jobs/${job}`), await admin.get('/admin/jobs/job_none')]
    expect([theirs.status, theirs.text.replace(/req_\w+/g, '')]).toEqual([404, none.text.replace(/req_\w+/g, '')])
    expect((await admin.delete(`/admin/jobs/${job}`)).status).toBe(404)
    expect((await admin.delete(`/admin/jobs/${job}`, 'ciso/')).status).toBe(200)
  })
})
