import { fill } from './fill.ts'
import type { Document, Turns } from './fill.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { HALVES, readHalf } from './templates.ts'
import type { Half, Template } from './templates.ts'

export type Corpus = { readonly labelled: readonly Document[]; readonly clean: readonly Document[] }

export type Sizes = { readonly labelled: number; readonly clean: number }

/** How many texts there are in all: half of each is held out. */
export const SIZES: Sizes = { labelled: 16_000, clean: 6_000 }

/** All texts. The same seed gives the same texts; no text comes twice. */
export function createCorpus(seed: string, sizes: Sizes = SIZES): Corpus {
  const halves = HALVES.map((half) => createHalf(half, seed, sizes))
  return { labelled: halves.flatMap(({ labelled }) => labelled), clean: halves.flatMap(({ clean }) => clean) }
}

/** One half of them; the sizes are of both. */
export function createHalf(half: Half, seed: string, sizes: Sizes = SIZES): Corpus {
  const written = readHalf(half)
  const random = createRandom(`${seed} ${half}`)
  const turns: Turns = new Map()
  const make = (groups: readonly (readonly Template[])[], count: number) =>
    distinct({ groups, count, random }, (template) => fill(template, written, half, random, turns))
  return {
    labelled: make(byLanguage(written.labelled), sizes.labelled / 2),
    clean: make([written.clean], sizes.clean / 2),
  }
}

/**
 * Languages in turn, English twice; in each, templates with identifiers and the others in turn, because there are so many types of
 * identifier.
 */
function byLanguage(templates: readonly Template[]): readonly (readonly Template[])[] {
  const files = [...new Set(templates.map(({ name }) => name.split(' ')[0] ?? ''))]
  const groups = files.flatMap((file) => {
    const mine = templates.filter(({ name }) => name.startsWith(`${file} `))
    const isOfNumbers = ({ text }: Template) => /‹(?:n?id|id:[^›]+)/.test(text)
    const both = [mine.filter(isOfNumbers), mine.filter((template) => !isOfNumbers(template))]
    return file === 'en' ? [...both, ...both] : both
  })
  return groups.filter((group) => group.length > 0)
}

type Asked = {
  readonly groups: readonly (readonly Template[])[]
  readonly count: number
  readonly random: Random
}

function distinct({ groups, count, random }: Asked, make: (template: Template) => Document): readonly Document[] {
  const texts = new Map<string, Document>()
  const orders = groups.map((group) => shuffled(group, random))
  for (let i = 0; texts.size < count; i++) {
    if (i > count * 4)
      throw new Error(`these templates have no more than ${String(texts.size)} different texts in them`)
    const order = orders[i % orders.length] ?? []
    const template = order[Math.floor(i / orders.length) % order.length]
    if (template === undefined) continue
    const document = make(template)
    texts.set(document.text, document)
  }
  return [...texts.values()]
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  return list
    .map((item) => ({ item, at: random.int(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
