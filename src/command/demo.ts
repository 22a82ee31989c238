import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { agree } from '../config/agree.ts'
import { loadConfig } from '../config/load-config.ts'
import { refuseProxyEnvironment } from '../forward/proxy-environment.ts'
import type { Loaded } from '../app.ts'
import { writtenPolicy } from '../desks/written-policy.ts'
import { demoYaml, lookAround, markStandIns, startStandIns, withStandInCloud } from './demo-setup.ts'
import type { StandIns, Surroundings } from './demo-setup.ts'
import { makeDevKeys, readTokenKey } from './dev-keys.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy, readText } from './load.ts'
import { runProxy } from './run-proxy.ts'
import { DEV_ISSUER, DEV_KEYS, mint } from './token.ts'

const DIR = 'data/demo'

/**
 * `npm start`: the whole proxy on this machine. Development keys, real local nodes where there are any, the real OpenRouter
 * with OPENROUTER_API_KEY, and stand-ins for what is missing, which say in every answer and record that they are.
 */
export async function demo(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({
    args: [...args],
    options: { port: { type: 'string', default: '8080' }, 'admin-port': { type: 'string', default: '8081' } },
  })
  const [port, adminPort] = [toPort(values.port), toPort(values['admin-port'])]
  const log = (text: string) => io.err(`${styles(io.colour).dim(text)}\n`)
  log('cordon: looking for local model servers…')
  const around = await lookAround(io)
  const isReal = (io.env['OPENROUTER_API_KEY'] ?? '') !== ''
  const standIns = await startStandIns({ node: around.nodes.length === 0, cloud: !isReal })
  try {
    makeDevKeys({ dir: DEV_KEYS })
    const load = () => loadDemo({ port, adminPort, around, standIns }, io)
    const loaded = await load()
    const running = await runProxy(
      { loaded, reload: load, warnings: standInNotes(standIns), logTo: join(DIR, 'cordon.log') },
      io,
    )
    const tokenFor = (subject: string, roles: readonly string[]) =>
      mint({
        ...readTokenKey(DEV_KEYS),
        ...{ claims: { roles, department: 'sales' }, subject, audience: 'cordon', issuer: DEV_ISSUER, minutes: 60 },
        at: io.now(),
      })
    const [token, auditor] = [await tokenFor('developer', ['employee']), await tokenFor('auditor', ['auditor'])]
    const { callerUrl: url, adminUrl: consoleUrl } = running.app
    io.out(page({ url, consoleUrl, token, auditor, around, standIns, loaded, env: io.env }, io.colour))
    await io.stopped
    log('\ncordon: stopping…')
    await running.stop()
    return 0
  } catch (cause) {
    throw withHint(cause, around)
  } finally {
    await Promise.all([standIns.node?.stop(500), standIns.cloud?.stop(500)])
  }
}

function standInNotes({ node, cloud }: StandIns): readonly string[] {
  const note = (what: string, url: string) => `${what} is a stand-in that the demo started, at ${url}`
  return [
    ...(node === null ? [] : [note('the LAN node', `http://127.0.0.1:${String(node.port)}`)]),
    ...(cloud === null ? [] : [note('OpenRouter', `http://127.0.0.1:${String(cloud.port)}`)]),
  ]
}

function toPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`"${text.slice(0, 20)}" is not a port`)
}

type Demo = {
  readonly port: number
  readonly adminPort: number
  readonly around: Surroundings
  readonly standIns: StandIns
}

/** Writes down what the demo runs with, and reads it back through the checks that every configuration goes through. */
async function loadDemo({ port, adminPort, around, standIns }: Demo, io: Io): Promise<Loaded> {
  await mkdir(DIR, { recursive: true, mode: 0o700 })
  const shipped = 'policies/default.yaml'
  const policyFile = standIns.cloud === null ? shipped : join(DIR, 'policy.yaml')
  if (standIns.cloud !== null) await writeFile(policyFile, withStandInCloud(await readText(shipped)))
  const yaml = demoYaml({
    port,
    adminPort,
    keys: relative(DIR, DEV_KEYS),
    issuer: DEV_ISSUER,
    nodes: around.nodes,
    standIns,
    policy: relative(DIR, policyFile),
  })
  const file = join(DIR, 'cordon.yaml')
  await writeFile(file, yaml)
  const config = markStandIns(loadConfig({ text: yaml, file, env: io.env }), standIns)
  const { policy, source } = await readPolicy(policyFile, io)
  const { problems } = agree(config, policy)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  const written = { policy: writtenPolicy({ digest: policy.digest, ...source, beside: [] }), candidate: null }
  return { config, policy, candidate: null, approved: null, written }
}

/** A taken port is the usual trouble, and llama.cpp the usual reason for 8080. */
function withHint(cause: unknown, { nodes, notUsed }: Surroundings): unknown {
  if (!(cause instanceof Error) || !/ is taken by another program$/.test(cause.message)) return cause
  const isLlama = [...nodes.map(({ name }) => name), ...notUsed].some((name) => name.startsWith('llamacpp '))
  const who = isLlama || nodes.some(({ name }) => name === 'llamacpp') ? ' (llama.cpp, it seems)' : ''
  return new Error(`${cause.message}${who}. Choose others: npm start -- --port 8090 --admin-port 8091`, { cause })
}

type Page = {
  readonly url: string
  readonly consoleUrl: string
  readonly token: string
  /** Signs in to the console. */
  readonly auditor: string
  readonly around: Surroundings
  readonly standIns: StandIns
  readonly loaded: Loaded
  readonly env: Io['env']
}

function page({ url, consoleUrl, token, auditor, around, standIns, loaded, env }: Page, colour: boolean): string {
  const { bold, dim, yellow, cyan } = styles(colour)
  const nodes = around.nodes.map(({ name, port, models }) => `${name} on port ${String(port)} (${models[0] ?? ''})`)
  const lan = nodes.length > 0 ? nodes.join(', ') : yellow('a stand-in, because no local model server was found')
  const cloud = standIns.cloud === null ? 'OpenRouter' : yellow('a stand-in, because OPENROUTER_API_KEY is not set')
  const ask = (text: string) =>
    cyan(
      `curl -si ${url}/v1/chat/completions -H 'authorization: Bearer ${token}' -H 'content-type: application/json' -d '${JSON.stringify({ model: 'openai/gpt-4o-mini', messages: [{ role: 'user', content: text }] })}'`,
    )
  const { name, version, digest } = loaded.policy
  return `
${bold('Cordon is running')} at ${url}, policy ${name} ${version} ${dim(`(sha256 ${digest.slice(0, 12)}…)`)}

  LAN    ${lan}
  cloud  ${cloud}
  token  ${token}
${[...around.notUsed, ...refuseProxyEnvironment(env)].map((note) => `  ${dim(`note   ${note}`)}\n`).join('')}
${bold('1. A harmless prompt')}: it may go to the cloud. Look at the x-cordon headers.

${ask('Write a haiku about spring.')}

${bold('2. The same model, with a social security number')}: pinned to the LAN.

${ask('My SSN is 536-22-8726, please file the form.')}

${bold('The records')} of both are in ${relative('.', loaded.config.audit.dir)}. Check that nobody has changed them:

${cyan(`npm run -s cordon -- audit verify ${relative('.', loaded.config.audit.dir)}`)}

${bold('The console')} shows them, and the policy, and lets you try prompts without sending any: ${cyan(`${consoleUrl}/`)}
Sign in with this auditor's token:

${auditor}

Configuration ${DIR}/cordon.yaml · log ${DIR}/cordon.log · another token: npm run -s cordon -- token
Both tokens are good for an hour. Stop with Ctrl-C.
`
}
