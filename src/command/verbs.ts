import { didYouMean } from '../terms/suggest.ts'
import { styles, UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

/** One verb of a command: what it does and takes, on one line, and how it is run. */
export type Verb = { readonly says: string; readonly run: (args: readonly string[], io: Io) => Promise<ExitCode> }

export type Group = { readonly name: string; readonly says: string; readonly verbs: Readonly<Record<string, Verb>> }

/** Runs the verb that comes first, or says which there are. Throws a UsageError for one that there is not. */
export async function runVerb(group: Group, args: readonly string[], io: Io): Promise<ExitCode> {
  const { name: command, verbs } = group
  const [name, ...others] = args
  if (name === undefined) throw new UsageError(`${command} needs a verb: ${Object.keys(verbs).join(', ')}`)
  if (isHelp(name)) return help(group, io)
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined)
    throw new UsageError(`there is no "${command} ${name}"${didYouMean(name, Object.keys(verbs))}`)
  if (!others.some(isHelpOption)) return verb.run(others, io)
  io.out(`cordon ${command} ${styles(io.colour).bold(name)}: ${verb.says.replace(/ {2,}/, '   ')}\n`)
  return 0
}

/** What stands in a verb's place when somebody asks for help. */
export const isHelp = (arg: string): boolean => arg === 'help' || isHelpOption(arg)

/** Options that no command has. */
export const isHelpOption = (arg: string): boolean => arg === '--help' || arg === '-h'

function help({ name: command, says, verbs }: Group, io: Io): ExitCode {
  const { bold } = styles(io.colour)
  const width = Math.max(...Object.keys(verbs).map((name) => name.length)) + 1
  io.out(`${bold(`cordon ${command}`)}: ${says}\n\n`)
  for (const [name, verb] of Object.entries(verbs)) io.out(`  ${bold(name.padEnd(width))} ${verb.says}\n`)
  return 0
}
