import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startApp } from '../../src/app.ts'
import type { App, Loaded } from '../../src/app.ts'
import { openLedger } from '../../src/audit/ledger.ts'
import { pseudonyms } from '../../src/audit/pseudonyms.ts'
import { loadFiles } from '../../src/command/load.ts'
import { canonicalPolicy } from '../../src/policy/digest.ts'
import { createTelemetryRoom } from '../../src/telemetry-room.ts'
import type { TelemetryParts, TelemetryRoom } from '../../src/telemetry-room.ts'
import type { Log } from '../../src/terms/logger.ts'
import { fakeNode } from '../fakes/openai-node.ts'
import type { FakeNode } from '../fakes/openai-node.ts'
import { lanPolicy } from '../harness/a-policy.ts'
import { mint, prepare, removeDir } from '../harness/cordon.ts'

const POLICY = lanPolicy('watched', {
  rules: '  - { id: no-guests, deny: [lan], when: { caller.department: [guests] }, because: guests may not }',
})

/** A whole app in this process, with a model server of its own. */
export type AnApp = {
  readonly app: App
  readonly dir: string
  readonly node: FakeNode
  readonly telemetry: TelemetryRoom
  readonly loaded: Loaded
  readonly log: readonly Readonly<Record<string, unknown>>[]
  /** Asks for a chat completion. */
  readonly ask: (
    asked?: Asked,
  ) => Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }>
  readonly scrape: (accept?: string) => Promise<{ readonly type: string | null; readonly text: string }>
  /** What is counted when nothing is under way any more: a caller has its answer before the outcome is recorded. */
  readonly settled: () => Promise<ReadonlyMap<string, number>>
  readonly stop: () => Promise<void>
}

export type Asked = {
  readonly text?: string
  readonly model?: string
  readonly claims?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
  readonly method?: string
  readonly body?: string
}

export type AnAppParts = {
  readonly server?: string
  /** Names that its model server has besides `m`. */
  readonly models?: readonly string[]
  /** More of cordon.yaml. */
  readonly yaml?: string
  readonly reload?: (loaded: Loaded) => Promise<Loaded>
  readonly telemetry?: (loaded: Loaded, log: Log) => Promise<TelemetryParts>
}

export async function anApp(parts: AnAppParts = {}): Promise<AnApp> {
  const { server = 'maxBody: 1mb', yaml = '', models = [], reload = (loaded) => Promise.resolve(loaded) } = parts
  const node = await fakeNode({ kind: 'answer' })
  node.get['/v1/models'] = {
    object: 'list',
    data: ['m', 'open/anything-at-all', ...models].map((id) => ({ id, object: 'model' })),
  }
  const places = `destinations: { lan: { nodes: [{ name: n1, url: "http://127.0.0.1:${String(node.port)}", kind: openai, pricePerHour: 3600 }] } }
models: { m: [{ destination: lan, model: m }], "open/*": [{ destination: lan, model: "*" }] }
`
  const dir = await prepare({ yaml: places + yaml, policy: POLICY, server })
  const loaded = await loadFiles(join(dir, 'cordon.yaml'), { env: {}, now: Date.now })
  const lines: Readonly<Record<string, unknown>>[] = []
  const line =
    (level: string) =>
    (message: string, about: object = {}) =>
      void lines.push({ level, message, ...about })
  const log = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const { audit } = loaded.config
  const policy = { digest: loaded.policy.digest, text: canonicalPolicy(loaded.policy), serial: null }
  const clocks = { now: Date.now, monotonic: () => performance.now() }
  const ledger = await openLedger({ dir: audit.dir, origin: audit.origin, writer: 'test', deadlineMs: 30_000, ...clocks, pid: process.pid, log, policy }) // prettier-ignore
  const keys = pseudonyms(await readFile(audit.key))
  const telemetry = createTelemetryRoom((await parts.telemetry?.(loaded, log)) ?? { log })
  const app = await startApp({ loaded, reload: () => reload(loaded), ledger, keep: async () => {}, keys, log, now: Date.now, telemetry }) // prettier-ignore
  const scrape: AnApp['scrape'] = async (accept) => {
    const answer = await fetch(`${app.adminUrl}/metrics`, { headers: accept === undefined ? {} : { accept } })
    return { type: answer.headers.get('content-type'), text: await answer.text() }
  }
  const settled = async (): Promise<ReadonlyMap<string, number>> => {
    const samples = samplesIn((await scrape()).text)
    return samples.get('cordon_requests_in_flight') === 0 ? samples : settled()
  }
  return {
    ...{ scrape, settled },
    ...{ app, dir, node, telemetry, loaded, log: lines },
    ask: async ({
      text = 'Write a haiku.',
      model = 'm',
      claims = {},
      headers = {},
      path = '/v1/chat/completions',
      method = 'POST',
      body,
    } = {}) => {
      const all = { authorization: `Bearer ${await mint(dir, claims)}`, 'content-type': 'application/json', ...headers }
      const said = body ?? JSON.stringify({ model, messages: [{ role: 'user', content: text }] })
      const answer = await fetch(app.callerUrl + path, {
        method,
        headers: all,
        ...(method === 'POST' && { body: said }),
      })
      return { status: answer.status, text: await answer.text(), headers: answer.headers }
    },
    stop: async () => {
      await app.stop()
      await node.stop()
      removeDir(dir)
    },
  }
}

/** The samples of an exposition: name with labels, and value. */
export function samplesIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))])) // prettier-ignore
}
