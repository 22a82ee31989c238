import { opaque } from './structures.ts'
import { text } from './values.ts'

/** What only its maker can read. */
export const sealed = opaque('encrypted', text)

/** An id of something that is stored elsewhere: nobody has read it. */
export const reference = opaque('reference', text)
