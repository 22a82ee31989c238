/** A part of a text that is looked at by itself. What begins in `owned` belongs to it, with some of the text on both sides. */
export type Piece = {
  readonly text: string
  readonly from: number
  readonly owned: readonly [from: number, to: number]
}

/** A text in pieces of at most `most` UTF-16 units, each of which shares an eighth with the one before. */
export function piecesOf(text: string, most: number): readonly Piece[] {
  const overlap = Math.floor(most / 8)
  const pieces: Piece[] = []
  for (let from = 0; ; from += most - overlap) {
    const isLast = from + most >= text.length
    const piece = text.slice(from, from + most)
    const middle = Math.floor(overlap / 2)
    pieces.push({
      text: piece,
      from,
      owned: [from === 0 ? 0 : middle, isLast ? piece.length : most - overlap + middle],
    })
    if (isLast) return pieces
  }
}
