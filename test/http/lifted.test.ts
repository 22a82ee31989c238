import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { recordsIn, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'

/* What lifts a denial, with the real process: a stronger sign-in, and a reason. */

jest.setTimeout(30_000)
const POLICY = `
policy: lifted
version: "1"
owners: [test@example.com]
levels: [public, internal, restricted]
pinFrom: restricted
unread: restricted
detect: { US_SSN: { level: restricted }, EMAIL_ADDRESS: { level: internal } }
destinations: { lan: { zone: lan, maxLevel: restricted } }
rules:
  - { id: staff, allow: [lan], when: { caller.role: [employee, lead] }, because: staff may }
  - { id: strong, deny: [lan], when: { finding: [EMAIL_ADDRESS] }, unless: { caller.team: [mfa, "phr x"] }, because: directive 7 }
  - { id: sign-in, deny: [lan], when: { finding: [US_SSN] }, unless: { caller.assurance: [mfa, phr, 'a "quoted" one'] }, because: directive 8 }
  - { id: hr, deny: [lan], when: { caller.department: [hr] }, unless: { caller.role: [lead], request.reason: [true] }, because: works council }
obligations:
  - { id: keep, at: [lan], when: { caller.department: [hr] }, retain: 10y, because: works council }
`
const HELLO = { model: 'm', messages: [{ role: 'user', content: 'Write a haiku about spring.' }] }
const SSN = { model: 'm', messages: [{ role: 'user', content: 'My SSN is 536-22-8726.' }] }
const MAIL = { model: 'm', messages: [{ role: 'user', content: 'Write to ann@acme-widgets.com.' }] }
const REASON = 'incident 4711, agreed with legal'

let node: FakeNode
let cordon: Cordon
beforeAll(async () => {
  node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
  const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai }] } }
models: { m: [{ destination: lan, model: m }] }
`
  cordon = await startCordon({ yaml, policy: POLICY, claims: 'assurance: acr, team: amr' })
})
afterAll(async () => {
  await cordon.stop()
  await node.stop()
  removeDir(cordon.dir)
})

const ask = async (body: unknown, claims: Record<string, unknown>, headers: Record<string, string> = {}) =>
  cordon.ask(body, { token: await cordon.token(claims), headers })
const lastRecord = () => recordsIn(cordon.auditDir).findLast(({ type }) => type === 'decision')
const errorOf = async (answer: Response) =>
  ((await answer.json()) as { error: { code: string; message: string } }).error

describe('a stronger sign-in', () => {
  test('is asked for as RFC 9470 has it, and SDKs are told not to try again', async () => {
    const answer = await ask(SSN, { acr: 'password' })
    expect(answer.status).toBe(401)
    const header = answer.headers.get('www-authenticate')
    expect(header).toBe('Bearer error="insufficient_user_authentication", error_description="A stronger sign-in is required", acr_values="mfa phr"') // prettier-ignore
    expect(answer.headers.get('x-should-retry')).toBe('false')
    const { code, message } = await errorOf(answer)
    expect(code).toBe('step_up_required')
    expect(message).toContain('sign-in: directive 8')
    expect(lastRecord()).toMatchObject({ effect: 'deny', problem: 'step_up_required', caller: { assurance: ['password'] } }) // prettier-ignore
  })
  test.each([['mfa'], ['phr']])('with %s is enough', async (acr) => {
    expect((await ask(SSN, { acr })).status).toBe(200)
    expect(lastRecord()).toMatchObject({ effect: 'permit', caller: { assurance: [acr] } })
  })
  test('is not there when the token does not speak of it', async () => {
    expect((await ask(SSN, {})).status).toBe(401)
  })
  test('is not what lifts a denial that asks for something else: that is a 403, which says what does', async () => {
    const answer = await ask(MAIL, {})
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([403, null])
    const { code, message } = await errorOf(answer)
    expect([code, message]).toEqual(['policy_denied', expect.stringContaining('It does not hold where caller.team is mfa or phr x.')]) // prettier-ignore
  })
})

describe('break-glass', () => {
  test('needs the role and the reason, and both are recorded', async () => {
    const hr = { department: 'hr', role: 'lead' }
    expect((await ask(HELLO, { department: 'hr' }, { 'x-cordon-reason': REASON })).status).toBe(403)
    const denied = await ask(HELLO, hr)
    expect(denied.status).toBe(403)
    expect((await errorOf(denied)).message).toContain(
      'where caller.role is lead and a reason is given in x-cordon-reason',
    )
    expect(lastRecord()).toMatchObject({ effect: 'deny', retain: '10y', obligations: ['keep'] })
    expect(lastRecord()).not.toHaveProperty('broken')
    const answer = await ask(HELLO, hr, { 'x-cordon-reason': REASON })
    expect(answer.status).toBe(200)
    expect(lastRecord()).toMatchObject({
      effect: 'permit',
      broken: [{ to: 'lan', rule: 'hr' }],
      broken_because: REASON,
    })
    expect(cordon.output()).toMatch(/"alert":"break_glass"/)
    expect(cordon.output()).not.toContain('4711') // the reason stands in the record only
  })
  test('a reason that changes nothing is not written down, and no reason is passed on', async () => {
    const before = node.received.length
    const answer = await ask(HELLO, { department: 'it' }, { 'x-cordon-reason': 'a secret reason of mine' })
    expect(answer.status).toBe(200)
    expect(lastRecord()).toMatchObject({ prompt: { reason: true } })
    expect(JSON.stringify(recordsIn(cordon.auditDir))).not.toContain('a secret reason')
    expect(JSON.stringify(node.received.slice(before))).not.toContain('reason')
  })
  test('one that cannot be recorded is refused, and recorded without it', async () => {
    const answer = await ask(HELLO, { department: 'hr', role: 'lead' }, { 'x-cordon-reason': 'no' })
    expect([answer.status, await errorOf(answer)]).toEqual([400, expect.objectContaining({ code: 'invalid_request', param: 'x-cordon-reason' })]) // prettier-ignore
    expect(lastRecord()).toMatchObject({ effect: 'refuse', problem: 'invalid_request', reason: 'reason' })
  })
})
