import { compile } from '../decide/compile.ts'
import type { CompiledPolicy } from '../decide/compile.ts'
import { decideOn } from '../decide/decide.ts'
import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { describe } from '../policy/describe.ts'
import type { Ask } from '../policy/reach.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { readPolicy } from './load.ts'

const OPTIONS = { help: { type: 'boolean', short: 'h', default: false } } as const

const HELP = `cordon policy describe FILE

What a policy means, in sentences: levels and what raises to them, destinations and what is asked of them, rules with their reasons, exceptions
with who answers for them, what is not in force, and a table of who can reach what. The same policy always gives the same text.

Exit codes: 0 described, 1 the policy is not valid, 2 wrong usage.
`

/** `cordon policy describe FILE`: a policy as sentences, for somebody who signs it. */
export async function policyDescribe(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  if (values.help) return (io.out(HELP), 0)
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new UsageError('policy describe needs one policy')
  const { policy } = await readPolicy(file, io)
  const own = new Map(policy.detectors?.map(({ type, because }) => [type, because]))
  const says = (type: string) => own.get(type) ?? ENTITY_TYPES.find((entity) => entity.type === type)?.says ?? null
  io.out(describe({ policy, ask: asker(compile(policy)), says, colour: io.colour }))
  return 0
}

/** Asks about a prompt in which nothing was found and nothing is unread. */
export function asker(compiled: CompiledPolicy): Ask {
  return ({ caller, level, hasReason, ...prompt }) =>
    decideOn(compiled, {
      caller: { issuer: '', subject: '', client: null, attributes: caller, raises: [] },
      prompt: { ...prompt, unread: [], provider: null },
      tallied: [],
      failed: [],
      raises: [level],
      remembered: null,
      hasReason,
      at: 0,
    }).permitted.map(({ destination }) => destination)
}
