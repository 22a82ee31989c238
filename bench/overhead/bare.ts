/** The baseline: express and http-proxy-middleware, passing everything through. Argument: the upstream's port. Prints its own. */
import { Agent } from 'node:http'
import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'

const app = express()
app.use(
  createProxyMiddleware({
    target: `http://127.0.0.1:${process.argv[2] ?? ''}`,
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
  }),
)
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${String(typeof address === 'object' ? address?.port : 0)}\n`)
})
