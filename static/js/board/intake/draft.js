/** The order that is being taken in: every field of it survives a reload, and its event id makes it one order however often it is sent. */
import { NoAnswer, Problem, get, newId, post } from '../../shared/api.js';
import { nowMs } from '../../shared/clock.js';
import { effect, signal } from '../../shared/html.js';
import { goToSignIn } from '../../shared/session.js';
import { ms } from '../../shared/times.js';
import { district } from '../state.js';

/** @typedef {import('../../shared/types.js').Kind} Kind */
/** @typedef {import('../../shared/types.js').HeldSlot} HeldSlot */
/** @typedef {{id: string, number: string, kind: Kind, status: string, accepted_at: string, agreed_at: string|null, technician: string|null, note: string|null}} Past */
/** @typedef {{id: string, name: string, phone: string, language: string, address: string, lat: number, lon: number, area_id: string, line_id: string|null, contracted_mbps: number|null, not_wanted: {id: string, name: string}[], open: Past[], visits: Past[]}} Customer */
/** @typedef {{id: string, name: string, name_en?: string|null, tier: string, serviceable: boolean, reason: string|null, lat: number, lon: number}} AreaView */
/** @typedef {{area_id: string, tier: string, serviceable: boolean, reason: string|null, complete: {shape?: string, limit_s?: number, due_at: string}|null}} Promised */
/** @typedef {'who'|'new'|'kind'|'check'|'slot'|'solved'|'done'} Step */
/** @typedef {{number: string, id: string, link: string|null, promises: {promise: string, due_at: string|null, state: string}[], booked: {date: string, half: 'am'|'pm'|'day'}|null}} Saved */
/**
 * @typedef {object} Draft
 * @property {Step} step
 * @property {string} district
 * @property {string} eventId
 * @property {string} checkId
 * @property {string} typed
 * @property {Customer|null} customer a known one
 * @property {string} name
 * @property {string} phone
 * @property {string} address
 * @property {string} areaId
 * @property {Kind|null} kind
 * @property {string} from
 * @property {string} mbps
 * @property {boolean} another an open order of the line is another matter
 * @property {[string, string][]} answers
 * @property {boolean} checked the check is stored
 * @property {string|null} end
 * @property {HeldSlot|null} held
 * @property {boolean} calls no booking: the technician calls
 * @property {string} note
 * @property {string} urgent 14:30
 * @property {Saved|null} saved
 */

const KEPT = 'sanxian.intake';

/** @returns {Draft} */
function empty() {
  return {
    step: 'who', district: district.peek()?.id ?? '', eventId: newId(), checkId: newId(), typed: '', customer: null, name: '', phone: '', address: '', areaId: '',
    kind: null, from: '', mbps: '', another: false, answers: [], checked: false, end: null, held: null, calls: false, note: '', urgent: '', saved: null,
  };
}

/** @returns {Draft} */
function kept() {
  try {
    const read = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (read && typeof read.step === 'string' && typeof read.eventId === 'string') return { ...empty(), ...read };
  } catch {
    // a draft that cannot be read is none
  }
  return empty();
}

/** @type {import('@preact/signals').Signal<Draft>} */
export const draft = signal(kept());
effect(() => {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(draft.value));
  } catch {
    // a browser that keeps nothing: the draft lives as long as the page
  }
});

/** @param {Partial<Draft>} some */
export function change(some) {
  draft.value = { ...draft.peek(), ...some };
}

/** The next call. */
export function restart() {
  letGo();
  draft.value = empty();
}

/** A draft of another district is nobody's here. */
export function ownDistrict() {
  if (draft.peek().district !== (district.peek()?.id ?? '')) restart();
}

/** Without an answer it is sent again under the same id, so that it counts once. @param {string} path @param {unknown} body */
export async function sendOnce(path, body) {
  try {
    return await post(path, body);
  } catch (error) {
    if (!(error instanceof NoAnswer) || !navigator.onLine) throw error;
    return post(path, body);
  }
}

/** Where the technician is to come. @param {AreaView[]} areas */
export function placeOf(areas) {
  const { customer, areaId } = draft.peek();
  if (customer && customer.area_id === areaId) return { lat: customer.lat, lon: customer.lon };
  const area = areas.find(each => each.id === areaId);
  return area ? { lat: area.lat, lon: area.lon } : null;
}

/** Whether the half-day is still ours. @param {HeldSlot|null} held */
export function isLive(held) {
  return held !== null && ms(held.expires_at) > nowMs();
}

/** Nobody waits for the half-day that was held. */
export function letGo() {
  const { held, saved } = draft.peek();
  if (held && !saved) {
    if (isLive(held)) void post('/slots/release', { hold_id: held.id }).catch(() => undefined);
    change({ held: null });
  }
}

/** @param {unknown} error @param {string} silent what to say without an answer @returns {string} a sentence */
export function sentenceOf(error, silent) {
  if (error instanceof Problem) {
    if (error.status === 401) goToSignIn();
    return [error.message, error.kept].filter(Boolean).join(' ');
  }
  if (error instanceof NoAnswer) return silent;
  throw error;
}

/** @param {string} id */
export async function chooseCustomer(id) {
  /** @type {Customer} */
  const customer = await get(`/customers/${encodeURIComponent(id)}`);
  change({
    customer, name: customer.name, phone: customer.phone, address: customer.address, areaId: customer.area_id,
    mbps: customer.contracted_mbps ? String(customer.contracted_mbps) : '', another: false, step: 'kind',
  });
}
