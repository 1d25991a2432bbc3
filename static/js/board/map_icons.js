/** What the map's marks are made of: elements, so that the page's policy against inline styles holds. */
import * as L from 'leaflet';

/** What is drawn above what. */
export const Z = { order: 0, trouble: 300, technician: 600, chosen: 1000 };

/** @param {string} name @param {number} size @param {HTMLElement|SVGElement} face */
export function iconOf(name, size, face) {
  return L.divIcon({ className: name, iconSize: [size, size], html: /** @type {HTMLElement} */ (/** @type {unknown} */ (face)) });
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
