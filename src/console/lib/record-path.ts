/** The page of a request; half a character, which no address can hold, is written as what stands for one. */
export const recordPath = (request: string): string => `/records/${encodeURIComponent(request.toWellFormed())}`
