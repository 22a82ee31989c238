import { describe, expect, test } from '@jest/globals'
import { ENV, FILE, GOOD, KEY, problemsOf } from './a-config.ts'
import { loadConfig } from '../../src/config/load-config.ts'

const with_ = (deliver: string) => GOOD.replace('key: certs/audit.pem }', `key: certs/audit.pem, deliver: ${deliver} }`)
const THERE = ['audit.pem', 'default.yaml', 'siem.pem']
const look = (path: string) => (THERE.some((end) => path.endsWith(end)) ? ('file' as const) : null)

describe('audit.deliver', () => {
  test('is read with its defaults, and its key is among the secrets', () => {
    const text = with_(
      '{ siem: { kind: syslog, url: "tls://siem.example.com:6514", format: ocsf, ca: certs/siem.pem }, ' +
        'splunk: { kind: https, url: "https://splunk.example.com:8088/services/collector/event", format: hec, apiKeyEnv: CLOUD_KEY, scheme: Splunk } }',
    )
    const config = loadConfig({ text, file: FILE, env: ENV, look })
    expect(config.audit.deliver).toMatchObject([
      { name: 'siem', kind: 'syslog', url: new URL('https://siem.example.com:6514/'), format: 'ocsf', ca: '/etc/cordon/certs/siem.pem', alertAt: 10_000, settleMs: 3000, timeoutMs: 30_000 }, // prettier-ignore
      { name: 'splunk', kind: 'https', format: 'hec', apiKeyEnv: 'CLOUD_KEY', scheme: 'Splunk', ca: null },
    ])
    expect(JSON.stringify(config)).not.toContain(KEY)
  })

  test.each([
    { text: '{ s: { kind: syslog, url: "udp://h.test:514" } }', says: 'must start with tls://' },
    { text: '{ s: { kind: https, url: "http://h.test/x" } }', says: 'must start with https://' },
    { text: '{ s: { kind: https, url: "https://u:p@h.test/x" } }', says: 'user or password' },
    { text: '{ s: { kind: syslog, url: "tls://h.test:6514/x" } }', says: 'without a path' },
    { text: '{ s: { kind: syslog, url: "tls://h.test:6514", format: hec } }', says: 'format of https' },
    { text: '{ s: { kind: https, url: "https://h.test/", format: cef } }', says: 'format of syslog' },
    { text: '{ s: { kind: syslog, url: "tls://h.test:6514", apiKeyEnv: CLOUD_KEY } }', says: 'no place for a key' },
    { text: '{ s: { kind: https, url: "https://h.test/", apiKeyEnv: NOT_SET } }', says: 'NOT_SET is not set' },
    { text: '{ s: { kind: syslog, url: "tls://h.test:6514", ca: none.pem } }', says: 'is not there' },
    { text: '{ S: { kind: syslog, url: "tls://h.test:6514" } }', says: 'lower-case letters' },
    { text: '{ s: { kind: pigeon, url: "tls://h.test:6514" } }', says: 'kind' },
  ])('is refused: $says', ({ text, says }) => {
    expect(problemsOf(with_(text)).join('\n')).toContain(says)
  })
})
