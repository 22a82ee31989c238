import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import { selfSigned } from '../fakes/certificate.ts'
import { fakeNode } from '../fakes/openai-node.ts'

// Both ways to the same server, in a process that was told to trust its certificate through the environment.
const PLANTED = (url: string) => `
  import { get } from 'node:https'
  import { createKeyFetch } from ${JSON.stringify(resolve('src/forward/key-fetch.ts'))}
  const url = new URL(${JSON.stringify(url)})
  const others = await new Promise((done) => get(url, (res) => { res.resume(); done('trusted') }).on('error', (e) => done(e.code)))
  const ours = await createKeyFetch({ urls: [url] })(url).then(() => 'trusted', (e) => e.code)
  process.stdout.write(JSON.stringify({ others, ours }))
  process.exit(0)`

test('NODE_EXTRA_CA_CERTS does not choose whom we trust', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'cordon-ca-'))
  const tls = selfSigned('localhost', '127.0.0.1')
  const node = await fakeNode({ kind: 'answer' }, { tls })
  try {
    writeFileSync(join(dir, 'ca.pem'), tls.cert)
    const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') }
    const url = `https://127.0.0.1:${String(node.port)}/jwks.json`
    const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', PLANTED(url)]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    const { others, ours } = JSON.parse(stdout) as { others: string; ours: string }
    expect(others).toBe('trusted')
    expect(ours).toMatch(/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO/)
  } finally {
    await node.stop()
    rmSync(dir, { recursive: true })
  }
})
