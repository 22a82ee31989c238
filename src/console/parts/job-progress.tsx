import type { JobState } from '../lib/use-job.ts'
import { Word } from './word.tsx'

type JobProgressParts = {
  readonly work: JobState
  /** What is being done, such as “Checking the ledger”. */
  readonly says: string
  readonly onDrop: () => void
}

/** How far some long work is, with a way to end it; or why it failed. Nothing where there is none, or it is done. */
export function JobProgress({ work, says, onDrop }: JobProgressParts) {
  if (work.state === 'failed')
    return (
      <p class="notice bad" role="alert">
        <span>
          <strong>It did not work.</strong> <Word text={work.says} most={600} />
        </span>
      </p>
    )
  if (work.state !== 'starting' && work.state !== 'running') return null
  const progress = work.state === 'running' && work.progress > 0 ? work.progress : null
  return (
    <div class="job">
      <p role="status">
        {says}… {progress !== null && `${String(Math.floor(progress * 100))} %`}
        {work.state === 'running' && work.isLost && (
          <span class="hint"> No answer just now. It goes on all the same, and is asked for again.</span>
        )}
      </p>
      <progress aria-label={says} {...(progress !== null && { value: progress })} max={1} />
      <button type="button" onClick={onDrop}>
        Cancel
      </button>
    </div>
  )
}
