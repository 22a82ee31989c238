/** What waits, in the order in which it came, and taken in turns from each group. */
export type FairQueue<T> = {
  /** False when there is no room, also not in the place of another. */
  readonly enter: (group: string, item: T) => boolean
  /** Whether `enter` would say yes. */
  readonly hasRoom: (group: string) => boolean
  /** Takes the first that fits out of the group whose turn it is, or of the next that has one. */
  readonly take: (fits: (item: T) => boolean) => T | null
  /** False for what does not wait, or not any more. */
  readonly leave: (group: string, item: T) => boolean
  readonly all: () => readonly T[]
  readonly size: () => number
}

export type FairQueueParts<T> = {
  readonly most: number
  /** Called with what had to make room. */
  readonly dropped: (item: T) => void
}

/**
 * A bounded queue that is fair between groups. Each turn goes to another group (round robin). When it is full, a group with fewer than
 * its share gets a place from the end of the longest, so that nobody can fill it for everyone.
 */
export function createFairQueue<T>({ most, dropped }: FairQueueParts<T>): FairQueue<T> {
  // A Map goes through its groups in the order in which they were set: that order is whose turn it is.
  const groups = new Map<string, T[]>()
  let size = 0

  const longest = () => {
    let found: [string, T[]] | null = null
    for (const entry of groups) if (found === null || entry[1].length > found[1].length) found = entry
    return found
  }
  const yields = (group: string) => {
    const [name, items] = longest() ?? []
    return name !== undefined && items !== undefined && items.length > (groups.get(group)?.length ?? 0) + 1
      ? name
      : null
  }
  const remove = (group: string, at: number): T | undefined => {
    const items = groups.get(group)
    const [item] = items?.splice(at, 1) ?? []
    if (items?.length === 0) groups.delete(group)
    if (item !== undefined) size -= 1
    return item
  }
  return {
    enter: (group, item) => {
      if (size >= most) {
        const victim = most === 0 ? null : yields(group)
        if (victim === null) return false
        const out = remove(victim, -1)
        if (out !== undefined) dropped(out)
      }
      const items = groups.get(group)
      if (items === undefined) groups.set(group, [item])
      else items.push(item)
      size += 1
      return true
    },
    hasRoom: (group) => size < most || (most > 0 && yields(group) !== null),
    take: (fits) => {
      for (const [group, items] of groups) {
        const at = items.findIndex(fits)
        if (at === -1) continue
        groups.delete(group)
        groups.set(group, items)
        return remove(group, at) ?? null
      }
      return null
    },
    leave: (group, item) => {
      const at = groups.get(group)?.indexOf(item) ?? -1
      return at !== -1 && remove(group, at) !== undefined
    },
    all: () => [...groups.values()].flat(),
    size: () => size,
  }
}
