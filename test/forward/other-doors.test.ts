import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { refuseProxyEnvironment } from '../../src/forward/proxy-environment.ts'
import { fakeNode } from '../fakes/openai-node.ts'

/** Runs code in a process of its own, where shutting doors for good harms nobody. */
async function run(code: string): Promise<unknown> {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: process.cwd() })
  return JSON.parse(stdout)
}

const PLANTED = (url: string, shut: boolean) => `
  ${shut ? "const { shutTheOtherDoors } = await import('./src/forward/other-doors.ts')" : ''}
  const reported = []
  const before = globalThis.fetch
  const early = ${shut ? 'false' : 'true'}
  await before('data:,x').then((r) => r.text()) // undici is loaded, and has set its dispatcher
  ${shut ? 'shutTheOtherDoors((door) => reported.push(door)); shutTheOtherDoors(() => {})' : ''}
  const tried = async (go) => { try { await go(); return 'out' } catch (e) { return 'refused' } }
  const results = {
    fetch: await tried(() => fetch('${url}')),
    kept: await tried(() => before('${url}')),
    replaced: await tried(() => { globalThis.fetch = before; return globalThis.fetch('${url}') }),
    socket: await tried(() => { if (!early) new WebSocket('${url.replace('http', 'ws')}') }),
  }
  console.log(JSON.stringify({ results, reported }))
`

describe('the other doors', () => {
  test('are open in node, and shut for good by us: a planted call gets nowhere and is reported', async () => {
    const node = await fakeNode()
    node.get['/'] = { here: true }
    expect(await run(PLANTED(node.url.href, false))).toMatchObject({ results: { fetch: 'out', kept: 'out' } })
    const before = node.connections()
    expect(before).toBeGreaterThan(0)
    const { results, reported } = (await run(PLANTED(node.url.href, true))) as { results: object; reported: string[] }
    expect(results).toEqual({ fetch: 'refused', kept: 'refused', replaced: 'refused', socket: 'refused' })
    expect(node.connections()).toBe(before)
    expect(reported).toEqual(expect.arrayContaining(['fetch', 'undici', 'WebSocket']))
    await node.stop()
  })
})

describe('the environment', () => {
  test.each([
    'NODE_USE_ENV_PROXY',
    'HTTP_PROXY',
    'http_proxy',
    'HTTPS_PROXY',
    'https_proxy',
    'ALL_PROXY',
    'all_proxy',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'SSLKEYLOGFILE',
    'NODE_DEBUG',
  ])('is refused with %s, and its value is not repeated', (name) => {
    const problems = refuseProxyEnvironment({ [name]: 'http://user:hunter2@proxy' })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(name)
    expect(problems[0]).not.toContain('hunter2')
    expect(refuseProxyEnvironment({ [name]: '' })).toEqual([])
  })

  test.each([
    '--inspect',
    '--inspect-brk=0.0.0.0:9229',
    '--max-old-space-size=99 --inspect',
    '-r ./x.js',
    '--require=./x',
    '--import ./x',
    '--loader=x',
    '--experimental-loader x',
    '--use-env-proxy',
    '--tls-keylog=/tmp/k',
  ])('is refused with NODE_OPTIONS=%s', (value) =>
    expect(refuseProxyEnvironment({ NODE_OPTIONS: value })).toHaveLength(1),
  )

  test.each(['--max-old-space-size=4096', '--enable-source-maps', ''])('is fine with NODE_OPTIONS=%s', (value) => {
    expect(refuseProxyEnvironment({ NODE_OPTIONS: value, PATH: '/bin', NO_PROXY: '*' })).toEqual([])
  })
})
