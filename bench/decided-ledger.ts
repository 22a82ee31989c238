/** A ledger of decisions about a policy, made with the rooms that make real records, and with chance that repeats itself. */
import { mkdir, mkdtemp, open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decisionRecord } from '../src/audit/decision-record.ts'
import { keepPolicy } from '../src/audit/kept-policies.ts'
import { leafHash } from '../src/audit/leaf.ts'
import { formatLine, identity } from '../src/audit/line.ts'
import { pseudonyms } from '../src/audit/pseudonyms.ts'
import { segmentName } from '../src/audit/segment-name.ts'
import { toBody } from '../src/audit/shorten.ts'
import { compile } from '../src/decide/compile.ts'
import type { CompiledPolicy } from '../src/decide/compile.ts'
import { decide } from '../src/decide/decide.ts'
import { canonicalPolicy } from '../src/policy/digest.ts'
import type { Plan } from '../src/terms/attempt.ts'
import type { Finding } from '../src/terms/finding.ts'
import type { Policy } from '../src/terms/policy.ts'

export type DecidedLedger = { readonly dir: string; readonly bytes: number }

const PER_SEGMENT = 40_000
const ROLES = ['user', 'employee', 'developer', 'analyst', 'clinician', 'service', 'contractor', 'visitor']
const DEPARTMENTS = ['sales', 'hr', 'legal', 'it', 'research', 'ward']
const TYPES = ['PERSON', 'EMAIL_ADDRESS', 'PHONE_NUMBER', 'US_SSN', 'MEDICAL_RECORD', 'URL', 'SECRET']
const SCORES = [0.4, 0.5, 0.6, 0.7, 0.85, 1]

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

function body(policy: CompiledPolicy, now: number, index: number): string {
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
  const decision = decide(policy, { caller, prompt, detection, raises: [], at: now })
  const request = `req_${String(index).padStart(26, '0')}`
  const { type, ...fields } = decisionRecord(
    { request, receivedAt: now + index, api: prompt.api, ip: '10.1.2.3', caller, prompt, detection, decision, plan },
    parts,
  )
  return type === 'decision' ? toBody(fields, 60_000) : ''
}

/** So many decisions, a millisecond apart. Whoever asks for it removes the folder. */
export async function decidedLedger(policy: Policy, records: number, now: number): Promise<DecidedLedger> {
  const dir = await mkdtemp(join(tmpdir(), 'cordon-bench-'))
  const compiled = compile(policy)
  await mkdir(join(dir, 'seg'))
  const log = JSON.stringify({ v: 1, origin: 'bench', created: new Date(now).toISOString() })
  await writeFile(join(dir, 'LOG'), `${log}\n`)
  await keepPolicy(dir, { digest: policy.digest, text: canonicalPolicy(policy), serial: null })
  const who = identity('bench', 'bench')
  let prev = leafHash(log)
  let bytes = 0
  for (let first = 0; first < records; first += PER_SEGMENT) {
    const file = await open(join(dir, 'seg', segmentName(first)), 'w')
    for (let seq = first; seq < Math.min(first + PER_SEGMENT, records); seq += 1000) {
      let text = ''
      for (let at = seq; at < Math.min(seq + 1000, records); at += 1) {
        const line = formatLine(
          'decision',
          { seq: at, prev },
          { time: now + at, monoUs: at },
          who,
          body(compiled, now, at),
        )
        prev = leafHash(line)
        text += `${line}\n`
      }
      bytes += Buffer.byteLength(text)
      await file.write(text)
    }
    await file.close()
  }
  return { dir, bytes }
}
