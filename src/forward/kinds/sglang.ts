import type { JsonObject } from '../../terms/json.ts'
import type { LocalityCheck } from '../../terms/node-facts.ts'
import { gauge } from './gauges.ts'
import type { Asked, Kind, Look } from './kind.ts'
import { NO_LOAD, broken, contextIn, countOf, isAbsent, kept, listed, named, objectOf, unseen } from './kind.ts'

/** SGLang shows its own arguments, a tool server among them, and its load in metrics where they are enabled. */
export const sglang: Kind = {
  models: (look) => listed(look, (entry, id) => named(id, { context: contextIn(entry['max_model_len']), warm: true })),
  load: async (look) => {
    const [{ status, text }, asked] = await Promise.all([look.ask('/metrics'), info(look)])
    const slots = countOf(objectOf(asked)?.['max_running_requests'])
    if (status !== 200) return slots === null ? null : { ...NO_LOAD, slots }
    return {
      slots,
      running: gauge(text, ['sglang:num_running_reqs'], 'sum'),
      waiting: gauge(text, ['sglang:num_queue_reqs'], 'sum'),
      kv: gauge(text, ['sglang:token_usage'], 'most'),
    }
  },
  checks: async (look) => [toolServer(await info(look))],
}

/** Renamed in 2026; the old name is still answered by many. */
async function info({ ask }: Look): Promise<Asked> {
  const asked = await ask('/get_server_info')
  return isAbsent(asked) ? ask('/server_info') : asked
}

function toolServer(asked: Asked): LocalityCheck {
  const name = 'tool_server'
  const todo = 'start it without --tool-server, and close its way out with a firewall'
  if (isAbsent(asked)) return unseen(name, 'it does not show how it was started', todo)
  const server: JsonObject | null = objectOf(asked)
  if (server === null) return broken(name, 'what it says of how it was started cannot be read', todo)
  const tools = server['tool_server'] ?? null
  return tools === null || tools === ''
    ? kept(name, 'it has no tool server')
    : broken(name, 'it has a tool server, which may take parts of a prompt elsewhere', todo)
}
