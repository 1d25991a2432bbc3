/** What the dispatcher does to orders: each deed is one step sent once, answered in words, and undone by its inverse. */
import { newId, NoAnswer, Problem } from '../shared/api.js';
import { now, nowMs } from '../shared/clock.js';
import { signal } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { goToSignIn } from '../shared/session.js';
import { when } from '../shared/times.js';
import { expectOwn, ownArrived, sentence as changed } from './changes.js';
import { takeOrder } from './live.js';
import { say as said, technicianName, whoWord } from './naming.js';
import { notify } from './notices.js';
import { attempt } from './sending.js';
import { orders } from './state.js';
import { isHeldForIncident } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */
/**
 * Something done here. `blocked` says why it cannot be taken back any more, or null.
 * @typedef {{at: number, orderId: string, say: () => string, undo: () => Promise<boolean>, redo?: () => Promise<boolean>, blocked?: () => string|null}} Done
 */

/**
 * For a form: its own event id, so that what is sent again by hand counts once, and where a refusal is said.
 * @typedef {{eventId?: string, refused?: (error: unknown) => void}} How
 */

export { attempt } from './sending.js';

/** How many deeds can be taken back, newest last. */
const REMEMBERED = 20;

/** What was done here and can be undone. @type {import('@preact/signals').Signal<Done[]>} */
export const done = signal([]);
/** What was taken back here and can be done again. @type {import('@preact/signals').Signal<Done[]>} */
export const undone = signal([]);
/** Orders whose deed is on its way. @type {import('@preact/signals').Signal<ReadonlySet<string>>} */
export const busy = signal(new Set());

/** @param {string} id @param {boolean} is */
export function setBusy(id, is) {
  const next = new Set(busy.peek());
  if (is) next.add(id);
  else next.delete(id);
  busy.value = next;
}

/**
 * Send one step. A lost answer is asked for again with the same event id, so it is never done twice.
 * @param {string} orderId
 * @param {Step} step
 * @param {Record<string, unknown>} data
 * @param {() => unknown} [again] what to do when somebody was quicker and mine is wanted all the same
 * @param {How} [how]
 * @returns {Promise<CardView|null>} the order after it, null when it was refused
 */
async function send(orderId, step, data, again, { eventId = newId(), refused = refuse } = {}) {
  const order = orders.row(orderId)?.peek();
  const body = { event_id: eventId, step, occurred_at: now().toISOString(), data, ...(order ? { expected_version: order.version } : {}) };
  setBusy(orderId, true);
  expectOwn(orderId);
  try {
    const answer = await attempt(`/orders/${orderId}/steps`, body);
    takeOrder(answer.order, true);
    return answer.order;
  } catch (error) {
    if (order && error instanceof Problem && error.code === 'stale-version' && error.current?.id) {
      takeOrder(error.current, true);
      if (!contested(order, step, again)) tellContest(order, error.current, step, again);
    } else {
      refused(error);
    }
    return null;
  } finally {
    setBusy(orderId, false);
    ownArrived(orderId);
  }
}

/**
 * Whether somebody else has moved or agreed an order since it was looked at; then it is said what they did, nothing is
 * sent, and one's own wish is one tap away.
 * @param {CardView} before
 * @param {Step} step
 * @param {() => unknown} [again]
 */
export function contested(before, step, again) {
  const now = orders.row(before.id)?.peek();
  if (!now || now.version === before.version) return false;
  if (now.technician_id === before.technician_id && now.agreed_at === before.agreed_at && now.status === before.status) return false;
  tellContest(before, now, step, again);
  return true;
}

/** @param {CardView} before @param {CardView} now @param {Step} step @param {() => unknown} [again] */
function tellContest(before, now, step, again) {
  notify({
    tone: 'refused', text: t('contest', { what: changed(before, now, whoWord(now.changed_by)) }), detail: t('contest-kept'),
    ...(again && now.next_steps.includes(step) ? { act: { label: t('contest-mine'), run: () => void again() } } : {}),
  });
}

/** Say a refusal, and show the state that it was judged by. @param {unknown} error */
export function refuse(error) {
  if (error instanceof Problem) {
    if (error.status === 401) return goToSignIn();
    if (error.current?.id) takeOrder(error.current, true);
    notify({ tone: 'refused', text: error.title, detail: [error.message, error.kept].filter(Boolean).join(' ') });
  } else if (error instanceof NoAnswer) {
    notify({ tone: 'refused', text: t('board-not-sent'), detail: t('board-not-sent-why') });
  } else {
    throw error;
  }
}

/** @param {Done} deed */
export function remember(deed) {
  done.value = [...done.peek().slice(1 - REMEMBERED), deed];
  undone.value = [];
  notify({ tone: 'done', text: deed.say(), act: { label: t('action-undo'), key: 'Z', run: () => void undo(deed) } });
}

/** Take back a deed, the last one unless named. @param {Done} [deed] */
export async function undo(deed = done.peek().at(-1)) {
  if (!deed || !done.peek().includes(deed)) return;
  const why = deed.blocked?.() ?? null;
  done.value = done.peek().filter(other => other !== deed);
  if (why !== null) {
    notify({ tone: 'refused', text: t('undo-gone', { what: deed.say() }), detail: why });
    return;
  }
  if (!await deed.undo()) return;
  undone.value = [...undone.peek().slice(1 - REMEMBERED), deed];
  notify({ tone: 'done', text: t('undone', { what: deed.say() }), ...(deed.redo ? { act: { label: t('action-redo'), key: '⇧Z', run: () => void redo(deed) } } : {}) });
}

/** Do again what was taken back last. @param {Done} [deed] */
export async function redo(deed = undone.peek().at(-1)) {
  if (!deed?.redo || !undone.peek().includes(deed)) return;
  undone.value = undone.peek().filter(other => other !== deed);
  if (!await deed.redo()) return;
  done.value = [...done.peek().slice(1 - REMEMBERED), deed];
  notify({ tone: 'done', text: deed.say(), act: { label: t('action-undo'), key: 'Z', run: () => void undo(deed) } });
}

/** Why an order cannot go back from a technician any more: somebody moved it on, or it is under way. @param {string} orderId @param {string} technicianId */
function movedOn(orderId, technicianId) {
  const now = orders.row(orderId)?.peek();
  if (!now) return t('undo-gone-away');
  if (!now.next_steps.includes('assign')) return t('undo-gone-status', { status: word('status', now.status) });
  if (now.technician_id !== technicianId) return t('undo-gone-moved', { who: whoWord(now.changed_by), technician: technicianName(now.technician_id) });
  return null;
}

/**
 * Give an order to a technician; with `forced`, against the planner's rule.
 * @param {string} orderId
 * @param {string} technicianId
 * @param {{reason?: string, forced?: boolean, rule?: string}} [why]
 */
export async function assign(orderId, technicianId, why = {}) {
  const before = orders.row(orderId)?.peek();
  if (!before || before.technician_id === technicianId) return false;
  const give = () => send(orderId, 'assign', { technician_id: technicianId, ...why }, () => assign(orderId, technicianId, why));
  const after = await give();
  if (!after) return false;
  const { name } = after.customer;
  remember({
    at: nowMs(), orderId,
    say: () => t(why.forced ? 'did-force' : 'did-assign', { customer: name, technician: technicianName(technicianId) }),
    blocked: () => movedOn(orderId, technicianId),
    undo: async () => Boolean(before.technician_id
      ? await send(orderId, 'assign', { technician_id: before.technician_id })
      : await send(orderId, 'unassign', { reason: 'undo' })),
    redo: async () => Boolean(await give()),
  });
  return true;
}

/**
 * Give an order the place that an offer found, with the visits that make room for it. Taking it back takes the order
 * back; who made room keeps the new place, which the planner has found for them.
 * @param {string} orderId
 * @param {import('./rescues.js').Rescue} offer
 */
export async function insert(orderId, offer) {
  const before = orders.row(orderId)?.peek();
  if (!before) return false;
  setBusy(orderId, true);
  try {
    await attempt(`/orders/${orderId}/insertions`, { event_id: newId(), key: offer.key });
  } catch (error) {
    refuse(error);
    return false;
  } finally {
    setBusy(orderId, false);
  }
  const { name } = before.customer;
  remember({
    at: nowMs(), orderId,
    say: () => t('did-insert', { customer: name, technician: technicianName(offer.technician_id), count: offer.moves }),
    undo: async () => Boolean(before.technician_id
      ? await send(orderId, 'assign', { technician_id: before.technician_id })
      : await send(orderId, 'unassign', { reason: 'undo' })),
  });
  return true;
}

/** The steps whose inverse is a step of its own. @type {Partial<Record<Step, Step>>} */
const INVERSE = { hold: 'resume', request_withdrawal: 'retract_withdrawal' };

/**
 * Any other step of the life cycle.
 * @param {CardView} before
 * @param {Step} step
 * @param {Record<string, unknown>} data
 * @param {How} [how]
 */
export async function takeStep(before, step, data, how) {
  const after = await send(before.id, step, data, undefined, how);
  if (!after) return false;
  const say = () => sentence(step, after, data, before);
  const inverse = INVERSE[step];
  if (inverse) {
    remember({ at: nowMs(), orderId: before.id, say, undo: async () => Boolean(await send(before.id, inverse, {})), redo: async () => Boolean(await send(before.id, step, data)) });
  } else if (step === 'unassign' && before.technician_id) {
    const back = before.technician_id;
    remember({ at: nowMs(), orderId: before.id, say, undo: async () => Boolean(await send(before.id, 'assign', { technician_id: back })), redo: async () => Boolean(await send(before.id, step, data)) });
  } else if (step === 'correct_tier') {
    // it holds from the original start, so the old class put back is as if nothing had been
    remember({ at: nowMs(), orderId: before.id, say, undo: async () => Boolean(await send(before.id, step, { tier: before.tier })), redo: async () => Boolean(await send(before.id, step, data)) });
  } else if (step === 'contact' && before.agreed_at) {
    const old = before.agreed_at;
    remember({
      at: nowMs(), orderId: before.id, say,
      undo: async () => Boolean(await send(before.id, 'contact', { ...data, agreed_at: old })),
      redo: async () => Boolean(await send(before.id, step, data)),
    });
  } else {
    notify({ tone: 'done', text: say() });
  }
  return true;
}

/** @param {Step} step @param {CardView} order @param {Record<string, unknown>} data @param {CardView} before */
function sentence(step, order, data, before) {
  return said(step === 'resume' && isHeldForIncident(before) ? 'did-resume-visit' : `did-${step.replaceAll('_', '-')}`, {
    customer: order.customer.name,
    time: typeof data.agreed_at === 'string' ? when(data.agreed_at) : '',
  });
}

/** Answer a customer's question. @param {string} questionId @param {string} text */
export async function answerQuestion(questionId, text) {
  try {
    await attempt(`/questions/${questionId}/answer`, { event_id: newId(), text });
    notify({ tone: 'done', text: t('did-answer') });
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}
