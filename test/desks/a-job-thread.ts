/** What the threads of the tests about jobs do: as they are told. */
import { workOn } from '../../src/desks/job-thread.ts'
import { Problem } from '../../src/terms/problem.ts'

export type Told = {
  readonly how: 'value' | 'file' | 'refuse' | 'throw' | 'stay' | 'spin' | 'grow'
  readonly size?: number
}

workOn<Told>(async ({ how, size = 4 }, tell) => {
  tell(0.25)
  if (how === 'refuse') throw new Problem('invalid_request', 'no', { says: 'There is no such day.' })
  if (how === 'throw') throw new Error('a path in a message: /var/lib/secret')
  if (how === 'spin') for (;;) tell(0.5)
  if (how === 'stay') await new Promise((done) => setTimeout(done, 60_000))
  if (how === 'grow') for (const all: string[] = []; ;) all.push('x'.repeat(50_000) + String(all.length))
  if (how === 'file') return { file: { name: 'a.txt', type: 'text/plain', bytes: Buffer.alloc(size, 'a') }, rows: 3 }
  return { value: { text: 'v'.repeat(size) }, rows: 7 }
})
