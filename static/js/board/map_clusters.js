/** Orders that would cover each other become one mark with their number: a grid in the pixels of the zoom, so that panning changes nothing. */
import { BY_URGENCY } from '../shared/marks.js';
import { markOf } from './map_state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Risk} Risk */
/** @typedef {{key: string, orders: CardView[], worst: Risk, shares: [Risk, number][], x: number, y: number}} Cluster */

/** The side of a cell, in pixels. */
const CELL = 52;
/** So many still stand beside each other. */
const FEW = 3;
/** From this zoom on every door stands for itself. */
export const SINGLE_ZOOM = 16.5;

/**
 * @param {Iterable<CardView>} shown
 * @param {(order: CardView) => {x: number, y: number}|null} place in pixels of the zoom; null: out of sight
 * @param {(order: CardView) => boolean} alone always drawn by itself
 * @param {number} zoom
 * @returns {{singles: CardView[], clusters: Cluster[]}}
 */
export function cluster(shown, place, alone, zoom) {
  /** @type {Map<string, {orders: CardView[], x: number, y: number}>} */
  const cells = new Map();
  /** @type {CardView[]} */
  const singles = [];
  for (const order of shown) {
    const at = place(order);
    if (!at) continue;
    if (zoom >= SINGLE_ZOOM || alone(order)) {
      singles.push(order);
      continue;
    }
    const key = `${Math.floor(at.x / CELL)}:${Math.floor(at.y / CELL)}`;
    const cell = cells.get(key);
    if (cell) {
      cell.orders.push(order);
      cell.x += at.x;
      cell.y += at.y;
    } else cells.set(key, { orders: [order], x: at.x, y: at.y });
  }
  /** @type {Cluster[]} */
  const clusters = [];
  for (const [key, { orders, x, y }] of cells) {
    if (orders.length <= FEW) singles.push(...orders);
    else {
      const shares = sharesOf(orders);
      clusters.push({ key: `${zoom}/${key}`, orders, worst: shares[0][0], shares, x: x / orders.length, y: y / orders.length });
    }
  }
  return { singles, clusters };
}

/** How many of each state, the most urgent first. @param {CardView[]} orders @returns {[Risk, number][]} */
function sharesOf(orders) {
  /** @type {Map<Risk, number>} */
  const found = new Map();
  for (const order of orders) found.set(markOf(order), (found.get(markOf(order)) ?? 0) + 1);
  return [...found].sort(([a], [b]) => BY_URGENCY.indexOf(a) - BY_URGENCY.indexOf(b));
}
