import { basename, dirname } from 'node:path'

/** One token of a text, as a model labels it. `word` is how it is decoded, which need not be how it is written. */
export type Labelled = { readonly word: string; readonly entity: string; readonly score: number }

/** Labels every token of each text that is no sign of the model's own. Cuts off what is too long for it, without a word. */
export type Label = (texts: readonly string[]) => Promise<readonly (readonly Labelled[])[]>

/** The part of @huggingface/transformers that is used. */
export type Transformers = {
  readonly env: {
    allowRemoteModels: boolean
    allowLocalModels: boolean
    localModelPath: string
    useBrowserCache?: boolean
  }
  readonly pipeline: (
    task: 'token-classification',
    model: string,
    options: { readonly local_files_only: true; readonly dtype?: string },
  ) => Promise<(texts: readonly string[], options: { readonly ignore_labels: readonly string[] }) => Promise<unknown>>
}

/** Optional: it is installed by whoever wants it, and so is not among the dependencies. */
const PACKAGE = '@huggingface/transformers'

/** Loads the package. Rejects with a sentence that says what to do when it is not there. */
export async function loadTransformers(): Promise<Transformers> {
  try {
    return (await import(PACKAGE)) as Transformers
  } catch (cause) {
    throw new Error(`${PACKAGE} is not installed: npm install ${PACKAGE}`, { cause })
  }
}

/** A model from a folder of this machine. Nothing is fetched: neither it nor anything it refers to. */
export async function loadModel(folder: string, load: () => Promise<Transformers> = loadTransformers): Promise<Label> {
  const { env, pipeline } = await load()
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = dirname(folder)
  const run = await pipeline('token-classification', basename(folder), { local_files_only: true })
  return async (texts) => (await run(texts, { ignore_labels: [] })) as readonly (readonly Labelled[])[]
}
