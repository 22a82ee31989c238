import { Link } from 'wouter-preact'
import type { PlaygroundDecision, PlaygroundVerdict } from '../../contract/playground.ts'
import { plural } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { Level, Place } from './chips.tsx'
import { Refusal } from './refusal.tsx'
import { Table } from './table.tsx'
import { Short, Word, Words } from './word.tsx'

type DecisionParts = {
  readonly decision: PlaygroundDecision
  /** Its rules stand in a text that has no page. */
  readonly isDraft?: boolean
}

/** What would become of a request: its level and why, every destination, what would be tried, and what the policy asks besides. */
export function DecisionView({ decision, isDraft = false }: DecisionParts) {
  const { level, pinned, refusal, raised, failed, destinations, attempts } = decision
  return (
    <div class="decision">
      {refusal === null ? (
        <p class="notice good" role="status">
          <strong>It would be served.</strong>
        </p>
      ) : (
        <Refusal title="It would not be served." refused={refusal} />
      )}
      <h3>
        Level <Level level={level} />
      </h3>
      <p>{pinned ? 'Held to the LAN, whatever a rule says.' : 'Not held to the LAN.'}</p>
      {raised.length === 0 ? (
        <p class="quiet">Nothing speaks for more than the lowest level.</p>
      ) : (
        <ul class="raised">
          {raised.map(({ level: to, text }, nth) => (
            <li key={nth}>
              <Level level={to} /> <Word text={text} most={300} />
            </li>
          ))}
        </ul>
      )}
      {failed.map(({ detector, why }) => (
        <p key={detector} class="notice warn">
          The detector <Word text={detector} /> failed (<Word text={why} />
          ), which counts as the highest level.
        </p>
      ))}
      <h3>Destinations</h3>
      <Destinations verdicts={destinations} isDraft={isDraft} />
      <h3>What would be tried, in order</h3>
      {attempts.length === 0 ? (
        <p class="quiet">Nothing.</p>
      ) : (
        <ol class="attempts">
          {attempts.map(({ destination, node, model, api }, nth) => (
            <li key={nth}>
              <Place name={destination} />
              {node !== null && (
                <>
                  {' '}
                  on <Word text={node} most={40} />
                </>
              )}{' '}
              <Word text={model} most={60} code />{' '}
              <span class="hint">
                <Word text={api} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <Besides decision={decision} />
    </div>
  )
}

type DestinationsParts = { readonly verdicts: readonly PlaygroundVerdict[]; readonly isDraft: boolean }

function Destinations({ verdicts, isDraft }: DestinationsParts) {
  return (
    <Table
      label={isDraft ? 'Every destination, as the draft decides' : 'Every destination that was considered'}
      class="verdicts"
      heads={['Destination', 'May it go there', 'Rule', 'Because']}
    >
      {verdicts.map(({ destination, permitted, rule, line, groundSays, because, unless, provider }) => (
        <tr key={destination}>
          <td>
            <Place name={destination} />
          </td>
          <td>
            <span class={`badge ${permitted ? 'good' : 'bad'}`}>{permitted ? 'yes' : 'no'}</span>
          </td>
          <td>
            {rule === null ? <span class="none">–</span> : <Word text={rule} most={40} />}
            {line !== null && (
              <>
                {' '}
                <RuleLine line={line} isDraft={isDraft} />
              </>
            )}
          </td>
          <td>
            <Word text={groundSays} most={240} />
            {because !== '' && because !== groundSays && (
              <>
                {': '}
                <Word text={because} most={240} />
              </>
            )}
            {unless !== null && (
              <p class="hint">
                unless{' '}
                {Object.entries(unless).map(([name, values]) => (
                  <span key={name}>
                    <Word text={name} /> is <Words of={values} />{' '}
                  </span>
                ))}
              </p>
            )}
            {provider !== null && (
              <details class="hint">
                <summary>Flags that would be sent</summary>
                <pre>{revealLines(JSON.stringify(provider, null, 1))}</pre>
              </details>
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function RuleLine({ line, isDraft }: { readonly line: number; readonly isDraft: boolean }) {
  if (isDraft) return <span class="hint nowrap">line {line}</span>
  return (
    <Link class="hint nowrap" to={`/policy?line=${String(line)}`}>
      line {line}
    </Link>
  )
}

/** What does not decide where it goes. */
function Besides({ decision }: { readonly decision: PlaygroundDecision }) {
  const { obligations, retain, seal, broken, exceptions, shadow, policy } = decision
  return (
    <>
      {(obligations.length > 0 || retain !== null || seal) && (
        <p>
          {obligations.length > 0 && (
            <>
              Obligations: <Words of={obligations} />.{' '}
            </>
          )}
          {retain !== null && (
            <>
              Its records are kept for at least <Word text={retain} />.{' '}
            </>
          )}
          {seal && 'What is said is kept, sealed for the auditors.'}
        </p>
      )}
      {broken.map(({ destination, rule }) => (
        <p key={`${destination} ${rule}`} class="notice bad">
          <span>
            Broken glass: the denial <Word text={rule} /> would yield at <Place name={destination} /> to the reason that
            was given.
          </span>
        </p>
      ))}
      {exceptions.length > 0 && (
        <p class="hint">
          {plural(exceptions.length, 'exception')} named a value: <Words of={exceptions} />
        </p>
      )}
      {shadow.map(({ rule, wouldPermit }) => (
        <p key={rule} class="hint">
          Tried, without effect: with the rule <Word text={rule} /> it might go to{' '}
          {wouldPermit.length === 0 ? 'nobody' : <Words of={wouldPermit} />}.
        </p>
      ))}
      <p class="hint">
        Policy <Word text={policy.name} /> <Word text={policy.version} /> <Short digest={policy.digest} />
      </p>
    </>
  )
}
