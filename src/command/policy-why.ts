import { readDecision } from '../audit/read-decision.ts'
import { readKeptPolicy } from '../audit/kept-policies.ts'
import { readRecords } from '../audit/read-records.ts'
import { compile } from '../decide/compile.ts'
import { replayer } from '../decide/replay.ts'
import { fromCanonical } from '../policy/kept-policy.ts'
import { rulePlaces } from '../policy/rule-places.ts'
import { explainRecord, follows } from '../policy/why.ts'
import { isJsonObject } from '../terms/json.ts'
import type { JsonObject, JsonValue } from '../terms/json.ts'
import type { Policy } from '../terms/policy.ts'
import type { Recorded } from '../terms/recorded.ts'
import { readAll, readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy, readText } from './load.ts'

const OPTIONS = {
  ledger: { type: 'string' },
  policy: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy why REQUEST --ledger DIR [--policy FILE]
cordon policy why RECORD.json [--policy FILE]
cordon policy why - [--policy FILE]                     the record on standard input

How a request was decided: from what was found to the level, to each destination, to the rule. From the record alone. With the ledger, or with the
policy that decided, also what its rules say, and whether the policy says the same when it is asked again.

Exit codes: 0 explained, 1 there is no such record, or it does not follow from its policy, 2 wrong usage.
`

type Records = { readonly decision: JsonObject; readonly outcome: JsonObject | null }

/** `cordon policy why`: the trace of one decision, from its record. */
export async function policyWhy(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  const [what, ...more] = positionals
  if (what === undefined || more.length > 0) throw new UsageError('policy why needs one request id with --ledger DIR, one file with a record, or -') // prettier-ignore
  const { ledger, policy: file } = values
  const { decision: record, outcome } =
    ledger === undefined
      ? inText(what === '-' ? await stdin(io) : await readText(what), what)
      : await inLedger(ledger, what)
  const recorded = readDecision(record)
  const { policy, places } = await policyFor(recorded, { file, ledger }, io)
  const again = recorded === null || policy === null ? null : replayer(compile(policy), policy)(recorded)
  io.out(explainRecord({ record, recorded, outcome, policy, places, again, colour: io.colour }))
  return again === null || recorded === null || follows(again, recorded.decided) ? 0 : 1
}

const stdin = async (io: Io) => Buffer.from(await readAll(io.stdin)).toString('utf8')

async function inLedger(ledger: string, id: string): Promise<Records> {
  const records: JsonObject[] = []
  const holding = `"request":${JSON.stringify(id)}`
  await readRecords(ledger, { types: ['decision', 'outcome'], holding }, (record) => {
    if (record['request'] === id) records.push(record)
  })
  return pick(records) ?? fail(`${ledger}: there is no decision about a request "${id}" here`)
}

/** One record, or several with a line for each. */
function inText(text: string, file: string): Records {
  const whole = parsed(text)
  const all =
    whole === undefined
      ? text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .map(parsed)
      : [whole]
  const records = all.filter((value) => isJsonObject(value))
  if (records.length === 0 || records.length < all.length) fail(`${file}: this is not a record, nor lines of them`)
  return pick(records) ?? fail(`${file}: there is no decision record in this`)
}

function pick(records: readonly JsonObject[]): Records | null {
  const decision = records.findLast(({ type }) => type === 'decision')
  if (decision === undefined) return null
  const outcome = records.findLast(({ type, request }) => type === 'outcome' && request === decision['request'])
  return { decision, outcome: outcome ?? null }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined // the caller says that this is no record
  }
}

function fail(message: string): never {
  throw new Error(message)
}

type From = { readonly file: string | undefined; readonly ledger: string | undefined }
type Found = { readonly policy: Policy | null; readonly places: ReadonlyMap<string, string> }

/** The policy that decided: the one that was given, or the one that is kept beside the ledger. */
async function policyFor(recorded: Recorded | null, { file, ledger }: From, io: Io): Promise<Found> {
  const digest = recorded?.decided.policy.digest ?? ''
  if (file !== undefined) {
    const { policy } = await readPolicy(file, io)
    if (recorded === null || policy.digest === digest) return { policy, places: rulePlaces(policy, await readText(file), file) } // prettier-ignore
    io.err(`${file} is not the policy that decided: its digest is ${policy.digest}\n`)
  }
  const kept = ledger === undefined ? null : await readKeptPolicy(ledger, digest)
  return { policy: kept === null ? null : fromCanonical(kept, digest), places: new Map() }
}
