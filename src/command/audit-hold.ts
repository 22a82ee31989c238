import { HOLD, LIFTED, holdsIn } from '../audit/holds.ts'
import type { Hold } from '../audit/holds.ts'
import type { JsonObject } from '../terms/json.ts'
import { namesOf } from './audit-erase.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { onStoppedLedger, oneDir, said } from './stopped-ledger.ts'
import { toWindow } from './time-window.ts'

const OPTIONS = {
  id: { type: 'string' },
  issuer: { type: 'string' },
  subject: { type: 'string' },
  'old-key': { type: 'string', multiple: true, default: [] as string[] },
  tenant: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  because: { type: 'string' },
  by: { type: 'string', multiple: true, default: [] as string[] },
  sign: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

const parse = (args: readonly string[]) =>
  readArgs({ args: [...args], allowPositionals: true as const, options: OPTIONS })
type Values = ReturnType<typeof parse>['values']

/**
 * `cordon audit hold add|lift|list DIR`: what is under a legal hold is neither erased nor pruned. A hold is a record of the ledger; lifting it
 * names two people.
 */
export async function auditHold([verb, ...args]: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parse(args)
  const dir = oneDir(`hold ${verb ?? ''}`, positionals)
  if (verb === 'list') return list(dir, values.json, io)
  if (verb !== 'add' && verb !== 'lift') throw new UsageError('audit hold needs a verb: add, lift, list')
  const { sign } = values
  if (sign === undefined) throw new UsageError(`audit hold ${verb} needs --sign with the ledger's key`)
  const id = said('id', values.id, 64)
  const record = verb === 'add' ? await toAdd(id, values, sign, io.now()) : toLift(id, values)
  const seq = await onStoppedLedger({ dir, key: sign, command: 'hold' }, io, async ({ append }) => {
    const isThere = (await holdsIn(dir)).some(({ hold }) => hold === id)
    if (isThere && verb === 'add') throw new UsageError(`there is a hold ${id} already`)
    if (!isThere && verb === 'lift') throw new UsageError(`there is no hold ${id}`)
    return (await append(record)).seq
  })
  io.out(`The hold ${id} is ${verb === 'add' ? 'in force' : 'lifted'}: record ${String(seq)}.\n`)
  return 0
}

async function list(dir: string, json: boolean, io: Io): Promise<ExitCode> {
  const holds = await holdsIn(dir)
  if (json) io.out(`${JSON.stringify(holds, null, 2)}\n`)
  else io.out(holds.length === 0 ? 'There is no hold.\n' : holds.map(inWords).join(''))
  return 0
}

async function toAdd(id: string, values: Values, sign: string, now: number): Promise<JsonObject> {
  const { issuer, subject, tenant } = values
  const { since, until } = toWindow(values, now)
  if ((issuer === undefined) !== (subject === undefined))
    throw new UsageError('--issuer and --subject name a person together')
  const keys = [sign, ...values['old-key']]
  const callers = issuer === undefined || subject === undefined ? [] : await namesOf({ issuer, subject }, keys)
  const scope = {
    ...(callers.length === 0 ? {} : { callers }),
    ...(tenant === undefined ? {} : { tenant: said('tenant', tenant, 128) }),
    ...(since === -Infinity ? {} : { from: since }),
    ...(until === Infinity ? {} : { to: until }),
  }
  if (Object.keys(scope).length === 0)
    throw new UsageError('audit hold add needs what is held: --issuer and --subject, --tenant, --since or --until')
  const [by, ...more] = values.by
  if (more.length > 0) throw new UsageError('audit hold add takes one --by')
  return { type: HOLD, hold: id, ...scope, because: said('because', values.because), by: said('by', by, 200) }
}

/** Two people: whoever wants something gone does not decide alone that it may go. */
function toLift(id: string, values: Values): JsonObject {
  const by = values.by.map((name) => said('by', name, 200))
  if (new Set(by.map((name) => name.toLowerCase())).size !== 2 || by.length !== 2)
    throw new UsageError('audit hold lift names two different people: --by A --by B')
  return { type: LIFTED, hold: id, because: said('because', values.because), by }
}

function inWords({ hold, callers = [], tenant, from, to, because, by }: Hold): string {
  const day = (at: number) => new Date(at).toISOString()
  const scope = [
    ...callers,
    ...(tenant === undefined ? [] : [`tenant ${tenant}`]),
    ...(from === undefined ? [] : [`from ${day(from)}`]),
    ...(to === undefined ? [] : [`before ${day(to)}`]),
  ]
  return `${hold}: ${scope.join(', ')} (${because}; ${by})\n`
}
