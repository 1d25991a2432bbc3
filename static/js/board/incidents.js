/** What the board knows of incidents: which are open, what looks like one, and which orders somebody has picked for a new one. */
import { get, newId, NoAnswer, post } from '../shared/api.js';
import { batch, computed, effect, signal } from '../shared/html.js';
import { refuse } from './deeds.js';
import { openPanel, waiting } from './panels.js';
import { district, orders, phase } from './state.js';

/** @typedef {{id: string, name: string}} Place */
/** @typedef {{id: string, district_id: string, standing: 'open'|'restored', cause: string, title: string, started_at: string, expected_end_at: string|null, areas: Place[], line_prefix: string|null, held_at: string|null, told_at: string|null, restored_at: string|null, created_at: string, version: number, count: number}} Incident */
/** @typedef {'futile'|'held'|'later'|'under_way'|'on_hold'|'over'|'goes_on'} VisitStands */
/** @typedef {{id: string, number: string, version: number, kind: import('../shared/types.js').Kind, status: string, customer: string, address: string, area: string, line_id: string|null, agreed_at: string|null, accepted_at: string, joined_at: string, automatic: boolean, told_at: string|null, visit: VisitStands}} Member */
/** @typedef {Incident & {created_by: string|null, orders: Member[], visits: Record<VisitStands, number>, untold: number, crew: {id: string, state: string, team: string|null, owner: string|null, due_at: string}|null, ports: {prefix: string, count: number}[]}} IncidentDetail */
/** @typedef {{area: Place|null, line_prefix: string|null, order_ids: string[], from_at: string, to_at: string}} Suggestion */
/** What a new incident begins with. @typedef {{orderIds: string[], areas: string[], linePrefix: string, startedAt: string|null}} Draft */

const SOON_MS = 3_000;
/** Reports fade as suggestions without anything happening, so the list is asked for again now and then. */
const AGAIN_MS = 5 * 60_000;

/** @type {import('@preact/signals').Signal<Incident[]>} */
export const incidents = signal([]);
/** @type {import('@preact/signals').Signal<Suggestion[]>} */
const suggested = signal([]);
/** Suggestions that this dispatcher has turned down, by their newest report: another report brings them back. @type {import('@preact/signals').Signal<ReadonlySet<string>>} */
const turnedDown = signal(new Set());
export const loadState = signal(/** @type {'loading'|'ready'|'failed'} */ ('loading'));

/** What the panel shows: the list, a new incident, or one of them. @type {import('@preact/signals').Signal<{view: 'list'}|{view: 'new'}|{view: 'one', id: string}>} */
export const place = signal({ view: 'list' });
/** @type {import('@preact/signals').Signal<Draft>} */
export const draft = signal({ orderIds: [], areas: [], linePrefix: '', startedAt: null });
/** The open one in full. @type {import('@preact/signals').Signal<IncidentDetail|null>} */
export const detail = signal(null);

export const openOnes = computed(() => incidents.value.filter(each => each.standing === 'open'));
export const incidentById = computed(() => new Map(incidents.value.map(each => [each.id, each])));

/** @param {Suggestion} one */
function keyOf(one) {
  return `${one.line_prefix ?? one.area?.id} ${one.order_ids.length} ${one.to_at}`;
}

export const suggestions = computed(() => suggested.value.filter(one => !turnedDown.value.has(keyOf(one))));

/** @param {Suggestion} one */
export function turnDown(one) {
  turnedDown.value = new Set([...turnedDown.peek(), keyOf(one)]);
}

effect(() => {
  const count = waiting.incidents;
  if (count) count.value = openOnes.value.length + suggestions.value.length;
});

let asked = 0;
export async function loadIncidents() {
  const here = district.peek();
  if (!here) return;
  const mine = ++asked;
  try {
    const answer = await get(`/incidents?district=${encodeURIComponent(here.id)}`);
    if (mine !== asked) return;
    batch(() => {
      incidents.value = answer.incidents;
      suggested.value = answer.suggestions;
      loadState.value = 'ready';
    });
  } catch (error) {
    if (mine === asked && loadState.peek() === 'loading') loadState.value = 'failed';
    if (!(error instanceof NoAnswer)) refuse(error);
  }
}

let soon = 0;
/** New reports may look like one fault: ask when a few have had time to come. */
export function followIncidents() {
  let known = '';
  return effect(() => {
    const key = `${district.value?.id} ${orders.ids.value.length} ${phase.value}`;
    if (phase.value !== 'ready' || key === known) return;
    const first = !known || !known.startsWith(`${district.value?.id} `);
    known = key;
    clearTimeout(soon);
    soon = setTimeout(() => void loadIncidents(), first ? 0 : SOON_MS);
  });
}
setInterval(() => {
  if (document.visibilityState === 'visible') void loadIncidents();
}, AGAIN_MS);

/** A push: something about one of them is newer. @param {{id: string, district_id: string, version: number}} pushed */
export function takeIncident(pushed) {
  if (pushed.district_id !== district.peek()?.id) return;
  if ((incidentById.peek().get(pushed.id)?.version ?? -1) < pushed.version) void loadIncidents();
  const seen = detail.peek();
  if (seen?.id === pushed.id && seen.version < pushed.version) void loadDetail(pushed.id);
}

/** @param {string} id */
export async function loadDetail(id) {
  try {
    const answer = await get(`/incidents/${encodeURIComponent(id)}`);
    const here = place.peek();
    if (here.view === 'one' && here.id === id && (detail.peek()?.id !== id || /** @type {IncidentDetail} */ (detail.peek()).version <= answer.version)) detail.value = answer;
  } catch (error) {
    if (!(error instanceof NoAnswer)) refuse(error);
  }
}

/** @param {string} id */
export function showIncident(id) {
  batch(() => {
    if (detail.peek()?.id !== id) detail.value = null;
    place.value = { view: 'one', id };
    openPanel('incidents');
  });
  void loadDetail(id);
}

export function showList() {
  batch(() => {
    place.value = { view: 'list' };
    detail.value = null;
  });
}

/** Begin a new one with these. @param {Partial<Draft>} [given] */
export function beginIncident(given = {}) {
  batch(() => {
    draft.value = { orderIds: [], areas: [], linePrefix: '', startedAt: null, ...given };
    place.value = { view: 'new' };
    openPanel('incidents');
  });
}

/**
 * A deed; what it answers is the incident as it stands now. Doing one again changes nothing, so a lost answer is asked for again.
 * @param {string} path
 * @param {Record<string, unknown>} [body]
 * @returns {Promise<IncidentDetail|null>} null when it was refused
 */
export async function deed(path, body = {}) {
  try {
    let answer;
    try {
      answer = await post(path, body);
    } catch (error) {
      if (!(error instanceof NoAnswer) || !navigator.onLine) throw error;
      answer = await post(path, body);
    }
    const here = place.peek();
    if (here.view !== 'one' || here.id === answer.id) detail.value = answer;
    void loadIncidents();
    return answer;
  } catch (error) {
    refuse(error);
    const seen = detail.peek();
    if (seen) void loadDetail(seen.id);
    return null;
  }
}

/** @param {Record<string, unknown>} body */
export const open = body => deed('/incidents', { event_id: newId(), district_id: district.peek()?.id, ...body });
