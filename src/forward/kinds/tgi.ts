import type { JsonObject } from '../../terms/json.ts'
import { gauge } from './gauges.ts'
import type { Kind, Look } from './kind.ts'
import { NO_LOAD, contextIn, countOf, kept, listed, named, objectOf, textOf, unseen } from './kind.ts'

/** TGI serves one model, and says what fits in `/info`. It fetches what image markup names, which is therefore kept from it. */
export const tgi: Kind = {
  models: async (look) => {
    const info = await infoOf(look)
    const known = { context: contextIn(info?.['max_total_tokens']), warm: true }
    const models = await listed(look, (_, id) => named(id, known))
    const id = textOf(info?.['model_id'])
    return models ?? (id === null ? null : [named(id, known)])
  },
  load: async (look) => {
    const [{ status, text }, info] = await Promise.all([look.ask('/metrics'), infoOf(look)])
    const slots = countOf(info?.['max_concurrent_requests'])
    if (status !== 200) return slots === null ? null : { ...NO_LOAD, slots }
    const [running, waiting] = [gauge(text, ['tgi_batch_current_size'], 'sum'), gauge(text, ['tgi_queue_size'], 'sum')]
    return { ...NO_LOAD, running, waiting, slots }
  },
  checks: () =>
    Promise.resolve([
      kept('image_markup', 'no text that may hold image markup is sent to it'),
      unseen('media', 'it fetches what image parts name', 'close its way out with a firewall'),
    ]),
}

async function infoOf({ ask }: Look): Promise<JsonObject | null> {
  return objectOf(await ask('/info'))
}
