import type { ComponentChildren } from 'preact'
import { Link, useLocation, useParams } from 'wouter-preact'
import type { FoundRequest, WholeRecord } from '../../contract/records.ts'
import { dig, fieldsAt, isAt, isFields, numberAt, textAt, textsAt } from '../lib/dig.ts'
import type { Json } from '../lib/dig.ts'
import { bytes, count, dollars, moment, plural, took } from '../lib/format.ts'
import { revealLines } from '../lib/inert.ts'
import { useKeys } from '../lib/keys.ts'
import { recordPath } from '../lib/record-path.ts'
import { useSession } from '../lib/session.ts'
import { useSettings } from '../lib/settings.ts'
import { useQuestion } from '../lib/use-question.ts'
import { useTitle } from '../lib/use-title.ts'
import { groundSays, problemSays, resultSays, verifiedSays, whySays } from '../lib/words.ts'
import { useWrittenSearch } from '../lib/use-written-search.ts'
import { Level, Place, ResultBadge, resultOf } from '../parts/chips.tsx'
import { Copy } from '../parts/copy.tsx'
import { Failed, Loading } from '../parts/notice.tsx'
import { ProofCheck } from '../parts/proof-check.tsx'
import { SealedContent } from '../parts/sealed-content.tsx'
import { numbers, Table } from '../parts/table.tsx'
import { Short, Word, Words } from '../parts/word.tsx'

/** One request, told from the question to the answer, and where it stands in the ledger. */
export function RecordPage() {
  const { request = '' } = useParams<{ request: string }>()
  const search = useWrittenSearch()
  const [, go] = useLocation()
  const back = `/records${search === '' ? '' : `?${search}`}`
  useTitle(`Request ${request.slice(0, 12)}`)
  useKeys({ u: () => go(back) })
  const { data, error, isLoading, again } = useQuestion<WholeRecord>(`/admin${recordPath(request)}`)
  return (
    <div class="page" aria-busy={isLoading}>
      <p class="no-print">
        <Link to={back}>← Access log</Link>
      </p>
      {data === null && <h1>Request</h1>}
      {error !== null && <Failed error={error} again={again} />}
      {data === null ? error === null && <Loading says="Opening" /> : <Story record={data} />}
    </div>
  )
}

function Story({ record }: { readonly record: WholeRecord }) {
  const { found, decision, outcome } = record
  const { zone } = useSettings()
  return (
    <>
      <div class="title">
        <h1>
          <ResultBadge result={resultOf(found)} /> <Word text={found.request} />
        </h1>
        <Copy text={found.request} says="Copy the id" />
        <span class="spring" />
        <time dateTime={found.time} class="hint">
          {moment(found.time, zone, true)}
        </time>
      </div>
      <div class="split">
        <ol class="story card">
          <li>
            <h2>Asked</h2>
            <Asked decision={decision} found={found} />
          </li>
          <li>
            <h2>Read</h2>
            <Read decision={decision} />
          </li>
          <li>
            <h2>
              Level <Level level={found.level} />
            </h2>
            <Levelled decision={decision} />
          </li>
          <li>
            <h2>Decided</h2>
            <Decided decision={decision} />
          </li>
          <li>
            <h2>Sent</h2>
            <Sent decision={decision} outcome={outcome} found={found} />
          </li>
          <li>
            <h2>Came back</h2>
            <CameBack outcome={outcome} found={found} />
          </li>
        </ol>
        <div class="page-side">
          <ProofCheck record={record} />
          {isFields(dig(decision, 'sealed')) && <SealedContent request={found.request} />}
          <Raw title="Decision record" value={decision} />
          <Raw title="Outcome record" value={outcome} />
        </div>
      </div>
    </>
  )
}

/** Pairs of a name and what is known; a name of which nothing is known is left out. */
function Pairs({ of }: { readonly of: readonly (readonly [string, ComponentChildren])[] }) {
  const known = of.filter(([, value]) => value !== null && value !== undefined && value !== false)
  return (
    <dl class="pairs">
      {known.map(([name, value]) => (
        <>
          <dt key={name}>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

const word = (text: string | null, most = 80) => (text === null ? null : <Word text={text} most={most} />)
const words = (of: readonly string[]) => (of.length === 0 ? null : <Words of={of} most={48} />)

function Asked({ decision, found }: { readonly decision: Json; readonly found: FoundRequest }) {
  const size = numberAt(decision, 'prompt.bytes')
  const how = [isAt(decision, 'prompt.stream') && 'streamed', isAt(decision, 'prompt.tools') && 'with tools']
  const shape = [size === null ? null : bytes(size), ...how].filter((part) => typeof part === 'string')
  return (
    <Pairs
      of={[
        ['Caller', found.caller === null ? 'nobody known: the token was not accepted, or there was none' : <Word key="id" text={found.caller} code />], // prettier-ignore
        ['Roles', words(textsAt(decision, 'caller.roles'))],
        ['Department', word(textAt(decision, 'caller.department')) ?? words(textsAt(decision, 'caller.department'))],
        ['Team', words(found.team)],
        ['Tenant', words(found.tenant)],
        ['Purpose', word(textAt(decision, 'caller.purpose')) ?? words(textsAt(decision, 'caller.purpose'))],
        ['Client', word(found.client)],
        ['Signed in at', word(textAt(decision, 'caller.issuer'))],
        ['From', word(textAt(decision, 'caller.ip') ?? textAt(decision, 'ip'))],
        ['API', word(found.api)],
        ['Model asked for', word(found.model)],
        ['Prompt', shape.length === 0 ? null : shape.join(', ')],
        ['Reason given', word(textAt(decision, 'broken_because'), 300)],
      ]}
    />
  )
}

function Read({ decision }: { readonly decision: Json }) {
  const findings = fieldsAt(decision, 'findings')
  const [unread, failed, stripped] = [fieldsAt(decision, 'unread'), fieldsAt(decision, 'failed'), textsAt(decision, 'stripped')] // prettier-ignore
  return (
    <>
      {findings.length === 0 ? (
        <p class="quiet">Nothing sensitive was found.</p>
      ) : (
        <Table
          label="What was found"
          heads={['Found', numbers('Places'), numbers('Different values'), numbers('Surest'), 'By']}
        >
          {findings.map((finding, nth) => {
            const values = fieldsAt(finding, 'values')
            const distinct = values.reduce((sum, value) => sum + (numberAt(value, 'count') ?? 0), 0)
            const scores = values.flatMap((value) => numberAt(value, 'score') ?? [])
            const excepted = values.flatMap((value) => textsAt(value, 'excepted'))
            return (
              <tr key={nth}>
                <td>
                  <Word text={textAt(finding, 'type') ?? '?'} />
                  {excepted.length > 0 && (
                    <span class="hint">
                      {' '}
                      exception <Words of={excepted} />
                    </span>
                  )}
                </td>
                <td class="number">{count(numberAt(finding, 'count') ?? 0)}</td>
                <td class="number">{values.length === 0 ? '–' : count(distinct)}</td>
                <td class="number">{scores.length === 0 ? '–' : Math.max(...scores).toFixed(2)}</td>
                <td class="hint">
                  <Words of={textsAt(finding, 'detectors')} />
                </td>
              </tr>
            )
          })}
        </Table>
      )}
      {unread.map((part, nth) => (
        <p key={nth} class="notice warn">
          Not read, and so of the highest level: {plural(numberAt(part, 'count') ?? 1, 'part')} of kind{' '}
          <Word text={textAt(part, 'kind') ?? '?'} />
          {textAt(part, 'from') !== null && (
            <>
              {' '}
              from <Word text={textAt(part, 'from') ?? ''} />
            </>
          )}
        </p>
      ))}
      {failed.map((part, nth) => (
        <p key={nth} class="notice warn">
          The detector <Word text={textAt(part, 'detector') ?? '?'} /> failed (
          <Word text={textAt(part, 'why') ?? 'no reason'} />
          ), which counts as the highest level.
        </p>
      ))}
      {stripped.length > 0 && (
        <p class="hint">
          Not sent on: <Words of={stripped} />
        </p>
      )}
    </>
  )
}

function Levelled({ decision }: { readonly decision: Json }) {
  const why = fieldsAt(decision, 'why')
  const pinned = isAt(decision, 'pinned')
  if (!isFields(decision) || textAt(decision, 'level') === null)
    return <p class="quiet">It was refused before it had one.</p>
  return (
    <>
      <p>{pinned ? 'Held to the LAN, whatever a rule says.' : 'Not held to the LAN.'}</p>
      {why.length === 0 ? (
        <p class="quiet">Nothing spoke for more than the lowest level.</p>
      ) : (
        <ul class="raised">
          {why.map((one, nth) => (
            <li key={nth} class="plain">
              <Level level={textAt(one, 'level')} /> <Word text={whySays(textAt(one, 'kind') ?? '')} />{' '}
              <Word text={textAt(one, 'what') ?? ''} />
              {(numberAt(one, 'count') ?? 1) > 1 && <> × {count(numberAt(one, 'count') ?? 1)}</>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Decided({ decision }: { readonly decision: Json }) {
  const considered = fieldsAt(decision, 'considered')
  const problem = textAt(decision, 'problem')
  const [shadow, broken] = [fieldsAt(decision, 'shadow'), fieldsAt(decision, 'broken')]
  const obligations = textsAt(decision, 'obligations')
  const digest = textAt(decision, 'policy.sha256')
  return (
    <>
      {considered.length > 0 && (
        <Table
          label="Every destination that was considered"
          class="verdicts"
          heads={['Destination', 'May it go there', 'Rule', 'Because']}
        >
          {considered.map((one, nth) => (
            <tr key={nth}>
              <td>
                <Place name={textAt(one, 'to')} />
              </td>
              <td>
                <span class={`badge ${isAt(one, 'permitted') ? 'good' : 'bad'}`}>
                  {isAt(one, 'permitted') ? 'yes' : 'no'}
                </span>
              </td>
              <td>{word(textAt(one, 'rule')) ?? <span class="none">–</span>}</td>
              <td>
                <Word text={groundSays(textAt(one, 'ground') ?? '')} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {problem !== null && (
        <p class="notice warn">
          Not served: <Word text={problemSays(problem)} />
          {textAt(decision, 'reason') !== null && (
            <>
              {' '}
              (<Word text={textAt(decision, 'reason') ?? ''} />)
            </>
          )}
          . The caller got <Word text={problem} code />.
        </p>
      )}
      {broken.map((one, nth) => (
        <p key={nth} class="notice bad">
          Broken glass: the denial <Word text={textAt(one, 'rule') ?? '?'} /> yielded at{' '}
          <Place name={textAt(one, 'to')} /> to a reason that the caller gave.
        </p>
      ))}
      {obligations.length > 0 && (
        <p>
          Obligations: <Words of={obligations} />
          {textAt(decision, 'retain') !== null && (
            <>
              ; kept for at least <Word text={textAt(decision, 'retain') ?? ''} />
            </>
          )}
        </p>
      )}
      {shadow.map((one, nth) => (
        <p key={nth} class="hint">
          Tried, without effect: with the rule <Word text={textAt(one, 'rule') ?? '?'} /> it might have gone to{' '}
          {textsAt(one, 'would_permit').length === 0 ? 'nobody' : <Words of={textsAt(one, 'would_permit')} />}.
        </p>
      ))}
      {isFields(dig(decision, 'candidate')) && (
        <p class="hint">
          The candidate policy{' '}
          {isAt(decision, 'candidate.changes') ? 'would have decided otherwise' : 'would have decided the same'}
          {': '}
          <Words of={textsAt(decision, 'candidate.would_permit')} />
        </p>
      )}
      {digest !== null && (
        <p class="hint">
          Policy <Word text={textAt(decision, 'policy.id') ?? ''} />{' '}
          <Word text={textAt(decision, 'policy.version') ?? ''} />,{' '}
          <Link to="/policy/history">
            <Short digest={digest} />
          </Link>
        </p>
      )}
    </>
  )
}

type SentParts = { readonly decision: Json; readonly outcome: Json; readonly found: FoundRequest }

function Sent({ decision, outcome, found }: SentParts) {
  const [planned, made] = [fieldsAt(decision, 'attempts'), fieldsAt(outcome, 'attempts')]
  if (found.effect !== 'permit') return <p class="quiet">Nothing was sent.</p>
  if (found.outcome === 'late') return <p class="quiet">Nothing was sent: its record came too late.</p>
  const rows = made.length > 0 ? made : planned
  const flags = fieldsAt(decision, 'flags')
  return (
    <>
      <Table label="Attempts" heads={['To', 'Node', 'Address', 'Model', 'Result', numbers('Took')]}>
        {rows.map((one, nth) => (
          <tr key={nth}>
            <td>
              <Place name={textAt(one, 'to')} />
            </td>
            <td>{word(textAt(one, 'node'), 40) ?? <span class="none">–</span>}</td>
            <td>
              {textAt(one, 'peer') === null ? (
                <span class="none">–</span>
              ) : (
                <Word text={textAt(one, 'peer') ?? ''} code />
              )}
            </td>
            <td>
              {word(textAt(one, 'model'), 40)}
              {textAt(one, 'translated_to') !== null && (
                <span class="hint">
                  {' '}
                  as <Word text={textAt(one, 'translated_to') ?? ''} />
                </span>
              )}
            </td>
            <td>
              {made.length === 0 ? 'planned' : <Word text={textAt(one, 'result') ?? '?'} />} {numberAt(one, 'status')}
            </td>
            <td class="number">{took(numberAt(one, 'ms'))}</td>
          </tr>
        ))}
      </Table>
      {made.length === 0 && <p class="hint">No outcome yet: this is what was planned, in this order.</p>}
      {made.length > 0 && planned.length > made.length && (
        <p class="hint">{plural(planned.length - made.length, 'further attempt')} planned, and not needed.</p>
      )}
      {isAt(decision, 'stand_in') && (
        <p class="notice warn">A stand-in of the demo may have answered, not a real model.</p>
      )}
      {flags.length > 0 && (
        <details>
          <summary class="hint">What OpenRouter was told about providers</summary>
          <pre class="raw">{revealLines(JSON.stringify(flags, null, 2))}</pre>
        </details>
      )}
    </>
  )
}

function CameBack({ outcome, found }: { readonly outcome: Json; readonly found: FoundRequest }) {
  if (found.effect !== 'permit') return <p class="quiet">The caller got the refusal above.</p>
  if (!isFields(outcome)) return <p class="quiet">Nothing is known of an answer yet.</p>
  const breaches = textsAt(outcome, 'breaches')
  const verified = textAt(outcome, 'verified')
  return (
    <>
      <p>
        <Word text={resultSays(textAt(outcome, 'result') ?? '')} />
      </p>
      {breaches.length > 0 && (
        <p class="notice bad">
          The answer says that it was not made as it was asked for: <Words of={breaches} />.
        </p>
      )}
      <Pairs
        of={[
          ['Status', numberAt(outcome, 'status')],
          ['Served by', textAt(outcome, 'served.to') === null ? null : <Place key="to" name={textAt(outcome, 'served.to')} provider={textAt(outcome, 'served.provider')} />], // prettier-ignore
          [
            'Address',
            textAt(outcome, 'served.peer') === null ? null : (
              <Word key="peer" text={textAt(outcome, 'served.peer') ?? ''} code />
            ),
          ],
          ['Model', word(textAt(outcome, 'served.model'))],
          ['Provider', verified === null ? null : <Word key="v" text={verifiedSays(verified)} />],
          ['Tokens', found.tokens_in === null && found.tokens_out === null ? null : `${count(found.tokens_in ?? 0)} in, ${count(found.tokens_out ?? 0)} out`], // prettier-ignore
          ['Cost', found.cost === null ? null : dollars(found.cost)],
          ['First byte', numberAt(outcome, 'first_byte_ms') === null ? null : took(numberAt(outcome, 'first_byte_ms'))],
          ['Waited', (numberAt(outcome, 'queued_ms') ?? 0) > 0 ? took(numberAt(outcome, 'queued_ms')) : null],
          ['In all', took(numberAt(outcome, 'ms'))],
          ['Size', numberAt(outcome, 'bytes_out') === null ? null : bytes(numberAt(outcome, 'bytes_out') ?? 0)],
        ]}
      />
    </>
  )
}

function Raw({ title, value }: { readonly title: string; readonly value: Json }) {
  const { view } = useSession()
  if (!isFields(value)) return null
  const text = JSON.stringify(value, null, 2)
  return (
    <details class="card" data-origin={view.origin}>
      <summary>
        {title} <span class="hint">as it stands in the ledger</span>
      </summary>
      <pre class="raw" tabIndex={0}>
        <Word text={text} most={60_000} />
      </pre>
      <Copy text={text} says="Copy" />
    </details>
  )
}
