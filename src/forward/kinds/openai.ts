import type { Kind } from './kind.ts'
import { contextIn, kept, listed, named, unseen } from './kind.ts'

/** Any server that speaks OpenAI's API. Some say a context in their list, under one of three names. */
export const openai: Kind = {
  models: (look) =>
    listed(look, (entry, id) => {
      const said = ['max_model_len', 'context_length', 'context_window'].map((field) => contextIn(entry[field]))
      return named(id, { context: said.find((context) => context !== null) ?? null })
    }),
  load: () => Promise.resolve(null),
  checks: () =>
    Promise.resolve([
      kept('image_markup', 'no text that may hold image markup is sent to it'),
      unseen(
        'unknown_server',
        'what runs there is not known, and cannot be asked',
        'name its kind if it is one of the known ones, and close its way out with a firewall',
      ),
    ]),
}
