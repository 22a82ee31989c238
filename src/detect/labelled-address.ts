import { tablesIn } from './columns.ts'
import { keywordsIn } from './keywords.ts'
import type { Street } from './street-romance.ts'

const MAY_SAY = keywordsIn('address addr street residence'.split(' '))
const LABEL =
  /(?:address(?:[ _-]?line)?(?:[ _-]?1)?|addr|street(?:[ _-]?(?:address|name|1))?|line[ _-]?1|residence)["'`*]{0,3}(?:\s?[:=]\s{0,4}|>| [-–] )["'`*]{0,3}/gi
/** Addresses of another kind. */
const OTHERS =
  /(?:mail|ip|ipv[46]|mac|web|url|wallet|bitcoin|btc|eth\w*|crypto|memory|contract|network|sender|from|to|in|news|on|off|de|base|command)[ _-]?$/i
const COLUMN =
  /^\W?(?:(?:home|mailing|postal|street|billing|shipping|delivery|residential|current|full|customer|patient)[ _-]?)?(?:address(?:[ _-]?line)?[ _-]?1?|addr|street(?:[ _-]?address)?)\W?$/i
const LONGEST = 120
/** A word of an address: a name, a number with what belongs to it, or a small word between two names. */
const WORD =
  /^(?!0x)(?:\p{Lu}[\p{L}'’.-]{0,24}|[#(]?\p{L}{0,2}\.?\d[\p{L}\d/-]{0,9}\)?|of|the|and|upon|on|la|de|del|le|in|near|opp|behind|&|-|#|apt|flat|unit|suite|floor|st|rd|ave|no)[.,]{0,2}$/u
/** Labels that stand behind an address in the same line. */
const NEXT =
  /^(?:Phone|Tel|Telephone|Mobile|Cell|E-?mail|Fax|DOB|Date|SSN|Contact|Passport|Name|City|State|Zip|GSTIN|PAN|Please|My|I)(?![\p{L}])|[:=@]/iu

/** What a label or a key calls an address: words with capitals and a number, whatever the street is called. */
export function labelledAddresses(text: string): readonly Street[] {
  if (!MAY_SAY.isIn(text)) return []
  const labelled = [...text.matchAll(LABEL)].flatMap(({ index, 0: label }) => {
    if (OTHERS.test(text.slice(Math.max(0, index - 12), index))) return []
    const start = index + label.length
    const quote = /["'`]$/.exec(label)?.[0]
    const line = /^[^\n;|\t<>{}"\\]*/.exec(text.slice(start, start + LONGEST))?.[0] ?? ''
    return addressIn(quote === undefined ? line : line.replace(new RegExp(`${quote}(?:\\s*[,;)}\\]].*)?$`), ''), start)
  })
  return labelled
}

/** An address at the beginning of a value. */
function addressIn(value: string, start: number): readonly Street[] {
  const words: string[] = []
  for (const word of value.split(' ')) {
    if (word === '' || !WORD.test(word) || NEXT.test(word)) break
    words.push(word)
    if (/(?:\p{L}{3}|\d)\.$/u.test(word)) break
  }
  const address = words.join(' ').replace(/[\s.,&-]+$/, '')
  const isAddress = /\d/.test(address) && /\p{Lu}\p{L}{2}/u.test(address) && / /.test(address)
  const isOpened = /^(?:#|\d|\p{L}{1,9}\.? ?\d|\p{L}\.? ?No\.? )/u.test(address) || /, /.test(address)
  return isAddress && isOpened ? [{ start, end: start + address.length, score: 0.6 }] : []
}

/** The cells under the name of a column that says so. What stands in the next cell is no part of them. */
export function addressCells(text: string): readonly Street[] {
  if (!MAY_SAY.isIn(text)) return []
  return tablesIn(text).flatMap(({ start, end, delimiter, names }) => {
    if (!names.some((name) => COLUMN.test(name.trim()))) return []
    const found: Street[] = []
    let at = start
    for (const [row, line] of text.slice(start, end).split('\n').entries()) {
      for (const [column, cell] of line.split(delimiter).entries()) {
        if (row > 0 && COLUMN.test((names[column] ?? '').trim())) {
          const value = cell.trim().replace(/^["']|["']$/g, '')
          found.push(...addressIn(value, at + cell.indexOf(value)))
        }
        at += cell.length + 1
      }
    }
    return found
  })
}
