import { onForget } from './memo.ts'

/** Detectors are handed texts in pieces that are shorter than this. */
const MOST = 131_072
const scratch = new Uint16Array(MOST + 1)
const bytes = Buffer.from(scratch.buffer)
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

let last: string | null = null
let codes = scratch

/**
 * The UTF-16 units of a text as numbers in a row, and a zero behind them: these are read several times as fast as the characters of a
 * string. They are overwritten by the next text, so that they are for one pass, and cleared by `forgetTexts`.
 */
export function codesOf(text: string): Uint16Array {
  if (text === last) return codes
  const isLong = text.length > MOST
  codes = isLong ? new Uint16Array(text.length + 1) : scratch
  const written = isLong ? Buffer.from(codes.buffer) : bytes
  written.write(text, 0, 'utf16le')
  if (!isLittleEndian) written.subarray(0, 2 * text.length).swap16()
  codes[text.length] = 0
  last = text
  used = Math.max(used, isLong ? 0 : text.length)
  return codes
}

let used = 0

onForget(() => {
  last = null
  codes = scratch
  scratch.fill(0, 0, used)
  used = 0
})
