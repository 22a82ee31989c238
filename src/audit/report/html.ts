/** Text that is HTML already. Only `html` and `raw` make it. */
export type Html = { readonly html: string }

type Part = string | number | Html | readonly Html[]

/** HTML with values in it: whatever is no Html is text, and is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { html: parts.map((part, at) => (at === 0 ? part : `${toHtml(values[at - 1] ?? '')}${part}`)).join('') }
}

/** For what this program has written itself, a style sheet. Never for what a record says. */
export const raw = (text: string): Html => ({ html: text })

function toHtml(value: Part): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return escape(value)
  return 'html' in value ? value.html : value.map((one) => one.html).join('')
}

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Controls, and what would turn the order of the letters around: a claim of a token may hold it. */
// eslint-disable-next-line no-control-regex -- these are what is replaced
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g

const escape = (text: string) => text.replace(UNPRINTABLE, '�').replace(/[&<>"']/g, (char) => NAMES[char] ?? '')

export type Cell = string | number | null

/** A table; numbers stand to the right. */
export function htmlTable(names: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return html`<p class="none">None.</p>`
  const head = names.map((name) => html`<th scope="col">${name}</th>`)
  const body = rows.map((row) => html`<tr>${row.map((cell) => (typeof cell === 'number' ? html`<td class="n">${count(cell)}</td>` : html`<td>${cell ?? '–'}</td>`))}</tr>`) // prettier-ignore
  return html`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`
}

export const count = (value: number): string =>
  Number.isInteger(value) ? value.toLocaleString('en-US') : value.toLocaleString('en-US', { maximumFractionDigits: 4 })
