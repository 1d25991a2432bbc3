/** What others changed: a corner on the visit until it was seen, and the last lines of the status bar. */
import { signal } from '../shared/html.js';
import { nowMs } from '../shared/clock.js';
import { t, word } from '../shared/i18n.js';
import { say as said, technicianName, whoWord } from './naming.js';
import { when } from '../shared/times.js';

/** @typedef {import('./state.js').CardView} CardView */
/** @typedef {{at: number, orderId: string, say: () => string}} Change */

const DESK = new Set(['dispatcher', 'lead', 'manager', 'admin']);

const TAKEN = new Set(['taken', 'contacted']);

/** Orders that somebody else changed and nobody here has looked at since. @type {import('@preact/signals').Signal<ReadonlySet<string>>} */
export const unseen = signal(new Set());
/** The last change by somebody else. @type {import('@preact/signals').Signal<Change|null>} */
export const lastChange = signal(null);
/** Orders with a deed of this page on its way: their next change is our own. @type {Set<string>} */
const inHand = new Set();

/** @param {string} id */
export function expectOwn(id) {
  inHand.add(id);
}

/** @param {string} id */
export function ownArrived(id) {
  inHand.delete(id);
}

export function forgetChanges() {
  unseen.value = new Set();
  lastChange.value = null;
}

/** @param {string} id */
export function markSeen(id) {
  if (!unseen.peek().has(id)) return;
  const left = new Set(unseen.peek());
  left.delete(id);
  unseen.value = left;
}

/**
 * @param {CardView|null} before
 * @param {CardView} after
 * @param {boolean} own
 */
export function noteChange(before, after, own) {
  if (own || inHand.has(after.id) || !before) return;
  const moved = before.technician_id !== after.technician_id;
  const byDesk = DESK.has(after.changed_by?.role ?? '') && (moved || before.status !== after.status || before.agreed_at !== after.agreed_at);
  if (!moved && !byDesk) return;
  // the planner may move what nobody has taken yet; what somebody had taken is news
  if (!byDesk && !TAKEN.has(before.status)) return;
  unseen.value = new Set([...unseen.peek(), after.id]);
  const { changed_by: who } = after;
  lastChange.value = {
    at: nowMs(),
    orderId: after.id,
    say: () => sentence(before, after, whoWord(who)),
  };
}

/** What somebody changed between two states of an order. @param {CardView} before @param {CardView} after @param {string} who */
export function sentence(before, after, who) {
  const facts = { who, customer: after.customer.name, technician: technicianName(after.technician_id) };
  if (before.technician_id !== after.technician_id) {
    return after.technician_id ? t('change-assigned', facts) : t('change-unassigned', facts);
  }
  if (after.agreed_at && before.agreed_at !== after.agreed_at) return said('change-agreed', { ...facts, time: when(after.agreed_at) });
  return t('change-status', { ...facts, status: word('status', after.status) });
}
