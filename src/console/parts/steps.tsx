import type { Step, Verdict } from '../lib/verify/step.ts'
import { Word } from './word.tsx'

const SAYS: Readonly<Record<Verdict, readonly [tone: string, says: string]>> = {
  holds: ['good', 'It holds.'],
  fails: ['bad', 'It does not hold.'],
  cannot: ['warn', 'This browser cannot tell.'],
}
const TONES: Readonly<Record<Step['state'], readonly [tone: string, says: string]>> = {
  ok: ['good', 'ok'],
  failed: ['bad', 'fails'],
  cannot: ['off', 'cannot'],
}

/** What was checked, one thing after the other, and what it comes to. */
export function Steps({ verdict, steps }: { readonly verdict: Verdict; readonly steps: readonly Step[] }) {
  const [tone, says] = SAYS[verdict]
  return (
    <div class="steps" role="status">
      <p class={`notice ${tone}`}>
        <strong>{says}</strong>
      </p>
      <ol>
        {steps.map(({ state, says: text }) => (
          <li key={text}>
            <span class={`badge ${TONES[state][0]}`}>{TONES[state][1]}</span> <Word text={text} most={600} />
          </li>
        ))}
      </ol>
    </div>
  )
}
