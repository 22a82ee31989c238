import type { JsonObject } from '../terms/json.ts'
import { newDataKey, seal, wrapKey } from './seal-box.ts'
import type { Recipient } from './seal-box.ts'
import type { SealStore } from './seal-store.ts'

/** Bytes to seal; `cut` when there were more than the limit. */
export type Content = { readonly bytes: Uint8Array; readonly cut: boolean }

/** What a record says of a sealed part: where it is found. Never what it holds. */
export type SealedPart = { readonly sha256: string; readonly bytes: number; readonly cut: boolean }

/** A request whose prompt is sealed. */
export type Sealing = {
  readonly prompt: SealedPart
  /** Ids of the keys that it was sealed for. */
  readonly recipients: readonly string[]
  /** Seals the answer under the same data key, which is forgotten then. */
  readonly answer: (content: Content) => Promise<SealedPart>
}

export type Sealer = {
  /** Bytes of a prompt or an answer that are kept at most. */
  readonly limit: number
  /**
   * Resolves when the prompt is on disk, sealed. Rejects when it is not, at the deadline at the latest: then the request must not go out.
   */
  readonly seal: (about: { readonly caller: string; readonly request: string }, prompt: Uint8Array) => Promise<Sealing>
}

export type SealerParts = {
  readonly store: SealStore
  readonly recipients: readonly Recipient[]
  readonly limit: number
  readonly deadlineMs: number
}

/**
 * Seals prompts and answers for auditors. Each request has a data key of its own, in memory only until its answer is sealed; what is kept
 * of it on disk is wrapped for the auditors' public keys. So nobody who has only what Cordon has can read what was sealed.
 */
export function createSealer({ store, recipients, limit, deadlineMs }: SealerParts): Sealer {
  return {
    limit,
    seal: async ({ caller, request }, prompt) => {
      const dataKey = newDataKey()
      const put = async (part: 'prompt' | 'answer', { bytes, cut }: Content): Promise<SealedPart> => {
        const sha256 = await store.put(await seal(bytes, dataKey, { request, part }))
        return { sha256, bytes: bytes.length, cut }
      }
      const first = async () => {
        await store.putKey({ caller, request }, await wrapKey(dataKey, recipients))
        return put('prompt', cutTo(prompt, limit))
      }
      // Forgotten when it is no longer needed, not at the deadline: what is late must not be sealed with zeros.
      const answer = (content: Content) =>
        inTime(
          put('answer', content).finally(() => dataKey.fill(0)),
          deadlineMs,
        )
      return { prompt: await inTime(first(), deadlineMs), recipients: recipients.map(({ id }) => id), answer }
    },
  }
}

/** The beginning of what is too long. */
export const cutTo = (bytes: Uint8Array, limit: number): Content => ({
  bytes: bytes.subarray(0, limit),
  cut: bytes.length > limit,
})

/** The field of a record. */
export const sealedField = ({ sha256, bytes, cut }: SealedPart): JsonObject => ({
  sha256,
  bytes,
  ...(cut ? { cut } : {}),
})

/** A disk that hangs must not make a request wait for ever. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('sealing took longer than a record may take')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
