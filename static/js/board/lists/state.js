/** The list on show: its filter, its columns, the windows of rows that were fetched, and the filters that are kept. */
import { get, newId, post, remove } from '../../shared/api.js';
import { batch, computed, signal } from '../../shared/html.js';
import { language } from '../../shared/i18n.js';
import { refuse } from '../deeds.js';
import { district } from '../state.js';
import { list } from './address.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {{id: string, name: string, shared: boolean, mine: boolean, query: import('./address.js').ListFilter}} Saved */

export const WINDOW = 200;
/** What can be sorted by, by column. @type {Record<string, string>} */
export const SORT_OF = { number: 'number', kind: 'kind', status: 'status', due: 'due', area: 'area', technician: 'technician', booked: 'booked', agreed: 'agreed', planned: 'planned', accepted: 'accepted' };
export const COLUMNS = ['number', 'kind', 'status', 'risk', 'due', 'customer', 'phone', 'address', 'area', 'technician', 'booked', 'agreed', 'planned', 'accepted'];
export const USUAL = ['number', 'kind', 'status', 'risk', 'due', 'customer', 'address', 'technician'];

export const columns = computed(() => {
  const chosen = list.value.columns?.filter(name => COLUMNS.includes(name));
  return chosen?.length ? chosen : USUAL;
});

export const total = signal(0);
/** @type {import('@preact/signals').Signal<Map<number, CardView[]>>} */
export const windows = signal(new Map());
/** @type {import('@preact/signals').Signal<'loading'|'ready'|'failed'>} */
export const standing = signal('loading');
/** @type {import('@preact/signals').Signal<Saved[]>} */
export const saved = signal([]);
/** When the rows were fetched, in the product's time. */
export const asOf = signal(0);

/** @param {import('./address.js').ListFilter} wanted */
export function parameters(wanted) {
  const parts = new URLSearchParams({ district: district.peek()?.id ?? '' });
  for (const name of /** @type {const} */ (['status', 'kind', 'area', 'technician', 'risk'])) {
    const chosen = wanted[name];
    if (chosen?.length) parts.set(name, chosen.join(','));
  }
  for (const name of /** @type {const} */ (['unassigned', 'urgent', 'descending'])) if (wanted[name]) parts.set(name, 'true');
  for (const name of /** @type {const} */ (['first', 'last', 'words', 'sort'])) {
    const value = wanted[name];
    if (value) parts.set(name, value);
  }
  return parts;
}

let asked = 0;
/** @type {Set<number>} */
const fetching = new Set();

/** Fetch anew what is in sight. @param {number[]} [starts] @param {number} [now] */
export async function refresh(starts = [0], now = Date.now()) {
  const mine = ++asked;
  fetching.clear();
  try {
    const answers = await Promise.all(starts.map(start => fetchWindow(start)));
    if (mine !== asked) return;
    batch(() => {
      windows.value = new Map(answers.map(answer => [answer.offset, answer.rows]));
      total.value = answers[0].total;
      standing.value = 'ready';
      asOf.value = now;
    });
  } catch {
    if (mine === asked) standing.value = 'failed';
  }
}

/** Rows that came into sight. @param {number} start */
export async function fetchMore(start) {
  if (windows.peek().has(start) || fetching.has(start)) return;
  fetching.add(start);
  const mine = asked;
  try {
    const answer = await fetchWindow(start);
    if (mine === asked) windows.value = new Map(windows.peek()).set(start, answer.rows);
  } catch {
    // the next scroll asks again
  } finally {
    fetching.delete(start);
  }
}

/** @param {number} start @returns {Promise<{total: number, offset: number, rows: CardView[]}>} */
function fetchWindow(start) {
  const parts = parameters(list.peek());
  parts.set('offset', String(start));
  parts.set('limit', String(WINDOW));
  return get(`/lists?${parts}`);
}

/** All rows are drawn, for paper. */
export const everything = signal(false);
const MOST_ON_PAPER = 5_000;

/** Fetch what is not here yet, draw all of it, print, and go back to what is in sight. */
export async function printList() {
  /** @type {number[]} */
  const starts = [];
  for (let start = 0; start < Math.min(total.peek(), MOST_ON_PAPER); start += WINDOW) starts.push(start);
  for (const start of starts) await fetchMore(start);
  everything.value = true;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  print();
  everything.value = false;
}

/** Where the whole list is to be had as a file. @param {'csv'|'xlsx'} format */
export function fileAddress(format) {
  const parts = parameters(list.value);
  parts.set('format', format);
  parts.set('columns', columns.value.join(','));
  parts.set('language', language.value);
  return `/api/v1/lists/export?${parts}`;
}

export async function loadSaved() {
  const here = district.peek();
  if (!here) return;
  try {
    saved.value = await get(`/saved-filters?district=${encodeURIComponent(here.id)}`);
  } catch (error) {
    refuse(error);
  }
}

/** @param {string} name @param {boolean} shared */
export async function keep(name, shared) {
  const own = saved.peek().find(each => each.mine && each.name === name);
  try {
    await post('/saved-filters', { id: own?.id ?? newId(), district: district.peek()?.id, name, shared, query: list.peek() });
    await loadSaved();
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}

/** @param {Saved} one */
export async function drop(one) {
  try {
    await remove(`/saved-filters/${one.id}`);
    await loadSaved();
  } catch (error) {
    refuse(error);
  }
}
