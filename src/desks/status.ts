/** What is asked about how things stand now. */
import type { STATUS, StatusView } from '../contract/status.ts'
import type { House } from '../house.ts'
import type { NodeView } from '../route/node-view.ts'
import { readsAll } from '../terms/grants.ts'
import { json } from './front-desk.ts'
import type { Work } from './front-desk.ts'
import { refuseOthers } from './records.ts'

export type StatusParts = {
  readonly house: () => Pick<House, 'config' | 'policy' | 'nodes'>
  readonly missing: () => readonly string[]
}

/** Nodes and clouds. How busy a node is tells of others' requests: that is for whoever may read them all. */
export function statusWorks({ house, missing }: StatusParts): Readonly<Record<keyof typeof STATUS, Work>> {
  return {
    status: async ({ query }, { grants }) => {
      refuseOthers(query, [])
      const { config, policy, nodes } = house()
      const clouds = config.cloudHosts.map(({ destination, url }) => ({
        ...{ destination, host: url.host },
        region: policy.destinations.find(({ name }) => name === destination)?.region ?? null,
      }))
      const view: StatusView = {
        ready: missing().length === 0,
        missing: [...missing()],
        nodes: nodes().map((one) => toStatus(one, readsAll(grants))),
        clouds,
      }
      return { answer: json(view), rows: null }
    },
  }
}

const toStatus = (
  { node, standing, models, inFlight, why }: NodeView,
  seesAll: boolean,
): StatusView['nodes'][number] => ({
  ...{ destination: node.destination, node: node.name, kind: node.kind, state: standing },
  ...{ why: standing === 'ready' || why === '' ? null : why, models: models.length, parallel: node.parallel },
  inFlight: seesAll ? inFlight : null,
})
