/** What the map shows and what is chosen on it: states left out, whose routes, the lasso and its catch. */
import { computed, signal } from '../shared/html.js';
import { orders, selectedId } from './state.js';
import { CLOSED, stateOf } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Risk} Risk */

/** States that the legend has switched off. @type {import('@preact/signals').Signal<ReadonlySet<Risk>>} */
export const leftOutStates = signal(new Set());
/** Routes of everybody, or only of whoever is chosen. */
export const allRoutes = signal(false);
/** The order under the pointer, here or in the lanes. @type {import('@preact/signals').Signal<string|null>} */
export const hovered = signal(null);
/** The lasso is in hand. */
export const lassoing = signal(false);
/** What it has caught. @type {import('@preact/signals').Signal<ReadonlySet<string>>} */
export const caught = signal(new Set());

/** An order's state does not change while the order does not. @type {WeakMap<CardView, Risk>} */
const states = new WeakMap();

/** @param {CardView} order */
export function markOf(order) {
  let state = states.get(order);
  if (!state) {
    state = stateOf(order);
    states.set(order, state);
  }
  return state;
}

/** Orders that somebody may have to act on; what is done and kept leaves the map. */
export const mapped = computed(() => {
  const chosen = selectedId.value;
  return orders.all.value.filter(order => order.lat != null && order.lon != null && (order.id === chosen || !CLOSED.has(order.status)));
});

/** How many there are of each state. */
export const counts = computed(() => {
  /** @type {Partial<Record<Risk, number>>} */
  const found = {};
  for (const order of mapped.value) found[markOf(order)] = (found[markOf(order)] ?? 0) + 1;
  return found;
});

/** Those that are drawn: the legend's choice, and always the chosen one. */
export const drawn = computed(() => {
  const without = leftOutStates.value;
  if (!without.size) return mapped.value;
  const chosen = selectedId.value;
  return mapped.value.filter(order => order.id === chosen || !without.has(markOf(order)));
});

/** Whether it can be put down to an incident. @param {CardView} order */
export function canBeCaught(order) {
  return !CLOSED.has(order.status) && !order.status.startsWith('withdraw') && !order.incident_id;
}
