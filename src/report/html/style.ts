/**
 * The page's style: two blues for what is drawn and vermilion for what is worse, which the colour-blind tell apart and
 * which words or signs always repeat; figures in columns of equal digits.
 */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfb; --ink: #17212c; --muted: #576472; --line: #d9dfe5; --faint: #eef1f4; --shade: #a9b4bf;
  --first: #0b67a3; --second: #9ccbe8; --quiet: #a9b4bf; --worse: #ad4200;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #0f151c; --ink: #e4eaf0; --muted: #98a6b5; --line: #2c3743; --faint: #182029; --shade: #4a5867;
    --first: #58b0ec; --second: #2a618c; --quiet: #6b7886; --worse: #f59a55;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; max-width: 66rem; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Open Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
code { font: 0.92em ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
a { color: var(--first); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.25rem 0.5rem; }

header { border-bottom: 2px solid var(--first); padding-bottom: 1.25rem; }
.brand { margin: 0; color: var(--first); font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.08em; text-transform: uppercase; }
h1 { margin: 0.25rem 0 0; font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.15; font-weight: 650; letter-spacing: -0.02em; }
.question { margin: 0.75rem 0 0; font-size: 1.1875rem; line-height: 1.45; max-width: 44rem; }
.strong { margin: 0.75rem 0 0; font-size: 1.125rem; line-height: 1.45; font-weight: 650; max-width: 52rem; }
header .verdicts { margin-top: 0.75rem; }
header .mark { text-align: left; }
.subject { margin: 0.75rem 0 0; color: var(--muted); font-size: 0.9375rem; max-width: 44rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.25rem 0 0; padding: 0; list-style: none; font-size: 0.875rem; }
nav a { color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--first); text-decoration: underline; }

section { margin-top: 3rem; }
h2 { margin: 0 0 1rem; font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
.remark, figcaption { color: var(--muted); font-size: 0.875rem; }
.remark { margin: 0.5rem 0 0; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 1.25rem 2rem; margin: 0 0 1.75rem; }
.tiles dt { color: var(--muted); font-size: 0.875rem; }
.tiles dd { margin: 0; }
.tiles strong { display: block; font-size: 2.25rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.02em; }
.verdicts { display: grid; grid-template-columns: max-content 1fr; column-gap: 1.25rem; margin: 0; padding: 0; list-style: none; border-bottom: 1px solid var(--line); }
.verdicts > li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: baseline; padding: 0.5rem 0; border-top: 1px solid var(--line); }
.mark { font-weight: 650; text-align: right; }
.mark.good { color: var(--first); }
.mark.bad { color: var(--worse); }
.mark.open, .mark.faint { color: var(--muted); }
.headline { margin: 0 0 1.25rem; font-weight: 650; }
.headline.broken { color: var(--worse); }
.claims { margin: 0; padding: 0; list-style: none; }
.claims > li { margin-bottom: 1.5rem; }
.claims .mark { text-align: left; max-width: 9rem; }
.grounds { display: block; color: var(--muted); font-size: 0.875rem; }
blockquote { margin: 0 0 0.5rem; padding-left: 1rem; border-left: 2px solid var(--line); }
blockquote p { margin: 0; }
blockquote footer { color: var(--muted); font-size: 0.875rem; }

figure { margin: 0; }
figure.growth { max-width: 30rem; margin: 1rem 0; }
.chart-title { margin: 0 0 0.5rem; font-size: 0.875rem; font-weight: 650; }
figure > figcaption { margin-top: 0.5rem; max-width: 46rem; }
.plot { display: block; width: 100%; height: auto; max-width: 100%; overflow: visible; font-family: inherit; font-size: 12px; }
.panel .plot { font-size: 11px; }
.plot text { white-space: pre; }
.plot .axis, .plot [data-mark$="axis label"] { fill: var(--muted); color: var(--muted); }
.plot .grid { stroke: var(--line); stroke-opacity: 1; }
.plot text[stroke], .plot [stroke] > text { paint-order: stroke; stroke-linejoin: round; }
.plot .value { font-weight: 600; font-variant-numeric: tabular-nums; }
.narrow { display: none; }
.legend { margin: 0 0 1rem; font-size: 0.875rem; color: var(--muted); }
.key { display: inline-block; width: 0.75rem; height: 0.75rem; margin: 0 0.25rem 0 0; vertical-align: -0.0625rem; }
.key + .key, .legend .second { margin-left: 1rem; }
.key.first { background: var(--first); }
.key.second { background: var(--second); }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); gap: 1.75rem 2rem; }
.panel { display: flex; flex-direction: column; justify-content: space-between; }
.panel figcaption { display: flex; flex-direction: column; margin: 0 0 0.25rem; color: var(--ink); line-height: 1.4; }
.panel figcaption span { color: var(--muted); }
.points { columns: 24rem; column-gap: 2rem; margin: 1rem 0 0; padding-left: 2rem; font-size: 0.8125rem; color: var(--muted); }
.points span { white-space: nowrap; }
.points li { break-inside: avoid; padding: 0.125rem 0; }
.points .front { color: var(--ink); }
.points .front::marker { color: var(--first); font-weight: 650; }

.scroll { overflow-x: auto; margin: 0 0 2rem; }
.cut { box-shadow: inset -0.75rem 0 0.75rem -0.75rem var(--shade); }
.cut caption::after { content: " · scroll sideways for more →"; font-weight: 400; color: var(--muted); }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; overflow-wrap: normal; }
caption { text-align: left; font-weight: 650; padding-bottom: 0.375rem; }
th, td { padding: 0.4375rem 0 0.4375rem 1.25rem; text-align: right; vertical-align: baseline; white-space: nowrap; font-weight: 400; }
th:first-child { padding-left: 0; text-align: left; position: sticky; left: 0; background: var(--paper); }
tbody tr > * { border-top: 1px solid var(--line); }
tbody tr:hover > * { background: var(--faint); }
thead button { all: unset; cursor: pointer; color: var(--muted); }
thead button:hover { color: var(--ink); text-decoration: underline; }
thead button:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
thead [aria-sort] button { color: var(--ink); font-weight: 650; }
thead [aria-sort="ascending"] button::after { content: " ↑"; content: " ↑" / ""; }
thead [aria-sort="descending"] button::after { content: " ↓"; content: " ↓" / ""; }
td small { display: block; color: var(--muted); font-size: 0.86em; }
td.good { color: var(--first); }
td.bad { color: var(--worse); }
td.faint, td.absent { color: var(--muted); }

.lines { margin: 0; padding-left: 1.125rem; }
.lines li, .warnings li { padding: 0.125rem 0; }
.meanings { margin: 0; }
.meanings > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.375rem 0; border-top: 1px solid var(--line); }
.meanings dt { font-weight: 600; }
.meanings dd { margin: 0; color: var(--muted); }
.warnings { margin: 0; padding: 0; list-style: none; }
.warnings li { padding-left: 1rem; border-left: 3px solid var(--quiet); margin-bottom: 1rem; }
.warnings .warning { border-color: var(--worse); }
.warnings p { margin: 0; }

@media (max-width: 40rem) {
  body { padding-top: 1.5rem; }
  section { margin-top: 2.25rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .verdicts { column-gap: 0.75rem; }
  th:first-child { min-width: 8.5rem; max-width: 8.5rem; white-space: normal; overflow-wrap: anywhere; }
  th, td { padding-left: 1rem; }
  .meanings > div { grid-template-columns: 1fr; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --muted: #444; --line: #ccc; --faint: #fff;
    --first: #0b67a3; --second: #9ccbe8; --quiet: #a9b4bf; --worse: #ad4200;
  }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .skip { display: none; }
  section { margin-top: 1.5rem; }
  h2 { break-after: avoid; }
  figure, tr, li, .panel, .scroll { break-inside: avoid; }
  .scroll { overflow: visible; box-shadow: none; }
  .cut caption::after { content: none; }
  table { font-size: 8pt; }
  th, td { padding-left: 0.5rem; }
  .plot *, .key, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
