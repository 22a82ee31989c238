/** What becomes of an Anthropic beta that is asked for. */
export type Beta = {
  /** As in the header `anthropic-beta`: the name with the date of its first version. */
  readonly beta: string
  readonly do: 'allow' | 'strip'
  readonly why: string
}

const allow = (beta: string, why: string): Beta => ({ beta, do: 'allow', why })
const strip = (beta: string, why: string): Beta => ({ beta, do: 'strip', why })

const ELSEWHERE = 'it is for content or tools that are elsewhere than in this request'
const ACCOUNT = "it is for another endpoint, or for an account's settings"

/**
 * Anthropic's betas as of November 2026: those that its SDK 1.11 names, and those that Claude Code 2.1.197 holds. What is allowed
 * changes only the form of a request or of an answer, whose every field is read all the same, and brings in nobody else.
 * Any other is dropped, so that a server refuses what needs it rather than do what nobody looked at.
 */
export const BETAS: readonly Beta[] = [
  allow('claude-code-20250219', 'the form of the requests of Claude Code'),
  allow('interleaved-thinking-2025-05-14', 'thoughts between the calls of tools'),
  allow('dev-full-thinking-2025-05-14', 'thoughts in full'),
  allow('redact-thinking-2026-02-12', 'thoughts sealed, and not in words'),
  allow('thinking-token-count-2026-05-13', 'how many tokens were thought, in the answer'),
  allow('thinking-display-updates-2026-08-18', 'how thoughts are told'),
  allow('thinking-binding-controls-2026-08-01', 'what is done with thoughts of another conversation'),
  allow('effort-2025-11-24', 'the field output_config.effort'),
  allow('structured-outputs-2025-11-13', 'the field output_config.format'),
  allow('structured-outputs-2025-12-15', 'the field output_config.format'),
  allow('task-budgets-2026-03-13', 'the field output_config.task_budget'),
  allow('output-128k-2025-02-19', 'length of the answer'),
  allow('output-300k-2026-03-24', 'length of the answer'),
  allow('context-1m-2025-08-07', 'length of the prompt'),
  allow('model-context-window-exceeded-2025-08-26', 'how an answer says that it ended'),
  allow('context-management-2025-06-27', 'the field context_management, whose texts are read'),
  allow('compact-2026-01-12', 'the same model sums up a long conversation'),
  allow('compact-2026-09-04', 'the same model sums up a long conversation'),
  allow('token-efficient-tools-2025-02-19', 'how calls of tools are written'),
  allow('fine-grained-tool-streaming-2025-05-14', 'how calls of tools are streamed'),
  allow(
    'advanced-tool-use-2025-11-20',
    'fields of tools that are read; tools that run elsewhere are refused in the body',
  ),
  allow(
    'tool-search-tool-2025-10-19',
    'tools that are named later; a search that runs elsewhere is refused in the body',
  ),
  allow('tool-examples-2025-10-29', 'the field input_examples, whose texts are read'),
  allow('mid-conversation-system-2026-04-07', 'system messages between the others, which are read'),
  allow('mid-conversation-system-clear-at-2026-08-21', 'until when such a message holds'),
  allow('mid-conversation-output-config-2026-07-01', 'effort in such a message'),
  allow('mid-conversation-tool-changes-2026-07-01', 'tools that are added and removed between messages'),
  allow('inline-tools-2026-09-15', 'tools that are defined between messages, which are read'),
  allow('pdfs-2024-09-25', 'documents in the body, which are unread'),
  allow('token-counting-2024-11-01', 'the endpoint that counts tokens'),
  allow('prompt-caching-2024-07-31', 'the field cache_control, for five minutes'),
  strip('extended-cache-ttl-2025-04-11', 'a cache for longer than five minutes'),
  strip('prompt-caching-scope-2026-01-05', 'a cache that is shared'),
  strip('cache-diagnosis-2026-04-07', 'it compares with requests that the provider kept'),
  strip('fast-mode-2026-02-01', 'other speeds are other endpoints'),
  strip('computer-use-2024-10-22', ELSEWHERE),
  strip('computer-use-2025-01-24', ELSEWHERE),
  strip('computer-use-2025-11-24', ELSEWHERE),
  strip('mcp-client-2025-04-04', ELSEWHERE),
  strip('mcp-client-2025-11-20', ELSEWHERE),
  strip('mcp-client-2026-09-15', ELSEWHERE),
  strip('mcp-servers-2025-12-04', ELSEWHERE),
  strip('mcp-tunnels-2026-06-22', ELSEWHERE),
  strip('code-execution-2025-05-22', ELSEWHERE),
  strip('code-execution-2025-08-25', ELSEWHERE),
  strip('web-search-2025-03-05', ELSEWHERE),
  strip('files-api-2025-04-14', ELSEWHERE),
  strip('skills-2025-10-02', ELSEWHERE),
  strip('advisor-tool-2026-03-01', ELSEWHERE),
  strip('agent-memory-2026-07-22', ELSEWHERE),
  strip('message-threads-2026-08-12', ELSEWHERE),
  strip('server-side-fallback-2026-06-01', 'other models than the one that is decided on'),
  strip('server-side-fallback-2026-07-01', 'other models than the one that is decided on'),
  strip('fallback-credit-2026-06-01', 'other models than the one that is decided on'),
  strip('fallback-credit-2026-07-01', 'other models than the one that is decided on'),
  strip('context-hint-2026-04-09', 'undocumented'),
  strip('summarize-connector-text-2026-03-13', 'undocumented'),
  strip('afk-mode-2026-01-31', 'undocumented'),
  strip('oauth-2025-04-20', ACCOUNT),
  strip('user-profiles-2026-03-24', ACCOUNT),
  strip('user-profiles-2026-08-18', ACCOUNT),
  strip('user-profiles-2026-09-04', ACCOUNT),
  strip('user-profiles-billing-2026-10-01', ACCOUNT),
  strip('managed-agents-2026-04-01', ACCOUNT),
  strip('message-batches-2024-09-24', ACCOUNT),
]

/** The header of Anthropic's API, and OpenRouter's name for it. */
const HEADERS = ['anthropic-beta', 'x-anthropic-beta']
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+){0,12}-20\d\d-?[01]\d-?[0-3]\d$/
/** More are more than there are. */
const MOST = 64

const ALLOWED: ReadonlySet<string> = new Set(BETAS.filter((one) => one.do === 'allow').map(({ beta }) => beta))

export type AskedBetas = {
  /** Those that may be asked for, each once. */
  readonly known: readonly string[]
  /** Names for the record: `anthropic-beta:<name>`, or the header's own name for what is no name of a beta. */
  readonly dropped: readonly string[]
}

/** The betas that a request asks for in its headers, names and values in turn. */
export function betasIn(rawHeaders: readonly string[]): AskedBetas {
  const asked = rawHeaders
    .filter((_, at) => at % 2 === 1 && HEADERS.includes(rawHeaders[at - 1]?.toLowerCase() ?? ''))
    .flatMap((value) => value.split(',', MOST))
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const dropped = asked.filter((name) => !ALLOWED.has(name)).map(inTheRecord)
  return { known: [...new Set(asked.filter((name) => ALLOWED.has(name)))], dropped: [...new Set(dropped)] }
}

/** A header is the caller's text: what looks otherwise than a beta's name is not repeated. */
function inTheRecord(name: string): string {
  return name.length <= 64 && NAME.test(name) ? `${HEADERS[0]}:${name}` : 'anthropic-beta'
}

/** How dropped betas are named in a record, for those that are betas and not any text. */
export const BETA_NAMES: ReadonlySet<string> = new Set([
  'anthropic-beta',
  ...BETAS.map(({ beta }) => inTheRecord(beta)),
])
