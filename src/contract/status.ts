import { z } from 'zod'
import type { Operation } from './operation.ts'

/** `trying`: it has rested after failures, and gets one request at a time. `not_local`: not proven to keep prompts to itself, so it gets none. */
export const NodeState = z.enum(['ready', 'trying', 'resting', 'unreachable', 'not_local', 'unknown'])

export const NodeStatus = z.object({
  destination: z.string(),
  node: z.string(),
  kind: z.string(),
  state: NodeState,
  why: z.string().nullable().describe('One sentence, where it is not ready.'),
  models: z.int().describe('How many it offers.'),
  parallel: z.int().describe('How many requests it works on at once.'),
  inFlight: z.int().nullable().describe('Requests at work there now; null for whoever may not read all records.'),
})
export type NodeStatus = z.infer<typeof NodeStatus>

export const StatusView = z.object({
  ready: z.boolean(),
  missing: z.array(z.string()).describe('What is not usable yet, as /readyz says; empty when all is.'),
  nodes: z.array(NodeStatus),
  clouds: z.array(z.object({ destination: z.string(), host: z.string(), region: z.string().nullable() })),
})
export type StatusView = z.infer<typeof StatusView>

export const STATUS = {
  status: {
    ...{ method: 'get', path: '/admin/status', who: 'records' },
    summary: 'Which nodes are there, and how they stand',
    answers: { kind: 'json', schema: StatusView },
  },
} as const satisfies Record<string, Operation>
