import { readFileSync } from 'node:fs'
import { fakeNode } from '../fakes/openai-node.ts'
import { removeDir, startCordon } from '../harness/cordon.ts'
import { chance } from '../decide/random-cases.ts'
import type { Chance } from '../decide/random-cases.ts'

/** A policy that looks at everything a request has, and can be served by two fakes on this machine. */
export const POLICY = `${readFileSync('test/policy/fixtures/described.yaml', 'utf8')
  .replace('allowedCidrs: [192.168.88.0/24]', 'allowedCidrs: [127.0.0.2/32]')
  .replace('hosts: [eu.openrouter.ai]', 'hosts: [127.0.0.1]\n    allowedCidrs: [127.0.0.1/32]')
  .replace('hosts: [openrouter.ai]', 'hosts: [127.0.0.1]\n    allowedCidrs: [127.0.0.1/32]')}tests:
  - { it: staff may, caller: { role: employee, department: sales }, prompt: Hello., expect: { to: [lan, openrouter-eu, openrouter] } }
`

export type BusyLedger = { readonly dir: string; readonly remove: () => void }

const TEXTS = [
  'Write a haiku about spring.',
  'My SSN is 536-22-8726.',
  'Charge the card 4111 1111 1111 1111, please.',
  'Charge the card 5500 0055 5555 5559, please.',
  'Dear Ann Miller, thank you for your letter to John Smith.',
  'Tell Mary Johnson that the meeting has moved.',
  'Write to ann@example.org, bob@example.org and carl@example.org.',
  'See https://example.org/a and www.example.com.',
  Array.from({ length: 12 }, (_, index) => `person${String(index)}@example.org`).join(', '),
]
const IMAGE = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
const TOOL = { type: 'function', function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }

function body(r: Chance): unknown {
  const text = r.often(0.7) ? r.one(TEXTS) : r.some(TEXTS).slice(0, 3).join(' ')
  const content = r.often(0.1) ? [{ type: 'text', text }, IMAGE] : text
  const earlier = r.often(0.3) ? [{ role: 'user', content: r.one(TEXTS) }, { role: 'assistant', content: 'Certainly.' }] : [] // prettier-ignore
  return {
    model: r.one(['local/m', 'cloud/m']),
    messages: [...earlier, { role: 'user', content }],
    ...(r.often(0.3) ? { tools: [TOOL] } : {}),
    ...(r.often(0.3) ? { user: 'a-session' } : {}),
    ...(r.often(0.2) ? { provider: { only: [r.one(['mistral', 'openai', 'somebody 123-45'])] } } : {}),
  }
}

/** A ledger as the real process writes it, about random requests of several people, over the real pipeline. */
export async function busyLedger(requests: number): Promise<BusyLedger> {
  const lan = await fakeNode({ kind: 'answer' }, { host: '127.0.0.2', models: ['m'] })
  const cloud = await fakeNode({ kind: 'answer' }, { path: '/api' })
  const yaml = `destinations:
  lan: { nodes: [{ name: n, url: "http://127.0.0.2:${String(lan.port)}", kind: openai, models: [m] }] }
  openrouter-eu: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: KEY }
  openrouter: { url: "http://127.0.0.1:${String(cloud.port)}/api/v1", apiKeyEnv: KEY }
models:
  local/m: [{ destination: lan, model: m }, { destination: openrouter, model: a/m }]
  cloud/m: [{ destination: openrouter, model: a/m }, { destination: openrouter-eu, model: a/m }, { destination: lan, model: m }]`
  const cordon = await startCordon({ yaml, policy: POLICY, env: { KEY: 'sk-test' } })
  const r = chance(20261121)
  try {
    for (let index = 0; index < requests; index += 1) {
      const token = await cordon.token({
        sub: r.one(['u1', 'u2', 'u3']),
        role: r.often(0.2)
          ? ['employee', 'clinician']
          : r.one(['employee', 'employee', 'employee', 'clinician', 'visitor']),
        ...(r.often(0.1)
          ? { department: undefined }
          : { department: r.one(['sales', 'sales', 'sales', 'hr', 'legal']) }),
        ...(r.often(0.1) ? { data_level: r.one(['internal', 'unheard-of']) } : {}),
      })
      const headers: Record<string, string> = r.often(0.1)
        ? { 'x-cordon-level': r.one(['internal', 'confidential']) }
        : {}
      const answer = await cordon.ask(body(r), { token, headers })
      await answer.arrayBuffer()
    }
    await cordon.ask('{', { token: 'nonsense' })
  } finally {
    await cordon.stop()
    await Promise.all([lan.stop(), cloud.stop()])
  }
  return { dir: cordon.auditDir, remove: () => removeDir(cordon.dir) }
}
