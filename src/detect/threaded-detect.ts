import type { Detector, DetectorFailure } from '../terms/finding.ts'
import type { Segment } from '../terms/prompt.ts'
import { createLookAt, createPatientDetect, createPause } from './detect.ts'
import type { PatientDetect, PatientOptions } from './detect.ts'
import { createRun } from './run.ts'
import type { Answered, Ask, Asked } from './run.ts'
import { besides } from './thread.ts'
import type { Threads } from './threads.ts'

export type ThreadedOptions = PatientOptions & {
  /** They run `look-thread.ts`. */
  readonly threads: Pick<Threads<LookJob, readonly Answered[]>, 'run'>
  /** UTF-16 units of new text from which on a prompt is looked at in a thread. */
  readonly leastChars: number
}

/** Texts for a thread to look at, with which detectors, and milliseconds for all of them. */
export type LookJob = { readonly asked: readonly Asked[]; readonly detectors: string; readonly budgetMs: number }

/** The module that such threads run. */
export const LOOK_THREAD = besides('look-thread', import.meta.url)

export const idsOf = (detectors: readonly Detector[]): string => detectors.map(({ id }) => id).join(' ')

/**
 * `createPatientDetect`, which leaves prompts with much new text to threads. What is known of a text is answered here, the rest is
 * sent in one job. The result is the same, unless a thread takes too long, breaks or cannot be had: then the prompt has
 * failed, as `detect`.
 */
export function createThreadedDetect({ threads, leastChars, ...options }: ThreadedOptions): PatientDetect {
  const { detectors, budgetMs = 2_000 } = options
  const patient = createPatientDetect(options)
  const begin = createRun(options)
  const lookAt = createLookAt(detectors)

  const inThread = async (asks: readonly Ask[]): Promise<readonly Answered[]> => {
    const asked = asks.map(({ segment, window }) => ({ segment, window }))
    const worked = await threads.run({ asked, detectors: idsOf(detectors), budgetMs })
    if (worked.kind === 'failed') return [failedAs(worked.why)]
    return areAnswers(worked.answer, asked.length) ? worked.answer : [failedAs('threw')]
  }

  return async (prompt, scope = '') => {
    if (lengthOf(prompt.segments) < leastChars) return patient(prompt, scope)
    const run = begin(prompt, scope)
    const pause = createPause(options)
    const asks: { readonly ask: Ask; readonly known: Answered | null }[] = []
    for (const ask of run.asks()) {
      asks.push({ ask, known: run.known(ask) })
      if (pause.isDue()) await pause.rest(run.clock)
    }
    const unknown = asks.flatMap(({ ask, known }) => (known === null ? [ask] : []))
    const isMuch = lengthOf(unknown.map(({ segment }) => segment)) >= leastChars
    const answers = (isMuch ? await inThread(unknown) : []).values()
    for (const { ask, known } of asks) {
      const answer = known ?? (isMuch ? answers.next().value : lookAt(ask, run.clockOf()))
      if (answer !== undefined) run.take(ask, answer)
      if (run.isLate()) break
      if (pause.isDue()) await pause.rest(run.clock)
    }
    return run.end()
  }
}

const lengthOf = (segments: readonly Segment[]): number => segments.reduce((sum, { text }) => sum + text.length, 0)

const failedAs = (why: DetectorFailure['why']): Answered => ({
  sights: [],
  failed: [{ detector: 'detect', why }],
  isLate: true,
})

/** Each text has its answer, up to one that was late. A broken thread may say anything. */
const areAnswers = (answers: unknown, count: number): answers is readonly Answered[] =>
  Array.isArray(answers) &&
  answers.every(isAnswer) &&
  (answers.length === count || (answers.length < count && answers.at(-1)?.isLate === true))

const isAnswer = (answer: unknown): answer is Answered => {
  const { sights, failed, isLate } = Object(answer) as Partial<Answered>
  return Array.isArray(sights) && Array.isArray(failed) && (isLate === false || (isLate === true && failed.length > 0))
}
