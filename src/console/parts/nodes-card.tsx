import type { StatusView } from '../../contract/status.ts'
import { count } from '../lib/format.ts'
import { ownOf } from '../lib/own.ts'
import { Loading } from './notice.tsx'
import { Place } from './chips.tsx'
import { numbers, Table } from './table.tsx'
import { Word } from './word.tsx'

const STANDING: Readonly<Record<string, readonly [tone: string, says: string]>> = {
  ready: ['good', 'ready'],
  trying: ['warn', 'on trial after failures'],
  not_local: ['bad', 'not proven local'],
  unreachable: ['bad', 'not reachable'],
  resting: ['warn', 'resting after failures'],
  unknown: ['off', 'not looked at yet'],
}

/** Where prompts can go now: every node with its proof, every cloud with how it did lately. */
export function NodesCard({ status }: { readonly status: StatusView | null }) {
  return (
    <section class="card">
      <h2>Nodes and providers, now</h2>
      {status === null ? (
        <Loading />
      ) : (
        <Table label="Nodes and providers" heads={['Destination', 'Node', 'State', 'Models', numbers('At work')]}>
          {status.nodes.map(({ destination, node, state, why, models, inFlight, parallel }) => {
            const [tone, says] = ownOf(STANDING, state) ?? ['off', 'unknown']
            return (
              <tr key={`${destination} ${node}`}>
                <td>
                  <Place name={destination} />
                </td>
                <td>
                  <Word text={node} most={32} />
                </td>
                <td>
                  <span class={`badge ${tone}`}>{says}</span>
                  {why !== null && (
                    <span class="hint">
                      {' '}
                      <Word text={why} most={120} />
                    </span>
                  )}
                </td>
                <td>{count(models)}</td>
                <td class="number">{inFlight === null ? '–' : `${count(inFlight)} of ${count(parallel)}`}</td>
              </tr>
            )
          })}
          {status.clouds.map(({ destination, host }) => (
            <tr key={destination}>
              <td>
                <Place name={destination} />
              </td>
              <td>
                <Word text={host} most={40} />
              </td>
              <td colSpan={3} class="hint">
                not looked at: nothing is sent there but what a decision permits
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
