/** The four figures of the top bar: the server's counts of the load, moved along by every order that changes after it. */
import { computed, signal } from '../shared/html.js';
import { dateOf } from '../shared/times.js';
import { isOurs, team } from './scope.js';
import { date, orders as known } from './state.js';

/** @typedef {import('./state.js').CardView} CardView */
/** @typedef {'complete_install'|'complete_repair'|'contact'|'arrive'} Name */
/** @typedef {{kept: number, broken: number, running: number, jeop: number, risk: number}} Count */

/** @type {Name[]} */
export const FIGURES = ['complete_install', 'complete_repair', 'contact', 'arrive'];

/** @type {import('@preact/signals').Signal<Record<Name, Count>|null>} */
export const figures = signal(null);
/** What each order adds now. @type {Map<string, Record<Name, Count>>} */
const added = new Map();

/** @returns {Record<Name, Count>} */
function nothing() {
  const none = () => ({ kept: 0, broken: 0, running: 0, jeop: 0, risk: 0 });
  return { complete_install: none(), complete_repair: none(), contact: none(), arrive: none() };
}

/** @param {CardView} order @returns {Record<Name, Count>} */
function countOf(order) {
  const count = nothing();
  for (const promise of order.promises) {
    const name = promise.promise === 'complete' ? `complete_${order.kind}` : promise.promise;
    const row = count[/** @type {Name} */ (name)];
    if (!row) continue;
    if (promise.state === 'kept') row.kept += 1;
    else if (promise.state === 'broken') row.broken += 1;
    else if (promise.state === 'running' || promise.state === 'paused') row.running += 1;
    if (promise.state === 'running' && promise.risk === 'jeop') row.jeop += 1;
    if (promise.state === 'running' && promise.risk === 'risk') row.risk += 1;
  }
  return count;
}

/** @param {Record<string, {kept: number, broken: number, running: number}>|null} said @param {CardView[]} orders */
export function figuresStart(said, orders) {
  added.clear();
  const total = nothing();
  for (const order of orders) {
    const count = countOf(order);
    added.set(order.id, count);
    for (const name of FIGURES) {
      total[name].jeop += count[name].jeop;
      total[name].risk += count[name].risk;
    }
  }
  for (const name of FIGURES) {
    const row = said?.[name];
    if (row) Object.assign(total[name], { kept: row.kept, broken: row.broken, running: row.running });
  }
  figures.value = total;
}

/** An order changed or came. @param {CardView} order */
export function figuresTake(order) {
  const total = figures.peek();
  if (!total) return;
  const count = countOf(order);
  const before = added.get(order.id) ?? nothing();
  added.set(order.id, count);
  const next = nothing();
  for (const name of FIGURES) {
    for (const part of /** @type {(keyof Count)[]} */ (['kept', 'broken', 'running', 'jeop', 'risk'])) {
      next[name][part] = Math.max(0, total[name][part] + count[name][part] - before[name][part]);
    }
  }
  figures.value = next;
}

/** The figures of whoever is shown: a team's own are counted from its orders, what was decided on the day on show. @type {import('@preact/signals').ReadonlySignal<Record<Name, Count>|null>} */
export const shownFigures = computed(() => {
  if (team.value === null || !figures.value) return figures.value;
  const total = nothing();
  for (const order of known.all.value) {
    if (!isOurs(order) || !order.technician_id) continue;
    const today = order.promises.filter(promise => promise.state === 'running' || promise.state === 'paused' || dateOf(Date.parse(promise.met_at ?? promise.due_at ?? '')) === date.value);
    const count = countOf({ ...order, promises: today });
    for (const name of FIGURES) {
      for (const part of /** @type {(keyof Count)[]} */ (['kept', 'broken', 'running', 'jeop', 'risk'])) total[name][part] += count[name][part];
    }
  }
  return total;
});

/** Kept of those decided, one decimal, never rounded up to 100; null before the first. @param {Count} count */
export function share(count) {
  const decided = count.kept + count.broken;
  if (!decided) return null;
  const tenths = Math.floor((count.kept / decided) * 1000);
  return tenths === 1000 ? '100' : (tenths / 10).toFixed(1);
}
