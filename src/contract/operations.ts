import { EVIDENCE } from './evidence.ts'
import { JOBS } from './jobs.ts'
import type { Operation } from './operation.ts'
import { PLAYGROUND } from './playground.ts'
import { POLICY } from './policy.ts'
import { RECORDS } from './records.ts'
import { SEALED } from './sealed.ts'
import { SESSION } from './session.ts'
import { STATUS } from './status.ts'

/** The admin API. The name of an operation is what a record of its use says under `what`. */
export const OPERATIONS = {
  ...{ ...SESSION, ...RECORDS, ...SEALED, ...STATUS, ...JOBS, ...POLICY, ...EVIDENCE, ...PLAYGROUND },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof OPERATIONS
export const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[]
