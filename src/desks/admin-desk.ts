/** All that answers the admin API, put together. */
import { createIndexDesk } from '../audit/index/index-desk.ts'
import type { Pseudonyms } from '../audit/pseudonyms.ts'
import { sealStore } from '../audit/seal-store.ts'
import { createAttempts } from '../authenticate/attempts.ts'
import { createBrowserSessions } from '../authenticate/browser-sessions.ts'
import type { OperationName } from '../contract/operations.ts'
import type { Loaded } from '../app.ts'
import type { House } from '../house.ts'
import type { ServeOperation } from '../serve/admin-operations.ts'
import type { SignInRoutes } from '../serve/sign-in-routes.ts'
import type { Caller } from '../terms/caller.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { evidenceWorks } from './evidence.ts'
import type { EvidenceParts } from './evidence.ts'
import { createFrontDesk } from './front-desk.ts'
import { jobWorks } from './job-works.ts'
import { createJobDesk } from './jobs.ts'
import { createOidcDesk } from './oidc-desk.ts'
import { recordWorks } from './records.ts'
import { toInForce } from './in-force.ts'
import { createPolicyDesk } from './policy-desk.ts'
import { createSessionDesk } from './session.ts'
import { sealedWorks } from './sealed.ts'
import { statusWorks } from './status.ts'

export type AdminDeskParts = Pick<EvidenceParts, 'ledger' | 'vkey' | 'unwitnessed' | 'witnesses'> & {
  /** The rooms that are in force now. */
  readonly house: () => House
  /** What is in force now, as it was read. */
  readonly loaded: () => Loaded
  readonly keys: Pseudonyms
  /** Makes a record durable. */
  readonly append: (record: JsonObject) => Promise<unknown>
  readonly missing: () => readonly string[]
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: Log
  /** Of Cordon. */
  readonly version: string
}

export type AdminDesk = {
  readonly serve: ServeOperation<OperationName>
  readonly signIn: SignInRoutes
  /** Ends all sessions, jobs and the thread of the index. */
  readonly close: () => Promise<void>
}

/** Attempts of one address in a minute to sign in to the console, and how many of them may fail. */
const SIGN_INS = { all: 300, failed: 20 }

export function createAdminDesk(parts: AdminDeskParts): AdminDesk {
  const { house, loaded, keys, append, missing, now, log, version } = parts
  const { ledger, vkey, unwitnessed, witnesses } = parts
  const { dir, index: path } = loaded().config.audit
  const { name: digest } = keys
  const index = createIndexDesk({ dir, path })
  const jobs = createJobDesk({ now, log })
  const sessions = createBrowserSessions({ now })
  const { seal } = loaded().config.audit
  const pseudonymOf = ({ issuer, subject }: Caller) => keys.caller(issuer, subject)
  const store = seal === null ? null : sealStore(seal.dir)
  const inForce = () => toInForce(loaded())
  const policyDesk = createPolicyDesk({ inForce, house, index, jobs, dir, digest, now, log })
  const evidence = evidenceWorks({
    ...{ audit: loaded().config.audit, ledger, vkey, index, jobs, digest, now, log, unwitnessed, witnesses },
    policy: () => house().policy,
  })
  const works = {
    ...{ ...recordWorks({ index, digest, now }), ...jobWorks({ jobs, digest }), ...statusWorks({ house, missing }) },
    ...{ ...sealedWorks({ index, store, append, pseudonymOf, digest }), ...policyDesk.works, ...evidence },
  }
  const frontDesk = createFrontDesk({ house, works, append, log })
  const attempts = {
    all: createAttempts({ now, most: SIGN_INS.all }),
    failed: createAttempts({ now, most: SIGN_INS.failed }),
  }
  const entry = { house, sessions, attempts, append }
  const signIn = createOidcDesk({ ...entry, now, log })
  const serve = createSessionDesk({ ...entry, frontDesk, leave: signIn.leave, version, pseudonymOf })
  return {
    serve,
    signIn,
    close: async () => {
      sessions.close()
      signIn.close()
      await Promise.all([index.close(), jobs.close(), policyDesk.close()])
    },
  }
}
