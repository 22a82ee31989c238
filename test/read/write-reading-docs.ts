import { readFileSync, writeFileSync } from 'node:fs'
import { fieldTable } from './field-table.ts'

/** Puts the table of fields into docs/reading.md anew: `node scripts/run.js test/read/write-reading-docs.ts` */
const page = readFileSync('docs/reading.md', 'utf8')
writeFileSync('docs/reading.md', `${page.slice(0, page.indexOf('| Field |'))}${fieldTable()}\n`)
