import { loadConfig } from '../../src/config/load-config.ts'
import type { Config } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

export const KEY = ['sk', 'or', 'planted0secret0value'].join('-')
export const ENV = { CLOUD_KEY: KEY }

/** The design's own example: every part of it must load. Lines are counted in the tests. */
export const GOOD = `server: { listen: 127.0.0.1:8080, admin: 127.0.0.1:8081, maxBody: 10mb }
identity:
  issuers:
    - issuer: https://idp.example.com
      audience: cordon
      jwks: https://idp.example.com/jwks.json
      algorithms: [ES256, EdDSA]
      claims: { role: roles, tenant: org.tenant, department: department }
destinations:
  lan:
    nodes:
      - { name: ms01, url: http://192.168.88.21:8000, kind: vllm, models: [qwen3.5-27b], parallel: 16 }
      - { name: ms02, url: http://192.168.88.22:11434, kind: ollama }
  openrouter:
    url: https://openrouter.ai/api/v1
    apiKeyEnv: CLOUD_KEY
models:
  local/qwen2.5-14b:
    - { destination: lan, model: qwen2.5:14b, timeout: 60s }
    - { destination: openrouter, model: qwen/qwen-2.5-14b-instruct, timeout: 120s }
  "openai/*":
    - { destination: openrouter, model: "*" }
    - { destination: lan, model: qwen2.5:14b }
audit:    { dir: ./data/audit, deadline: 250ms, origin: cordon.example.com/eu-1, key: certs/audit.pem }
policies: ./policies/default.yaml
`

export const FILE = '/etc/cordon/cordon.yaml'
const THERE = ['/etc/cordon/certs/audit.pem', '/etc/cordon/policies/default.yaml', '/etc/cordon/certs/dev/jwks.json']

/** Loads a text as if it stood in /etc/cordon, where the example's files are. */
export function load(text: string, env: Readonly<Record<string, string | undefined>> = ENV): Config {
  const look = (path: string) => (THERE.includes(path) ? 'file' : path === '/etc/cordon/data' ? 'folder' : null)
  return loadConfig({ text, file: FILE, env, look })
}

/** The example with one piece of it replaced. Throws when the piece is not in it. */
export function changed(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`not in the example: ${from}`)
  return GOOD.replace(from, () => to)
}

/** The problems of a text, without the folder in front. */
export function problemsOf(text: string, env: Readonly<Record<string, string | undefined>> = ENV): readonly string[] {
  try {
    load(text, env)
    return []
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown
    return thrown.problems.map((problem) => problem.replaceAll('/etc/cordon/', ''))
  }
}
