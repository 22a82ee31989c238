/**
 * A model server that is as fast as it is told, with a prefix cache that it counts. It prints its port.
 *
 *     node bench/balance/node.ts <milliseconds> <slots> <cache: characters> [stalls]
 *
 * `stalls`: it answers looks, and never a prompt. GET /stats tells what was cached, in characters.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const [ms = 50, slots = 4, room = 0] = process.argv.slice(2, 5).map(Number)
const stalls = process.argv[5] === 'stalls'

type Message = { readonly role: string; readonly content: string }

/** Beginnings of prompts, the one that was not used for longest first, each with what it adds to the one before it. */
const cache = new Map<string, number>()
const stats = { requests: 0, hit: 0, asked: 0 }
let held = 0

/** What it writes is in its cache too, as it is in that of a real one. */
function look(messages: readonly Message[]): string {
  const answer = `${String(stats.requests)} ${'word '.repeat(80)}`
  let chain = ''
  let whole = true
  for (const { role, content } of [...messages, { role: 'assistant', content: answer }]) {
    chain = createHash('sha256').update(`${chain}\n${role}\n${content}`).digest('base64')
    whole &&= cache.has(chain)
    if (content !== answer) stats.asked += content.length
    if (whole) stats.hit += content.length
    if (cache.has(chain)) cache.delete(chain)
    else held += content.length
    cache.set(chain, content.length)
  }
  for (const [oldest, size] of cache) {
    if (held <= room) break
    cache.delete(oldest)
    held -= size
  }
  return answer
}

const waiting: (() => void)[] = []
let running = 0
const begin = (work: () => void) => {
  if (running >= slots) return void waiting.push(work)
  running += 1
  work()
}
const end = () => {
  running -= 1
  const next = waiting.shift()
  if (next !== undefined) begin(next)
}

const server = createServer((req, res) => {
  const json = (value: unknown) => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (req.url === '/stats') return void json(stats)
  if (req.method === 'GET') return void json({ object: 'list', data: [{ id: 'bench', object: 'model' }] })
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    stats.requests += 1
    if (stalls) return
    const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: readonly Message[] }
    begin(() => {
      const content = look(messages)
      setTimeout(() => {
        end()
        const message = { role: 'assistant', content }
        const choices = [{ index: 0, message, finish_reason: 'stop' }]
        const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 }
        json({ id: 'x', object: 'chat.completion', created: 1, model: 'bench', choices, usage })
      }, ms)
    })
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`))
