/**
 * What the Policy page and the playground cost: milliseconds for each question, and for how long the thread that serves requests was held up
 * meanwhile. Makes a ledger in a temporary folder.
 *
 *     node bench/policy-desk.ts [RECORDS]     default: 1,000,000, which needs about 1.5 GB for a minute
 */
import { readFile, rm } from 'node:fs/promises'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { createIndexDesk } from '../src/audit/index/index-desk.ts'
import { readPolicy } from '../src/command/load.ts'
import { createJobDesk } from '../src/desks/jobs.ts'
import { createPolicyDesk } from '../src/desks/policy-desk.ts'
import type { Visitor, Work } from '../src/desks/front-desk.ts'
import { writtenPolicy } from '../src/desks/written-policy.ts'
import type { House } from '../src/house.ts'
import type { Asked } from '../src/serve/admin-operations.ts'
import type { JsonValue } from '../src/terms/json.ts'
import { decidedLedger } from './decided-ledger.ts'

const RECORDS = Number(process.argv[2] ?? 1_000_000)
const FILE = 'policies/default.yaml'
const now = Date.now()
const { policy, source } = await readPolicy(FILE, { now: () => now })
const { dir, bytes } = await decidedLedger(policy, RECORDS, now - RECORDS)
console.log(`a ledger of ${RECORDS.toLocaleString('en')} decisions, ${(bytes / 1e6).toFixed(0)} MB`)

const beside = [{ file: 'default.test.yaml', text: await readFile('policies/default.test.yaml', 'utf8') }]
const written = { policy: writtenPolicy({ digest: policy.digest, ...source, beside }), candidate: null }
const inForce = { policy, candidate: null, candidateUntil: null, approved: null, written }
const log = { debug() {}, info() {}, warn() {}, error: (says: string, about?: object) => console.error(says, about) }
const config = { models: [], nodes: [], discover: [], cloudHosts: [], identity: { issuers: [] }, destinations: [], audit: { seal: null }, server: { lenient: false }, secrets: { of: () => null } } // prettier-ignore
const house = () => ({ config, lookFurther: (_: unknown, found: unknown) => found }) as unknown as Pick<House, 'config' | 'lookFurther'> // prettier-ignore
const index = createIndexDesk({ dir, path: null, limitMs: 600_000 })
const jobs = createJobDesk({ now: Date.now, log })
const desk = createPolicyDesk({ inForce: () => inForce, house, jobs, index, dir, digest: (text) => text, now: Date.now, log }) // prettier-ignore
const visitor = {
  caller: { issuer: 'https://idp.example.com', subject: 'bench' },
  grants: { records: [{}], policy: true, sealed: false },
} as unknown as Visitor

const aDay = () => new Map([['since', new Date(now - 86_400_000).toISOString()]])
const draft = source.text.replace('PERSON: { level: { 1: internal, 10:', 'PERSON: { level: { 1: internal, 3:')
const prompt = 'Dear Ann Miller, my SSN is 536-22-8726. '.repeat(50)

async function ask(work: Work, body: JsonValue = null, query = new Map<string, string>()) {
  const asked = { params: {}, query, body: () => Promise.resolve(body), gone: new AbortController().signal }
  return work(asked as unknown as Asked, visitor)
}

const { works } = desk
const caller = { attributes: { role: 'employee' } }
const replay = async () => {
  const { answer } = await ask(works.replay, { draft })
  const { job } = (answer as unknown as { body: { job: string } }).body
  await jobs.see(visitor, job)?.ended
  if (jobs.see(visitor, job)?.job.state !== 'done') throw new Error('the replay has failed')
}
const questions: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the index is made', () => index.ask({ what: 'span', scope: [{}], since: 0, until: Infinity })],
  ['the policy, told; its thread starts', () => ask(works.policy)],
  ['the policy again, remembered', () => ask(works.policy)],
  ['its tests', () => ask(works['policy-tests'])],
  ['its history, with counts', () => ask(works['policy-history'])],
  ['shadows, over all records', () => ask(works['policy-shadow'], null, aDay())],
  ['a draft replayed on all records', replay],
  ['the playground, its thread starts', () => ask(works.playground, { prompt, caller })],
  ['the playground, 2 kB', () => ask(works.playground, { prompt, caller })],
  ['the playground with a draft', () => ask(works.playground, { prompt, caller, draft })],
]

const alive = setInterval(() => {}, 1_000) // threads alone keep no process
try {
  for (const [name, work] of questions) {
    const delay = monitorEventLoopDelay({ resolution: 2 })
    delay.enable()
    const start = performance.now()
    await work()
    const ms = performance.now() - start
    delay.disable()
    console.log(
      `${name.padEnd(38)} ${ms.toFixed(0).padStart(7)} ms   held up for ${(delay.max / 1e6).toFixed(0)} ms at most`,
    )
  }
} finally {
  clearInterval(alive)
  await Promise.all([desk.close(), jobs.close(), index.close()])
  await rm(dir, { recursive: true })
}
