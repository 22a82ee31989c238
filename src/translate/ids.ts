/** Ids of an answer and of its parts, made from our request's: the same request always has the same. */
export const idsFrom = (requestId: string) => {
  const base = requestId.replace(/^req_/, '').replace(/[^A-Za-z0-9]/g, '')
  return {
    whole: (prefix: string) => `${prefix}_${base}`,
    part: (prefix: string, at: number) => `${prefix}_${base}_${String(at)}`,
  }
}
