/** The prompt that every request of this bench carries. */

const PROMPT = `We are planning the spring release of our reporting module. Please read the notes below and write a short summary for
the team: what changes, what stays, and what we should test first. Keep it friendly and plain.

The import of large spreadsheets was slow because each row was checked on its own. Rows are now checked in groups of
500, which made the usual file of 40,000 rows about 9 times faster. The export has a new option for dates:
people can choose between the order of their own country and the international one. The colours of the charts were changed
so that they can be told apart by everyone, and the legend can be moved. Two reports that nobody had opened for a year are
gone; whoever misses them can ask for them until the end of the quarter. Open questions: should the old date order stay the
default, and who tells the customers about the two reports? The meeting is on Tuesday at ten.`

/** A word of seven letters that stands for a number. */
function wordOf(number: number): string {
  let word = ''
  for (let rest = number; word.length < 7; rest = Math.floor(rest / 26)) word += String.fromCharCode(97 + (rest % 26))
  return word
}

const bodyWith = (word: string) =>
  JSON.stringify({
    model: 'bench',
    messages: [
      { role: 'system', content: 'You are a helpful assistant.' },
      { role: 'user', content: `${PROMPT} (This is draft ${word}.)` },
    ],
    temperature: 0.2,
  })

/** Bytes of a request's body. */
export const BODY_BYTES = Buffer.byteLength(bodyWith(wordOf(0)))

/** Makes one request after the other, as it goes over the wire. `fresh`: each has a text that none had before it. */
export function requestsFor(port: number, token: string, fresh: boolean): () => Buffer {
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    `Host: 127.0.0.1:${String(port)}`,
    'Content-Type: application/json',
    `Authorization: Bearer ${token}`,
    `Content-Length: ${String(BODY_BYTES)}`,
  ]
  const whole = Buffer.from(`${head.join('\r\n')}\r\n\r\n${bodyWith(wordOf(0))}`)
  const at = whole.lastIndexOf(wordOf(0))
  let made = 0
  return () => {
    if (!fresh) return whole
    const next = Buffer.from(whole)
    next.write(wordOf((made += 1)), at)
    return next
  }
}
