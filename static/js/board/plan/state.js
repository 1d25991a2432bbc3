/** How the district's planner stands: fetched when the panel opens and with every plan that is pushed; "plan now". */
import { attempt } from '../sending.js';
import { get } from '../../shared/api.js';
import { signal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { refuse } from '../deeds.js';
import { notify } from '../notices.js';
import { district } from '../state.js';

/** @typedef {{at: string, by: {role: string, name: string|null}}} Asked */
/** @typedef {{order_id: string, number: string, kind: string, customer: string, reason: string|null}} Left */
/**
 * @typedef {object} PlannerState
 * @property {string} district_id
 * @property {'idle'|'at_work'|'late'|'failed'} standing
 * @property {string|null} failed
 * @property {Asked|null} request
 * @property {{version: number, created_at: string, by_hand: boolean, asked: Asked|null}|null} plan
 * @property {{version: number, created_at: string, seconds: number|null, figures: import('../proposals.js').Totals|null}|null} search
 * @property {Left[]} unassigned
 */

/** @type {import('@preact/signals').Signal<PlannerState|null>} */
export const planner = signal(null);
/** @type {import('@preact/signals').Signal<'loading'|'ready'|'failed'>} */
export const loadState = signal('loading');
export const asking = signal(false);
/** Somebody here waits for the plan, and is told when it is there. */
let waited = false;

const path = () => `/districts/${encodeURIComponent(district.peek()?.id ?? '')}`;

export async function loadPlanner() {
  const here = district.peek()?.id;
  if (!here) return;
  try {
    const told = /** @type {PlannerState} */ (await get(`${path()}/planner`));
    if (district.peek()?.id !== here) return;
    planner.value = told;
    loadState.value = 'ready';
    if (waited && !told.request) {
      waited = false;
      notify({ tone: 'done', text: t('planner-done', { version: told.plan?.version ?? 0 }) });
    }
  } catch {
    loadState.value = 'failed';
  }
}

export async function planNow() {
  if (asking.peek()) return;
  asking.value = true;
  try {
    const answer = await attempt(`${path()}/plan-requests`, {});
    waited = true;
    if (answer.under_way) notify({ tone: 'done', text: t('planner-under-way') });
    await loadPlanner();
  } catch (error) {
    refuse(error);
  } finally {
    asking.value = false;
  }
}
