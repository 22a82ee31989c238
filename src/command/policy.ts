import type { ExitCode, Io } from './io.ts'
import { runVerb } from './verbs.ts'
import type { Verb } from './verbs.ts'

/** Each verb is loaded when it is asked for. */
const VERBS: Readonly<Record<string, Verb>> = {
  lint: {
    says: 'what is wrong, and what is probably not meant   [FILE…] [--strict] [--json]',
    run: async (args, io) => (await import('./policy-lint.ts')).policyLint(args, io),
  },
  test: {
    says: 'ask policies their own questions                [FILE…] [--cover] [--mutate] [--json]',
    run: async (args, io) => (await import('./policy-test.ts')).policyTest(args, io),
  },
  describe: {
    says: 'what a policy means, in sentences               FILE',
    run: async (args, io) => (await import('./policy-describe.ts')).policyDescribe(args, io),
  },
  diff: {
    says: 'what a change newly allows and denies           OLD NEW [--json] [--acknowledge FILE]',
    run: async (args, io) => (await import('./policy-diff.ts')).policyDiff(args, io),
  },
  why: {
    says: 'how a request was decided, from its record      REQUEST --ledger DIR | RECORD.json | -',
    run: async (args, io) => (await import('./policy-why.ts')).policyWhy(args, io),
  },
  simulate: {
    says: 'what it would have done with recorded requests  --against LEDGER --policy FILE [--json]',
    run: async (args, io) => (await import('./policy-simulate.ts')).policySimulate(args, io),
  },
  'shadow-report': {
    says: 'what shadow rules would have changed            --ledger DIR [--json]',
    run: async (args, io) => (await import('./policy-shadow-report.ts')).policyShadowReport(args, io),
  },
  schema: {
    says: 'its JSON Schema, for editors                    > policies/policy.schema.json',
    run: async (args, io) => (await import('./policy-schema.ts')).policySchemaCommand(args, io),
  },
  promote: {
    says: 'put a shadow rule in force                      FILE RULE [--write]',
    run: async (args, io) => (await import('./policy-promote.ts')).policyPromote(args, io),
  },
  sign: {
    says: 'approve a policy                                FILE --key KEY.pem --as NAME',
    run: async (args, io) => (await import('./policy-sign.ts')).policySign(args, io),
  },
}

/** `cordon policy VERB …`: everything that can be done with a policy before it comes into force, and after. */
export async function policy(args: readonly string[], io: Io): Promise<ExitCode> {
  const says = 'write policies, test them, and see what they mean and change.'
  return runVerb({ name: 'policy', says, verbs: VERBS }, args, io)
}
