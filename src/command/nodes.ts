import { cloudHostsOf, nodesOf } from '../config/config.ts'
import { createForwarder } from '../forward/forwarder.ts'
import { findNow } from '../node-room.ts'
import type { Node } from '../terms/destination.ts'
import type { LocalityCheck, NodeFacts, NodeLoad, NodeModel } from '../terms/node-facts.ts'
import { firewall } from './nodes-firewall.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { loadFiles } from './load.ts'
import type { LoadedFiles } from './load.ts'

type Looked = { readonly node: Node; readonly facts: NodeFacts }

/**
 * `cordon nodes`: looks at every node through the same door that prompts take, and says what it found and what is to be done. It sends
 * no prompt. 1 when a node is not reachable or not proven local. `cordon nodes firewall` writes rules, and dials nothing.
 */
export async function nodes(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      format: { type: 'string' },
      from: { type: 'string' },
    },
  })
  if (values.config === undefined) throw new UsageError('nodes needs --config FILE')
  const [what, ...more] = positionals
  if (more.length > 0 || (what !== undefined && what !== 'firewall')) throw new UsageError('nodes knows only: firewall')
  const loaded = await loadFiles(values.config, io)
  if (what === 'firewall') {
    io.out(firewall(loaded, { format: values.format, from: values.from }))
    return 0
  }
  const looked = await lookAtAll(loaded, io)
  const good = looked.every(isGood)
  io.out(
    values.json ? `${JSON.stringify({ ok: good, nodes: looked.map(toJson) }, null, 2)}\n` : page(looked, io.colour),
  )
  return good ? 0 : 1
}

const isGood = ({ facts }: Looked): boolean => facts.reachable && facts.local.proven

async function lookAtAll(
  { config, policy }: LoadedFiles,
  { now, err }: Pick<Io, 'now' | 'err'>,
): Promise<readonly Looked[]> {
  const warn = (message: string, fields: object = {}) => err(`${message}: ${JSON.stringify(fields)}\n`)
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const all = [...nodesOf(config), ...(await findNow({ config, policy, log: { ...silent, warn } }))]
  const places = new Set(config.destinations.map(({ name }) => name))
  const forwarder = createForwarder({
    destinations: policy.destinations.filter(({ name }) => places.has(name)),
    levels: policy.levels,
    nodes: all,
    cloudHosts: cloudHostsOf(config),
    log: silent,
    now,
    pseudonymOf: (user) => user,
    translations: () => null,
  })
  const looked = all.map(async (node) => ({ node, facts: (await forwarder.probe(node)).facts }))
  return Promise.all(looked).finally(() => forwarder.close())
}

function toJson({ node: { name, destination, url, kind, models, context }, facts }: Looked) {
  const configured = { models, ...(context === undefined ? {} : { context }) }
  return { name, destination, url: url.href, kind, configured, ...facts }
}

function page(looked: readonly Looked[], colour: boolean): string {
  if (looked.length === 0) return 'no nodes are configured\n'
  const bad = looked.filter((one) => !isGood(one)).length
  const { green, red } = styles(colour)
  const sum = bad === 0 ? green(`all ${String(looked.length)} nodes are proven local`) : red(`${String(bad)} of ${String(looked.length)} nodes serve nothing: see what to do`) // prettier-ignore
  return `${looked.map((one) => section(one, colour)).join('\n')}\n${sum}\n`
}

function section(one: Looked, colour: boolean): string {
  const { green, red, yellow, bold } = styles(colour)
  const { node, facts } = one
  const mark = isGood(one) ? green('ok  ') : red('bad ')
  const state = facts.reachable
    ? facts.local.proven
      ? 'proven local'
      : 'not proven local'
    : `not reachable: ${facts.why}`
  const line = (what: string, says: string) => `     ${what.padEnd(7)} ${printable(says)}`
  const checks = facts.local.checks.filter(({ verdict }) => verdict !== 'kept')
  const told = ({ verdict, says, todo }: LocalityCheck) => [
    `     ${verdict === 'broken' ? red('bad    ') : yellow('note   ')} ${printable(says)}`,
    ...(todo === undefined ? [] : [line('do', todo)]),
  ]
  return [
    `${mark} ${bold(node.name)} ${node.url.href} ${node.kind}, ${printable(state)}`,
    ...(facts.models.length === 0 ? [] : [line('models', facts.models.map(sayModel).join(', '))]),
    ...(facts.load === null ? [] : [line('load', sayLoad(facts.load))]),
    ...checks.flatMap(told),
    '',
  ].join('\n')
}

function sayModel({ id, context, warm }: NodeModel): string {
  const about = [
    ...(context === null ? [] : [`${String(context)} tokens`]),
    ...(warm === null ? [] : [warm ? 'loaded' : 'not loaded']),
  ]
  return about.length === 0 ? id : `${id} (${about.join(', ')})`
}

function sayLoad({ running, waiting, slots, kv }: NodeLoad): string {
  const said = [
    ...(running === null ? [] : [`${String(running)} running`]),
    ...(waiting === null ? [] : [`${String(waiting)} waiting`]),
    ...(slots === null ? [] : [`${String(slots)} at once`]),
    ...(kv === null ? [] : [`KV cache ${String(Math.round(kv * 100))} %`]),
  ]
  return said.length === 0 ? 'it does not say' : said.join(', ')
}

/** Names come from servers: none of them may steer a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?')
