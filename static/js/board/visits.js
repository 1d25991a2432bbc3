/** An order as a bar on the time axis, and a technician's orders as a lane: pure, in minutes of the day. */
import { worst } from '../shared/marks.js';
import { ms } from '../shared/times.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */
/** @typedef {import('../shared/types.js').Risk} Risk */
/** @typedef {import('../shared/types.js').Status} Status */

/**
 * @typedef {object} Visit
 * @property {CardView} order
 * @property {number} from minute of the day
 * @property {number} to
 * @property {number|null} leg minutes of travel before it
 * @property {boolean} past
 * @property {boolean} running somebody is on it now
 * @property {boolean} driving
 * @property {number} over which part of the bar is longer than was planned, 0–1
 * @property {Risk} state
 * @property {number} row which of the lane's rows, when visits overlap
 */

/** @typedef {{from: number, to: number, minutes: number}} Clash */

/**
 * @typedef {object} Lane
 * @property {TechnicianView} technician
 * @property {Visit[]} visits
 * @property {number} rows
 * @property {Clash[]} clashes
 * @property {{from: number, to: number}|null} lunch
 * @property {number} open how many are still to be done
 */

const MINUTE = 60_000;
/** A shorter overlap is the next plan's to mend, not a conflict for a person. */
const CLASH = 15;
const LUNCH = 45;
const SHORTEST_LUNCH = 20;
/** So much longer than its usual time before a visit is marked as overrunning. */
const OVERRUN = 5;
/** Started so far from its planned start, a visit has left its plan. */
const ASTRAY = 45;

/** @type {Set<Status>} */
export const DONE = new Set(/** @type {Status[]} */ (['completed', 'confirmed']));
/** @type {Set<Status>} */
export const AT_DOOR = new Set(/** @type {Status[]} */ (['on_site', 'working', 'tested']));
/** @type {Set<Status>} */
export const MOVABLE = new Set(/** @type {Status[]} */ (['accepted', 'assigned', 'taken', 'contacted', 'visit_failed']));
/** @type {Set<Status>} */
export const CLOSED = new Set(/** @type {Status[]} */ (['completed', 'confirmed', 'withdrawn']));

/** Work stands still: nobody drives there until something is settled. @type {Set<Status>} */
export const STANDING = new Set(/** @type {Status[]} */ (['on_hold', 'withdrawal_requested', 'withdrawal_verified']));

/** Its visit would be in vain, so it is held; the fault is ours and no clock stands still. @param {CardView} order */
export function isHeldForIncident(order) {
  return order.status === 'on_hold' && Boolean(order.incident_id) && !order.promises.some(promise => promise.state === 'paused');
}

/** The state that an order's bar, mark and marker show. @param {CardView} order @returns {Risk} */
export function stateOf(order) {
  // whose visit is held for an incident has a clock that runs on
  if (STANDING.has(order.status) && !isHeldForIncident(order)) return 'paused';
  // taking the order in time is a promise among ourselves: it is not what the customer's visit looks like
  const found = worst(order.promises.filter(promise => promise.promise !== 'accept'));
  if (found) return found.risk;
  return DONE.has(order.status) ? 'kept' : 'track';
}

/** Of each order as it is, for the day that was asked last. @type {WeakMap<CardView, {midnight: number, visit: Visit|null}>} */
const known = new WeakMap();

/**
 * Where an order lies on the day; null when it has no time on it.
 * @param {CardView} order
 * @param {number} midnight ms
 * @returns {Visit|null}
 */
export function visitOf(order, midnight) {
  const before = known.get(order);
  if (before?.midnight === midnight) return before.visit;
  const visit = placed(order, midnight);
  known.set(order, { midnight, visit });
  return visit;
}

/** @param {CardView} order @param {number} midnight @returns {Visit|null} */
function placed(order, midnight) {
  if (order.status === 'withdrawn') return null;
  const { planned, actual } = order;
  const at = (/** @type {string|null|undefined} */ instant) => (instant ? (ms(instant) - midnight) / MINUTE : null);
  const past = DONE.has(order.status);
  const running = AT_DOOR.has(order.status);
  const driving = order.status === 'on_the_way';
  const arrived = past || running ? at(actual?.on_site_at) ?? at(actual?.working_at) : null;
  const from = arrived ?? at(planned?.arrive_at) ?? at(planned?.start_at) ?? (past || STANDING.has(order.status) ? null : at(order.agreed_at));
  if (from === null || !order.technician_id) return null;
  const usual = Math.max(10, order.duration_min);
  let to = (past ? at(actual?.completed_at) : null) ?? at(planned?.end_at) ?? from + usual;
  // somebody who is there at another time than planned makes the planned end a stranger's
  const begins = at(planned?.start_at);
  if (running && (begins === null || Math.abs(begins - from) > ASTRAY)) to = from + usual;
  if (to <= from) to = from + (past ? 10 : usual);
  if (to <= 0 || from >= 28 * 60) return null;
  const leg = driving
    ? Math.max(0, from - (at(actual?.on_the_way_at) ?? from))
    : planned?.travel_s ? planned.travel_s / 60 : null;
  const over = running && to - from > usual + OVERRUN ? (to - from - usual) / (to - from) : 0;
  return { order, from, to, leg, past, running, driving, over, state: stateOf(order), row: 0 };
}

/**
 * @param {TechnicianView} technician
 * @param {CardView[]} orders theirs
 * @param {number} midnight ms
 * @returns {Lane}
 */
export function laneOf(technician, orders, midnight) {
  const visits = orders.flatMap(order => visitOf(order, midnight) ?? []);
  visits.sort((a, b) => a.from - b.from || a.to - b.to);
  const { rows, clashes } = stack(visits);
  return {
    technician, visits, rows, clashes,
    lunch: lunchOf(technician, visits, midnight),
    open: orders.filter(order => !CLOSED.has(order.status) && !STANDING.has(order.status)).length,
  };
}

/** Put overlapping visits into rows of their own, and say where they clash. @param {Visit[]} visits sorted by start */
function stack(visits) {
  /** @type {number[]} */
  const ends = [];
  /** @type {Clash[]} */
  const clashes = [];
  /** @type {Visit|null} */
  let longest = null;
  for (const visit of visits) {
    let row = ends.findIndex(end => visit.from > end - CLASH);
    if (row < 0) row = ends.length;
    if (row > 0 && longest && !visit.past) {
      clashes.push({ from: visit.from, to: Math.min(visit.to, longest.to), minutes: Math.round(Math.min(visit.to, longest.to) - visit.from) });
    }
    visit.row = row;
    ends[row] = Math.max(visit.to, ends[row] ?? 0);
    if (!longest || visit.to > longest.to) longest = visit;
  }
  return { rows: Math.max(1, ends.length), clashes };
}

/** The first gap inside the hours for lunch. @param {TechnicianView} technician @param {Visit[]} visits @param {number} midnight */
function lunchOf(technician, visits, midnight) {
  if (!technician.lunch_start_at || !technician.lunch_end_at || technician.on_leave) return null;
  const opens = (ms(technician.lunch_start_at) - midnight) / MINUTE;
  const closes = (ms(technician.lunch_end_at) - midnight) / MINUTE;
  let free = opens;
  for (const visit of visits) {
    const begins = visit.from - (visit.leg ?? 0);
    if (visit.to <= free) continue;
    if (begins - free >= SHORTEST_LUNCH) break;
    free = Math.max(free, visit.to);
    if (free >= closes) return null;
  }
  const next = visits.find(visit => visit.to > free);
  const until = Math.min(free + LUNCH, next ? Math.max(free, next.from - (next.leg ?? 0)) : Infinity, Math.max(closes, free + SHORTEST_LUNCH));
  return until - free >= SHORTEST_LUNCH ? { from: free, to: until } : null;
}

/**
 * The visit before an order in its lane: its delay is often the cause.
 * @param {Lane} lane
 * @param {string} orderId
 * @returns {Visit|null}
 */
export function visitBefore(lane, orderId) {
  const index = lane.visits.findIndex(visit => visit.order.id === orderId);
  return index > 0 ? lane.visits[index - 1] : null;
}
