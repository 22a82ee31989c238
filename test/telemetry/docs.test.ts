import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { CLOSED, COUNTERS, GAUGES, HISTOGRAMS } from '../../src/telemetry/catalogue.ts'
import type { Row } from '../../src/telemetry/catalogue.ts'
import { OUR_ATTRIBUTES } from './attributes.ts'

const docs = readFileSync('docs/telemetry.md', 'utf8')
const lines = docs.split('\n')
const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')
const rowsOf = (all: Readonly<Record<string, Row>>, type: string) =>
  Object.entries(all).map(([name, { help, labels }]) => `| \`${name}\` | ${type} | ${code(labels)} | ${help} |`)

describe('docs/telemetry.md', () => {
  test('has every metric as it is, and no other', () => {
    const rows = [...rowsOf(COUNTERS, 'counter'), ...rowsOf(GAUGES, 'gauge'), ...rowsOf(HISTOGRAMS, 'histogram')]
    const said = lines.filter((line) => /^\| `(?:cordon|process|nodejs)_/.test(line))
    expect(said.toSorted()).toEqual(rows.toSorted())
  })

  test('has every value of the labels that are closed, but for the codes of errors', () => {
    const listed = Object.entries(CLOSED).filter(([label]) => label !== 'code')
    const rows = listed.map(([label, values]) => `| \`${label}\` | ${code(values)} |`)
    expect(rows.filter((row) => !lines.includes(row))).toEqual([])
  })

  test('has every attribute of spans', () => {
    const said = new Set([...docs.matchAll(/`((?:gen_ai|server|http|error|cordon)\.[\w.]+)`/g)].map(([, name]) => name))
    expect([...said].toSorted()).toEqual(OUR_ATTRIBUTES.toSorted())
  })
})
