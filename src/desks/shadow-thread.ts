/** What a thread of the admin API runs: what was tried out beside the policy, added up from the ledger. */
import { parentPort } from 'node:worker_threads'
import { policiesOf } from '../command/decisions.ts'
import type { ShadowReport } from '../contract/policy.ts'
import { takeWaysOut } from '../detect/no-way-out.ts'
import { READY } from '../detect/thread.ts'
import { shadowReport } from '../policy/shadow-report.ts'
import type { ShadowRule } from '../policy/shadow-report.ts'
import { ruleSentence } from '../policy/words.ts'
import { toChange, toTime } from './changes-told.ts'
import { eachScoped } from './scoped-decisions.ts'
import type { ScopedQuestion } from './scoped-decisions.ts'

async function work(question: ScopedQuestion): Promise<ShadowReport> {
  const { add, done } = shadowReport(await policiesOf(question.dir))
  const damaged = await eachScoped(question, { onDecision: add, onOther: () => {}, tell: () => {} })
  const { decisions, cut, rules, candidates } = done()
  return {
    ...{ since: toTime(question.since), until: toTime(question.until), decisions, damaged, cut },
    rules: rules.map(({ rule, words, ...tried }) => ({
      ...{ rule, says: words && ruleSentence(words), until: words?.until ?? null },
      ...toTried(tried),
    })),
    candidates: candidates.map(({ policy, ...tried }) => ({ policy, ...toTried(tried) })),
  }
}

const toTried = ({ asked, changed, first, last, changes }: Omit<ShadowRule, 'rule' | 'words'>) => ({
  ...{ asked, changed, first: toTime(first), last: toTime(last), changes: changes.map(toChange) },
})

takeWaysOut()
parentPort?.on('message', (question: ScopedQuestion) => {
  void work(question).then(
    (report) => parentPort?.postMessage(report),
    (cause: unknown) => {
      throw cause // ends the thread, and the question has failed
    },
  )
})
parentPort?.postMessage(READY)
