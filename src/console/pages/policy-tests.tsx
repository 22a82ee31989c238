import { useState } from 'preact/hooks'
import type { PolicyTests } from '../../contract/policy.ts'
import { plural } from '../lib/format.ts'
import { useQuestion } from '../lib/use-question.ts'
import { Empty, Failed, Loading } from '../parts/notice.tsx'
import { Table } from '../parts/table.tsx'
import { Word } from '../parts/word.tsx'

type Test = PolicyTests['tests'][number]

/** The policy's own tests, asked here and now. */
export function PolicyTestsPage() {
  const { data, error, isLoading, again } = useQuestion<PolicyTests>('/admin/policy/tests')
  const [search, setSearch] = useState('')
  const [isFailing, setIsFailing] = useState(false)
  if (error !== null) return <Failed error={error} again={again} />
  if (data === null) return <Loading says="Asking the policy its own questions" />
  const wanted = search.trim().toLowerCase()
  // what fails comes first
  const sorted = [...data.tests].sort((one, other) => Number(one.ok) - Number(other.ok))
  const shown = sorted.filter((test) => (!isFailing || !test.ok) && textOf(test).includes(wanted))
  return (
    <>
      <div class="title">
        <h1>Tests</h1>
        <p class="hint">
          Each is a question that the policy has to answer as its authors expect. They were asked just now, as of{' '}
          <Word text={data.day} />.
        </p>
      </div>
      {data.tests.length === 0 ? (
        <Empty title="This policy has no tests.">
          <p>
            Write some in its file under <code>tests:</code>, or in a file beside it. Nobody would notice a change that
            breaks it.
          </p>
        </Empty>
      ) : (
        <>
          <p class={`notice row ${data.failed === 0 ? 'good' : 'bad'}`} role="status">
            <strong>
              {data.failed === 0
                ? `All ${plural(data.passed, 'test')} pass.`
                : `${plural(data.failed, 'test fails', 'tests fail')}, ${plural(data.passed, 'passes', 'pass')}.`}
            </strong>
            <button type="button" class="no-print" onClick={again} disabled={isLoading}>
              {isLoading ? 'Asking…' : 'Ask again'}
            </button>
          </p>
          <div class="filters no-print" role="search" aria-label="Tests">
            <input
              type="search"
              placeholder="Search"
              aria-label="Search the tests"
              value={search}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
            <button type="button" aria-pressed={isFailing} onClick={() => setIsFailing(!isFailing)}>
              Only what fails
            </button>
            <span class="hint">
              {shown.length} of {plural(data.tests.length, 'test')}
            </span>
          </div>
          {shown.length === 0 ? (
            <Empty title={isFailing && data.failed === 0 ? 'None fails.' : 'No test says that.'} />
          ) : (
            <ul class="card tests">
              {shown.map((test) => (
                <TestRow key={`${test.file} ${String(test.line)}`} test={test} />
              ))}
            </ul>
          )}
        </>
      )}
    </>
  )
}

const textOf = ({ it, file, differences }: Test): string =>
  [it, file, ...differences.map(({ text }) => text)].join('\n').toLowerCase()

function TestRow({ test: { it, ok, file, line, differences } }: { readonly test: Test }) {
  return (
    <li>
      <span class={`badge ${ok ? 'good' : 'bad'}`}>{ok ? 'passes' : 'fails'}</span>
      <div>
        <p>
          <Word text={it} most={300} />
        </p>
        {differences.length > 0 && (
          <Table label="What came out" heads={['What', 'Expected', 'Came out']}>
            {differences.map(({ what, expected, got, text }, nth) => (
              <tr key={nth}>
                <td>
                  <Word text={what} />
                </td>
                {expected === null && got === null ? (
                  <td colSpan={2}>
                    <Word text={text} most={300} />
                  </td>
                ) : (
                  <>
                    <td>{expected === null ? <span class="none">–</span> : <Word text={expected} most={200} />}</td>
                    <td>{got === null ? <span class="none">–</span> : <Word text={got} most={200} />}</td>
                  </>
                )}
              </tr>
            ))}
          </Table>
        )}
      </div>
      <span class="hint where">
        <Word text={file} most={48} />:{line}
      </span>
    </li>
  )
}
