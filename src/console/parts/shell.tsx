import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { clearBench, useUnsaved } from '../lib/bench.ts'
import { moment } from '../lib/format.ts'
import { useKeys } from '../lib/keys.ts'
import { useSession } from '../lib/session.ts'
import { changeSettings, useSettings } from '../lib/settings.ts'
import { KeyHelp } from './key-help.tsx'
import { Mark } from './mark.tsx'
import { Menu } from './menu.tsx'
import { Short, Word } from './word.tsx'

const PLACES = [
  { to: '/', says: 'Overview', key: 'o', needs: 'records' },
  { to: '/records', says: 'Access log', key: 'r', needs: 'records' },
  { to: '/policy', says: 'Policy', key: 'p', needs: 'policy' },
  { to: '/policy/playground', says: 'Playground', key: 'y', needs: 'policy' },
  { to: '/evidence', says: 'Evidence', key: 'e', needs: 'records' },
] as const

/** What stands around every page: where one may go, who one is, and what one sees of the whole. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { view } = useSession()
  const [path, go] = useLocation()
  const main = useRef<HTMLElement>(null)
  const places = PLACES.filter(({ needs }) => view.may[needs])
  const isHere = (to: string) => (to === '/' || to === '/policy' ? path === to || (to === '/policy' && path.startsWith('/policy/') && path !== '/policy/playground') : path.startsWith(to)) // prettier-ignore
  useKeys(Object.fromEntries(places.map(({ key, to }) => [`g ${key}`, () => go(to)])))

  // A new page is read from its heading on, by eyes and by screen readers.
  const first = useRef(true)
  const page = path.split('/').slice(0, 3).join('/')
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true })
    first.current = false
    window.scrollTo(0, 0)
  }, [page])

  return (
    <div class="shell">
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="bar">
        <Link to="/" class="brand">
          <Mark />
          <span>Cordon</span>
        </Link>
        <nav aria-label="Pages">
          {places.map(({ to, says }) => (
            <Link key={to} to={to} aria-current={isHere(to) ? 'page' : undefined}>
              {says}
            </Link>
          ))}
        </nav>
        <Who />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <span>
          Ledger <Word text={view.origin} />
        </span>
        {view.policy !== null && (
          <span>
            Policy <Word text={view.policy.name} /> <Word text={view.policy.version} />{' '}
            <Short digest={view.policy.digest} />
          </span>
        )}
        <span>
          Cordon <Word text={view.version} />
        </span>
        <Printed />
        <KeyHelp places={places} />
      </footer>
    </div>
  )
}

/** On paper: when it was printed, by whom, and of which page. */
function Printed() {
  const { caller } = useSession().view
  const { zone } = useSettings()
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const look = () => setNow(Date.now())
    addEventListener('beforeprint', look)
    return () => removeEventListener('beforeprint', look)
  }, [])
  return (
    <span class="paper">
      Printed {moment(now, zone)} by <Word text={caller.id} code /> from <Word text={location.href} most={400} />
    </span>
  )
}

const LOSE = 'The draft of a policy in the playground is saved nowhere. Sign out, and lose it?'

/** Who one is here, as the token says; and what this browser does about light and times. */
function Who() {
  const { view, signOut } = useSession()
  const { theme, zone } = useSettings()
  const isUnsaved = useUnsaved()
  const leave = () => {
    if (isUnsaved && !confirm(LOSE)) return
    clearBench()
    signOut()
  }
  const { id, roles, tenant, team, department } = view.caller
  const rest = Object.entries({ tenant, team, department }).filter(([, values]) => values.length > 0)
  return (
    <Menu says={<Word text={roles[0] ?? 'signed in'} most={24} />} label="You" align="end">
      <div class="who">
        <p class="hint">Signed in as</p>
        <p>
          <Word text={id} code />
        </p>
        <dl class="pairs">
          <dt>role</dt>
          <dd>{roles.length === 0 ? 'none' : roles.map((role) => <Word key={role} text={role} />)}</dd>
          {rest.map(([name, values]) => (
            <>
              <dt>{name}</dt>
              <dd>
                {values.map((value) => (
                  <Word key={value} text={value} />
                ))}
              </dd>
            </>
          ))}
        </dl>
        <p class="hint">{SEES(view.may)}</p>
        <Choice
          says="Theme"
          of={['system', 'light', 'dark']}
          value={theme}
          onChange={(value) => changeSettings({ theme: value })}
        />
        <Choice
          says="Times"
          of={['UTC', 'local']}
          value={zone === 'utc' ? 'UTC' : 'local'}
          onChange={(value) => changeSettings({ zone: value === 'UTC' ? 'utc' : 'local' })}
        />
        <button type="button" onClick={leave}>
          Sign out
        </button>
      </div>
    </Menu>
  )
}

const SEES = ({ records, allRecords }: { readonly records: boolean; readonly allRecords: boolean }) =>
  allRecords
    ? 'You see all records. Each look at them leaves a record.'
    : records
      ? 'You see the records that your role may read, and no trace of others. Each look at them leaves a record.'
      : 'You may see the policy, and no records.'

type ChoiceParts<T extends string> = {
  readonly says: string
  readonly of: readonly T[]
  readonly value: T
  readonly onChange: (value: T) => void
}

export function Choice<T extends string>({ says, of, value, onChange }: ChoiceParts<T>) {
  return (
    <div class="choice" role="group" aria-label={says}>
      <span>{says}</span>
      <span class="segmented">
        {of.map((one) => (
          <button key={one} type="button" aria-pressed={one === value} onClick={() => onChange(one)}>
            {one}
          </button>
        ))}
      </span>
    </div>
  )
}
