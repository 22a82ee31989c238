/**
 * What may be said of an error whose message might quote somebody's text: its name, its code, and where in our own code it came from; all of its
 * causes too. Never its message, nor a name that is not made like one of a class. Never throws, whatever was thrown.
 */
export function whyOf(thrown: unknown): string {
  try {
    return chainOf(thrown, MOST_CAUSES).join(', because of ')
  } catch {
    return 'something that cannot be looked at' // a getter that throws
  }
}

const MOST_CAUSES = 3
const MOST_FRAMES = 6

function chainOf(thrown: unknown, left: number): readonly string[] {
  if (!(thrown instanceof Error) && !isLikeError(thrown)) return [`no error, but ${thrown === null ? 'null' : typeof thrown}`] // prettier-ignore
  const { name, code, message, stack, cause } = thrown as Like
  const at = framesIn(String(stack), String(message))
  const said = [nameIn(name), codeIn(code), at.length === 0 ? null : `at ${at.join(' < ')}`]
  const own = said.filter((part) => part !== null).join(' ')
  return cause === undefined || left === 0 ? [own] : [own, ...chainOf(cause, left - 1)]
}

type Like = { readonly name?: unknown; readonly code?: unknown; readonly message?: unknown; readonly stack?: unknown; readonly cause?: unknown } // prettier-ignore

/** An error of another thread or realm, which is no `Error` of this one. */
const isLikeError = (thrown: unknown): thrown is Like => typeof thrown === 'object' && thrown !== null && 'stack' in thrown && 'message' in thrown // prettier-ignore

/** A class is called `…Error` or `…Exception`; whatever else stands there may be a text. */
const nameIn = (name: unknown): string =>
  typeof name === 'string' && /^[A-Z][A-Za-z]{0,60}(?:Error|Exception)$|^(?:Error|Problem|BadQuestion)$/.test(name) ? name : 'Error' // prettier-ignore

/** Such as `ENOENT` or `ERR_WORKER_OUT_OF_MEMORY`. */
const codeIn = (code: unknown): string | null =>
  typeof code === 'string' && /^E[A-Z0-9_]{2,60}$/.test(code) ? code : null

/** The folder of all our code: a stack has it as a path, or as a URL that ends with that path. */
const ROOT = new URL('..', import.meta.url).pathname
const PLACE = /^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)*\.[jt]s:\d{1,6}:\d{1,6}$/

/** Places in our own code. A message stands at the top of a stack, and may have lines that look like places: they are left out. */
function framesIn(stack: string, message: string): readonly string[] {
  const after = stack.indexOf(message)
  const lines = (after < 0 ? '' : stack.slice(after + message.length)).split('\n')
  return lines
    .filter((line) => line.startsWith('    at ') && line.includes(ROOT))
    .map((line) => line.slice(line.indexOf(ROOT) + ROOT.length).replace(/\)$/, ''))
    .filter((place) => PLACE.test(place))
    .slice(0, MOST_FRAMES)
}
