import { useEffect, useState } from 'preact/hooks'
import type { EvidenceState } from '../../contract/evidence.ts'
import { NOT_PROVEN, standingOf } from '../lib/evidence-words.ts'
import { trustOf } from '../lib/trust.ts'
import type { Trust } from '../lib/trust.ts'
import { useTrusted } from '../lib/trusted.ts'
import { useQuestion } from '../lib/use-question.ts'
import { useTitle } from '../lib/use-title.ts'
import { CheckHere } from '../parts/check-here.tsx'
import { GivenKeys } from '../parts/given-keys.tsx'
import { KeepingCard } from '../parts/keeping-card.tsx'
import { Failed, Loading } from '../parts/notice.tsx'
import { ProofDrop } from '../parts/proof-drop.tsx'
import { ReportCard } from '../parts/report-card.tsx'
import { StatementCard } from '../parts/statement-card.tsx'
import { VerificationCard } from '../parts/verification-card.tsx'
import { WitnessesCard } from '../parts/witnesses-card.tsx'
import { Word } from '../parts/word.tsx'

/** Whether the books are in order, and how to find that out without taking anybody's word for it. */
export function EvidencePage() {
  useTitle('Evidence')
  const { data, error, isLoading, again } = useQuestion<EvidenceState>('/admin/evidence')
  return (
    <div class="page evidence" aria-busy={isLoading}>
      <div class="title">
        <h1>Evidence</h1>
        {data !== null && (
          <p class="hint">
            The ledger <Word text={data.origin} />
            {data.created !== null && `, begun ${data.created.slice(0, 10)}`}
          </p>
        )}
        <span class="spring" />
        <button type="button" class="no-print" onClick={again} disabled={isLoading}>
          {isLoading ? 'Looking…' : 'Look again'}
        </button>
      </div>
      {error !== null && <Failed error={error} again={again} />}
      {data === null ? error === null && <Loading says="Looking at the ledger" /> : <Evidence state={data} />}
    </div>
  )
}

function Evidence({ state }: { readonly state: EvidenceState }) {
  const [given, setGiven] = useTrusted()
  const { checkpoint, keys, origin, recent, whole } = state
  const [trust, setTrust] = useState<Trust | null>(null)
  useEffect(() => {
    let isLast = true
    void trustOf(given, { keys, origin }).then((found) => isLast && setTrust(found))
    return () => {
      isLast = false
    }
  }, [given, keys, origin])
  return (
    <>
      <Standing state={state} />
      <div class="split even">
        <div class="page-side">
          {checkpoint !== null && trust !== null && <CheckHere checkpoint={checkpoint} recent={recent} trust={trust} />}
          <WitnessesCard witnesses={state.witnesses} checkpoint={checkpoint} />
        </div>
        <div class="page-side">
          <GivenKeys told={keys} origin={origin} given={given} onGiven={setGiven} />
          {trust !== null && <ProofDrop trusted={trust.older} />}
        </div>
      </div>
      {whole !== null && (
        <div class="split even">
          <div class="page-side">
            <VerificationCard last={whole.verification} />
            <ReportCard />
          </div>
          <div class="page-side">
            <StatementCard />
            <KeepingCard whole={whole} />
          </div>
        </div>
      )}
    </>
  )
}

function Standing({ state }: { readonly state: EvidenceState }) {
  return (
    <section class="card">
      <h2>How it stands</h2>
      <ul class="standing">
        {standingOf(state, Date.now()).map(({ tone, badge, says }) => (
          <li key={says}>
            <span class={`badge ${tone}`}>{badge}</span>
            <Word text={says} most={600} />
          </li>
        ))}
      </ul>
      <details class="on-paper">
        <summary>What no ledger can show</summary>
        <ul class="said">
          {NOT_PROVEN.map((says) => (
            <li key={says}>{says}</li>
          ))}
        </ul>
      </details>
    </section>
  )
}
