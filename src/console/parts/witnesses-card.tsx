import type { EvidenceState, WitnessState } from '../../contract/evidence.ts'
import { count, stamp } from '../lib/format.ts'
import { useSettings } from '../lib/settings.ts'
import { numbers, Table, timeHead } from './table.tsx'
import { Word } from './word.tsx'

const STATES: Readonly<Record<WitnessState['state'], readonly [tone: string, says: string]>> = {
  in_order: ['good', 'in order'],
  behind: ['off', 'behind'],
  failing: ['bad', 'fails'],
  never: ['warn', 'has none yet'],
}
const KINDS: Readonly<Record<WitnessState['kind'], string>> = {
  file: 'a file elsewhere',
  command: 'a command',
  https: 'a service',
}

/** Who else keeps checkpoints, and how far each of them reaches. */
export function WitnessesCard({ witnesses, checkpoint }: Pick<EvidenceState, 'witnesses' | 'checkpoint'>) {
  const { zone } = useSettings()
  return (
    <section class="card">
      <h2>Witnesses</h2>
      {witnesses.length === 0 ? (
        <p class="quiet">
          None is configured. A witness keeps copies of checkpoints where whoever runs this Cordon cannot change them.
        </p>
      ) : (
        <Table
          label="Witnesses"
          heads={['Witness', 'State', numbers('Has records'), numbers('Behind'), timeHead(zone, 'Since')]}
        >
          {witnesses.map(({ name, kind, size, at, state }) => (
            <tr key={name}>
              <th scope="row">
                <Word text={name} /> <span class="hint">{KINDS[kind]}</span>
              </th>
              <td>
                <span class={`badge ${STATES[state][0]}`}>{STATES[state][1]}</span>
              </td>
              <td class="number">{size === null ? '–' : count(size)}</td>
              <td class="number">{checkpoint === null ? '–' : count(Math.max(0, checkpoint.size - (size ?? 0)))}</td>
              <td>{at === null ? <span class="none">–</span> : stamp(at, zone)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
