import type { NodeKind } from '../../terms/destination.ts'
import type { Kind } from './kind.ts'
import { llamacpp } from './llamacpp.ts'
import { lmstudio } from './lmstudio.ts'
import { mlx } from './mlx.ts'
import { ollama } from './ollama.ts'
import { omlx } from './omlx.ts'
import { openai } from './openai.ts'
import { sglang } from './sglang.ts'
import { tgi } from './tgi.ts'
import { vllm } from './vllm.ts'

/** How each kind of server is asked for its models, its load, and whether it keeps a prompt to itself. */
export const KINDS: Readonly<Record<NodeKind, Kind>> = { ollama, vllm, llamacpp, tgi, lmstudio, sglang, mlx, omlx, openai } // prettier-ignore
