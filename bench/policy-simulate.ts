/**
 * How fast a policy is asked again about the decisions of a ledger: records per second. Makes a ledger in a temporary folder, with the rooms
 * that make real records.
 *
 *     node bench/policy-simulate.ts [RECORDS]     default: 1,000,000, which needs about 1.5 GB for a minute
 */
import { open, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { decisionRecord } from '../src/audit/decision-record.ts'
import { keepPolicy } from '../src/audit/kept-policies.ts'
import { leafHash } from '../src/audit/leaf.ts'
import { formatLine, identity } from '../src/audit/line.ts'
import { pseudonyms } from '../src/audit/pseudonyms.ts'
import { segmentName } from '../src/audit/segment-name.ts'
import { toBody } from '../src/audit/shorten.ts'
import { policySimulate } from '../src/command/policy-simulate.ts'
import { readPolicy, readText } from '../src/command/load.ts'
import { compile } from '../src/decide/compile.ts'
import { decide } from '../src/decide/decide.ts'
import { canonicalPolicy } from '../src/policy/digest.ts'
import type { Plan } from '../src/terms/attempt.ts'
import type { Finding } from '../src/terms/finding.ts'

const RECORDS = Number(process.argv[2] ?? 1_000_000)
const PER_SEGMENT = 40_000
const ROLES = ['user', 'employee', 'developer', 'analyst', 'clinician', 'service', 'contractor', 'visitor']
const DEPARTMENTS = ['sales', 'hr', 'legal', 'it', 'research', 'ward']
const TYPES = ['PERSON', 'EMAIL_ADDRESS', 'PHONE_NUMBER', 'US_SSN', 'MEDICAL_RECORD', 'URL', 'SECRET']
const SCORES = [0.4, 0.5, 0.6, 0.7, 0.85, 1]

const dir = await mkdtemp(join(tmpdir(), 'cordon-bench-'))
const now = Date.now()
const { policy } = await readPolicy('policies/default.yaml', { now: () => now })
const compiled = compile(policy)
const keys = pseudonyms(Buffer.alloc(32, 7))
const parts = { keys, mayName: () => true, isField: () => true }
const plan: Plan = { kind: 'nothing', reason: 'none_available' }

let state = 1
/** Repeatable chance (a linear congruential generator). */
const below = (n: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 4_294_967_296) * n)
}
const one = <T>(list: readonly T[]) => list[below(list.length)] as T

function body(index: number): string {
  const words = Array.from({ length: 6 }, (_, n) => `word${String(n)}`)
  const findings = words.slice(0, below(7)).map((word, n): Finding => {
    const start = n * (word.length + 1)
    return {
      detector: 'bench',
      type: one(TYPES),
      score: one(SCORES),
      segment: 0,
      start,
      end: start + word.length,
      via: 'plain',
    }
  })
  const caller = {
    issuer: 'https://idp.example.com',
    subject: `user-${String(below(5000))}`,
    client: 'crm-web',
    attributes: { role: [one(ROLES)], department: [one(DEPARTMENTS)], team: [`team-${String(below(40))}`] },
    raises: [],
    tokenId: 'a-token',
    tokenKey: 'at+jwt/ES256/key-1',
    otherAudiences: [],
    expires: 0,
  }
  const prompt = {
    api: 'chat_completions' as const,
    model: 'openai/gpt-4o',
    stream: below(2) === 0,
    wantsUsage: false,
    tools: below(5) === 0,
    bytes: 1834,
    segments: [{ path: '/messages/0/content', role: 'user', kind: 'value' as const, text: words.join(' ') }],
    unread: below(20) === 0 ? [{ path: '/messages/0/content/1', kind: 'image' as const }] : [],
    body: { lan: {}, cloud: {} },
    provider: null,
    user: null,
    stripped: [],
    betas: [],
    conversation: { sessions: [], turns: [] },
  }
  const detection = { findings, failed: [] }
  const decision = decide(compiled, { caller, prompt, detection, raises: [], at: now })
  const request = `req_${String(index).padStart(26, '0')}`
  const { type, ...fields } = decisionRecord(
    { request, receivedAt: now + index, api: prompt.api, ip: '10.1.2.3', caller, prompt, detection, decision, plan },
    parts,
  )
  return type === 'decision' ? toBody(fields, 60_000) : ''
}

async function write(): Promise<number> {
  await mkdir(join(dir, 'seg'))
  const log = JSON.stringify({ v: 1, origin: 'bench', created: new Date(now).toISOString() })
  await writeFile(join(dir, 'LOG'), `${log}\n`)
  await keepPolicy(dir, { digest: policy.digest, text: canonicalPolicy(policy), serial: null })
  const who = identity('bench', 'bench')
  let prev = leafHash(log)
  let bytes = 0
  for (let first = 0; first < RECORDS; first += PER_SEGMENT) {
    const file = await open(join(dir, 'seg', segmentName(first)), 'w')
    for (let seq = first; seq < Math.min(first + PER_SEGMENT, RECORDS); seq += 1000) {
      let text = ''
      for (let at = seq; at < Math.min(seq + 1000, RECORDS); at += 1) {
        const line = formatLine('decision', { seq: at, prev }, { time: now + at, monoUs: at }, who, body(at))
        prev = leafHash(line)
        text += `${line}\n`
      }
      bytes += Buffer.byteLength(text)
      await file.write(text)
    }
    await file.close()
  }
  return bytes
}

try {
  const begin = performance.now()
  const bytes = await write()
  console.log(
    `made ${RECORDS.toLocaleString('en')} records, ${(bytes / 1e6).toFixed(0)} MB, in ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  )
  const [rules = ''] = (await readText('policies/default.yaml')).split('\ntests:')
  const stricter = rules
    .replaceAll('shadow: true', 'shadow: false')
    .replace('PERSON: { level: { 1: internal, 10:', 'PERSON: { level: { 1: internal, 3:')
  const file = join(dir, 'stricter.yaml')
  await writeFile(file, stricter)
  for (const [name, against] of [
    ['the same policy', 'policies/default.yaml'],
    ['another policy', file],
  ] as const) {
    let out = ''
    const start = performance.now()
    const io = {
      out: (text: string) => void (out += text),
      err: () => {},
      colour: false,
      now: Date.now,
    } as unknown as Parameters<typeof policySimulate>[1]
    await policySimulate(['--against', dir, '--policy', against, '--json'], io)
    const seconds = (performance.now() - start) / 1000
    const { decisions, changed, undecidable } = JSON.parse(out) as Record<string, number>
    console.log(
      `${name}: ${seconds.toFixed(1)} s, ${Math.round(RECORDS / seconds).toLocaleString('en')} records/s; ` +
        `${String(decisions)} decisions, ${String(changed)} changed, ${String(undecidable)} undecidable; ` +
        `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`,
    )
  }
} finally {
  await rm(dir, { recursive: true })
}
