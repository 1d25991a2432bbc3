/** What a step makes of an order on the phone, before the server has seen it, and which step is the right next one. */
import { instantOf, ms } from '../shared/times.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').PromiseView} PromiseView */
/** @typedef {import('../shared/types.js').Status} Status */
/** @typedef {import('../shared/types.js').Step} Step */
/** @typedef {import('../shared/queue.js').QueuedStep} QueuedStep */

const HOUR = 3_600_000;

/** The technician's part of the life cycle (dispatch/orders/lifecycle.py holds the whole): from → step → to. */
/** @type {Partial<Record<Step, {from: Status[], to: Status|null}>>} */
const TABLE = {
  take: { from: ['assigned'], to: 'taken' },
  decline: { from: ['assigned'], to: 'accepted' },
  attempt: { from: ['assigned', 'taken', 'contacted', 'on_site', 'visit_failed'], to: null },
  contact: { from: ['taken', 'contacted'], to: 'contacted' },
  set_off: { from: ['taken', 'contacted'], to: 'on_the_way' },
  arrive: { from: ['contacted', 'on_the_way'], to: 'on_site' },
  start_work: { from: ['on_site'], to: 'working' },
  test: { from: ['working', 'tested'], to: 'tested' },
  complete: { from: ['tested'], to: 'completed' },
  hold: { from: ['assigned', 'taken', 'contacted', 'on_site', 'working', 'visit_failed'], to: 'on_hold' },
  fail_visit: { from: ['on_the_way', 'on_site', 'working'], to: 'visit_failed' },
  request_withdrawal: {
    from: ['assigned', 'taken', 'contacted', 'on_the_way', 'on_site', 'working', 'on_hold', 'visit_failed'], to: 'withdrawal_requested',
  },
};

/** @type {Status[]} */
export const UNDER_WAY = ['on_the_way', 'on_site', 'working', 'tested'];
/** @type {Status[]} */
export const DONE = ['completed', 'confirmed'];
/** Standing still: nothing for the technician to do until somebody else has. @type {Status[]} */
export const STANDING = ['on_hold', 'withdrawal_requested', 'withdrawal_verified', 'withdrawn', 'visit_failed'];

/**
 * Whether a step may follow now; the server judges again.
 * @param {CardView} order @param {Step} step
 */
export function may(order, step) {
  return TABLE[step]?.from.includes(order.status) ?? false;
}

/**
 * The order as it will be when the server has taken the queued step.
 * @param {CardView} order
 * @param {QueuedStep} queued
 * @returns {CardView}
 */
export function applied(order, queued) {
  if (!may(order, queued.step)) return order;
  const { step, data, occurred_at: at } = queued;
  /** @type {CardView} */
  const next = { ...order, status: TABLE[step]?.to ?? order.status, updated_at: at, actual: { ...order.actual }, promises: order.promises };
  if (step === 'attempt') {
    next.attempts = [...order.attempts, { at, channel: 'phone', outcome: /** @type {any} */ (data.outcome) }];
    next.ladder = order.ladder ? climbed(order.ladder, at) : order.ladder;
  } else if (step === 'contact') {
    const agreed = ms(/** @type {string} */ (data.agreed_at));
    next.agreed_at = new Date(agreed).toISOString();
    next.window = { from: new Date(agreed - HOUR).toISOString(), to: new Date(agreed + HOUR).toISOString() };
    next.promises = met(order.promises, 'contact', at);
    next.ladder = null;
  } else if (step === 'set_off') {
    next.actual = { ...order.actual, on_the_way_at: at };
  } else if (step === 'arrive') {
    next.actual = { ...order.actual, on_site_at: at };
    next.promises = met(order.promises, 'arrive', at, order.window?.from);
  } else if (step === 'start_work') {
    next.actual = { ...order.actual, working_at: at };
  } else if (step === 'test') {
    next.actual = { ...order.actual, tested_at: at };
    next.download_mbps = /** @type {number} */ (data.download_mbps);
  } else if (step === 'complete') {
    next.actual = { ...order.actual, completed_at: at };
    next.promises = met(order.promises, 'complete', at);
  }
  return next;
}

/**
 * The ladder after one more call, until the server says how it stands: the first one, or that of the part it falls into.
 * @param {import('../shared/types.js').ContactLadder} ladder @param {string} at
 */
function climbed(ladder, at) {
  const slots = ladder.first_at
    ? ladder.slots.map(slot => !slot.tried_at && ms(slot.opens_at) <= ms(at) && ms(at) < ms(slot.closes_at) ? { ...slot, tried_at: at } : slot)
    : ladder.slots.filter(slot => ms(slot.opens_at) > ms(at));
  const owed = slots.find(slot => !slot.tried_at) ?? null;
  return { ...ladder, first_at: ladder.first_at ?? at, slots, owed, exhausted_at: owed ? ladder.exhausted_at : at };
}

/**
 * @param {PromiseView[]} promises @param {string} name @param {string} at @param {string} [opens]
 * @returns {PromiseView[]}
 */
function met(promises, name, at, opens) {
  return promises.map(promise => {
    if (promise.promise !== name || (promise.state !== 'running' && promise.state !== 'paused')) return promise;
    const kept = (!promise.due_at || at <= new Date(promise.due_at).toISOString()) && (!opens || ms(at) >= ms(opens));
    return { ...promise, state: kept ? 'kept' : 'broken', risk: kept ? 'kept' : 'broken', met_at: at };
  });
}

/**
 * Where an order stands in the technician's day: what is under way, then the plan's order, then what has no place yet.
 * @param {CardView} a @param {CardView} b
 */
export function byRoute(a, b) {
  return place(a) - place(b) || arrival(a) - arrival(b) || (a.planned?.seq ?? 99) - (b.planned?.seq ?? 99) || (a.number < b.number ? -1 : 1);
}

/** @param {CardView} order */
function place(order) {
  return UNDER_WAY.includes(order.status) ? 0 : STANDING.includes(order.status) ? 2 : 1;
}

/** When the visit is expected, in ms; far away when nobody knows. @param {CardView} order */
export function arrival(order) {
  const known = order.agreed_at ?? order.planned?.arrive_at;
  if (known) return ms(known);
  if (!order.booked_date) return Number.MAX_SAFE_INTEGER;
  const [year, month, day] = order.booked_date.split('-').map(Number);
  return instantOf(year, month, day, order.booked_half === 'pm' ? 13 : 9);
}

/** When to leave for it, in ms. @param {CardView} order */
function departure(order) {
  return (order.planned?.arrive_at ? ms(order.planned.arrive_at) : arrival(order)) - (order.planned?.travel_s ?? 1_200) * 1_000;
}

/** When the contact rule breaks, in ms. @param {CardView} order */
export function contactDue(order) {
  const promise = order.promises.find(p => p.promise === 'contact' && p.state === 'running');
  return promise?.due_at ? ms(promise.due_at) : Number.MAX_SAFE_INTEGER;
}

/**
 * The order whose next step is the right thing to do now: finish what is under way; take what is new; call while there is
 * time before leaving, or when a customer has waited long; else go on with the route.
 * @param {CardView[]} orders open ones in the order of the route
 * @param {number} now
 * @returns {CardView|null}
 */
export function rightNext(orders, now) {
  const underWay = orders.find(order => UNDER_WAY.includes(order.status));
  if (underWay) return underWay;
  const fresh = orders.find(order => order.status === 'assigned');
  if (fresh) return fresh;
  const route = orders.filter(order => order.status === 'contacted' || order.status === 'taken');
  const next = route.find(order => order.status === 'contacted') ?? null;
  const uncalled = route
    .filter(order => order.status === 'taken' && !waitsForLadder(order, now))
    .sort((a, b) => contactDue(a) - contactDue(b))[0];
  if (uncalled && (!next || departure(next) - now > 15 * 60_000 || contactDue(uncalled) - now < 30 * 60_000)) return uncalled;
  return next ?? route[0] ?? null;
}

/** Whoever was called in vain is left in peace until the next part of the ladder opens; after the last they choose themselves. @param {CardView} order @param {number} now */
function waitsForLadder(order, now) {
  const ladder = order.ladder;
  if (!ladder?.first_at) return false;
  return ladder.owed ? ms(ladder.owed.opens_at) > now : ladder.exhausted_at !== null;
}
