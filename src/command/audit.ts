import type { ExitCode, Io } from './io.ts'
import { runVerb } from './verbs.ts'
import type { Verb } from './verbs.ts'

/** Each verb is loaded when it is asked for. */
const VERBS: Readonly<Record<string, Verb>> = {
  verify: {
    says: 'is it as it was signed?                          LEDGER [--key PUB] [--witness NOTE] [--prove N | --request ID] [--json]',
    run: async (args, io) => (await import('./audit-verify.ts')).auditVerify(args, io),
  },
  'verify-proof': {
    says: 'does one record stand in it?                     PROOF --key PUB [--json]',
    run: async (args, io) => (await import('./audit-verify-proof.ts')).auditVerifyProof(args, io),
  },
  query: {
    says: 'requests by who, what, when and where to         LEDGER [--since D] [--until D] [--level L] [--entity T] [--count-by …] [--json]',
    run: async (args, io) => (await import('./audit-query.ts')).auditQuery(args, io),
  },
  tail: {
    says: 'the last requests, as stories                    LEDGER [--follow] [--limit N] [--json]',
    run: async (args, io) => (await import('./audit-tail.ts')).auditTail(args, io),
  },
  report: {
    says: 'a period as one page                             LEDGER --since D --until D --out report.html',
    run: async (args, io) => (await import('./audit-report.ts')).auditReport(args, io),
  },
  prove: {
    says: 'sign that no prompt of a level reached a zone    LEDGER --no-level L --to cloud --since D --until D --key KEY --out FILE',
    run: async (args, io) => (await import('./audit-prove.ts')).auditProve(args, io),
  },
  'verify-statement': {
    says: 'does such a statement hold?                      FILE --key PUB [--ledger LEDGER] [--json]',
    run: async (args, io) => (await import('./audit-verify-statement.ts')).auditVerifyStatement(args, io),
  },
  reconcile: {
    says: 'compare with the access logs of nodes            LEDGER --log FILE… [--since D] [--until D] [--json]',
    run: async (args, io) => (await import('./audit-reconcile.ts')).auditReconcile(args, io),
  },
  export: {
    says: 'for other programs, with a manifest              LEDGER --format jsonl|csv|ocsf|cef|parquet --out DIR [--proofs] [--gzip] [--sign PRIV]',
    run: async (args, io) => (await import('./audit-export.ts')).auditExport(args, io),
  },
  'verify-export': {
    says: 'is an export whole and unchanged?                DIR --key PUB [--signed] [--json]',
    run: async (args, io) => (await import('./audit-verify-export.ts')).auditVerifyExport(args, io),
  },
  index: {
    says: 'into PostgreSQL, for several ledgers             --to postgres://… LEDGER… [--ca FILE] [--json]',
    run: async (args, io) => (await import('./audit-index.ts')).auditIndex(args, io),
  },
  pack: {
    says: 'compress closed segments                         LEDGER [--json]',
    run: async (args, io) => (await import('./audit-pack.ts')).auditPack(args, io),
  },
  open: {
    says: 'read what was sealed                             LEDGER --request ID --key KEY --reason TEXT --by NAME',
    run: async (args, io) => (await import('./audit-open.ts')).auditOpen(args, io),
  },
  erase: {
    says: 'destroy the keys to what was sealed of somebody  LEDGER --issuer I --subject S --basis TEXT --by NAME --receipt FILE',
    run: async (args, io) => (await import('./audit-erase.ts')).auditErase(args, io),
  },
  hold: {
    says: 'legal holds: add, lift, list                     add|lift|list LEDGER …',
    run: async (args, io) => (await import('./audit-hold.ts')).auditHold(args, io),
  },
  'rotate-key': {
    says: 'change the key that signs                        LEDGER --key OLD --new NEW',
    run: async (args, io) => (await import('./audit-rotate-key.ts')).auditRotateKey(args, io),
  },
  'accept-gap': {
    says: 'go on after a broken end                         LEDGER --reason TEXT --by NAME --key KEY',
    run: async (args, io) => (await import('./audit-accept-gap.ts')).auditAcceptGap(args, io),
  },
  status: {
    says: 'how is it, from its files alone?                 LEDGER [--mirror DIR] [--json]',
    run: async (args, io) => (await import('./audit-status.ts')).auditStatus(args, io),
  },
  prune: {
    says: 'remove what is older than must be kept           LEDGER --retain ai-act|pci|hipaa|sox|90d --by NAME --sign KEY [--dry-run] [--json]',
    run: async (args, io) => (await import('./audit-prune.ts')).auditPrune(args, io),
  },
}

/** `cordon audit VERB …`: verify a ledger, prove and ask what it holds, export it, look after what lies in it and beside it. */
export async function audit(args: readonly string[], io: Io): Promise<ExitCode> {
  const says = 'what was recorded: check it, ask it, hand it on, and look after it. LEDGER is the folder of audit.dir.'
  return runVerb({ name: 'audit', says, verbs: VERBS }, args, io)
}
