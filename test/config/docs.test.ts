import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { makeDevKeys } from '../../src/command/dev-keys.ts'
import { agree } from '../../src/config/agree.ts'
import { CordonFile, PARALLEL } from '../../src/config/cordon-file.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { ENTITY_TYPES } from '../../src/detect/entity-types.ts'
import { loadPolicy } from '../../src/policy/load-policy.ts'

const KEYS = mkdtempSync(join(tmpdir(), 'cordon-docs-'))
afterAll(() => rmSync(KEYS, { recursive: true }))
makeDevKeys({ dir: KEYS, openssl: join(KEYS, 'none') })

const docs = readFileSync('docs/configuration.md', 'utf8')
const env = { OPENROUTER_API_KEY: 'placeholder', CORDON_CONSOLE_SECRET: 'placeholder' }

/** Loads a text as if it stood at the root of a clone, with development keys where they are made. */
function inClone(text: string) {
  const dev = resolve('certs/dev')
  const look = (path: string) => {
    const real = path.startsWith(dev) ? path.replace(dev, KEYS) : path
    return existsSync(real) ? ('file' as const) : null
  }
  return loadConfig({ text, file: 'cordon.yaml', env, look })
}

const defaultPolicy = () => {
  const file = 'policies/default.yaml'
  return loadPolicy({ text: readFileSync(file, 'utf8'), file, entities: ENTITY_TYPES }).policy
}

describe('the example configuration', () => {
  test('is accepted in a clone with development keys, and agrees with the default policy without a doubt', () => {
    const config = inClone(readFileSync('cordon.example.yaml', 'utf8'))
    expect(config.warnings).toEqual([])
    expect(agree(config, defaultPolicy())).toEqual({ problems: [], warnings: [] })
  })
})

describe('the documentation', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(docs) ?? []

  test('has an example that loads and agrees, once its key is there', () => {
    const config = inClone(example.replace('certs/audit.pem', 'certs/dev/audit.pem'))
    expect(agree(config, defaultPolicy())).toEqual({ problems: [], warnings: [] })
  })

  test('shows sign-ins at providers that load', () => {
    const shown = [...readFileSync('docs/console.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)]
    expect(shown).toHaveLength(2)
    for (const [, text = ''] of shown) {
      const whole = `${example.replace('certs/audit.pem', 'certs/dev/audit.pem').replace(/identity:\n(?: .*\n)+/, '')}${text}`
      expect(inClone(whole).console.oidc).toMatchObject({ clientSecretEnv: 'CORDON_CONSOLE_SECRET', token: 'access' })
    }
  })

  test('names every key there is', () => {
    const named = keysOf(CordonFile)
    expect(named.size).toBeGreaterThan(30)
    const words = [...docs.matchAll(/`([^`\n]+)`/g)].flatMap(([, span = '']) => span.split(/[^A-Za-z0-9]+/))
    expect([...named].flatMap((key) => key.split('.')).filter((key) => !words.includes(key))).toEqual([])
  })

  test('says what a node of each kind is taken to do at once', () => {
    const [, line = ''] = /`nodes\[\]\.parallel`([^\n]*)/.exec(docs) ?? []
    const [, ones = '', fours = ''] = /: ([a-z, ]+) 1; ([a-z, ]+) 4; others 16/.exec(line) ?? []
    const said = (kind: string) => (ones.split(', ').includes(kind) ? 1 : fours.split(', ').includes(kind) ? 4 : 16)
    expect(Object.fromEntries(Object.keys(PARALLEL).map((kind) => [kind, said(kind)]))).toEqual(PARALLEL)
  })
})

/** The name of every key, at any depth. */
function keysOf(schema: unknown): Set<string> {
  if (schema instanceof z.ZodOptional) return keysOf(schema.unwrap())
  if (schema instanceof z.ZodArray) return keysOf(schema.element)
  if (schema instanceof z.ZodRecord) return keysOf(schema.valueType)
  if (!(schema instanceof z.ZodObject)) return new Set()
  return new Set(Object.entries(schema.shape).flatMap(([key, value]) => [key, ...keysOf(value)]))
}
