import type { Api } from '../terms/prompt.ts'
import type { ApiTable } from './api-table.ts'
import { CHAT } from './chat-table.ts'
import { COMPLETIONS } from './completions-table.ts'
import { EMBEDDINGS } from './embeddings-table.ts'
import { COUNT_TOKENS, MESSAGES } from './messages-table.ts'
import { RESPONSES } from './responses-table.ts'

/** Every API whose requests are read. */
export const TABLES: readonly ApiTable[] = [CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, MESSAGES, COUNT_TOKENS]

const BY_API: ReadonlyMap<Api, ApiTable> = new Map(TABLES.map((table) => [table.api, table]))

export const tableOf = (api: Api): ApiTable | null => BY_API.get(api) ?? null

/** The APIs that are read. */
export const READ_APIS: readonly Api[] = TABLES.map(({ api }) => api)
