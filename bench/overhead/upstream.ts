/** The model server of the bench: answers at once, with a fixed chat completion. Prints its port. */
import { createServer } from 'node:http'

const answer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1,
  model: 'bench',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'A short answer. '.repeat(20) }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 210, completion_tokens: 60, total_tokens: 270 },
})
const models = JSON.stringify({
  object: 'list',
  data: [{ id: 'bench', object: 'model', created: 1, owned_by: 'bench' }],
})

const server = createServer((req, res) => {
  req.resume()
  req.on('end', () => {
    const body = req.method === 'GET' ? models : answer
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    res.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${String(typeof address === 'object' ? address?.port : 0)}\n`)
})
