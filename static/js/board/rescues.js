/** Who could take an order over, at what price and breaking what: asked from the planner, never worked out here. */
import { get } from '../shared/api.js';
import { signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { plan } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{technician_id: string, extra_s: number, arrive_at: string, breaks: string[], moves: number, key: string|null}} Rescue `moves`: visits that make room, promised to nobody */
/** @typedef {{state: 'unasked'|'asking'|'known'|'failed', offers: Rescue[]}} Rescues */
/** @typedef {{version: number, plan: number, asked: number}} Asked */

/** An answer this old is asked for again when somebody looks. */
const FRESH_MS = 30_000;
export const SHOWN = 3;

/** @type {Map<string, import('@preact/signals').Signal<Rescues>>} */
const found = new Map();
/** For which version of the order and of the plan each was last asked, and when. @type {Map<string, Asked>} */
const asked = new Map();
/** One question at a time: the planner answers the row that is looked at before those that might be. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** What is known of an order's rescues. @param {string} orderId */
export function rescuesOf(orderId) {
  let known = found.get(orderId);
  if (!known) {
    known = signal(/** @type {Rescues} */ ({ state: 'unasked', offers: [] }));
    found.set(orderId, known);
  }
  return known;
}

/** Whether the step that a rescue takes is possible now. @param {CardView} order */
export function canMove(order) {
  return order.next_steps.includes('assign');
}

/**
 * Ask for an order's rescues, unless they are known and fresh.
 * @param {CardView} order
 * @param {{now?: boolean}} [options] now: somebody waits, so it does not queue
 * @returns {import('@preact/signals').Signal<Rescues>}
 */
export function askRescues(order, { now = false } = {}) {
  const known = rescuesOf(order.id);
  const last = asked.get(order.id);
  const version = plan.peek()?.version ?? 0;
  const age = last ? performance.now() - last.asked : Infinity;
  const { state } = known.peek();
  if (last && last.version === order.version && state !== 'failed' && (state === 'asking' || age < FRESH_MS || last.plan === version)) return known;
  // while plans follow each other, nobody needs a new price every second
  if (!now && last && age < FRESH_MS / 3) return known;
  const entry = { version: order.version, plan: version, asked: performance.now() };
  asked.set(order.id, entry);
  if (!last || last.version !== order.version) known.value = { state: 'asking', offers: known.peek().offers };
  const ask = async () => {
    try {
      /** @type {Rescue[]} */
      const answer = await get(`/board/rescues?order=${encodeURIComponent(order.id)}`);
      if (asked.get(order.id) === entry) known.value = { state: 'known', offers: sort(answer.filter(offer => offer.technician_id !== order.technician_id)) };
    } catch {
      // the board works without a price; the next look asks again
      if (asked.get(order.id) === entry) known.value = { state: 'failed', offers: [] };
    }
  };
  if (now) void ask();
  else queue = queue.then(ask);
  return known;
}

/** What breaks nothing first, then what moves nobody, then the shortest detour. @param {Rescue[]} offers */
function sort(offers) {
  return offers.sort((a, b) => a.breaks.length - b.breaks.length || a.moves - b.moves || a.extra_s - b.extra_s);
}

/** +6 分; -3 分 when the change even saves a way. @param {Rescue} offer */
export function price(offer) {
  const minutes = Math.round(offer.extra_s / 60);
  return t('rescue-price', { minutes: minutes < 0 ? `−${-minutes}` : `+${minutes}` });
}
