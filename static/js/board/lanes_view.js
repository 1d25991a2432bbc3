/** How the lanes are looked at: how much time, grouped by what, and which groups are folded; kept in the address and for the next visit. */
import { signal } from '../shared/html.js';

/** @typedef {'day'|'half'|'week'} Zoom */
/** @typedef {'none'|'team'|'area'|'skill'} Grouping */

/** @type {Zoom[]} */
export const ZOOMS = ['half', 'day', 'week'];
/** @type {Grouping[]} */
export const GROUPINGS = ['none', 'team', 'area', 'skill'];
const KEPT = 'sanxian.lanes';
/** What half a day shows. */
export const HALF_HOURS = 6;

/** @returns {Record<string, unknown>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') ?? {};
  } catch {
    return {};
  }
}

/** @template {string} T @param {T[]} known @param {unknown} wanted @param {T} otherwise @returns {T} */
function oneOf(known, wanted, otherwise) {
  return known.find(each => each === wanted) ?? otherwise;
}

const asked = new URLSearchParams(location.search);
const before = kept();
export const zoom = signal(oneOf(ZOOMS, asked.get('zoom') ?? before.zoom, 'day'));
export const grouping = signal(oneOf(GROUPINGS, asked.get('group') ?? before.group, 'none'));
/** Groups that are folded, by `grouping:key`. @type {import('@preact/signals').Signal<ReadonlySet<string>>} */
export const folded = signal(new Set());

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ zoom: zoom.peek(), group: grouping.peek() }));
  } catch {
    // a browser that keeps nothing shows the day next time
  }
}

/** @param {Zoom} wanted */
export function showZoom(wanted) {
  zoom.value = wanted;
  keep();
}

/** @param {Grouping} wanted */
export function showGrouping(wanted) {
  grouping.value = wanted;
  keep();
}

/** @param {string} key */
export function toggleGroup(key) {
  const next = new Set(folded.peek());
  if (!next.delete(key)) next.add(key);
  folded.value = next;
}
