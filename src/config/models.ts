import type { Choice, ModelTable } from '../terms/destination.ts'
import { whyNotInCloud, whyNotOnLan } from '../terms/model-name.ts'
import type { Config } from './config.ts'
import type { ChoiceFile, CordonFile } from './cordon-file.ts'
import type { Desk } from './desk.ts'
import type { Path } from './source.ts'
import { instead } from '../terms/suggest.ts'
import { duration } from './units.ts'

type Known = Config['destinations']

/** The model table. Every choice names a destination that has a place, and a model that may be asked for there. */
export function toModels({ models }: CordonFile, known: Known, desk: Desk): ModelTable {
  const entries = Object.entries(models)
  if (entries.length === 0) desk.wrong(['models'], '"models" may not be empty: no request could be served', 'key')
  return entries.map(([name, choices]) => {
    const path = ['models', name]
    if (!/^(?=.)[A-Za-z0-9._:/@~+-]{0,128}\*?$/.test(name)) {
      desk.wrong(
        path,
        'a model is named by up to 128 letters, digits and ._:/@~+-, with * only as the last character',
        'key',
      )
    }
    return { name, choices: choices.map((written, index) => toChoice(name, written, [...path, index], known, desk)) }
  })
}

function toChoice(asked: string, written: ChoiceFile, path: Path, known: Known, desk: Desk): Choice {
  const { destination, model } = written
  const place = known.find(({ name }) => name === destination)
  if (place === undefined) {
    const names = known.map(({ name }) => name)
    desk.wrong(
      [...path, 'destination'],
      `unknown destination ${JSON.stringify(destination.slice(0, 64))}${instead(destination, names)}`,
    )
  }
  const name = model === '*' && !asked.endsWith('*') ? asked : model
  const why = place === undefined || name === '*' ? null : (place.zone === 'cloud' ? whyNotInCloud : whyNotOnLan)(name)
  if (why !== null) desk.wrong([...path, 'model'], `"model" may not be ${JSON.stringify(name.slice(0, 128))}: ${why}`)
  const limits = { from: '100ms', to: '1h', standard: '60s' }
  return { destination, model, timeoutMs: desk.measured([...path, 'timeout'], written.timeout, duration, limits) }
}
