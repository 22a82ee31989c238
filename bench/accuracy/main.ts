/**
 * How much detection finds and how often it cries wolf, on labelled texts that are made here, beside redact-pii on the same texts:
 *
 *     npm run -s bench:accuracy -- [--json] [--misses [--half tuned|held-out]] [--write] [--seed S] [--fast]
 *
 * `--misses` lists what is missed and what is found wrongly: with examples in the half for tuning, and as mere counts in the one that
 * is held out. `--write` puts the scorecard into docs/detection.md.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createCorpus, SIZES } from './corpus.ts'
import { measure } from './measure.ts'
import { createMisses } from './misses.ts'
import { toJson, toPage } from './report.ts'
import { inserted, toMarkdown } from './scorecard.ts'
import { HALVES } from './templates.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    half: { type: 'string', default: 'tuned' },
    write: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
    seed: { type: 'string', default: 'scorecard 1' },
  },
})
const half = HALVES.find((one) => one === values.half)
if (half === undefined) {
  process.stderr.write(`--half is one of ${HALVES.join(', ')}\n`)
  process.exit(2)
}

if (values.write && values.fast) {
  process.stderr.write('the page gets the figures of all texts: --write without --fast\n')
  process.exit(2)
}

const sizes = values.fast ? { labelled: SIZES.labelled / 8, clean: SIZES.clean / 8 } : SIZES
const started = performance.now()
const corpus = createCorpus(values.seed, sizes)
const misses = createMisses(half)
const isShown = process.stderr.isTTY
let done = 0
const measured = measure(corpus, (document, found, isAlarm) => {
  misses.see(document, found, isAlarm)
  if (isShown && ++done % 200 === 0)
    process.stderr.write(`\r${String(done)} of ${String(corpus.labelled.length + corpus.clean.length)} texts`)
})
if (isShown) process.stderr.write('\r\u001b[K')
const seconds = (performance.now() - started) / 1000

const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
if (values.json) process.stdout.write(`${JSON.stringify(toJson(measured), null, 2)}\n`)
else if (values.misses) process.stdout.write(misses.page())
else process.stdout.write(toPage(measured, { seconds, colour }))

if (values.write) {
  const page = new URL('../../docs/detection.md', import.meta.url)
  writeFileSync(page, inserted(readFileSync(page, 'utf8'), toMarkdown(measured)))
  process.stderr.write('docs/detection.md: scorecard written\n')
}
