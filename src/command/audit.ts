import { UsageError } from './io.ts'
import type { ExitCode, Io } from './io.ts'

type Verb = (args: readonly string[], io: Io) => Promise<ExitCode>

const VERBS: Readonly<Record<string, Verb>> = {
  verify: async (args, io) => (await import('./audit-verify.ts')).auditVerify(args, io),
  'verify-proof': async (args, io) => (await import('./audit-verify-proof.ts')).auditVerifyProof(args, io),
  export: async (args, io) => (await import('./audit-export.ts')).auditExport(args, io),
  'verify-export': async (args, io) => (await import('./audit-verify-export.ts')).auditVerifyExport(args, io),
  index: async (args, io) => (await import('./audit-index.ts')).auditIndex(args, io),
  'rotate-key': async (args, io) => (await import('./audit-rotate-key.ts')).auditRotateKey(args, io),
  open: async (args, io) => (await import('./audit-open.ts')).auditOpen(args, io),
  erase: async (args, io) => (await import('./audit-erase.ts')).auditErase(args, io),
  hold: async (args, io) => (await import('./audit-hold.ts')).auditHold(args, io),
  'accept-gap': async (args, io) => (await import('./audit-accept-gap.ts')).auditAcceptGap(args, io),
  pack: async (args, io) => (await import('./audit-pack.ts')).auditPack(args, io),
  prove: async (args, io) => (await import('./audit-prove.ts')).auditProve(args, io),
  'verify-statement': async (args, io) => (await import('./audit-verify-statement.ts')).auditVerifyStatement(args, io),
  reconcile: async (args, io) => (await import('./audit-reconcile.ts')).auditReconcile(args, io),
  query: async (args, io) => (await import('./audit-query.ts')).auditQuery(args, io),
  report: async (args, io) => (await import('./audit-report.ts')).auditReport(args, io),
  tail: async (args, io) => (await import('./audit-tail.ts')).auditTail(args, io),
}

/** `cordon audit …`: verify a ledger, prove and ask what it holds, export it, look after what lies in it and beside it. */
export async function audit(args: readonly string[], io: Io): Promise<ExitCode> {
  const [verb, ...rest] = args
  const run = verb !== undefined && Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (run !== undefined) return run(rest, io)
  const known = Object.keys(VERBS).join(', ')
  throw new UsageError(
    verb === undefined ? `audit needs a verb: ${known}` : `there is no "audit ${verb}", only ${known}`,
  )
}
