/** The sheet of a report: light and dark as its reader's screen is, and plain on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #5b6570; --line: #d6dbe1; --paper: #ffffff; --bad: #b3261e; --good: #1a7f37;
  --t0: #2f6fab; --t1: #c8643b; --t2: #8a8f98; --t3: #7b5ea7; --t4: #3a8f7b; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #9aa4af; --line: #363d46; --paper: #14181d; --bad: #ff8a80; --good: #6fd08c;
  --t0: #6fa8dc; --t1: #e8946f; --t2: #9aa0a8; --t3: #b39ddb; --t4: #6fc7b2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 60rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .5rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.dim, .none, figcaption { color: var(--dim); } .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; } dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; } svg text { fill: var(--dim); font-size: 11px; } svg text.end { text-anchor: end; } svg line { stroke: var(--line); }
.key { margin-left: 1rem; } .key i { display: inline-block; width: .7em; height: .7em; margin-right: .3em; }
${[0, 1, 2, 3, 4].map((tone) => `rect.t${String(tone)} { fill: var(--t${String(tone)}); } i.t${String(tone)} { background: var(--t${String(tone)}); }`).join('\n')}
@media print { :root { --ink: #000; --dim: #333; --line: #999; --paper: #fff; } body { max-width: none; padding: 0; font-size: 10pt; } table, figure, dl { break-inside: avoid-page; }
  h2, h3 { break-after: avoid; } rect, i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } @page { margin: 18mm 15mm; } }
`
