/** What has a hard deadline: orders with an urgent complaint and tasks whose clock runs, by the time that is left; the strip is loaded when there is something. */
import { computed, html, signal, useEffect } from '../shared/html.js';
import { addTexts } from '../shared/i18n.js';
import { ms } from '../shared/times.js';
import { isOurs } from './scope.js';
import { minute, orders } from './state.js';
import { live } from './tasks.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{key: string, due: number, from: number, order: CardView|null, task: import('./tasks.js').Task|null}} Urgent */

/** A task that is due later is not urgent yet; it stands in its panel. */
const AHEAD_MS = 24 * 3_600_000;

/** @param {CardView} order */
function promiseOf(order) {
  if (order.status === 'withdrawn') return null;
  return order.promises.find(each => each.promise === 'urgent' && !each.met_at && each.due_at && (each.state === 'running' || each.state === 'broken')) ?? null;
}

/** @type {import('@preact/signals').ReadonlySignal<Urgent[]>} */
export const urgent = computed(() => {
  /** @type {Urgent[]} */
  const found = [];
  for (const order of orders.all.value) {
    const promise = isOurs(order) ? promiseOf(order) : null;
    if (promise?.due_at) found.push({ key: order.id, due: ms(promise.due_at), from: ms(promise.started_at), order, task: null });
  }
  for (const task of live.value) {
    const due = ms(task.due_at);
    if (due < minute.value + AHEAD_MS) found.push({ key: task.id, due, from: ms(task.created_at), order: null, task });
  }
  return found.sort((a, b) => a.due - b.due || (a.key < b.key ? -1 : 1));
});

/** @type {import('@preact/signals').Signal<any>} */
const loaded = signal(null);
let asked = false;

async function fetchStrip() {
  const [module] = await Promise.all([import('./urgent/strip.js'), addTexts('urgent')]);
  loaded.value = module.Strip;
}

/** The strip wants the focus as soon as it is there. */
export const wanted = signal(0);

/** @returns {boolean} whether there is anything to go to */
export function goToUrgent() {
  if (!urgent.peek().length) return false;
  wanted.value += 1;
  return true;
}

export function UrgentStrip() {
  const some = urgent.value.length > 0;
  useEffect(() => {
    if (!some || asked) return;
    asked = true;
    fetchStrip().catch(() => {
      asked = false;
    });
  }, [some]);
  const Strip = loaded.value;
  return some && Strip ? html`<${Strip} />` : null;
}
