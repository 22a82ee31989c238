import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Job, JobList, JobStarted } from '../../contract/jobs.ts'
import { ask, AskError, askJson } from './api.ts'
import { followJob } from './follow-job.ts'
import { useSession } from './session.ts'

export type JobState =
  | { readonly state: 'none' }
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly id: string; readonly progress: number; readonly isLost: boolean }
  | { readonly state: 'done'; readonly job: Job }
  | { readonly state: 'failed'; readonly says: string }

export type UsedJob = {
  readonly work: JobState
  readonly start: (body: unknown) => void
  /** Ends it, or forgets what came of it. */
  readonly drop: () => void
}

type JobParts = {
  /** What it is called among one's own work. */
  readonly kind: string
  /** Where it is started. */
  readonly path: string
  /** True: it goes on when the page is left, and is found again. False: it ends with the page, and nothing is kept of it. */
  readonly isKept: boolean
}

const NONE: JobState = { state: 'none' }

/** Some long work that Cordon does, from its start to what came of it. */
export function useJob({ kind, path, isKept }: JobParts): UsedJob {
  const { lost } = useSession()
  const [work, setWork] = useState<JobState>(NONE)
  /** Which of the works that were ever followed here is the one that counts, and its id once it is known. */
  const turn = useRef(0)
  const current = useRef<string | null>(null)

  const follow = useCallback(
    async (id: string, mine: number) => {
      current.current = id
      const isOver = () => turn.current !== mine
      setWork({ state: 'running', id, progress: 0, isLost: false })
      const followed = await followJob({
        ask: (seconds) => askJson<Job>(`/admin/jobs/${encodeURIComponent(id)}?wait=${String(seconds)}`),
        isFinal: (thrown) => thrown instanceof AskError && [401, 403, 404].includes(thrown.status),
        pause: (ms) => new Promise((done) => setTimeout(done, ms)),
        isOver,
        onRunning: ({ progress }) => setWork({ state: 'running', id, progress, isLost: false }),
        onLost: () => setWork((old) => (old.state === 'running' ? { ...old, isLost: true } : old)),
      })
      if (isOver()) return
      if (followed.end === 'ended') setWork(endOf(followed.job))
      else if (followed.end === 'gone') {
        current.current = null
        setWork({ state: 'failed', says: 'Cordon does not know of this work any more. It may have been started anew.' })
        if (followed.thrown instanceof AskError && followed.thrown.status === 401) lost()
      }
    },
    [lost],
  )

  const forget = useCallback(() => {
    const id = current.current
    current.current = null
    if (id !== null) ask(`/admin/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => {}) // it ends by itself, too
  }, [])

  const start = useCallback(
    (body: unknown) => {
      forget()
      const mine = (turn.current += 1)
      setWork({ state: 'starting' })
      askJson<JobStarted>(path, { method: 'POST', body }).then(
        ({ job }) => {
          if (turn.current === mine) return follow(job, mine)
          // left before it was known: what is not kept is not left running either
          return isKept ? undefined : ask(`/admin/jobs/${encodeURIComponent(job)}`, { method: 'DELETE' }).then(() => {}, () => {}) // prettier-ignore
        },
        (thrown: AskError) => {
          if (thrown.status === 401) lost()
          if (turn.current === mine) setWork({ state: 'failed', says: thrown.message })
        },
      )
    },
    [path, isKept, follow, forget, lost],
  )

  const drop = useCallback(() => {
    turn.current += 1
    forget()
    setWork(NONE)
  }, [forget])

  useEffect(() => {
    const mine = (turn.current += 1)
    if (isKept)
      askJson<JobList>('/admin/jobs').then(
        ({ jobs }) => {
          const found = jobs.find((job) => job.kind === kind && job.state !== 'failed')
          if (found !== undefined && turn.current === mine) void follow(found.job, mine)
        },
        () => {}, // one can be started anew
      )
    return () => {
      turn.current += 1
      if (!isKept) forget()
    }
  }, [kind, isKept, follow, forget])

  return { work, start, drop }
}

const endOf = (job: Job): JobState =>
  job.state === 'done' ? { state: 'done', job } : { state: 'failed', says: job.problem ?? 'It came to no end.' }
