import { Link } from 'wouter-preact'
import type { DiffCase, PolicyDiff, PolicyName } from '../../contract/policy.ts'
import { withQuery } from '../lib/api.ts'
import { count, plural } from '../lib/format.ts'
import { useQuestion } from '../lib/use-question.ts'
import { useWrittenSearch } from '../lib/use-written-search.ts'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { TwoTexts } from '../parts/two-texts.tsx'
import { Table } from '../parts/table.tsx'
import { Word, Words } from '../parts/word.tsx'

/** What one policy allows and denies otherwise than another: what it opens before all else. */
export function PolicyDiffPage() {
  const params = new URLSearchParams(useWrittenSearch())
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? '']
  const isAsked = from !== '' && to !== ''
  const { data, error, again } = useQuestion<PolicyDiff>(isAsked ? withQuery('/admin/policy/diff', { from, to }) : null)
  if (!isAsked) return <Choose />
  if (error !== null) return <Failed error={error} again={again} />
  if (data === null) return <Loading says="Trying everything that the two name" />
  return <Difference diff={data} />
}

const Choose = () => (
  <Empty title="Which two?">
    <p>
      Choose them in the <Link to="/policy/history">history</Link>.
    </p>
  </Empty>
)

const nameOf = ({ name, version }: PolicyName): string => `${name} ${version}`

function Difference({ diff }: { readonly diff: PolicyDiff }) {
  const { from, to, opens, newlyAllowed, newlyDenied, settings, tried, whole, more, texts } = diff
  return (
    <>
      <div class="title">
        <h1>
          From <Word text={nameOf(from)} /> to <Word text={nameOf(to)} />
        </h1>
        <span class="spring" />
        <Link class="no-print" to={withQuery('/policy/diff', { from: to.digest, to: from.digest })}>
          The other way round
        </Link>
      </div>
      <dl class="pairs facts">
        <dt>Old</dt>
        <dd>
          <Word text={from.digest} code />
        </dd>
        <dt>New</dt>
        <dd>
          <Word text={to.digest} code />
        </dd>
      </dl>
      {opens.length > 0 ? (
        <section class="notice bad opens" aria-label="What it opens">
          <h2>It opens something</h2>
          <ul>
            {opens.map((says) => (
              <li key={says}>
                <Word text={says} most={400} />
              </li>
            ))}
          </ul>
        </section>
      ) : (
        whole && (
          <p class="notice good">
            <strong>It opens nothing.</strong>{' '}
            <span>Nothing more may go to the cloud, and no destination there is bound less tightly.</span>
          </p>
        )
      )}
      {!whole && (
        <p class="notice warn">
          Not all cases were tried, because there are too many: what is not told here may differ all the same.
        </p>
      )}
      <div class="columns">
        <Cases title="Newly allowed" none="Nothing is newly allowed." cases={newlyAllowed} tone="bad" />
        <Cases title="Newly denied" none="Nothing is newly denied." cases={newlyDenied} tone="good" />
      </div>
      <p class="hint">
        {count(tried)} cases tried: {whole ? 'all that make a difference' : 'not all that make a difference'}.
        {more > 0 && ` ${plural(more, 'case')} more that differ are not listed here.`}
      </p>
      <Settings settings={settings} />
      <section class="card">
        <header>
          <h2>{texts.form === 'source' ? 'As written' : 'What the digests are made of'}</h2>
          {texts.form === 'canonical' && (
            <span class="hint">The source of one of them is not at hand: one setting a line, in a fixed order.</span>
          )}
        </header>
        {texts.from === texts.to ? (
          <p class="quiet">The texts are the same.</p>
        ) : (
          <TwoTexts
            key={`${from.digest} ${to.digest}`}
            from={texts.from}
            to={texts.to}
            names={[from.version, to.version]}
          />
        )}
      </section>
    </>
  )
}

type CasesParts = {
  readonly title: string
  readonly none: string
  readonly cases: readonly DiffCase[]
  readonly tone: 'bad' | 'good'
}

function Cases({ title, none, cases, tone }: CasesParts) {
  // to the cloud first: that is what somebody has to answer for
  const sorted = [...cases].sort((one, other) => Number(one.zone === 'lan') - Number(other.zone === 'lan'))
  return (
    <section class="card cases">
      <header>
        <h2>{title}</h2>
        <span class={`badge ${cases.length === 0 ? 'off' : tone}`}>{count(cases.length)}</span>
      </header>
      {cases.length === 0 && <p class="quiet">{none}</p>}
      <ul>
        {sorted.map(({ destination, zone, text, before, now }, nth) => (
          <li key={nth} class={zone}>
            <span class={`place ${zone}`}>
              <Word text={destination} most={28} />
            </span>
            <p>
              <Word text={text} most={600} />
            </p>
            <p class="hint">
              <Words of={before} most={40} /> → <Words of={now} most={40} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

const TONES = { weaker: 'bad', stronger: 'good', other: 'off' } as const

function Settings({ settings }: { readonly settings: PolicyDiff['settings'] }) {
  if (settings.length === 0) return null
  const sorted = [...settings].sort((one, other) => rank(one) - rank(other))
  return (
    <section class="card">
      <h2>Set otherwise</h2>
      <Table label="Set otherwise" heads={['Now', 'Setting', 'Before', 'After']}>
        {sorted.map(({ what, before, now, direction, outside }) => (
          <tr key={what}>
            <td>
              <span class={`badge ${TONES[direction]}`}>{direction}</span>
            </td>
            <th scope="row">
              <Word text={what} most={120} code />
              {outside && <span class="hint"> binds a destination outside, or what is found</span>}
            </th>
            <td>
              <Word text={before} most={240} />
            </td>
            <td>
              <Word text={now} most={240} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

const rank = ({ direction, outside }: PolicyDiff['settings'][number]): number =>
  ['weaker', 'other', 'stronger'].indexOf(direction) * 2 + (outside ? 0 : 1)
