import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { anApp, samplesIn } from './an-app.ts'
import type { AnApp, Asked } from './an-app.ts'

const SSN = ['536', '22', '8726'].join('-')
let it: AnApp

beforeAll(async () => {
  it = await anApp({ reload: () => Promise.reject(new Error('nothing to read')) })
}, 60_000)
afterAll(() => it.stop(), 60_000)

/** By how much each sample grew while something was done; a series that was not there before began at 0. */
async function grown(work: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  const before = samplesIn((await it.scrape()).text)
  await work()
  const after = await it.settled()
  return new Map([...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)]))
}

describe('what is counted', () => {
  test.each<[string, Asked, Readonly<Record<string, number>>]>([
    ['an answer', {}, {
      'cordon_requests_total{api="chat_completions",level="public",destination="lan",outcome="answered"}': 1,
      'cordon_attempts_total{destination="lan",node="n1",result="answered"}': 1,
      'cordon_attempt_seconds_count{destination="lan",node="n1"}': 1,
      'cordon_first_byte_seconds_count{destination="lan",node="n1"}': 1,
      'cordon_request_seconds_count{destination="lan",outcome="answered"}': 1,
      'cordon_added_seconds_count': 1,
      'cordon_queue_seconds_count': 1,
      ...Object.fromEntries(['receive', 'authenticate', 'read', 'recall', 'detect', 'decide', 'rehearse', 'route', 'record', 'forward', 'upstream', 'outcome'].map((step) => [`cordon_step_seconds_count{step="${step}"}`, 1])), // prettier-ignore
    }],
    ['a prompt that is pinned', { text: `My SSN is ${SSN}, file the form.` }, {
      'cordon_requests_total{api="chat_completions",level="restricted",destination="lan",outcome="answered"}': 1,
      'cordon_pinned_total{level="restricted"}': 1,
      'cordon_findings_total{type="US_SSN"}': 1,
      'cordon_step_seconds_count{step="prove"}': 1,
    }],
    ['a denial', { claims: { department: 'guests' } }, {
      'cordon_requests_total{api="chat_completions",level="public",destination="none",outcome="denied"}': 1,
      'cordon_problems_total{api="chat_completions",code="policy_denied"}': 1,
      'cordon_denied_total{rule="no-guests"}': 1,
    }],
    ['what could not be read', { body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] }] }) }, {
      'cordon_failed_local_total{cause="unread"}': 1,
      'cordon_unread_parts_total{kind="image"}': 1,
      'cordon_pinned_total{level="restricted"}': 1,
    }],
    ['a token that is none', { headers: { authorization: 'Bearer x' } }, {
      'cordon_requests_total{api="chat_completions",level="none",destination="none",outcome="refused"}': 1,
      'cordon_problems_total{api="chat_completions",code="invalid_token"}': 1,
    }],
    ['a path that is none', { path: '/v2/nothing' }, {
      'cordon_problems_total{api="none",code="not_found"}': 1,
    }],
    ['a model that is none', { model: 'unheard-of' }, {
      'cordon_problems_total{api="chat_completions",code="model_not_found"}': 1,
    }],
    ['a list of models', { path: '/v1/models', method: 'GET' }, {
      'cordon_requests_total{api="models",level="none",destination="none",outcome="listed"}': 1,
      'cordon_step_seconds_count{step="models"}': 1,
    }],
  ])('%s', async (_, asked, expected) => {
    const change = await grown(() => it.ask(asked))
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, change.get(name)]))).toEqual(expected)
  }) // prettier-ignore

  test('tokens and cost, under the names of the configuration; what a caller calls a model is other', async () => {
    const change = await grown(async () => {
      await it.ask()
      await it.ask({ model: 'open/anything-at-all' })
    })
    for (const model of ['m', 'other']) {
      expect(change.get(`cordon_tokens_total{destination="lan",node="n1",model="${model}",direction="in"}`)).toBeGreaterThan(0) // prettier-ignore
      expect(change.get(`cordon_tokens_total{destination="lan",node="n1",model="${model}",direction="out"}`)).toBeGreaterThan(0) // prettier-ignore
      expect(change.get(`cordon_cost_dollars_total{destination="lan",node="n1",model="${model}"}`)).toBeGreaterThan(0)
    }
  })

  test('a reload that is refused', async () => {
    const change = await grown(() => it.app.reload())
    expect(change.get('cordon_policy_reloads_total{reload="refused"}')).toBe(1)
  })
})

describe('how things stand', () => {
  test('is read at each scrape', async () => {
    const samples = samplesIn((await it.scrape()).text)
    const { name, version, digest } = it.loaded.policy
    expect(samples.get(`cordon_policy_info{role="active",policy="${name}",version="${version}",digest="${digest}"}`)).toBe(1) // prettier-ignore
    expect(samples.get('cordon_nodes{destination="lan",node="n1",standing="ready"}')).toBe(1)
    expect(samples.get('cordon_nodes{destination="lan",node="n1",standing="unreachable"}')).toBe(0)
    expect(samples.get('cordon_audit_state{state="ok"}')).toBe(1)
    expect(samples.get('cordon_audit_records')).toBeGreaterThan(0)
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0)
  })

  test('has no value where nothing is known', async () => {
    const names = [...samplesIn((await it.scrape()).text).keys()]
    expect(names.filter((name) => /unwitnessed|mirror|delivery|candidate/.test(name))).toEqual([])
  })
})

describe('the exposition', () => {
  test.each([
    [undefined, /^text\/plain; version=0\.0\.4/],
    ['text/plain', /^text\/plain; version=0\.0\.4/],
    ['application/openmetrics-text;version=1.0.0,text/plain;q=0.5', /^application\/openmetrics-text; version=1\.0\.0/],
  ])('for the accept header %s', async (accept, type) => {
    const { type: told, text } = await it.scrape(accept)
    const isOpen = accept?.includes('openmetrics') === true
    expect(told).toMatch(type)
    expect(text.endsWith('\n# EOF\n')).toBe(isOpen)
    expect(text).toContain(isOpen ? '# TYPE cordon_requests counter\n' : '# TYPE cordon_requests_total counter\n')
    expect(text).toContain('\ncordon_requests_total{')
  })
})
