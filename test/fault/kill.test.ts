import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/*
 * kill -9 under load, again and again on one ledger. Whoever got an answer, of whatever kind, must have a decision record;
 * the ledger must verify; and what was under way must be closed as recovered. CORDON_KILLS=200 for the long run.
 */
const KILLS = Number(process.env['CORDON_KILLS'] ?? 12)
const CLIENTS = 16

const PROMPTS = [
  { status: 200, content: 'Write a haiku about spring.' },
  { status: 200, content: 'My SSN is 536-22-8726, please file the form.' },
]

/** Sends requests one after the other until the process is gone; resolves with the ids of those that were answered. */
async function client(cordon: Cordon, answered: string[]): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    try {
      const prompt = PROMPTS[turn % PROMPTS.length]
      const model = turn % 5 === 4 ? 'nobody/knows' : 'local'
      const response = await cordon.ask({ model, messages: [{ role: 'user', content: prompt?.content }] })
      answered.push(response.headers.get('x-request-id') ?? 'no id')
      await response.text()
    } catch {
      return // the process is dead
    }
  }
}

test(`${String(KILLS)} kills: every answered request has its record, and the ledger verifies`, async () => {
  const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = [
    'destinations:',
    `  lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m], parallel: 64 }] }`,
    '  openrouter: { url: https://openrouter.ai/api/v1, apiKeyEnv: OPENROUTER_API_KEY }',
    'models: { local: [{ destination: lan, model: m }] }',
  ].join('\n')
  const policy = readFileSync('policies/default.yaml', 'utf8')
  const env = { OPENROUTER_API_KEY: 'sk-test' }
  const answered: string[] = []
  let dir: string | undefined
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const cordon: Cordon = await startCordon({ yaml, policy, env, ...(dir === undefined ? {} : { dir }) })
      dir = cordon.dir
      const before = answered.length
      const clients = Array.from({ length: CLIENTS }, () => client(cordon, answered))
      while (answered.length < before + 20) await new Promise((done) => setTimeout(done, 5))
      await new Promise((done) => setTimeout(done, Math.random() * 50))
      await cordon.stop('SIGKILL')
      await Promise.all(clients)
    }
    if (dir === undefined) throw new Error('nothing was started')
    await (await startCordon({ yaml, policy, env, dir })).stop() // closes what was under way

    const records = recordsIn(`${dir}/audit`)
    const decided = new Set(records.filter(({ type }) => type === 'decision').map(({ request }) => request))
    expect(answered.filter((id) => !decided.has(id))).toEqual([])
    expect(answered.length).toBeGreaterThanOrEqual(KILLS * 20)

    const ended = new Set(records.filter(({ type }) => type === 'outcome').map(({ request }) => request))
    const permitted = records.filter(({ type, effect }) => type === 'decision' && effect === 'permit')
    expect(permitted.filter(({ request }) => !ended.has(request))).toEqual([])

    const verify = spawnSync(process.execPath, [resolve('src/main.ts'), 'audit', 'verify', `${dir}/audit`, '--json'], {
      encoding: 'utf8',
    })
    expect(JSON.parse(verify.stdout)).toMatchObject({ verdict: 'fine', records: records.length })
    expect(verify.status).toBe(0)
  } finally {
    await node.stop()
    if (dir !== undefined) removeDir(dir)
  }
}, 600_000)
