import { count, html } from './html.ts'
import type { Html } from './html.ts'

/** A bar, in parts from the ground up. `tone` is the number of a colour in the style sheet. */
export type Bar = { readonly name: string; readonly parts: readonly { readonly tone: number; readonly size: number }[] }

export type Chart = { readonly title: string; readonly legend: readonly string[]; readonly bars: readonly Bar[] }

const [WIDTH, HEIGHT, LEFT, FOOT] = [720, 180, 60, 18]

/** Standing bars on one axis from zero, as SVG: for a screen, for paper, and in words for who hears it. */
export function columnChart({ title, legend, bars }: Chart): Html {
  const most = Math.max(1, ...bars.map(sizeOf))
  const step = (WIDTH - LEFT) / Math.max(1, bars.length)
  const scale = (size: number) => (size / most) * (HEIGHT - FOOT - 8)
  const columns = bars.map((bar, at) => {
    let ground = HEIGHT - FOOT
    const x = LEFT + at * step
    const parts = bar.parts.map(({ tone, size }) => {
      ground -= scale(size)
      return html`<rect
        class="t${tone}"
        x="${px(x + step * 0.1)}"
        y="${px(ground)}"
        width="${px(step * 0.8)}"
        height="${px(scale(size))}"
      />`
    })
    return html`<g><title>${bar.name}: ${count(sizeOf(bar))}</title>${parts}</g>`
  })
  const everyNth = Math.max(1, Math.ceil(bars.length / 8))
  const names = bars.flatMap(({ name }, at) => (at % everyNth === 0 ? [html`<text x="${px(LEFT + at * step)}" y="${HEIGHT - 4}">${name}</text>`] : [])) // prettier-ignore
  const lines = [0, 0.5, 1].map((share) => {
    const y = px(HEIGHT - FOOT - scale(most * share))
    return html`<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}" />
      <text class="end" x="${LEFT - 6}" y="${y}">${count(Math.round(most * share))}</text>`
  })
  return html`<figure>
    <figcaption>${title}${keyOf(legend)}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">${lines}${columns}${names}</svg>
  </figure>`
}

const ROW = 24

/** Lying bars, one below the other, with their names. */
export function barChart({ title, legend, bars }: Chart): Html {
  const most = Math.max(1, ...bars.map(sizeOf))
  const left = 180
  const rows = bars.map((bar, at) => {
    let x = left
    const parts = bar.parts.map(({ tone, size }) => {
      const width = (size / most) * (WIDTH - left - 80)
      x += width
      return html`<rect class="t${tone}" x="${px(x - width)}" y="${at * ROW + 4}" width="${px(width)}" height="16" />`
    })
    const name = bar.name.length > 26 ? `${bar.name.slice(0, 25)}…` : bar.name
    const y = at * ROW + 16
    return html`<g>
      <title>${bar.name}: ${count(sizeOf(bar))}</title>
      <text class="end" x="${left - 6}" y="${y}">${name}</text>
      ${parts}
      <text x="${px(x + 6)}" y="${y}">${count(sizeOf(bar))}</text>
    </g>`
  })
  return html`<figure>
    <figcaption>${title}${keyOf(legend)}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${Math.max(1, bars.length) * ROW}" role="img" aria-label="${title}">${rows}</svg>
  </figure>`
}

const keyOf = (legend: readonly string[]) =>
  legend.map((name, tone) => html` <span class="key"><i class="t${tone}"></i>${name}</span>`)
const sizeOf = ({ parts }: Bar) => parts.reduce((sum, { size }) => sum + size, 0)
const px = (value: number) => Math.round(value * 10) / 10
