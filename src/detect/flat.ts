const LEAST = 512
/** Node keeps longer ones outside of its heap, where they are slow to read. */
const MOST = 1_000_000

/**
 * The same text in one piece of its own, where it may be a part of another: reading one character of a part takes several times as
 * long. Only of Latin-1, which is copied fast.
 */
export const flat = (text: string): string =>
  text.length < LEAST || text.length > MOST || /[^\0-\xff]/.test(text)
    ? text
    : Buffer.from(text, 'latin1').toString('latin1')
