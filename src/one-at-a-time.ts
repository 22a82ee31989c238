/**
 * Makes something that takes a while safe to ask for at any rate. One run at a time; whoever asks during a run shares the next one with all
 * who ask before it begins, so that what each of them saw before asking is taken up, and no more than one is ever waiting.
 */
export function oneAtATime<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | null = null
  const begin = () => {
    next = null
    return run()
  }
  return () => {
    if (next === null) {
      next = running.then(begin)
      running = next.catch(() => {}) // whoever asked hears of it
    }
    return next
  }
}
