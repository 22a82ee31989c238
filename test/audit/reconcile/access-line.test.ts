import { describe, expect, test } from '@jest/globals'
import { mayBeRequest, readAccessLine } from '../../../src/audit/reconcile/access-line.ts'

const read = (text: string, offset = 0) => readAccessLine(Buffer.from(text), offset)
const NOON = Date.parse('2026-11-21T12:00:00Z')
const CHAT = { client: '10.0.0.7', method: 'POST', path: '/v1/chat/completions', status: 200 }

describe('a line of an access log', () => {
  const rows: readonly (readonly [string, string, object])[] = [
    ['nginx combined', '10.0.0.7 - - [21/Nov/2026:13:00:00 +0100] "POST /v1/chat/completions HTTP/1.1" 200 612 "-" "node"', { at: NOON, ...CHAT }],
    ['nginx with a name and a query', '10.0.0.7 - ann [21/Nov/2026:12:00:00 +0000] "POST /v1/chat/completions?a=[b] HTTP/2.0" 499 0 "-" "x [1] \\x22"', { at: NOON, ...CHAT, status: 499 }],
    ['uvicorn', 'INFO:     10.0.0.7:40832 - "POST /v1/chat/completions HTTP/1.1" 200 OK', { at: null, ...CHAT }],
    ['vLLM', '(APIServer pid=1) INFO:     10.0.0.7:40832 - "POST /v1/chat/completions HTTP/1.1" 200 OK', { at: null, ...CHAT }],
    ['uvicorn in a container', '2026-11-21T12:00:00.250123456Z INFO:     10.0.0.7:40832 - "POST /v1/chat/completions HTTP/1.1" 200 OK', { at: NOON + 250, ...CHAT }],
    ['uvicorn with a clock of its own', '2026-11-21 13:00:00,250 INFO: 10.0.0.7:1 - "POST /v1/chat/completions HTTP/1.1" 200', { at: NOON + 3_600_250, ...CHAT }],
    ['uvicorn over IPv6', 'INFO:     fd00::7:40832 - "GET /health HTTP/1.1" 200 OK', { at: null, client: 'fd00::7', method: 'GET', path: '/health', status: 200 }],
    ['Ollama', '[GIN] 2026/11/21 - 12:00:00 | 200 |  1.234567s |        10.0.0.7 | POST     "/v1/chat/completions"', { at: NOON, ...CHAT }],
    ['Ollama in a journal', 'Nov 21 12:00:00 ms02 ollama[7]: [GIN] 2026/11/21 - 12:00:00 | 500 |        29m59s |        10.0.0.7 | POST     "/api/chat"', { at: NOON, ...CHAT, path: '/api/chat', status: 500 }],
    ['llama.cpp', 'srv  log_server_r: request: POST /v1/chat/completions 10.0.0.7 200', { at: null, ...CHAT }],
    ['llama.cpp, newer', 'srv  log_server_r: done request: POST /v1/chat/completions 10.0.0.7 200', { at: null, ...CHAT }],
    ['llama.cpp, older', '{"tid":"1","timestamp":1795262400,"level":"INFO","msg":"request","remote_addr":"10.0.0.7","remote_port":1,"status":200,"method":"POST","path":"/v1/chat/completions","params":{}}', { at: NOON, ...CHAT }],
  ] // prettier-ignore
  test.each(rows)('of %s', (_what, text, expected) => expect(read(text)).toEqual(expected))

  test('of a clock without a zone is read as the zone that is said', () => {
    const text = '[GIN] 2026/11/21 - 13:00:00 | 200 | 1s | 10.0.0.7 | POST     "/api/chat"'
    expect(read(text, 60)?.at).toBe(NOON)
  })

  test.each([
    ['', false],
    ['INFO 11-21 12:00:00 engine.py: Avg generation throughput: 1.0 tokens/s', false],
    ['INFO launcher.py: Route: /v1/chat/completions, Methods: POST', false],
    ['[GIN-debug] POST   /api/chat   --> server.ChatHandler (5 handlers)', false],
    ['10.0.0.7 - - [no time] "POST /v1/messages HTTP/1.1" 200', true],
    ['something: POST /v1/messages somewhere', true],
    ['[GIN] 2026-11-21 | 200 | 1s | 10.0.0.7 | POST     "/api/chat"', true],
  ])('%j is none, and speaks of a request: %s', (text, speaks) => {
    expect(read(text)).toBeNull()
    expect(mayBeRequest(Buffer.from(text))).toBe(speaks)
  })
})
