import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from '@jest/globals'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { lanPolicy } from '../harness/a-policy.ts'
import { prepare, removeDir, startCordon } from '../harness/cordon.ts'
import type { Cordon } from '../harness/cordon.ts'
import { aCollector } from './a-collector.ts'
import type { ACollector } from './a-collector.ts'

/* A process of its own, which tells of every module of OpenTelemetry that it loads, and of every variable of it that a package
   asks for. Its `api`, which does nothing by itself, comes with prom-client. */

const SPY = `
import { registerHooks } from 'node:module'
import { appendFileSync } from 'node:fs'
const say = (line) => appendFileSync(process.env.SPY_TO, line + '\\n')
registerHooks({ load: (url, context, next) => { if (url.includes('/@opentelemetry/') && !url.includes('/@opentelemetry/api/')) say('load ' + url); return next(url, context) } })
process.env = new Proxy(process.env, { get: (env, name) => { if (String(name).startsWith('OTEL') && new Error().stack.includes('node_modules')) say('env ' + String(name)); return env[name] } })
`
const POLICY = lanPolicy('loading')
let open: {
  readonly cordon?: Cordon
  readonly node: FakeNode
  readonly collector: ACollector
  readonly elsewhere: ACollector
} | null = null
afterEach(async () => {
  await open?.cordon?.stop()
  await open?.node.stop()
  await open?.collector.stop()
  await open?.elsewhere.stop()
  if (open?.cordon !== undefined) removeDir(open.cordon.dir)
  open = null
}, 60_000)

describe('OpenTelemetry', () => {
  test.each([
    ['is not loaded where no traces are configured, and nobody is connected to', false],
    ['is loaded where they are; its environment is not read, and its endpoint is not the one that is used', true],
  ])(
    '%s',
    async (_, isOn) => {
      const [collector, elsewhere] = [await aCollector(), await aCollector()]
      const node = await fakeNode({ kind: 'answer' }, { models: ['m'] })
      open = { node, collector, elsewhere }
      const traces = isOn ? `telemetry: { traces: { endpoint: "${collector.url}" } }\n` : ''
      const yaml = `destinations: { lan: { nodes: [{ name: n, url: "http://127.0.0.1:${String(node.port)}", kind: openai, models: [m] }] } }
models: { m: [{ destination: lan, model: m }] }
${traces}`
      const dir = await prepare({ yaml, policy: POLICY })
      const [spy, told] = [join(dir, 'spy.mjs'), join(dir, 'told')]
      writeFileSync(spy, SPY)
      writeFileSync(told, '')
      const env = { SPY_TO: told, OTEL_EXPORTER_OTLP_ENDPOINT: elsewhere.url, OTEL_TRACES_SAMPLER: 'always_on' } // prettier-ignore
      const cordon = await startCordon({
        yaml,
        policy: POLICY,
        dir,
        env,
        nodeArgs: ['--import', pathToFileURL(spy).href],
      })
      open = { node, collector, elsewhere, cordon }
      expect((await cordon.ask({ model: 'm', messages: [{ role: 'user', content: 'Write a haiku.' }] })).status).toBe(
        200,
      )
      expect(await cordon.stop()).toBe(0)
      await elsewhere.stop()
      const lines = readFileSync(told, 'utf8').split('\n')
      expect(lines.some((line) => line.startsWith('load '))).toBe(isOn)
      expect(lines.filter((line) => line.startsWith('env '))).toEqual([])
      expect([elsewhere.connections(), collector.connections() > 0, collector.spans().length > 0]).toEqual([
        0,
        isOn,
        isOn,
      ])
    },
    60_000,
  )
})
