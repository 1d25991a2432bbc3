/** Plans that are proposed or imagined: fetched when a push names one, adopted or dismissed by the dispatcher. */
import { get, newId, Problem } from '../shared/api.js';
import { nowMs } from '../shared/clock.js';
import { computed, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { refuse, remember } from './deeds.js';
import { notify } from './notices.js';
import { attempt } from './sending.js';
import { district, plan } from './state.js';

/** @typedef {{visits: number, unassigned: number, travel: number, overtime: number, late_visits: number, agreed_missed: number}} Totals */
/** @typedef {{technician_id: string, start_at: string, end_at: string}} Seat */
/** @typedef {{order_id: string, number: string|null, change: string, cause: string, why: string, was: Seat|null, now: Seat|null, promise?: 'saved'|'broken'|null, leaves_promise?: boolean}} Change */
/** @typedef {{before: Totals, after: Totals, saved: number, broken: number, moved: number, agreed_changed: number, changes: Change[]}} Difference */
/** @typedef {{id: string, origin: 'planner'|'what_if', standing: string, created_at: string, by: {role: string, name: string|null}|null, base_version: number|null, given: Record<string, unknown>, is_current: boolean, difference: Difference|null}} Proposal */

/** The undecided ones of the district. @type {import('@preact/signals').Signal<Proposal[]>} */
export const undecided = signal([]);
/** What the planner proposes now. */
export const proposal = computed(() => undecided.value.find(each => each.origin === 'planner' && each.standing === 'open') ?? null);
/** The imagined day that was asked for here. @type {import('@preact/signals').Signal<string|null>} */
export const askedId = signal(null);
/** The one that the plan panel shows beside the running plan. @type {import('@preact/signals').Signal<string|null>} */
export const comparedId = signal(null);
export const compared = computed(() => undecided.value.find(each => each.id === comparedId.value) ?? null);
/** A decision is on its way. */
export const deciding = signal(false);

/** Fetch what is undecided; a lost answer is no harm, the next push asks again. */
export async function loadProposals() {
  const here = district.peek()?.id;
  if (!here) return;
  try {
    const answer = await get(`/districts/${encodeURIComponent(here)}/proposals`);
    if (district.peek()?.id === here) undecided.value = keepFailed(answer);
  } catch {
    undecided.value = undecided.peek().filter(each => each.origin === 'what_if');
  }
}

/** A what-if that failed is no more among the undecided of the server; who asked for it sees why. @param {Proposal[]} answer */
function keepFailed(answer) {
  const known = new Set(answer.map(each => each.id));
  return [...answer, ...undecided.peek().filter(each => each.standing === 'failed' && !known.has(each.id))];
}

/** @param {{id: string, district_id: string, standing: string}} pushed */
export function takeProposal(pushed) {
  if (pushed.district_id !== district.peek()?.id) return;
  if (['adopted', 'dismissed', 'superseded'].includes(pushed.standing)) {
    undecided.value = undecided.peek().filter(each => each.id !== pushed.id);
  } else if (pushed.id === askedId.peek() && pushed.standing === 'failed') {
    undecided.value = undecided.peek().map(each => (each.id === pushed.id ? { ...each, standing: 'failed' } : each));
  } else {
    void loadProposals();
  }
}

/**
 * Adopt it, whole or these orders of it, or turn it down. What has gone stale is asked anew by the server and told here.
 * @param {Proposal} which @param {'adopt'|'dismiss'} deed @param {string[]} [orderIds] @returns {Promise<boolean>}
 */
export async function decide(which, deed, orderIds) {
  if (deciding.peek()) return false;
  deciding.value = true;
  try {
    const told = { ...(orderIds ? { order_ids: orderIds } : {}), expected_version: plan.peek()?.version ?? which.base_version ?? 0, event_id: newId() };
    const answer = await attempt(`/proposals/${which.id}/${deed}`, deed === 'adopt' ? told : undefined);
    undecided.value = undecided.peek().filter(each => each.id !== which.id);
    if (deed === 'adopt') tell(which, answer.changed.length);
    return true;
  } catch (error) {
    refuse(error);
    if (error instanceof Problem && error.code === 'stale-plan' && comparedId.peek() === which.id) comparedId.value = null;
    void loadProposals();
    return false;
  } finally {
    deciding.value = false;
  }
}

/** What was adopted can be taken back while no other plan has come; an imagined day cannot, its absences are ended by themselves. @param {Proposal} which @param {number} count */
function tell(which, count) {
  const say = () => t('proposal-adopted', { count });
  if (which.origin === 'what_if') {
    notify({ tone: 'done', text: say() });
    return;
  }
  remember({
    at: nowMs(), orderId: '', say,
    undo: async () => {
      try {
        await attempt(`/proposals/${which.id}/undo`, undefined);
        return true;
      } catch (error) {
        refuse(error);
        return false;
      }
    },
  });
}

/** Imagine the day with these changes. @param {Record<string, unknown>} given @returns {Promise<boolean>} */
export async function wonder(given) {
  try {
    /** @type {Proposal} */
    const asked = await attempt(`/districts/${encodeURIComponent(district.peek()?.id ?? '')}/what-ifs`, given);
    undecided.value = [asked, ...undecided.peek().filter(each => each.id !== asked.id)];
    askedId.value = asked.id;
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}
