import type { KeyObject } from 'node:crypto'
import { FlattenedSign, flattenedVerify } from 'jose'
import { z } from 'zod'
import { canonical } from './digest.ts'

/** What approvers put their names to. A digest says everything that a policy decides, and nothing of its tests and comments. */
export type Statement = {
  readonly policy: string
  readonly version: string
  readonly sha256: string
  /** Counts up with every policy that comes into force. */
  readonly serial: number
  /** Who wrote it: their own approval does not count. */
  readonly author: string
}

/** Who may approve, and how many must. */
export type Approval = { readonly need: number; readonly approvers: ReadonlyMap<string, KeyObject> }

export type Approved = Pick<Statement, 'serial' | 'author'> & { readonly approvers: readonly string[] }

const NAME = /^[A-Za-z0-9][\w.@-]{0,63}$/
const TYPE = 'cordon-policy+jws'

const StatementFile = z.strictObject({
  policy: z.string(),
  version: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  serial: z.int().min(1),
  author: z.string().regex(NAME),
})

/** JWS in its general JSON form (RFC 7515 §7.2.1), without unprotected headers. */
const BundleFile = z.strictObject({
  payload: z.string().max(16_384),
  signatures: z
    .array(z.strictObject({ protected: z.string().max(1024), signature: z.string().max(1024) }))
    .min(1)
    .max(64),
})
type Bundle = z.infer<typeof BundleFile>

export class NotApproved extends Error {
  override readonly name = 'NotApproved'
}

/**
 * Who has approved a policy: the statement's author aside, each approver once, by a valid Ed25519 signature of a known key. Rejects
 * with NotApproved, in one sentence, when they are too few, when the statement is about another policy, or when it cannot be read. A
 * signature of somebody unknown, or one that does not hold, is not passed over: then the file is not what somebody signed.
 */
export async function checkApprovals(
  text: string,
  policy: { readonly name: string; readonly version: string; readonly digest: string },
  { need, approvers }: Approval,
): Promise<Approved> {
  const bundle = toBundle(text)
  const { statement } = read(bundle)
  if (statement.sha256 !== policy.digest || statement.policy !== policy.name || statement.version !== policy.version)
    throw new NotApproved(
      `the approvals are for ${statement.policy} ${statement.version} (${statement.sha256.slice(0, 12)}…), which is not this policy`,
    )
  const names = new Set<string>()
  for (const signature of bundle.signatures)
    names.add(await signerOf({ payload: bundle.payload, ...signature }, approvers))
  const counted = [...names].filter((name) => name !== statement.author).sort()
  if (counted.length >= need) return { serial: statement.serial, author: statement.author, approvers: counted }
  const own = names.has(statement.author) ? ', and its author’s own does not count' : ''
  throw new NotApproved(`the policy has ${String(counted.length)} of ${String(need)} approvals${own}`)
}

async function signerOf(
  jws: Bundle['signatures'][number] & { payload: string },
  approvers: Approval['approvers'],
): Promise<string> {
  let name = ''
  try {
    const { protectedHeader } = await flattenedVerify(
      jws,
      (header?: { readonly kid?: string; readonly typ?: string }) => {
        const { kid, typ } = header ?? {}
        const key = approvers.get(kid ?? '')
        if (key === undefined || typ !== TYPE) throw new NotApproved('a signature is of nobody who may approve')
        name = kid ?? ''
        return key
      },
      { algorithms: ['EdDSA', 'Ed25519'] },
    )
    if (protectedHeader?.kid === name) return name
  } catch (cause) {
    if (cause instanceof NotApproved) throw cause
  }
  throw new NotApproved(`a signature${name === '' ? '' : ` of ${name}`} does not hold`)
}

export type Signing = {
  readonly statement: Statement
  /** The file so far; null for the first signature. */
  readonly sofar: string | null
  readonly name: string
  readonly key: KeyObject
}

/** The file with one more approval. Rejects when it is about another statement, or has this approver's already. */
export async function addApproval({ statement, sofar, name, key }: Signing): Promise<string> {
  if (!NAME.test(name)) throw new NotApproved('an approver’s name has letters, digits and any of . _ @ -')
  if (key.asymmetricKeyType !== 'ed25519') throw new NotApproved('approvals are made with an Ed25519 key')
  const payload = canonical(StatementFile.parse(statement))
  const before = sofar === null ? null : toBundle(sofar)
  if (before !== null && read(before).text !== payload)
    throw new NotApproved('the approvals so far are for something else: remove that file to start anew')
  const names = (before?.signatures ?? []).map(({ protected: header }) => kidOf(header))
  if (names.includes(name)) throw new NotApproved(`${name} has approved this already`)
  const signed = await new FlattenedSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'EdDSA', kid: name, typ: TYPE })
    .sign(key)
  const signatures = [...(before?.signatures ?? []), { protected: signed.protected ?? '', signature: signed.signature }]
  return `${JSON.stringify({ payload: signed.payload, signatures }, null, 2)}\n`
}

/** What a file of approvals is about. Throws NotApproved when it cannot be read; no signature is checked. */
export const statementIn = (text: string): Statement => read(toBundle(text)).statement

function toBundle(text: string): Bundle {
  const parsed = BundleFile.safeParse(jsonOf(text))
  if (!parsed.success) throw new NotApproved('this is not a file of approvals')
  return parsed.data
}

function read({ payload }: Bundle): { readonly text: string; readonly statement: Statement } {
  const text = Buffer.from(payload, 'base64url').toString('utf8')
  const parsed = StatementFile.safeParse(jsonOf(text))
  if (!parsed.success || canonical(parsed.data) !== text) throw new NotApproved('this is not a file of approvals')
  return { text, statement: parsed.data }
}

function kidOf(header: string): string {
  const value = jsonOf(Buffer.from(header, 'base64url').toString('utf8'))
  return typeof value === 'object' && value !== null && 'kid' in value ? String(value.kid) : ''
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no shape fits it
  }
}
