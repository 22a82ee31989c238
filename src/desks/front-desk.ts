/** Where the admin API's questions arrive: who asks, whether they may, the answer, and the record of it before anybody gets it. */
import type { Operation, Who } from '../contract/operation.ts'
import { OPERATIONS } from '../contract/operations.ts'
import type { OperationName } from '../contract/operations.ts'
import type { SESSION } from '../contract/session.ts'
import { BadQuestion } from '../audit/index/filter.ts'
import { IndexFailed } from '../audit/index/index-desk.ts'
import type { ReadFacts } from '../audit/read-record.ts'
import type { House } from '../house.ts'
import type { AdminAnswer, Asked, ServeOperation } from '../serve/admin-operations.ts'
import type { Caller } from '../terms/caller.ts'
import { readsAll } from '../terms/grants.ts'
import type { Grants } from '../terms/grants.ts'
import type { JsonObject } from '../terms/json.ts'
import type { Log } from '../terms/logger.ts'
import { Problem, toProblem } from '../terms/problem.ts'
import { whyOf } from '../terms/why.ts'

/** What it answers: all but what is about sessions, which is asked before anybody is known. */
export type FrontDeskName = Exclude<OperationName, keyof typeof SESSION>

/** Somebody who may ask this. */
export type Visitor = {
  readonly caller: Caller
  readonly grants: Grants
  /**
   * For what goes on: asks again who they are and whether they may, and leaves another record of what they saw since. Throws the Problem if
   * they may not any more, or the record cannot be written.
   */
  readonly renew: (seen: Pick<Worked, 'rows' | 'asked'>) => Promise<Visitor>
}

/** What came of a question. */
export type Worked = {
  /** Null: there is nothing of it that they may see, which is told like nothing at all. */
  readonly answer: AdminAnswer | null
  /** How many requests it tells of. */
  readonly rows: number | null
  /** What the record says of the question. A value that came from outside is in it only if the ledger has it anyway, else as a digest. */
  readonly asked?: JsonObject
}

/** Works on one kind of question. Throws a Problem, or BadQuestion. */
export type Work = (asked: Asked, visitor: Visitor) => Promise<Worked>

export type FrontDeskParts = {
  /** The rooms that are in force now. */
  readonly house: () => Pick<House, 'rooms' | 'grantsOf' | 'readRecord' | 'digest'>
  readonly works: Readonly<Record<FrontDeskName, Work>>
  readonly append: (record: JsonObject) => Promise<unknown>
  readonly log: Log
}

/** What is known of a question so far, and is what its record is made of. */
type Seen = { caller?: Caller; grants?: Grants; problem?: Problem; worked?: Worked }

/**
 * Answers one question, or throws the Problem to answer with. Either way there is one `audit.read` record on disk before; if it cannot be
 * written, that is the Problem. Whoever may not ask it is refused; what somebody may not see is, to them, not there.
 */
export function createFrontDesk({ house, works, append, log }: FrontDeskParts): ServeOperation<OperationName> {
  return async (name, asked) => {
    if (!isHere(name, works)) throw new Problem('not_found', 'asked at the door')
    const { rooms, grantsOf, readRecord, digest } = house()
    const seen: Seen = {}
    const renew: Visitor['renew'] = async (shown) => {
      const now = house()
      const caller = await whoAsks(now.rooms, asked)
      const grants = now.grantsOf(caller)
      refuseUnless(OPERATIONS[name], grants)
      await append(now.readRecord(factsOf(name, asked, { caller, grants, worked: { answer: null, ...shown } }, digest)))
      return { caller, grants, renew }
    }
    try {
      seen.caller = await whoAsks(rooms, asked)
      seen.grants = grantsOf(seen.caller)
      refuseUnless(OPERATIONS[name], seen.grants)
      seen.worked = await works[name](asked, { caller: seen.caller, grants: seen.grants, renew })
      if (seen.worked.answer === null) throw new Problem('not_found', 'nothing to see', { says: NOTHING_THERE })
    } catch (thrown) {
      seen.problem = toAskedProblem(name, thrown, log)
    }
    await append(readRecord(factsOf(name, asked, seen, digest)))
    const answer = seen.worked?.answer ?? null
    if (seen.problem !== undefined || answer === null) throw seen.problem ?? new Problem('internal_error', 'no answer')
    return answer
  }
}

const whoAsks = (rooms: House['rooms'], asked: Asked) => asked.whoAsks?.() ?? rooms.authenticate(asked.rawHeaders)

const isHere = (name: OperationName, works: FrontDeskParts['works']): name is FrontDeskName => name in works

const NOTHING_THERE = 'There is no such record that you may read.'

function refuseUnless({ who }: Operation, grants: Grants): void {
  if (MAY[who](grants)) return
  throw new Problem('policy_denied', 'not for them', { says: MAY_NOT[who], reason: 'no_reader' })
}

const MAY: Readonly<Record<Who, (grants: Grants) => boolean>> = {
  anybody: () => true,
  'signed-in': () => true,
  records: ({ records }) => records.length > 0,
  'all-records': readsAll,
  policy: ({ policy }) => policy,
  sealed: ({ sealed }) => sealed.length > 0,
}

const MAY_NOT: Readonly<Record<Who, string>> = {
  ...{ anybody: '', 'signed-in': '' },
  records: 'You may not read records here.',
  'all-records': 'This is for whoever may read all records.',
  policy: 'You may not see the policy here.',
  sealed: 'You may not open sealed content here.',
}

/** What was thrown may quote what was asked, so the log hears only what it was and where. */
function toAskedProblem(what: FrontDeskName, thrown: unknown, log: Log): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof BadQuestion)
    return new Problem('invalid_request', 'a bad question', { says: `${thrown.message}.`, param: thrown.field })
  const why = thrown instanceof IndexFailed ? thrown.message : whyOf(thrown)
  log.error('a question could not be answered', { what, why })
  return toProblem(thrown)
}

function factsOf(
  what: FrontDeskName,
  asked: Asked,
  { caller, grants, problem, worked }: Seen,
  digest: (text: string) => string,
): ReadFacts {
  const { id: request, receivedAt, ip } = asked
  return {
    ...{ request, receivedAt, ip, what, api: null },
    ...{
      asked: worked?.asked ?? unworked(what, asked, digest),
      scope: grants?.records ?? null,
      rows: worked?.rows ?? null,
    },
    ...(caller && { caller }),
    ...(problem && { problem }),
  }
}

/** What somebody asked for in vain: which parameters, and digests of what they held. */
function unworked(what: FrontDeskName, { params, query }: Asked, digest: (text: string) => string): JsonObject {
  const { query: known }: Operation = OPERATIONS[what]
  const named = [...query].filter(([name]) => name in (known?.shape ?? {}))
  return Object.fromEntries([...Object.entries(params), ...named].map(([name, value]) => [name, digest(value)]))
}

export const json = (body: JsonObject): AdminAnswer => ({ kind: 'json', body })
