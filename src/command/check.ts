import { describe } from '../config/describe.ts'
import { readArgs, styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'
import type { LoadedFiles } from './load.ts'
import { checkLedgerKeys, keylessIssuers, loadTested } from './start-checks.ts'

/** `cordon check`: would `cordon serve` start with this, as far as files can tell? Prints what configuration and policy come to. */
export async function check(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values } = readArgs({
    args: [...args],
    options: { config: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (values.config === undefined) throw new UsageError('check needs --config FILE')
  try {
    const found = await loadTested(values.config, io)
    await checkLedgerKeys(found.config)
    const loaded = { ...found, warnings: [...found.warnings, ...(await keylessIssuers(found.config))] }
    io.out(values.json ? `${JSON.stringify({ ok: true, ...summary(loaded) }, null, 2)}\n` : page(loaded, io.colour))
    return 0
  } catch (thrown) {
    const problems = thrown instanceof Error ? thrown.message.split('\n') : [String(thrown)]
    const { red } = styles(io.colour)
    if (values.json) io.out(`${JSON.stringify({ ok: false, problems }, null, 2)}\n`)
    else io.err(`${problems.map((problem) => `${red('bad')}  ${problem}`).join('\n')}\n`)
    return 1
  }
}

function summary({ config, policy, warnings }: LoadedFiles) {
  return {
    config: describe(config).map(([what, value]) => ({ what, value })),
    policy: { name: policy.name, version: policy.version, sha256: policy.digest, rules: policy.rules.length },
    warnings,
  }
}

function page({ config, policy, warnings }: LoadedFiles, colour: boolean): string {
  const { green, yellow, bold } = styles(colour)
  const row = ([name, text]: readonly [string, string]) => `  ${bold(name.padEnd(18))} ${text}`
  const said = `${policy.name} ${policy.version}, ${String(policy.rules.length)} rules`
  return [
    green('configuration and policy are valid, and agree'),
    ...describe(config).map(row),
    row(['policy says', said]),
    row(['policy sha256', policy.digest]),
    ...warnings.map((warning) => `${yellow('note')} ${warning}`),
    '',
  ].join('\n')
}
