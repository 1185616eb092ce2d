import { createHash } from 'node:crypto';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Run } from '../../record/run.ts';
import { draw, type Report } from '../model/report.ts';
import { reportOfRun } from '../model/run-report.ts';
import { drawing } from './blocks.ts';
import { html, trusted } from './markup.ts';
import { sortScript } from './sort-script.ts';
import { styleSheet } from './style.ts';

/** A run's report. */
export const renderHtml = (run: Run, verdict?: Verdict): string => drawHtml(reportOfRun(run, verdict));

/** One file that needs no network, for a person to look at: what the Markdown says, in the same order, and pictures of it. */
export const drawHtml = ({ title, front, sections }: Report): string => {
  const drawn = sections
    .map(({ id, title, blocks }) => ({ id, title, body: blocks.map((block) => draw(drawing, block)) }))
    .filter(({ body }) => body.some(({ markup }) => markup.trim() !== ''));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}: Tidemark</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the verdict</a>
<header>
<p class="brand">Tidemark</p>
<h1>${title}</h1>
${front.map((block) => draw(drawing, block))}
<nav aria-label="Sections"><ul>${drawn.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${drawn.map(
  ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`,
)}</main>
<script>${trusted(sortScript)}</script>
</body>
</html>
`;
  return page.markup;
};

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is fetched, and nothing runs or styles but what this file was made with. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(sortScript)}`,
  `style-src ${hashOf(styleSheet)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
