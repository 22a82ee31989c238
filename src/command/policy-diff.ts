import { compile } from '../decide/compile.ts'
import { decideOn } from '../decide/decide.ts'
import type { Features } from '../decide/decide.ts'
import { levelOf } from '../decide/level-of.ts'
import { readAcknowledgement } from '../policy/acknowledgement.ts'
import { diffPolicies } from '../policy/diff.ts'
import type { Diff, Judge } from '../policy/diff.ts'
import { formatDiff } from '../policy/format-diff.ts'
import type { Policy } from '../terms/policy.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy, readText } from './load.ts'

const OPTIONS = {
  acknowledge: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy diff OLD NEW [--json] [--acknowledge FILE]

Everything that the new policy allows or denies otherwise, tried over every value that one of the two names, another one and none, every level, and
everything a prompt may hold that makes a difference.

FILE (YAML or JSON) acknowledges what is newly allowed: { old: SHA-256, new: SHA-256, by: a name, because: a reason }

Exit codes: 0 nothing is newly allowed to the cloud, or it is acknowledged · 1 something is newly allowed to the cloud, a destination there is bound
less tightly, what counts as inside is wider, or there were too many cases to try them all · 2 wrong usage.
`

/** `cordon policy diff OLD NEW`: what a change of policy allows and denies. */
export async function policyDiff(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  const [one, other, ...more] = positionals
  if (one === undefined || other === undefined || more.length > 0) throw new UsageError('policy diff needs two policies: the old one and the new one') // prettier-ignore
  const { policy: old } = await readPolicy(one, io)
  const { policy: now } = await readPolicy(other, io)
  const diff = diffPolicies(old, now, (policy) => judgeOf(policy, io.now()))
  const acknowledged = values.acknowledge === undefined ? null : await acknowledgement(values.acknowledge, old, now)
  const opens = whatOpens(diff)
  const isFine = diff.whole && (opens.length === 0 || acknowledged !== null)
  if (values.json)
    io.out(
      `${JSON.stringify({ old: named(old), new: named(now), fine: isFine, opens, acknowledged, ...diff }, null, 2)}\n`,
    )
  else {
    io.out(formatDiff(old, now, diff, { colour: io.colour }))
    if (opens.length > 0) io.out(`${opens.join('\n')}\n`)
    if (acknowledged !== null) io.out(`Acknowledged by ${acknowledged.by}: ${acknowledged.because}\n`)
    else if (opens.length > 0) io.out(`To go on with it all the same: --acknowledge FILE (see --help).\n`)
  }
  return isFine ? 0 : 1
}

const named = ({ name, version, digest }: Policy) => ({ name, version, sha256: digest })

/** What somebody has to acknowledge, a sentence for each kind. */
export function whatOpens({ newlyAllowed, settings }: Diff): readonly string[] {
  const cloud = newlyAllowed.filter(({ zone }) => zone === 'cloud')
  const to = [...new Set(cloud.map(({ destination }) => destination))].join(', ')
  return [
    ...(cloud.length === 0 ? [] : [`More may go to the cloud than before: ${to}.`]),
    ...settings
      .filter(({ outside }) => outside)
      .map(({ what }) =>
        what.startsWith('detectors.')
          ? `Less may be found than before: ${what}.`
          : `A destination is bound less tightly: ${what}.`,
      ),
  ]
}

async function acknowledgement(file: string, old: Policy, now: Policy) {
  const said = readAcknowledgement(await readText(file), file)
  if (said.old === old.digest && said.new === now.digest) return said
  throw new Error(`${file}: this acknowledges another change: its digests are not those of the two policies`)
}

/** A policy in the form that it is enforced in, ready to be asked about many situations. */
export function judgeOf(policy: Policy, at: number): Judge {
  const compiled = compile(policy)
  return (asker, situation, side) => {
    const features: Features = {
      caller: { issuer: '', subject: '', client: null, attributes: asker.caller, raises: [] },
      prompt: {
        api: asker.api,
        model: asker.model,
        stream: asker.stream,
        tools: asker.tools,
        unread: situation.unread ? [{ path: '', kind: 'unknown_part' }] : [],
        provider: null,
      },
      tallied: situation.tallied[side],
      failed: [],
      raises: situation.raise === null ? [] : [situation.raise],
      remembered: null,
      hasReason: asker.hasReason,
      at: situation.at ?? at,
    }
    const { level, considered } = decideOn(compiled, features)
    const { types, uncertain } = levelOf(compiled, features)
    const verdicts = considered.map(({ destination, permitted, rule, ground }) => [destination, { permitted, by: rule ?? ground }] as const) // prettier-ignore
    return { level, types, uncertain, verdicts: new Map(verdicts) }
  }
}
