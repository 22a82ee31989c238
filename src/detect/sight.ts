import type { Finding } from '../terms/finding.ts'

/** What was seen in one text: where, what and how sure, and never the text. */
export type Sight = Omit<Finding, 'segment'> & {
  /** Which look at the text it was; and the place in what was looked at. */
  readonly look: number
  readonly from: number
  readonly to: number
  /** True when everything in what was looked at has the same place. */
  readonly isOpaque: boolean
}
