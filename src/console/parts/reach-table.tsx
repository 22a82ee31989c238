import type { ReachTable as Reach } from '../../contract/policy.ts'
import { Level, Place } from './chips.tsx'
import { Table } from './table.tsx'
import { Word, Words } from './word.tsx'

/** Who can send what where: the highest level of a prompt that may go to each destination. */
export function ReachTable({ reach }: { readonly reach: Reach }) {
  const { title, before, hasDepartments, destinations, rows, after } = reach
  return (
    <section class="card reach">
      <h2>
        <Word text={title} most={200} />
      </h2>
      <p class="hint">
        <Word text={before} most={1_000} />
      </p>
      <Table
        label={title}
        heads={[
          'Role',
          ...(hasDepartments ? ['Department'] : []),
          ...destinations.map(({ name, zone }) => ({ says: <Place name={name} zone={zone} />, class: '' })),
        ]}
      >
        {rows.map(({ roles, departments, cells }, nth) => (
          <tr key={nth}>
            <th scope="row">
              <Words of={roles} most={32} />
            </th>
            {hasDepartments && (
              <td>
                <Words of={departments} most={32} />
              </td>
            )}
            {cells.map(({ most, always }, at) => (
              <td key={destinations[at]?.name}>
                {most === null ? <span class="none">–</span> : <Level level={most} />}
                {!always && <span class="hint"> at most</span>}
              </td>
            ))}
          </tr>
        ))}
      </Table>
      {after.map((says) => (
        <p key={says} class="hint">
          <Word text={says} most={1_000} />
        </p>
      ))}
    </section>
  )
}
