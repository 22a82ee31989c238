import type { Api } from '../../terms/prompt.ts'
import { CHAT_COMPLETIONS } from './chat-completions.ts'
import { COMPLETIONS } from './completions.ts'
import { COUNT_TOKENS } from './count-tokens.ts'
import { EMBEDDINGS } from './embeddings.ts'
import type { Form } from './form.ts'
import { MESSAGES } from './messages.ts'
import { RESPONSES } from './responses.ts'

const FORMS: Readonly<Record<Exclude<Api, 'models'>, Form>> = {
  chat_completions: CHAT_COMPLETIONS,
  completions: COMPLETIONS,
  embeddings: EMBEDDINGS,
  responses: RESPONSES,
  messages: MESSAGES,
  count_tokens: COUNT_TOKENS,
}

/** The form of an API's answers. Throws for one that is not forwarded. */
export function formOf(api: Api): Form {
  if (api === 'models') throw new Error(`${api} is not forwarded`)
  return FORMS[api]
}
