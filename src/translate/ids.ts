/** Ids of an answer and of its parts, made from our request's: the same request always has the same. */
export type Ids = {
  readonly whole: (prefix: string) => string
  readonly part: (prefix: string, at: number) => string
}

export function idsFrom(requestId: string): Ids {
  const base = requestId.replace(/^req_/, '').replace(/[^A-Za-z0-9]/g, '')
  return {
    whole: (prefix) => `${prefix}_${base}`,
    part: (prefix, at) => `${prefix}_${base}_${String(at)}`,
  }
}
