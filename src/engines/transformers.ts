import { basename, dirname } from 'node:path'

/** One token of a text, as a model labels it. `word` is how it is decoded, which need not be how it is written. */
export type Labelled = { readonly word: string; readonly entity: string; readonly score: number }

export type Model = {
  /** Labels every token of a text that it knows and that is no sign of its own. Cuts off what is too long, without a word. */
  readonly label: (text: string) => Promise<readonly Labelled[]>
  /** False for a text that would be cut. */
  readonly fits: (text: string) => boolean
}

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
    options: { readonly local_files_only: true },
  ) => Promise<Classifier>
}

type Classifier = {
  (text: string, options: { readonly ignore_labels: readonly string[] }): Promise<unknown>
  readonly tokenizer: {
    readonly encode: (text: string) => readonly unknown[]
    readonly model_max_length?: number | null
  }
  readonly model: { readonly config: { readonly max_position_embeddings?: number } }
}

/** Optional: it is installed by whoever wants it, and so is not among the dependencies. */
const PACKAGE = '@huggingface/transformers'

/** Loads the package. Rejects with a sentence that says what to do when it is not there. */
export async function loadTransformers(name = PACKAGE): Promise<Transformers> {
  try {
    return (await import(name)) as Transformers
  } catch (cause) {
    throw new Error(`${name} is not installed, or cannot run here: npm install ${name}`, { cause })
  }
}

/** What most models take, in tokens. */
const USUAL_TOKENS = 512

/** A model from a folder of this machine. Nothing is fetched: neither it nor anything it refers to. */
export async function loadModel(folder: string, load: () => Promise<Transformers> = loadTransformers): Promise<Model> {
  const { env, pipeline } = await load()
  env.allowRemoteModels = false
  env.allowLocalModels = true
  env.localModelPath = dirname(folder)
  const run = await pipeline('token-classification', basename(folder), { local_files_only: true })
  const { tokenizer, model } = run
  // A tokenizer that was told no limit says one far beyond any.
  const most = Math.min(
    tokenizer.model_max_length ?? USUAL_TOKENS,
    model.config.max_position_embeddings ?? USUAL_TOKENS,
  )
  return {
    label: async (text) => (await run(text, { ignore_labels: [] })) as readonly Labelled[],
    fits: (text) => tokenizer.encode(text).length <= most,
  }
}

/** Models outlive a generation of rooms: one is loaded once for each folder, and again only when that failed. */
const LOADED = new Map<string, Promise<Model>>()

/** The same as `loadModel`, for everybody who uses that folder. What changes in it is seen after a restart. */
export function sharedModel(folder: string, load: () => Promise<Transformers> = loadTransformers): Promise<Model> {
  const known = LOADED.get(folder)
  if (known !== undefined) return known
  const loading = loadModel(folder, load)
  LOADED.set(folder, loading)
  loading.catch(() => LOADED.delete(folder))
  return loading
}
