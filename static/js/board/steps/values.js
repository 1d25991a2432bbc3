/** What is typed into a step's form: how it begins, whether it is whole, and as the server takes it. */
import { nowMs } from '../../shared/clock.js';
import { clockTime, dateOf, instantOf, ms } from '../../shared/times.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('./look.js').Field} Field */
/** @typedef {import('./look.js').StepLook} StepLook */
/** @typedef {Record<string, string>} Values */

const QUARTER_MS = 15 * 60_000;
/** An instant of which only the day is chosen; it begins with the working day. */
export const DAYS = new Set(['until', 'offered_at']);
/** Nobody answers these in passing: no choice is made beforehand, and none by leaving it out. */
const BY_HAND = new Set(['verdict']);
/** The desk telephones. @type {Record<string, string>} */
const USUAL = { channel: 'phone' };

/** The next quarter of an hour, a while from now: what is agreed on a call. @param {CardView} order */
function suggestedTime(order) {
  const soonest = Math.ceil((nowMs() + 45 * 60_000) / QUARTER_MS) * QUARTER_MS;
  const planned = order.planned?.arrive_at ? Math.round(ms(order.planned.arrive_at) / QUARTER_MS) * QUARTER_MS : 0;
  return Math.max(soonest, planned, order.window ? ms(order.window.from) : 0);
}

/** @param {StepLook} look @param {CardView} order @returns {Values} */
export function startOf(look, order) {
  /** @type {Values} */
  const values = {};
  for (const { name, kind, required, default: usual, choices } of look.asks) {
    if (kind === 'instant' && required && !DAYS.has(name)) {
      values[`${name}.day`] = dateOf(suggestedTime(order));
      values[`${name}.time`] = clockTime(suggestedTime(order));
    } else if (usual && !BY_HAND.has(name)) values[name] = USUAL[name] ?? usual;
    else if (kind === 'question' && choices?.length === 1) values[name] = choices[0].value ?? '';
  }
  const [only, ...more] = look.together ?? [];
  return only && !more.length ? { ...values, ...only } : values;
}

/** Whether a field is asked, as the others stand. @param {Field} field @param {Values} values */
export function isAsked(field, values) {
  return Object.entries(field.only_if ?? {}).every(([name, value]) => values[name] === value);
}

/** @param {string|undefined} day @param {string|undefined} time */
export function instant(day, time) {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const [hour, minute] = (time ?? '').split(':').map(Number);
  return date && Number.isFinite(hour) && Number.isFinite(minute) ? instantOf(year, month, date, hour, minute) : null;
}

/**
 * @param {Field[]} fields @param {Values} values
 * @returns {{data: Record<string, unknown>, missing: Record<string, string>}} by field the text that says what is missing
 */
export function read(fields, values) {
  /** @type {Record<string, unknown>} */
  const data = {};
  /** @type {Record<string, string>} */
  const missing = {};
  for (const field of fields) {
    if (!isAsked(field, values)) continue;
    const { name, kind, required } = field;
    const value = kind === 'instant' ? instantIn(name, values) : plain(kind, values[name]);
    if (value !== null) data[name] = value;
    else if (required || BY_HAND.has(name)) missing[name] = kind === 'instant' ? 'missing-time' : kind === 'text' ? 'missing-reason' : 'missing-choice';
  }
  return { data, missing };
}

/** @param {Field['kind']} kind @param {string|undefined} value */
function plain(kind, value) {
  const text = value?.trim();
  if (!text) return null;
  if (kind === 'flag') return text === 'true';
  if (kind === 'number' || kind === 'latitude' || kind === 'longitude') return Number.isFinite(Number(text)) ? Number(text) : null;
  return text;
}

/** @param {string} name @param {Values} values */
function instantIn(name, values) {
  if (values[name]?.includes('T')) return values[name];
  if (!DAYS.has(name)) {
    const at = instant(values[`${name}.day`], values[`${name}.time`]);
    return at === null ? null : new Date(at).toISOString();
  }
  const at = instant(values[name], '08:00');
  // a slot of today that is offered now begins in a moment
  return at === null ? null : new Date(name === 'offered_at' ? Math.max(at, nowMs() + 5 * 60_000) : at).toISOString();
}
