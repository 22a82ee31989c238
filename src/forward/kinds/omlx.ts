import type { JsonValue } from '../../terms/json.ts'
import type { LocalityCheck } from '../../terms/node-facts.ts'
import type { Asked, Kind } from './kind.ts'
import { NO_LOAD, broken, contextIn, countOf, entriesOf, isAbsent, kept, listed, modelIn, named, objectOf } from './kind.ts' // prettier-ignore

/** oMLX lists more of its models in `/v1/models/status`, and its load in `/api/status`. With MCP servers it may call out. */
export const omlx: Kind = {
  models: async (look) => {
    const entries = entriesOf(objectOf(await look.askV1('/models/status'))?.['models'])
    if (entries === null) return listed(look, (_, id) => named(id))
    return entries.flatMap((entry) =>
      modelIn(entry, 'id', ({ loaded, max_context_window: context }, id) => {
        return named(id, { context: contextIn(context), warm: typeof loaded === 'boolean' ? loaded : null })
      }),
    )
  },
  load: async ({ ask }) => {
    const status = objectOf(await ask('/api/status'))
    const [running, waiting] = [countOf(status?.['active_requests']), countOf(status?.['waiting_requests'])]
    return running === null && waiting === null ? null : { ...NO_LOAD, running, waiting }
  },
  checks: async ({ askV1 }) => [noMcp(await askV1('/mcp/servers'))],
}

function noMcp(asked: Asked): LocalityCheck {
  const name = 'mcp'
  const todo = 'start it without MCP servers'
  if (isAbsent(asked)) return kept(name, 'it has no MCP servers')
  const servers: JsonValue | undefined = objectOf(asked)?.['servers']
  if (!Array.isArray(servers)) return broken(name, `it cannot say whether it has MCP servers (status ${String(asked.status)})`, todo) // prettier-ignore
  if (servers.length === 0) return kept(name, 'it has no MCP servers')
  return broken(name, `it has ${String(servers.length)} MCP servers, which may take parts of a prompt elsewhere`, todo)
}
