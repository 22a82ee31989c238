import { z } from 'zod'
import type { Operation } from './operation.ts'

export const SealedPart = z.object({
  jwe: z.string().describe('A compact JWE (RFC 7516), `dir` and A256GCM, under the data key.'),
  bytes: z.int().describe('How many bytes it has in plain.'),
  cut: z.boolean().describe('It is the beginning only: the rest was not kept.'),
})
export type SealedPart = z.infer<typeof SealedPart>

/** What was sealed of a request, still sealed: only a browser that has an auditor's private key opens it. */
export const SealedContent = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('sealed'),
    request: z.string(),
    recipients: z.array(z.string()).describe("Whose private keys open it: RFC 7638 thumbprints of the auditors' keys."),
    key: z.string().describe('The data key, wrapped for each recipient: a JWE in its general JSON form, as text.'),
    prompt: SealedPart,
    answer: SealedPart.nullable().describe(
      'Null: none was sealed (the request is under way, or it could not be), or it is lost.',
    ),
  }),
  z.object({ state: z.literal('none'), request: z.string() }).describe('Nothing was sealed of this request.'),
  z
    .object({ state: z.literal('gone'), request: z.string() })
    .describe('The key was destroyed, or a file is lost: nobody can read it any more.'),
])
export type SealedContent = z.infer<typeof SealedContent>

export const AskSealed = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'may not hold control characters or line feeds')
    .describe('Why. It is recorded before anything is answered.'),
})
export type AskSealed = z.infer<typeof AskSealed>

export const SEALED = {
  sealed: {
    ...{ method: 'post', path: '/admin/records/{request}/sealed', who: 'sealed' },
    summary: 'What was sealed of a request, for its auditors to open in their own browser',
    body: AskSealed,
    answers: { kind: 'json', schema: SealedContent },
  },
} as const satisfies Record<string, Operation>
