import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isFinding } from '../../src/detect/check-spotted.ts'
import { align } from '../../src/engines/align.ts'
import { createEngineDesk } from '../../src/engines/engine-desk.ts'
import { tokenModel } from '../../src/engines/token-model.ts'
import { loadModel, loadTransformers, sharedModel } from '../../src/engines/transformers.ts'
import type { Model, Transformers } from '../../src/engines/transformers.ts'
import { segment } from '../detect/look.ts'

const ENTITIES = { PER: 'PERSON', LOC: 'LOCATION' }

/**
 * A tokenizer and model as they usually are: small letters without marks, pieces of up to four letters with `##`, a limit after which all is
 * cut off, and names that it knows.
 */
function label(text: string) {
  const names: Readonly<Record<string, string>> = {
    jane: 'PER',
    doe: 'PER',
    zoe: 'PER',
    muller: 'PER',
    paris: 'LOC',
    acme: 'ORG',
  }
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  let before = 'O'
  const words = plain.match(/[a-z0-9]+|[^\sa-z0-9]/g) ?? []
  return words.flatMap((word) => {
    const kind = names[word] ?? 'O'
    const pieces = word.match(/.{1,4}/gu) ?? []
    const mark = kind === 'O' ? 'O' : `${before === kind ? 'I' : 'B'}-${kind}`
    before = kind
    return pieces.map((piece, n) => {
      return { word: n === 0 ? piece : `##${piece}`, entity: n === 0 || kind === 'O' ? mark : `I-${kind}`, score: 0.9 }
    })
  })
}

/** A model that takes so many tokens. */
const taking = (most: number) => async (): Promise<Model> => ({
  label: async (text) => label(text).slice(0, most),
  fits: (text) => label(text).length <= most,
})
const model = taking(40)

function desk(load: () => Promise<Model>) {
  const engine = tokenModel({ name: 'engine:names', entities: ENTITIES, load })
  const limits = { timeoutMs: 5_000, parallel: 1, failures: 100, cooldownMs: 1_000 }
  const ask = createEngineDesk({ engine, limits, now: () => 0, isFinding, keyOf: (parts) => parts.join(' ') })
  return async (text: string) => {
    const { findings, failed } = await ask([segment(text)], '')
    const found = findings.toSorted((one, other) => one.start - other.start)
    return {
      found: found.map(({ type, start, end }) => `${type} ${text.slice(start, end)}`),
      failed: failed.map(({ why }) => why),
    }
  }
}

describe('a token model', () => {
  const rows = [
    { text: 'Jane Doe lives in Paris.', want: ['PERSON Jane Doe', 'LOCATION Paris'] },
    { text: '😀 Zoë and ZOÉ, Müller of ACME 😀', want: ['PERSON Zoë', 'PERSON ZOÉ', 'PERSON Müller'] },
    { text: 'Mu\u0308ller', want: ['PERSON Mu\u0308ller'] },
    { text: '𝐉𝐚𝐧𝐞 is here', want: ['PERSON 𝐉𝐚𝐧𝐞'] },
    { text: 'nobody', want: [] },
    { text: '…', want: [] },
  ]
  test.each(rows)('finds names at their places: $text', async ({ text, want }) => {
    expect(await desk(model)(text)).toEqual({ found: want, failed: [] })
  })

  test('sees all of a text that is too long for it', async () => {
    const text = Array.from({ length: 300 }, (_, n) => (n % 7 === 0 ? 'jane' : `w${String(n)}`)).join(' ')
    const { found, failed } = await desk(model)(text)
    expect([found.length, failed]).toEqual([43, []])
  })

  const broken: readonly { name: string; load: () => Promise<unknown>; why: string }[] = [
    { name: 'is not there', load: () => Promise.reject(new Error('no such folder')), why: 'threw' },
    {
      name: 'breaks',
      load: async () => ({ fits: () => true, label: () => Promise.reject(new Error('no memory')) }),
      why: 'threw',
    },
    {
      name: 'says nothing',
      load: async () => ({ fits: () => true, label: async () => undefined }),
      why: 'invalid_finding',
    },
    {
      name: 'says something else',
      load: async () => ({ fits: () => true, label: async () => [{ entity: 'B-PER' }] }),
      why: 'invalid_finding',
    },
    { name: 'takes next to nothing', load: taking(1), why: 'invalid_finding' },
  ]
  test.each(broken)('that $name has failed', async ({ load, why }) => {
    expect(await desk(load as () => Promise<Model>)('Jane Doe met nobody in Paris')).toMatchObject({ failed: [why] })
  })
})

describe('alignment', () => {
  test('covers what it cannot find by what is between its neighbours', () => {
    const token = (word: string) => ({ word, entity: 'B-PER', score: 1 })
    const placed = align('a Łukasz b', [token('a'), token('???'), token('b')])
    expect(placed.map(({ start, end }) => [start, end])).toEqual([[0, 1], [1, 9], [9, 10]]) // prettier-ignore
  })

  test('stays within the text, in order', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.array(fc.string({ maxLength: 4 }), { maxLength: 20 }),
        (text, words) => {
          // prettier-ignore
          const placed = align(text, words.map((word) => ({ word, entity: 'O', score: 1 }))) // prettier-ignore
          for (const one of placed) {
            expect(one.start).toBeLessThanOrEqual(one.end)
            expect(one.end).toBeLessThanOrEqual(text.length)
          }
        },
      ),
    )
  })
})

describe('a model from a folder', () => {
  test('is loaded from there and from nowhere else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cordon-model-'))
    mkdirSync(join(folder, 'transformers'))
    const file = join(folder, 'transformers', 'index.mjs')
    // What the package does, as far as it is used: it reads the model from the folder, and says what it was told.
    writeFileSync(
      file,
      `import { readFileSync } from 'node:fs'
       export const env = { allowRemoteModels: true, allowLocalModels: false, localModelPath: '/elsewhere' }
       export const told = []
       export async function pipeline(task, model, options) {
         told.push({ task, model, options, ...env })
         const { names } = JSON.parse(readFileSync(env.localModelPath + '/' + model + '/config.json', 'utf8'))
         const run = async (text) => text.split(' ').map((word) => ({ word, entity: names.includes(word) ? 'B-PER' : 'O', score: 0.9 }))
         return Object.assign(run, { tokenizer: { encode: (text) => text.split(' '), model_max_length: 1e30 }, model: { config: { max_position_embeddings: 4 } } })
       }`,
    )
    mkdirSync(join(folder, 'ner'))
    writeFileSync(join(folder, 'ner', 'config.json'), '{"names": ["Jane"]}')
    const stub = (await import(pathToFileURL(file).href)) as Transformers & { readonly told: readonly unknown[] }
    const ask = desk(() => sharedModel(join(folder, 'ner'), async () => stub))
    expect(await ask('ask Jane now')).toEqual({ found: ['PERSON Jane'], failed: [] })
    expect(await ask('ask everybody who is there, and also Jane')).toEqual({ found: ['PERSON Jane'], failed: [] })
    expect(stub.told).toEqual([
      {
        task: 'token-classification',
        model: 'ner',
        options: { local_files_only: true },
        allowRemoteModels: false,
        allowLocalModels: true,
        localModelPath: folder,
      },
    ])
    expect(await desk(() => loadModel(join(folder, 'none'), async () => stub))('x')).toMatchObject({
      failed: ['threw'],
    })
  })

  test('is loaded once, and again only when that failed', async () => {
    let loads = 0
    const load = () => Promise.reject(new Error(`not yet ${String(++loads)}`))
    await expect(sharedModel('/nowhere/ner', load)).rejects.toThrow('not yet 1')
    await expect(sharedModel('/nowhere/ner', load)).rejects.toThrow('not yet 2')
    const run = Object.assign(async () => [], { tokenizer: { encode: () => [] }, model: { config: {} } })
    const stub = {
      env: { allowRemoteModels: true, allowLocalModels: true, localModelPath: '' },
      pipeline: async () => run,
    }
    const there = async () => (loads++, stub)
    expect(await sharedModel('/nowhere/ner', there)).toBe(await sharedModel('/nowhere/ner', there))
    expect(loads).toBe(3)
  })

  test('needs a package that is not installed by itself', async () => {
    await expect(loadTransformers('@huggingface/none')).rejects.toThrow('@huggingface/none is not installed')
  })
})
