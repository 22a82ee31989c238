import { compile } from '../decide/compile.ts'
import { replayer } from '../decide/replay.ts'
import type { Replay } from '../decide/replay.ts'
import { formatSimulation } from '../policy/format-simulation.ts'
import { simulation } from '../policy/simulation.ts'
import type { Zone } from '../terms/destination.ts'
import type { Policy } from '../terms/policy.ts'
import { damagedSays, eachDecision, policiesOf } from './decisions.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'
import { toWindow } from './time-window.ts'

const OPTIONS = {
  against: { type: 'string' },
  policy: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy simulate --against LEDGER --policy FILE [--since TIME] [--until TIME] [--json]

What another policy would have done with the requests of a ledger: how many would go elsewhere, from where to where, whose they are, and by
which rule. It asks the policy again from the records, which hold no text. TIME is a day (2026-11-01), a time (2026-11-01T08:00Z) or how long ago (7d).

Exit codes: 0 done, 1 the ledger or the policy could not be read whole, 2 wrong usage.
`

/** `cordon policy simulate`: what a policy would have done with the requests of a ledger. Reads only; memory does not grow with the ledger. */
export async function policySimulate(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: OPTIONS })
  if (values.help) return (io.out(HELP), 0)
  const { against: ledger, policy: file } = values
  if (ledger === undefined || file === undefined)
    throw new UsageError('policy simulate needs --against LEDGER and --policy FILE')
  const window = toWindow(values, io.now())
  const { policy } = await readPolicy(file, io)
  const before = await policiesOf(ledger)
  const replay = replayers(policy, before)
  const sums = simulation(zones([...before.values(), policy]))
  const damaged = await eachDecision(
    {
      ledger,
      window,
      onDecision: (recorded) => sums.add(recorded, replay(recorded.decided.policy.digest)(recorded)),
      onOther: sums.skip,
    },
    io,
  )
  const found = sums.done()
  const { name, version, digest } = policy
  if (values.json)
    io.out(`${JSON.stringify({ policy: { name, version, sha256: digest }, damaged, ...found }, null, 2)}\n`)
  else io.out(formatSimulation({ name, version }, found, { colour: io.colour }))
  if (damaged > 0) io.err(damagedSays(damaged, ledger))
  return damaged > 0 ? 1 : 0
}

/** One replay for each policy that was in force. Shadow rules change nothing, so they are not asked. */
export function replayers(policy: Policy, before: ReadonlyMap<string, Policy>): (digest: string) => Replay {
  const compiled = compile({ ...policy, rules: policy.rules.filter(({ shadow }) => !shadow) })
  const known = new Map<string, Replay>()
  return (digest) => {
    const found = known.get(digest)
    if (found !== undefined) return found
    const made = replayer(compiled, digest === policy.digest ? policy : (before.get(digest) ?? null))
    known.set(digest, made)
    return made
  }
}

/** Where destinations are, in any of these policies; in the cloud where they do not agree. */
export function zones(policies: readonly Policy[]): (name: string) => Zone | null {
  const known = new Map<string, Zone>()
  for (const { destinations } of policies) {
    for (const { name, zone } of destinations) if (known.get(name) !== 'cloud') known.set(name, zone)
  }
  return (name) => known.get(name) ?? null
}
