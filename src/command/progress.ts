import type { Io } from './io.ts'

export type Progress = { readonly add: (bytes: number, texts: number) => void; readonly clear: () => void }

const WIDTH = 24
/** Milliseconds between two paintings. */
const EVERY = 100

/**
 * A bar on standard error, where that is a terminal and standard output is none; otherwise nothing. It has no colour. `total` is in
 * bytes; 0 where it is not known, and then the bar only counts.
 */
export function createProgress(total: number, io: Pick<Io, 'err' | 'now' | 'bar'>): Progress {
  if (io.bar !== true) return { add: () => {}, clear: () => {} }
  let [bytes, texts, painted, width] = [0, 0, 0, 0]
  const paint = (line: string): void => {
    io.err(`\r${line.padEnd(width)}`)
    width = line.length
  }
  return {
    add: (moreBytes, moreTexts) => {
      bytes += moreBytes
      texts += moreTexts
      if (io.now() - painted < EVERY) return
      painted = io.now()
      paint(lineOf({ bytes, texts, total }))
    },
    clear: () => {
      paint('')
      io.err('\r')
    },
  }
}

function lineOf({ bytes, texts, total }: { readonly bytes: number; readonly texts: number; readonly total: number }) {
  const read = `${megabytes(bytes)} MB`
  const counted = `${texts.toLocaleString('en-US')} texts`
  if (total === 0) return `${read}, ${counted}`
  const part = Math.min(1, bytes / total)
  const bar = '#'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '-')
  return `[${bar}] ${String(Math.floor(part * 100)).padStart(3)} %  ${read} of ${megabytes(total)} MB, ${counted}`
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
