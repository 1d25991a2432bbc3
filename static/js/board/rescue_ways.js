/** What would save an order's promises, a way of each kind, asked from the planner; doing one, and taking it back. */
import { get, newId, Problem } from '../shared/api.js';
import { nowMs } from '../shared/clock.js';
import { signal } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { attempt, refuse, remember, setBusy } from './deeds.js';
import { orders, plan } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{id: string, name: string, name_en?: string|null}} Named */
/** @typedef {'reassign'|'make_room'|'swap'|'overtime'|'other_time'|'borrow'|'call'} WayKind */
/**
 * One way to save a promise, as the planner has tried it.
 * @typedef {{kind: WayKind, key: string, technician: Named|null, arrive_at: string|null, end_at: string|null, extra_s: number, cost_s: number, saves: string[], breaks: string[], minutes: number, agreed_at: string|null, district: Named|null, other_technician: Named|null, others: {id: string, number: string, customer: string}[]}} Way
 */
/** @typedef {{state: 'unasked'|'asking'|'known'|'failed', ways: Way[]}} Ways */

/** An answer this old is asked for again when somebody looks. */
const FRESH_MS = 30_000;
export const SHOWN = 3;

/** @type {Map<string, import('@preact/signals').Signal<Ways>>} */
const found = new Map();
/** @type {Map<string, {version: number, plan: number, asked: number}>} */
const asked = new Map();
/** One question at a time: the row that is looked at goes before those that might be. @type {Promise<unknown>} */
let queue = Promise.resolve();

/** @param {string} orderId */
export function waysOf(orderId) {
  let known = found.get(orderId);
  if (!known) {
    known = signal(/** @type {Ways} */ ({ state: 'unasked', ways: [] }));
    found.set(orderId, known);
  }
  return known;
}

/** @param {CardView} order */
export function canBeSaved(order) {
  return order.next_steps.includes('assign') || order.next_steps.includes('contact');
}

/**
 * Ask for an order's ways, unless they are known and fresh.
 * @param {CardView} order
 * @param {{now?: boolean}} [options] now: somebody waits, so it does not queue
 */
export function askWays(order, { now = false } = {}) {
  const known = waysOf(order.id);
  const last = asked.get(order.id);
  const version = plan.peek()?.version ?? 0;
  const age = last ? performance.now() - last.asked : Infinity;
  const { state } = known.peek();
  if (last && last.version === order.version && state !== 'failed' && (state === 'asking' || age < FRESH_MS || last.plan === version)) return;
  // while plans follow each other, nobody needs a new price every second
  if (!now && last && age < FRESH_MS / 3) return;
  const entry = { version: order.version, plan: version, asked: performance.now() };
  asked.set(order.id, entry);
  if (!last || last.version !== order.version) known.value = { state: 'asking', ways: known.peek().ways };
  const ask = async () => {
    try {
      /** @type {Way[]} */
      const answer = await get(`/orders/${encodeURIComponent(order.id)}/rescues`);
      if (asked.get(order.id) === entry) known.value = { state: 'known', ways: answer };
    } catch {
      // the board works without a price; the next look asks again
      if (asked.get(order.id) === entry) known.value = { state: 'failed', ways: [] };
    }
  };
  if (now) void ask();
  else queue = queue.then(ask);
}

/** In the reader's script. @param {Named|null} one */
export function nameOf(one) {
  return one ? (language.value === 'en' && one.name_en ? one.name_en : one.name) : '';
}

/** +6 分; −3 分 when it even saves road. @param {Way} way */
function price(way) {
  const minutes = Math.round(way.extra_s / 60);
  return t('rescue-price', { minutes: minutes < 0 ? `−${-minutes}` : `+${minutes}` });
}

/** What the button says: the deed, and what it costs. @param {CardView} order @param {Way} way */
export function wayLabel(order, way) {
  const facts = { technician: nameOf(way.technician), price: price(way), minutes: way.minutes, time: way.agreed_at ? when(way.agreed_at) : '', district: nameOf(way.district) };
  if (way.kind === 'reassign') return t(order.technician_id ? 'rescue-reassign' : 'rescue-assign', facts);
  if (way.kind === 'make_room') return t('rescue-make-room', facts);
  if (way.kind === 'swap') return t('rescue-swap', facts);
  if (way.kind === 'overtime') return t('rescue-overtime', facts);
  if (way.kind === 'other_time') return t('rescue-other-time', facts);
  if (way.kind === 'borrow') return t('rescue-borrow', facts);
  return t('rescue-call');
}

/** @param {string[]} codes */
function promises(codes) {
  return codes.map(code => t(`promise-${code.replaceAll('_', '-')}`)).join(t('list-and'));
}

/** What it saves, costs and moves, in full: for the tip and the screen reader. @param {Way} way */
export function wayDetail(way) {
  const parts = [];
  if (way.arrive_at) parts.push(t('rescue-arrive', { time: when(way.arrive_at) }));
  if (way.saves.length) parts.push(t('rescue-saves', { promises: promises(way.saves) }));
  if (way.kind === 'make_room') parts.push(t('rescue-moves', { count: way.others.length }));
  if (way.kind === 'swap' && way.others[0]) parts.push(t('rescue-swaps', { customer: way.others[0].customer, technician: nameOf(way.other_technician) }));
  if (way.kind === 'overtime') parts.push(t('rescue-overtime-for', { technician: nameOf(way.technician), minutes: way.minutes }));
  if (way.kind === 'other_time') parts.push(t('rescue-old-time-counts'));
  if (way.kind === 'borrow') parts.push(t('rescue-borrowed', { district: nameOf(way.district) }));
  if (way.kind !== 'other_time') parts.push(way.breaks.length ? t('rescue-breaks', { count: way.breaks.length, promises: promises(way.breaks) }) : t('rescue-breaks-none'));
  return parts.join(t('list-comma'));
}

/** @param {CardView} order @param {Way} way */
function sentence(order, way) {
  const customer = order.customer.name;
  const technician = nameOf(way.technician);
  if (way.kind === 'make_room') return t('did-insert', { customer, technician, count: way.others.length });
  if (way.kind === 'swap') return t('did-swap', { customer, technician, other: way.others[0]?.customer ?? '', otherTechnician: nameOf(way.other_technician) });
  if (way.kind === 'overtime') return t('did-overtime', { customer, technician, minutes: way.minutes });
  if (way.kind === 'other_time') return t('did-other-time', { customer, time: way.agreed_at ? when(way.agreed_at) : '' });
  if (way.kind === 'borrow') return t('did-borrow', { customer, technician, district: nameOf(way.district) });
  return t('did-assign', { customer, technician });
}

/** Do exactly what was shown; the server refuses it whole when that has changed. @param {CardView} order @param {Way} way */
export async function doRescue(order, way) {
  const id = newId();
  setBusy(order.id, true);
  try {
    await attempt(`/orders/${order.id}/rescues`, { event_id: id, key: way.key });
  } catch (error) {
    if (error instanceof Problem && error.code === 'rescue-gone') {
      const current = /** @type {any} */ (error.current);
      if (current?.rescues) waysOf(order.id).value = { state: 'known', ways: current.rescues };
    }
    refuse(error);
    return false;
  } finally {
    setBusy(order.id, false);
  }
  remember({
    at: nowMs(), orderId: order.id, say: () => sentence(order, way),
    undo: async () => {
      setBusy(order.id, true);
      try {
        await attempt(`/rescues/${id}/undo`, {});
        return true;
      } catch (error) {
        refuse(error);
        return false;
      } finally {
        setBusy(order.id, false);
      }
    },
  });
  const now = orders.row(order.id)?.peek();
  if (now) askWays(now);
  return true;
}
