import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { readPolicy } from '../../src/command/load.ts'
import { tell } from '../../src/policy/tell.ts'

const POLICIES = ['default', 'gdpr', 'hipaa', 'pci-dss', 'air-gapped', 'secrets-only'].map(
  (name) => `policies/${name}.yaml`,
)
const FILES = [...POLICIES, 'test/policy/fixtures/described.yaml']

describe.each(FILES)('the sentences about %s', (file) => {
  test('each stand beside the lines that they tell of', async () => {
    const { policy, lines, source } = await readPolicy(file, { now: Date.now })
    expect(source).toEqual({ file, text: readFileSync(file, 'utf8') })
    const written = source.text.split('\n')
    const { chapters } = tell({ policy, says: () => null })
    const placed = chapters.flatMap(({ said }) => said.flatMap((one) => [one, ...one.under])).filter(({ path }) => path !== null) // prettier-ignore
    expect(placed.length).toBeGreaterThan(policy.rules.length + policy.destinations.length)
    for (const { text, path } of placed) {
      const at = path && lines(path)
      if (!at) throw new Error(`nothing is written for: ${text}`)
      const part = written.slice(at.from - 1, at.to).join('\n')
      expect(at.to).toBeGreaterThanOrEqual(at.from)
      expect(part).toContain(typeof path[1] === 'number' ? idIn(text) : String(path.at(-1)))
      expect(part.split('\n').every((line) => line.trim() !== '')).toBe(true)
    }
  })

  test('say of every rule where it stands', async () => {
    const { policy, lines } = await readPolicy(file, { now: Date.now })
    const rules = tell({ policy, says: () => null }).chapters.filter(({ key }) => key === 'rules' || key === 'shadows')
    const said = rules.flatMap(({ said }) => said.flatMap(({ path }) => (path === null ? [] : [path[1]])))
    expect(said.toSorted()).toEqual(policy.rules.map((_, index) => index).toSorted())
    expect(lines(['rules', policy.rules.length])).toBeNull()
  })
})

/** Of a rule or an obligation its id, of a combination its first type. */
const idIn = (text: string) => /\[([^\]]+)\]$/.exec(text)?.[1] ?? text.split(/,? /)[0] ?? ''
