import { formatShadow } from '../policy/format-shadow.ts'
import { shadowReport } from '../policy/shadow-report.ts'
import { damagedSays, eachDecision, policiesOf } from './decisions.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import { toWindow } from './time-window.ts'

const OPTIONS = {
  ledger: { type: 'string' },
  since: { type: 'string' },
  until: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const HELP = `cordon policy shadow-report --ledger DIR [--since TIME] [--until TIME] [--json]

What shadow rules, and a candidate policy beside the one in force, would have changed: how often, from where to where, for whom, since when, and
which requests to look at. TIME is a day (2026-11-01), a time (2026-11-01T08:00Z) or how long ago (7d).

Exit codes: 0 reported, 1 the ledger could not be read whole, 2 wrong usage.
`

/** `cordon policy shadow-report`: what is tried out, and would have made a difference. From the ledger alone. */
export async function policyShadowReport(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({ args: [...args], options: OPTIONS })
  if (values.help) return (io.out(HELP), 0)
  const { ledger } = values
  if (ledger === undefined) throw new UsageError('policy shadow-report needs --ledger DIR')
  const window = toWindow(values, io.now())
  const { add, done } = shadowReport(await policiesOf(ledger))
  const damaged = await eachDecision({ ledger, window, onDecision: add }, io)
  const report = done()
  io.out(
    values.json ? `${JSON.stringify({ damaged, ...report }, null, 2)}\n` : formatShadow(report, { colour: io.colour }),
  )
  if (damaged > 0) io.err(damagedSays(damaged, ledger))
  return damaged > 0 ? 1 : 0
}
