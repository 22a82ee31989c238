import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, test } from '@jest/globals'
import { LOOK_THREAD } from '../../src/detect/threaded-detect.ts'
import { createThreads } from '../../src/detect/threads.ts'
import type { Threads, ThreadsOptions } from '../../src/detect/threads.ts'

/** A module that runs in a thread, from its source. */
const moduleOf = (source: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads'\n${source}`)}`,
  )

/** Does what a job says. */
const OBEDIENT = moduleOf(`
  let count = 0
  parentPort.on('message', (job) => {
    count++
    if (job === 'count') parentPort.postMessage(count)
    else if (job === 'throw') throw new Error('My SSN is 536-22-8726')
    if (job === 'reject') void Promise.reject(new Error('My SSN is 536-22-8726'))
    else if (job === 'hang') for (;;);
    else if (job === 'exit') process.exit(0)
    else if (job === 'eat') for (const all = []; ; ) all.push(new Array(1000).fill(Math.random()))
    else if (job === 'data') parentPort.postMessage(workerData)
    else if (job === 'environment') parentPort.postMessage(Object.keys(process.env).length)
    else if (job?.slow) setTimeout(() => parentPort.postMessage('slow'), job.slow)
    else if (job !== 'silent') parentPort.postMessage(job)
  })
  parentPort.postMessage('ready')`)

const made: Threads<unknown, unknown>[] = []
const threadsOf = (options: Partial<ThreadsOptions> = {}) => {
  const threads = createThreads<unknown, unknown>({ entry: OBEDIENT, count: 1, limitMs: 20_000, ...options })
  made.push(threads)
  return threads
}
afterEach(async () => void (await Promise.all(made.splice(0).map(({ close }) => close()))))

const done = (answer: unknown) => ({ kind: 'done', answer })
const failed = (why: string) => ({ kind: 'failed', why })

describe('threads', () => {
  test('answer each job with its own answer, however many there are', async () => {
    const { run } = threadsOf({ count: 2 })
    const jobs = Array.from({ length: 50 }, (_, i) => i)
    expect(await Promise.all(jobs.map(run))).toEqual(jobs.map(done))
  })

  test('are given data, and no environment', async () => {
    const { run } = threadsOf({ data: { a: 1 } })
    expect([await run('data'), await run('environment')]).toEqual([done({ a: 1 }), done(0)])
  })

  test.each([
    ['throws', 'throw', 'threw'],
    ['rejects', 'reject', 'threw'],
    ['ends itself', 'exit', 'threw'],
    ['needs more memory than there is', 'eat', 'threw'],
    ['cannot be sent its job', () => {}, 'threw'],
    ['never comes back', 'hang', 'timed_out'],
    ['says nothing', 'silent', 'timed_out'],
  ])(
    'one that %s has failed, without a word of the text, and is replaced',
    async (_, job, why) => {
      const { run } = threadsOf({
        limitMs: job === 'hang' || job === 'silent' ? 300 : 60_000,
        waitMs: 60_000,
        heapMb: 48,
      })
      const [first, second] = await Promise.all([run(job), run('next')])
      expect([first, second]).toEqual([failed(why), done('next')])
    },
    60_000,
  )

  test.each([
    ['throws', `throw new Error('no')`],
    ['is no module', `import 'node:nothing-of-the-kind'`],
    ['ends at once', 'process.exit(0)'],
    ['says something else first', `parentPort.postMessage('hello')`],
  ])('one that %s at its start has failed, each time', async (_, source) => {
    const { run } = threadsOf({ entry: moduleOf(source) })
    expect([await run(1), await run(2)]).toEqual([failed('threw'), failed('threw')])
  })

  test('one that does not start in time has failed', async () => {
    const { run } = threadsOf({ entry: moduleOf('setInterval(() => {}, 1000)'), startMs: 300 })
    expect(await run(1)).toEqual(failed('timed_out'))
  })

  test('an answer that comes too late is nobody’s', async () => {
    const { run } = threadsOf({ limitMs: 300 })
    const late = run({ slow: 600 })
    expect(await late).toEqual(failed('timed_out'))
    const next = [run('a'), run('b')]
    await new Promise((done) => setTimeout(done, 500))
    expect(await Promise.all(next)).toEqual([done('a'), done('b')])
  })

  test('more jobs than may wait are refused at once, and those before are done', async () => {
    const { run } = threadsOf({ maxWaiting: 2 })
    const jobs = [run({ slow: 100 }), run('a'), run('b'), run('c'), run('d')]
    expect(await Promise.all(jobs)).toEqual([
      done('slow'),
      done('a'),
      done('b'),
      failed('overloaded'),
      failed('overloaded'),
    ])
  })

  test('who waits too long is refused, and is not done later', async () => {
    const { run } = threadsOf({ limitMs: 2_000, waitMs: 200 })
    const [hung, waited] = [run('silent'), run('waited')]
    expect(await waited).toEqual(failed('overloaded'))
    expect(await hung).toEqual(failed('timed_out'))
    expect(await run('count')).toEqual(done(1))
  })

  test('are closed when what was asked for is done; and do what comes after', async () => {
    const { run, close } = threadsOf({ count: 2 })
    const jobs = [run({ slow: 200 }), run('b'), run('c')]
    const closed = close()
    expect(await Promise.all(jobs)).toEqual([done('slow'), done('b'), done('c')])
    await closed
    expect(await run('after')).toEqual(done('after'))
    await close()
  })
})

test.each([LOOK_THREAD.href, new URL('../command/detect-thread.ts', LOOK_THREAD).href])(
  'in %s nothing is left that opens a socket by its name',
  async (module) => {
    const source = `import('${module}').then(() =>
      require('node:worker_threads').parentPort.postMessage([typeof fetch, typeof WebSocket, typeof EventSource]))`
    const worker = new Worker(source, { eval: true })
    const said: unknown[] = []
    for await (const [message] of on(worker, 'message')) if (said.push(message) === 2) break
    await worker.terminate()
    expect(said).toEqual(['ready', ['undefined', 'undefined', 'undefined']])
  },
)
