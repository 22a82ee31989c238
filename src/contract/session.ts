import { z } from 'zod'
import type { Operation } from './operation.ts'

/** How one can sign in at this page. */
export const SignInWays = z.object({
  token: z.literal(true).describe('With an access token, by POST to this path.'),
  oidc: z
    .object({ label: z.string().describe('Who it is that one signs in with.') })
    .nullable()
    .describe('At the identity provider, by opening /admin/sign-in?return=/path; null where none is configured.'),
})
export type SignInWays = z.infer<typeof SignInWays>

export const SignedOut = z.object({ signedIn: z.literal(false), ways: SignInWays })
export type SignedOut = z.infer<typeof SignedOut>

export const Left = SignedOut.extend({
  leaveAt: z
    .url()
    .nullable()
    .describe('Where the browser goes now, to sign out at the identity provider too; null: nowhere.'),
})
export type Left = z.infer<typeof Left>

const words = z.array(z.string())

/** What is said of whoever is signed in: what the ledger would say of them, and what they may do here. */
export const SignedIn = z.object({
  signedIn: z.literal(true),
  caller: z.object({
    id: z.string().describe('The pseudonym under which records name them.'),
    ...{ roles: words, tenant: words, team: words, department: words },
    client: z.string().nullable(),
  }),
  may: z.object({
    records: z.boolean().describe('Read some records.'),
    allRecords: z.boolean().describe('Read all of them, and what is about all of them.'),
    policy: z.boolean().describe('See the policy, and use the playground.'),
    sealed: z.boolean().describe('Get sealed content of the records that they may read.'),
  }),
  expires: z.iso.datetime().describe('When they are signed out at the latest. Half an hour without a question ends it sooner.'), // prettier-ignore
  origin: z.string().describe("The ledger's name."),
  policy: z
    .object({ name: z.string(), version: z.string(), digest: z.string() })
    .nullable()
    .describe('The policy in force; null for whoever may read nothing here.'),
  levels: words.describe('Of the policy, the lowest first; empty for whoever may read nothing here.'),
  destinations: z.array(z.object({ name: z.string(), zone: z.enum(['lan', 'cloud']) })).describe('Likewise.'),
  version: z.string().describe('Of Cordon.'),
})
export type SignedIn = z.infer<typeof SignedIn>

export const Session = z.discriminatedUnion('signedIn', [SignedIn, SignedOut])
export type Session = z.infer<typeof Session>

export const SignIn = z.strictObject({ token: z.string().min(1).max(8192).describe('An access token of a configured issuer.') }) // prettier-ignore
export type SignIn = z.infer<typeof SignIn>

/** The questions about a session itself. They are answered before anybody is known, and what changes one needs the console's own page. */
export const SESSION = {
  session: {
    ...{ method: 'get', path: '/admin/session', who: 'anybody' },
    summary: 'Who is signed in, and what they may do here',
    answers: { kind: 'json', schema: Session },
  },
  signIn: {
    ...{ method: 'post', path: '/admin/session', who: 'anybody' },
    summary:
      'Sign in with an access token: it stays with Cordon, and the browser gets a cookie that no script can read',
    body: SignIn,
    answers: { kind: 'json', schema: SignedIn },
  },
  signOut: {
    ...{ method: 'delete', path: '/admin/session', who: 'anybody' },
    summary: 'Sign out',
    answers: { kind: 'json', schema: Left },
  },
  openApi: {
    ...{ method: 'get', path: '/admin/openapi.json', who: 'anybody' },
    summary: 'This document',
    answers: { kind: 'json', schema: z.record(z.string(), z.json()) },
  },
} as const satisfies Record<string, Operation>
