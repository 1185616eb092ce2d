import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { toPlainLine, toPlainText } from '../../escape.ts';
import { html, type Markup, trusted } from '../markup.ts';

/** Text that crosses a line of the grid stands out from it. */
export const halo = { fill: 'currentColor', stroke: 'var(--paper)', strokeWidth: 4 } as const;

/** Nothing has no unit: `0`, `200 MB`. */
export const formatTick =
  (format: (value: number) => string) =>
  (value: number): string =>
    value === 0 ? '0' : format(value);

/** A document to draw in, on which no page depends. */
const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** A chart's name above it, for those who see it. */
export const chartTitle = ({ name }: Pick<ChartText, 'name'>): Markup =>
  html`<p class="chart-title" aria-hidden="true">${name}</p>`;

export interface ChartText {
  /** What the chart is, in a few words. */
  readonly name: string;
  /** What it shows, for those who do not see it; the figures themselves are in a table or a list beside it. */
  readonly description: string;
}

/**
 * A chart as inline SVG that takes the page's colours and fonts: to a screen reader one picture with a name and a
 * description. Options without a legend or a title, so that Plot gives an SVG and no figure.
 */
export const drawChart = ({ name, description }: ChartText, options: Plot.PlotOptions): Markup => {
  const svg = Plot.plot({
    className: 'plot',
    ariaLabel: toPlainLine(name),
    ariaDescription: toPlainLine(description),
    ...options,
    document,
  });
  svg.setAttribute('role', 'img');
  // Plot's own style sheet is the page's business: with it, every chart would repeat it.
  svg.querySelector('style')?.remove();
  for (const element of svg.querySelectorAll('*')) {
    shortenNumbers(element);
    unname(element);
  }
  for (const text of svg.querySelectorAll('text, tspan')) {
    if (text.children.length === 0) text.textContent = toPlainText(text.textContent ?? '');
  }
  const title = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  title.textContent = toPlainLine(name);
  svg.prepend(title);
  return trusted(svg.outerHTML);
};

/** What is needed of an element here: the project is compiled without a browser's types. */
interface Attributes {
  readonly getAttribute: (name: string) => string | null;
  readonly setAttribute: (name: string, value: string) => void;
  readonly removeAttribute: (name: string) => void;
}

/** Plot names its groups for those who do not see them. A group has no role and may have no name; the picture has one. */
const unname = (element: Attributes): void => {
  const name = element.getAttribute('aria-label');
  if (name === null) return;
  element.removeAttribute('aria-label');
  element.setAttribute('data-mark', name);
};

/** A tenth of a pixel is finer than any screen; the digits behind it are half of a chart's bytes. */
const shortenNumbers = (element: Attributes): void => {
  for (const name of ['d', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'width', 'height', 'transform']) {
    const value = element.getAttribute(name);
    if (value?.includes('.') && !value.endsWith('em')) {
      element.setAttribute(
        name,
        value.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)))),
      );
    }
  }
};
