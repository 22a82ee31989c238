/** What the page asks of Cordon: the admin API, with the cookie of this session. Nothing else is ever asked for. */

/** An answer that is no good; `says` is the sentence that Cordon gave, or one of ours where there was none. */
export class AskError extends Error {
  override readonly name = 'AskError'
  readonly status: number
  readonly code: string
  readonly param: string | null

  constructor(status: number, code: string, says: string, param: string | null = null) {
    super(says)
    this.status = status
    this.code = code
    this.param = param
  }
}

export type Query = Readonly<Record<string, string | undefined>>

export function withQuery(path: string, query: Query = {}): string {
  const parts = Object.entries(query).filter(
    (part): part is [string, string] => part[1] !== undefined && part[1] !== '',
  )
  return parts.length === 0 ? path : `${path}?${new URLSearchParams(parts).toString()}`
}

type Options = { readonly method?: 'GET' | 'POST' | 'DELETE'; readonly body?: unknown; readonly signal?: AbortSignal }

/** Asks, and gives the answer as it came. Throws AskError. */
export async function ask(path: string, { method = 'GET', body, signal }: Options = {}): Promise<Response> {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'error',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), 'x-cordon-console': '1' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (signal?.aborted === true) throw cause
    throw new AskError(0, 'unreachable', 'Cordon does not answer. Is it running, and is the network there?')
  })
  if (!response.ok) throw await toError(response)
  return response
}

/** Asks for JSON. `T` is what the contract says of this path. */
export async function askJson<T>(path: string, options: Options = {}): Promise<T> {
  const response = await ask(path, options)
  return (await response.json()) as T
}

async function toError(response: Response): Promise<AskError> {
  const { status } = response
  const body: unknown = await response.json().catch(() => null)
  const error = typeof body === 'object' && body !== null && 'error' in body ? (body.error as ErrorBody) : null
  return new AskError(status, error?.code ?? 'unknown', error?.message ?? `Cordon answered ${String(status)}.`, error?.param ?? null) // prettier-ignore
}

type ErrorBody = { readonly code?: string; readonly message?: string; readonly param?: string | null }
