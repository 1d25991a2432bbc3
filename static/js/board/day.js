/** The day on show as an axis: minutes since its midnight, and which hours the board draws. */
import { computed } from '../shared/html.js';
import { clockTime, dateOf, instantOf, ms } from '../shared/times.js';
import { date, orders, technicians } from './state.js';
import { CLOSED, visitOf } from './visits.js';

const MINUTE = 60_000;
const FIRST_HOUR = 8;
const LAST_HOUR = 20;
const DAWN = 5 * 60;

/** The first instant (ms) of a local date. @param {string} day 2026-11-20 */
export function midnightOf(day) {
  const [year, month, date] = day.split('-').map(Number);
  return instantOf(year, month, date);
}

export const midnight = computed(() => (date.value ? midnightOf(date.value) : 0));

/** Minutes of the day on show. @param {import('../shared/times.js').Instant} instant */
export function minutesOf(instant) {
  return (ms(instant) - midnight.value) / MINUTE;
}

/** 08:15 of a minute of the day on show. @param {number} minutes */
export function timeOf(minutes) {
  return clockTime(midnight.value + minutes * MINUTE);
}

/** The same local day so many days later, as a date. @param {string} day @param {number} days */
export function shiftDate(day, days) {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

/** Whether an order's visit belongs to a day after the one on show. @param {import('./state.js').CardView} order */
export function isLater(order) {
  const at = order.planned?.start_at ?? order.agreed_at;
  if (at) return ms(at) >= midnightOf(shiftDate(date.value, 1));
  return order.booked_date !== null && order.booked_date > date.value;
}

/**
 * Whether the day on show lists an order: today all that is open or was done today, another day what has to do with it.
 * @param {import('./state.js').CardView} order
 * @param {string} today
 */
export function belongs(order, today) {
  const on = (/** @type {string|null|undefined} */ at) => Boolean(at) && dateOf(/** @type {string} */ (at)) === date.value;
  if (on(order.actual?.completed_at)) return true;
  if (date.value === today) return !CLOSED.has(order.status) || on(order.updated_at);
  return on(order.planned?.start_at) || on(order.agreed_at) || order.booked_date === date.value;
}

/** From which minute to which the lanes are drawn: 08–20 h, wider only where somebody really works. */
export const axis = computed(() => {
  const start = midnight.value;
  let first = FIRST_HOUR * 60;
  let last = LAST_HOUR * 60;
  for (const person of technicians.value) {
    if (person.shift_start_at) first = Math.min(first, (ms(person.shift_start_at) - start) / MINUTE);
    if (person.shift_end_at) last = Math.max(last, (ms(person.shift_end_at) - start) / MINUTE);
  }
  for (const order of orders.all.value) {
    const visit = visitOf(order, start);
    // what was finished in the night belongs to the evening before and does not stretch the morning
    if (!visit || (visit.past && visit.from < DAWN)) continue;
    first = Math.min(first, visit.from - (visit.leg ?? 0));
    last = Math.max(last, visit.to);
  }
  const from = Math.max(0, Math.floor(first / 60) * 60);
  // two hours at a time, so that one late visit does not make the axis crawl
  const to = Math.min(28 * 60, last <= LAST_HOUR * 60 ? LAST_HOUR * 60 : Math.ceil(last / 120) * 120);
  return { from, to, hours: (to - from) / 60 };
});
