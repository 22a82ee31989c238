import type { ExitCode, Io } from './io.ts'
import { UsageError, styles } from './io.ts'
import { isHelp, isHelpOption } from './verbs.ts'

type Command = { readonly says: string; readonly run: (args: readonly string[], io: Io) => Promise<ExitCode> }

/** Each command is loaded when it is asked for: `cordon detect` need not start express. */
const COMMANDS: Readonly<Record<string, Command>> = {
  demo: {
    says: 'the whole proxy with development keys, and stand-ins for what is not there (npm start)',
    run: async (args, io) => (await import('./demo.ts')).demo(args, io),
  },
  serve: {
    says: 'run the proxy                                    --config cordon.yaml',
    run: async (args, io) => (await import('./serve.ts')).serve(args, io),
  },
  check: {
    says: 'are configuration and policy valid?              --config cordon.yaml [--json]',
    run: async (args, io) => (await import('./check.ts')).check(args, io),
  },
  nodes: {
    says: 'look at every node: models, load, proof of locality   --config cordon.yaml [--json]; nodes firewall --format nftables|networkpolicy',
    run: async (args, io) => (await import('./nodes.ts')).nodes(args, io),
  },
  explain: {
    says: 'a request on stdin → the decision and why        --caller claims.json [--api messages] [--config FILE | --policy FILE] [--json]',
    run: async (args, io) => (await import('./explain.ts')).explain(args, io),
  },
  detect: {
    says: 'text on stdin, in files or folders → findings    [--jsonl | --lines] [--explain] [PATH…]',
    run: async (args, io) => (await import('./detect.ts')).detect(args, io),
  },
  token: {
    says: 'mint a development token                         --role employee [--claim k=v] [--minutes 60]',
    run: async (args, io) => (await import('./token.ts')).token(args, io),
  },
  init: {
    says: 'write a policy to begin with, and its tests      [DIR]',
    run: async (args, io) => (await import('./init.ts')).init(args, io),
  },
  policy: {
    says: 'test, describe, diff, simulate, why, sign …      policy help',
    run: async (args, io) => (await import('./policy.ts')).policy(args, io),
  },
  openapi: {
    says: 'the admin API as an OpenAPI document             > docs/openapi.json',
    run: async (args, io) => (await import('./openapi.ts')).openapi(args, io),
  },
  audit: {
    says: 'verify, query, prove, export, report …           audit help',
    run: async (args, io) => (await import('./audit.ts')).audit(args, io),
  },
}

/** Finds the command and runs it. Usage errors are exit code 2; an error that stops the command is one line and 1. */
export async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv
  if (name === undefined || isHelp(name)) return help(io, name === undefined ? 2 : 0)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  try {
    if (command === undefined) throw new UsageError(`there is no command "${name}"`)
    if (!['policy', 'audit'].includes(name) && args.some(isHelpOption)) return helpOn(name, command, io)
    return await command.run(args, io)
  } catch (thrown) {
    const { red } = styles(io.colour)
    io.err(`${red('cordon:')} ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    if (!(thrown instanceof UsageError)) return 1
    io.err('Run "cordon help" for the commands.\n')
    return 2
  }
}

function helpOn(name: string, { says }: Command, io: Io): ExitCode {
  io.out(`cordon ${styles(io.colour).bold(name)}: ${says.replace(/ {2,}/, '   ')}\n`)
  return 0
}

function help(io: Io, code: ExitCode): ExitCode {
  const { bold } = styles(io.colour)
  const write = code === 0 ? io.out : io.err
  write(`${bold('cordon')}: decides whether a prompt may leave your network, and can prove what it did.\n\n`)
  for (const [name, { says }] of Object.entries(COMMANDS)) write(`  ${bold(name.padEnd(8))} ${says}\n`)
  write('\nExit codes: 0 fine, 1 the thing checked is bad, 2 wrong usage.\n')
  return code
}
