/** The planning rules of the district on show: fetched when the panel opens and when others change them; saved, put back. */
import { get, newId, Problem, put } from '../../shared/api.js';
import { signal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { refuse } from '../deeds.js';
import { notify } from '../notices.js';
import { attempt } from '../sending.js';
import { district } from '../state.js';
import { backTo, refusals } from './model.js';

/** @typedef {import('./model.js').Rules} Rules */

/** @type {import('@preact/signals').Signal<Rules|null>} */
export const rules = signal(null);
/** @type {import('@preact/signals').Signal<import('./model.js').Draft>} */
export const draft = signal({});
/** What the server said of single settings. @type {import('@preact/signals').Signal<Record<string, string>>} */
export const refused = signal({});
/** Somebody else has changed them while this form had changes. */
export const overtaken = signal(false);
export const failed = signal(false);
export const saving = signal(false);
/** The same change, sent again by hand, counts once. */
let sent = { what: '', eventId: '' };

const path = () => `/districts/${encodeURIComponent(district.peek()?.id ?? '')}/planning-rules`;

/** @param {Rules} found */
function take(found) {
  const known = rules.peek();
  if (found.district_id !== district.peek()?.id) return;
  if (known?.district_id !== found.district_id) clear();
  else if (known.version > found.version) return;
  else if (known.version < found.version && !saving.peek() && Object.keys(draft.peek()).length) overtaken.value = true;
  rules.value = found;
  failed.value = false;
}

export function clear() {
  draft.value = {};
  refused.value = {};
  overtaken.value = false;
}

export async function loadRules() {
  if (!district.peek()) return;
  try {
    take(await get(path()));
  } catch {
    failed.value = true;
  }
}

/** @param {Record<string, unknown>} settings @returns {Promise<Rules|null>} */
async function send(settings) {
  const known = rules.peek();
  if (saving.peek() || !known) return null;
  saving.value = true;
  const what = JSON.stringify([known.district_id, known.version, settings]);
  if (sent.what !== what) sent = { what, eventId: newId() };
  try {
    const answer = await attempt(path(), { event_id: sent.eventId, expected_version: known.version, settings }, put);
    take(answer);
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale-rules') {
      take(error.current);
      overtaken.value = true;
    } else if (error instanceof Problem && error.errors.length) {
      refused.value = refusals(error.errors);
    } else {
      refuse(error);
    }
    return null;
  } finally {
    saving.value = false;
  }
}

/** @param {Record<string, unknown>} settings */
export async function save(settings) {
  const answer = await send(settings);
  if (!answer) return;
  clear();
  const [newest] = answer.changes;
  notify({ tone: 'done', text: t('rules-saved'), ...(newest ? { act: { label: t('action-undo'), run: () => void putBack(newest) } } : {}) });
}

/** @param {import('./model.js').RuleChange} change */
export async function putBack(change) {
  if (await send(backTo(change))) notify({ tone: 'done', text: t('rules-put-back-done') });
}
