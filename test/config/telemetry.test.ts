import { describe, expect, test } from '@jest/globals'
import { ENV, FILE, GOOD, KEY, load, problemsOf } from './a-config.ts'

const traced = (traces: string) => `${GOOD}telemetry: { traces: ${traces} }\n`

describe('telemetry.traces', () => {
  test('is off where nothing is said', () => {
    expect(load(GOOD).telemetry).toEqual({ traces: null })
  })

  test('is read with its defaults, and its keys are among the secrets', () => {
    const text = traced('{ endpoint: "https://otel.example.com/v1/traces", apiKeyEnv: CLOUD_KEY, headers: { x-team: CLOUD_KEY } }') // prettier-ignore
    const config = load(text)
    expect(config.telemetry.traces).toEqual({
      ...{
        endpoint: new URL('https://otel.example.com/v1/traces'),
        apiKeyEnv: 'CLOUD_KEY',
        scheme: 'Bearer',
        ca: null,
      },
      ...{ headers: [{ name: 'x-team', env: 'CLOUD_KEY' }], share: 1, service: 'cordon' },
      ...{ trustCallers: false, timeoutMs: 10_000 },
    })
    expect([FILE, ENV.CLOUD_KEY]).toEqual([config.file, KEY])
    expect(JSON.stringify(config)).not.toContain(KEY)
  })

  test.each(['127.0.0.1:4318', 'localhost:4318', '[::1]:4318'])('may go without TLS to %s', (host) => {
    expect(load(traced(`{ endpoint: "http://${host}/v1/traces" }`)).telemetry.traces?.endpoint.host).toBe(host)
  })

  test.each([
    { text: '{ endpoint: "http://10.0.0.5:4318/v1/traces" }', says: 'unless the collector is on this machine' },
    { text: '{ endpoint: "http://localhost.example.com/v1/traces" }', says: 'unless the collector is on this machine' },
    { text: '{ endpoint: "https://u:p@otel.example.com/" }', says: 'user or password' },
    { text: '{ endpoint: "otel.example.com:4317" }', says: '"endpoint"' },
    { text: '{ endpoint: "https://otel.example.com/", sample: 2 }', says: 'sample' },
    { text: '{ endpoint: "https://otel.example.com/", apiKeyEnv: NOT_SET }', says: 'NOT_SET is not set' },
    { text: '{ endpoint: "https://otel.example.com/", headers: { x-key: the-key } }', says: 'environment variable' },
    { text: '{ endpoint: "https://otel.example.com/", headers: { authorization: CLOUD_KEY } }', says: 'set by Cordon' },
    { text: '{ endpoint: "https://otel.example.com/", headers: { X-Key: CLOUD_KEY } }', says: 'lower case' },
    { text: '{ endpoint: "https://otel.example.com/", ca: none.pem }', says: 'is not there' },
    { text: '{ endpoint: "https://otel.example.com/", service: "a b" }', says: 'may have letters' },
    { text: '{ sample: 1 }', says: 'endpoint' },
  ])('is refused: $says', ({ text, says }) => {
    expect(problemsOf(traced(text)).join('\n')).toContain(says)
  })
})
