/** What rang for whoever is signed in: the inbox, kept true by pushes; taking one, handing it over, saying what was done. */
import { get, NoAnswer, post } from '../shared/api.js';
import { computed, effect, signal } from '../shared/html.js';
import { refuse } from './deeds.js';
import { waiting } from './panels.js';
import { district, orders, phase } from './state.js';
import { ringing } from './tasks.js';

/** @typedef {{id: string, name: string, role?: string}} Colleague */
/**
 * @typedef {{key: string, order_id: string, number: string, district_id: string, kind: string, customer: string, address: string, technician: {id: string, name: string, name_en?: string|null, team?: string}|null, promise: string, rung: string, percent: number, state: string, started_at: string, due_at: string, owner: Colleague|null, taken_at: string|null, handed_by: Colleague|null, done_at: string|null, done_by: Colleague|null, what: string, version: number, others: {rung: string, owner: Colleague|null, done_at: string|null}[]}} Escalation
 */

const SOON_MS = 400;

/** @type {import('@preact/signals').Signal<Escalation[]>} */
export const escalations = signal([]);
/** @type {import('@preact/signals').Signal<Colleague[]>} */
export const colleagues = signal([]);
export const loadState = signal(/** @type {'loading'|'ready'|'failed'} */ ('loading'));
/** Those whose deed is on its way. @type {import('@preact/signals').Signal<string|null>} */
export const sending = signal(null);

export const openOnes = computed(() => escalations.value.filter(one => !one.done_at));

let asked = 0;
export async function loadEscalations() {
  const here = district.peek();
  if (!here) return;
  const mine = ++asked;
  try {
    const answer = await get(`/escalations?district=${encodeURIComponent(here.id)}`);
    if (mine === asked) take(answer);
  } catch (error) {
    if (mine === asked && loadState.peek() === 'loading') loadState.value = 'failed';
    if (!(error instanceof NoAnswer)) refuse(error);
  }
}

/** @param {{escalations: Escalation[], people: Colleague[]}} answer */
function take(answer) {
  escalations.value = answer.escalations;
  colleagues.value = answer.people;
  loadState.value = 'ready';
}

let soon = 0;
/** Somebody has one, or a clock has rung: ask when a few have had time to come. */
export function takeEscalation() {
  clearTimeout(soon);
  soon = setTimeout(() => void loadEscalations(), SOON_MS);
}

/** A rung that rings changes its order: the inbox is asked for again. */
export function followEscalations() {
  let known = '';
  effect(() => {
    waiting.escalations.value = openOnes.value.filter(one => !one.owner).length + ringing.value.length;
  });
  return effect(() => {
    if (phase.value !== 'ready') return;
    let key = `${district.value?.id}`;
    for (const order of orders.all.value) for (const promise of order.promises) if (promise.rung) key += ` ${order.id} ${promise.promise} ${promise.rung}`;
    if (key === known) return;
    known = key;
    takeEscalation();
  });
}

/**
 * @param {Escalation} one
 * @param {'take'|'hand-over'|'settle'} deed
 * @param {Record<string, unknown>} [more]
 * @returns {Promise<boolean>}
 */
export async function act(one, deed, more = {}) {
  if (sending.peek()) return false;
  sending.value = one.key;
  const path = `/escalations/${encodeURIComponent(one.key)}/${deed}`;
  const body = { version: one.version, ...more };
  try {
    asked += 1;
    let answer;
    try {
      answer = await post(path, body);
    } catch (error) {
      if (!(error instanceof NoAnswer) || !navigator.onLine) throw error;
      answer = await post(path, body);
    }
    take(answer);
    return true;
  } catch (error) {
    refuse(error);
    void loadEscalations();
    return false;
  } finally {
    sending.value = null;
  }
}
