/**
 * The part of a JSON pointer (RFC 6901) that says what a text is: its last two names that are not positions in a list. This is
 * all that detectors are told, so that a text is judged alike wherever a conversation has moved it.
 */
export function placeNames(path: string): string {
  let names = ''
  for (let end = path.length, left = 2; end > 0 && left > 0;) {
    const start = path.lastIndexOf('/', end - 1)
    const name = path.slice(start + 1, end)
    if (name !== '' && !/^\d+$/.test(name)) {
      names = `/${name}${names}`
      left--
    }
    end = start
  }
  return names
}
