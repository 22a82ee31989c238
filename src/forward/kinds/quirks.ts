import type { NodeKind } from '../../terms/destination.ts'

/** What is particular about the answers of one kind of server. */
export type Quirks = {
  /** 4xx statuses by which it says that it failed, and not that the request is wrong: another node may do better. */
  readonly failing: readonly number[]
  /** Whether the model that an answer names is the one that was asked for. */
  readonly isModel: (asked: string, answered: string) => boolean
}

const isSame = (asked: string, answered: string): boolean => asked === answered

/** Ollama takes a name without a tag for its tag `latest`, and may answer with either. */
const isSameTag = (asked: string, answered: string): boolean => withTag(asked) === withTag(answered)
const withTag = (name: string): string => (name.includes(':') ? name : `${name}:latest`)

const USUAL: Quirks = { failing: [], isModel: isSame }

const QUIRKS: Readonly<Record<NodeKind, Quirks>> = {
  ollama: { ...USUAL, isModel: isSameTag },
  vllm: USUAL,
  llamacpp: USUAL,
  // It has one model, and answers with that model's own name whatever it is asked for; 424 is a generation that failed.
  tgi: { failing: [424], isModel: () => true },
  lmstudio: USUAL,
  sglang: USUAL,
  mlx: { ...USUAL, failing: [404] }, // a generation that failed
  omlx: { ...USUAL, failing: [409] }, // the model is being loaded
  openai: USUAL,
}

export const quirksOf = (kind: NodeKind): Quirks => QUIRKS[kind]
