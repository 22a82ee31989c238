import { ENTITY_TYPES } from '../detect/entity-types.ts'
import { policySchema } from '../policy/schema.ts'
import { readArgs, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

const HELP = `cordon policy schema > policies/policy.schema.json

The JSON Schema of a policy file, for editors. A policy names it in its first line:

    # yaml-language-server: $schema=./policy.schema.json
`

/** `cordon policy schema`: what an editor needs to help with a policy. */
export async function policySchemaCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = readArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  })
  if (positionals.length > 0) throw new UsageError('policy schema takes no file: it prints to standard output')
  io.out(values.help ? HELP : schemaText())
  return 0
}

/** The schema as it stands in a file. */
export const schemaText = (): string =>
  `${JSON.stringify(policySchema(ENTITY_TYPES.map(({ type }) => type)), null, 2)}\n`
