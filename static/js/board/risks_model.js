/** Which promises break first, when, and why: the rows of the risk list. */
import { computed, steady } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { dueTime, ms, span, when } from '../shared/times.js';
import { isAtDoor, laneOfOne, positionAge } from './lanes_model.js';
import { leftOutWord, say, technicianName } from './naming.js';
import { leftOut, orders, query } from './state.js';
import { matches } from './find.js';
import { isOurs } from './scope.js';
import { waitedFor } from './tasks.js';
import { CLOSED, visitBefore } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').PromiseView} PromiseView */
/** @typedef {{order: CardView, promise: PromiseView, due: number}} Risky */
/** How sure it is: by the middle of what is expected, only if the day goes badly, or by the share of its time alone. @typedef {0|1|2} Sureness */

const MINUTE = 60_000;
/** A delay below this is not worth a sentence. */
const NOTABLE = 5;
const LOST_MS = 20 * MINUTE;
/** What is owed to a person rather than to the order: it outlives the work. */
const TO_PEOPLE = new Set(['answer', 'callback', 'care']);

/** @type {WeakMap<CardView, Risky|null>} */
const known = new WeakMap();

/** The promise of an order that is next to break; null when none is in danger. @param {CardView} order @returns {Risky|null} */
export function riskOf(order) {
  let risk = known.get(order);
  if (risk === undefined) {
    risk = nextToBreak(order);
    known.set(order, risk);
  }
  return risk;
}

/** @param {CardView} order @returns {Risky|null} */
function nextToBreak(order) {
  /** @type {Risky|null} */
  let first = null;
  for (const promise of order.promises) {
    if (CLOSED.has(order.status) && !TO_PEOPLE.has(promise.promise)) continue;
    if (promise.state !== 'running' || !promise.due_at || (promise.risk !== 'jeop' && promise.risk !== 'risk')) continue;
    const due = ms(promise.due_at);
    if (!first || due < first.due) first = { order, promise, due };
  }
  return first;
}

/** When the visit is expected to do what the promise asks: the middle, and one in ten later than. @param {Risky} risk */
function expectedOf({ order, promise }) {
  const { planned } = order;
  if (promise.promise === 'arrive') return planned ? [planned.arrive_p50_at ?? planned.arrive_at, planned.arrive_p90_at ?? planned.arrive_p50_at ?? planned.arrive_at] : [];
  return planned ? [planned.end_p50_at ?? planned.end_at, planned.end_p90_at ?? planned.end_p50_at ?? planned.end_at] : [];
}

/** Whether it breaks if nobody does anything, by the server's own expectations. @param {Risky} risk @returns {Sureness} */
export function surenessOf(risk) {
  const { order, promise, due } = risk;
  if (promise.promise !== 'arrive' && promise.promise !== 'complete' && promise.promise !== 'urgent') return promise.risk === 'jeop' ? 0 : 1;
  if (!order.technician_id) return 0;
  const [middle, late] = expectedOf(risk);
  if (!middle || ms(middle) > due) return 0;
  return late && ms(late) > due ? 1 : 2;
}

/** Every order with a promise in danger: what is predicted to break comes first, the soonest on top. */
export const risky = steady(() => {
  const wanted = query.value.trim();
  const found = orders.all.value.flatMap(order => (isOurs(order) && (!wanted || matches(order, wanted)) ? riskOf(order) ?? [] : []));
  const sure = new Map(found.map(row => [row, surenessOf(row)]));
  return found.sort((a, b) => (sure.get(a) ?? 2) - (sure.get(b) ?? 2) || a.due - b.due || (a.order.id < b.order.id ? -1 : 1));
});

/** Why the row stands where it stands. @param {Risky} row */
export function orderWords(row) {
  const sure = surenessOf(row);
  const [middle, late] = expectedOf(row);
  const time = when(row.due);
  if (row.order.technician_id && middle && row.promise.promise !== 'contact' && row.promise.promise !== 'accept') {
    if (sure === 0) return t('risk-sure', { time, expected: when(middle) });
    if (sure === 1 && late) return t('risk-likely', { time, expected: when(late) });
  }
  return t(sure === 2 ? 'risk-close' : 'risk-undone', { time });
}

/** Orders of the day that broke a promise, newest first. */
export const broken = computed(() => orders.all.value
  .flatMap(order => {
    const promise = order.promises.find(each => each.state === 'broken' && each.promise !== 'accept');
    return promise && order.status !== 'withdrawn' && isOurs(order) ? [{ order, promise, due: promise.due_at ? ms(promise.due_at) : 0 }] : [];
  })
  .sort((a, b) => b.due - a.due));

/** 17:10 前; 15:12 前约好 @param {PromiseView} promise */
export function limitWords(promise) {
  if (!promise.due_at) return '';
  const time = dueTimeShort(promise.due_at);
  if (promise.promise === 'contact') return say('limit-contact', { time });
  if (promise.promise === 'arrive') return say('limit-arrive', { time });
  return say('limit-by', { time });
}

/** The time alone when it is today. @param {string} due */
function dueTimeShort(due) {
  const said = dueTime(due);
  const today = `${t('day-today')} `;
  return said.startsWith(today) ? said.slice(today.length) : said;
}

/**
 * What makes it likely to break, in one sentence, from what the board shows: the plan's time, the delay before, the silence.
 * @param {Risky} risk
 * @param {number} now ms
 */
export function causeOf({ order, promise, due }, now) {
  const lane = order.technician_id ? laneOfOne(order.technician_id).value : undefined;
  if (promise.promise === 'contact') return contactCause(order, now);
  if (promise.promise === 'accept') return t('cause-not-taken', { technician: technicianName(order.technician_id) });
  if (promise.promise === 'answer') return t('cause-question');
  if (promise.promise === 'callback') return t('cause-callback');
  if (promise.promise === 'care') return t('cause-care');
  if (promise.promise === 'cancel_verify') return t('cause-verify');
  if (promise.promise === 'cancel_done') return t('cause-withdraw');
  const task = waitedFor(order.id);
  if (task) return t(ms(task.due_at) < now ? 'cause-task-over' : 'cause-task', { title: task.title, name: task.owner.name, time: dueTimeShort(task.due_at) });
  if (order.status === 'visit_failed') return t('cause-failed');
  if (!order.technician_id) return t('cause-unassigned', { reason: leftOutWord(leftOut.value.get(order.id)) });
  if (!order.planned?.end_at) return t('cause-no-time', { technician: technicianName(order.technician_id) });
  const expected = promise.promise === 'arrive' ? ms(order.planned.arrive_p50_at ?? order.planned.arrive_at ?? order.planned.end_at) : ms(order.planned.end_p50_at ?? order.planned.end_at);
  const late = (expected - due) / MINUTE;
  const before = lane && visitBefore(lane, order.id);
  const overrun = before && !before.past ? Math.round((before.to - before.from) * before.over) : 0;
  const facts = { time: when(expected), late: span(Math.max(0, late) * MINUTE), minutes: overrun, left: span(due - expected) };
  if (late > 0) {
    if (overrun >= NOTABLE) return say(promise.promise === 'arrive' ? 'cause-arrive-overrun' : 'cause-end-overrun', facts);
    return say(promise.promise === 'arrive' ? 'cause-arrive-late' : 'cause-end-late', facts);
  }
  return say(promise.promise === 'arrive' ? 'cause-arrive-close' : 'cause-end-close', facts);
}

/** @param {CardView} order @param {number} now */
function contactCause(order, now) {
  const age = order.technician_id && !isAtDoor(order.technician_id) ? positionAge(order.technician_id) : null;
  const last = order.attempts.at(-1);
  if (last) {
    const count = order.attempts.length;
    return say('cause-called', { time: when(last.at), count, outcome: t(`outcome-${last.outcome.replaceAll('_', '-')}`) });
  }
  if (age !== null && age > LOST_MS) return t('cause-silent', { technician: technicianName(order.technician_id), span: span(age) });
  const promise = order.promises.find(each => each.promise === 'contact');
  return t('cause-not-called', { span: span(promise ? now - ms(promise.started_at) : 0) });
}
