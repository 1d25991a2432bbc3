/** What the map's marks are made of: elements, so that the page's policy against inline styles holds. */
import * as L from 'leaflet';

/** What is drawn above what. */
export const Z = { order: 0, trouble: 300, technician: 600, chosen: 1000 };

/** @param {string} name @param {number} size @param {HTMLElement|SVGElement} face */
export function iconOf(name, size, face) {
  return L.divIcon({ className: name, iconSize: [size, size], html: /** @type {HTMLElement} */ (/** @type {unknown} */ (face)) });
}

const RADIUS = 14;

/** A ring of which each state has its share, the most urgent first from the top. @param {[string, number][]} shares state and number */
export function ringOf(shares) {
  const total = shares.reduce((sum, [, count]) => sum + count, 0);
  const round = 2 * Math.PI * RADIUS;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'ring-of');
  svg.setAttribute('viewBox', '-16 -16 32 32');
  svg.setAttribute('aria-hidden', 'true');
  let before = 0;
  for (const [state, count] of shares) {
    const part = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    part.setAttribute('class', `is-${state}`);
    part.setAttribute('r', String(RADIUS));
    part.setAttribute('transform', 'rotate(-90)');
    part.setAttribute('stroke-dasharray', `${(count / total) * round} ${round}`);
    part.setAttribute('stroke-dashoffset', String((-before / total) * round));
    svg.append(part);
    before += count;
  }
  return svg;
}

/** @param {string} state */
export function shapeOf(state) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', `m is-${state}`);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#m-${state}`);
  svg.append(use);
  return svg;
}
