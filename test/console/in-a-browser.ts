import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { aConsole, CHROMIUM, NO_CHROMIUM, openBrowser, signIn, visit } from './a-console.ts'
import type { AConsole, Visit, VisitOptions } from './a-console.ts'

/* Where tests of the console happen: a real Cordon, a real browser, and after each test no complaint in the browser's console and no request to anybody else. */

const LONG = 60_000

export type Stage = {
  readonly it: AConsole
  /** A new visitor; of the console that was started, where no other address is named. */
  readonly visit: (options?: VisitOptions, base?: string) => Promise<Visit>
  /** Signs a new visitor in, as the ciso of the house if no other token is given, and opens a page. */
  readonly arrive: (path?: string, token?: string, options?: VisitOptions) => Promise<Page>
  /** The last visitor. */
  readonly here: Visit
  /** A test, which is skipped where there is no browser. */
  readonly when: (name: string, work: () => Promise<void>, ms?: number) => void
}

type StageParts = {
  readonly name: string
  readonly start?: () => Promise<AConsole>
  /** What happens before the first test. */
  readonly before?: (stage: Stage) => Promise<void>
  readonly after?: () => Promise<unknown>
  /** What else may be heard: another site that belongs to the story. */
  readonly isFine?: (line: string) => boolean
  readonly ms?: number
}

/** Describes what happens in a browser. */
export function inABrowser(
  { name, start = aConsole, isFine = () => false, ...parts }: StageParts,
  tests: (stage: Stage) => void,
): void {
  // prettier-ignore
  describe(CHROMIUM === null ? NO_CHROMIUM : name, () => {
    let [it, browser]: [AConsole | null, Browser | null] = [null, null]
    const visits: Visit[] = []
    const known = <T>(value: T | null | undefined): T => {
      if (value === null || value === undefined) throw new Error('that is not there (yet)')
      return value
    }
    const stage: Stage = {
      get it() {
        return known(it)
      },
      get here() {
        return known(visits.at(-1))
      },
      visit: async (options = {}, base = known(it).cordon.adminUrl) => {
        const here = await visit(known(browser), base, options)
        visits.push(here)
        return here
      },
      arrive: async (path = '/', token, options = {}) => {
        const { page } = await stage.visit(options)
        await signIn(page, token ?? (await known(it).cordon.token({ role: 'ciso', sub: 'cora' })), path)
        return page
      },
      when: (what, work, ms = LONG) => (CHROMIUM === null ? test.skip : test)(what, work, ms),
    }
    beforeAll(async () => {
      if (CHROMIUM === null) return
      it = await start()
      browser = await openBrowser()
      await parts.before?.(stage)
    }, parts.ms ?? LONG)
    afterAll(async () => {
      await browser?.close()
      await it?.stop()
      await parts.after?.()
    }, parts.ms ?? LONG)
    afterEach(async () => {
      const heard = visits.map((one) => one.heard)
      for (const { context } of visits.splice(0)) await context.close()
      const [complaints, strayed] = [heard.flatMap((one) => one.complaints), heard.flatMap((one) => one.strayed)]
      const others = (lines: readonly string[]) => lines.filter((line) => !isFine(line))
      expect({ complaints: others(complaints), strayed: others(strayed) }).toEqual({ complaints: [], strayed: [] })
    })
    tests(stage)
  })
}
