/** Every step of the open order as the server tells it: legal or why not, and what it asks. */
import { get, Problem } from '../../shared/api.js';
import { signal, useEffect } from '../../shared/html.js';
import { addTexts, language } from '../../shared/i18n.js';
import { goToSignIn } from '../../shared/session.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('../../shared/types.js').Step} Step */
/** @typedef {{code: string, text: string, statuses?: string[], roles?: string[]}} Why */
/** @typedef {{value: string|null, why: Why|null, names?: Record<string, any>}} Choice */
/**
 * @typedef {object} Field
 * @property {string} name
 * @property {'choice'|'text'|'instant'|'number'|'flag'|'latitude'|'longitude'|'technician'|'order'|'question'|'incident'} kind
 * @property {boolean} required
 * @property {Choice[]} [choices]
 * @property {number} [least]
 * @property {number} [most]
 * @property {string} [default]
 * @property {string} [from_at]
 * @property {string} [to_at]
 * @property {Record<string, string>} [only_if]
 * @property {Record<string, string>} [further_if]
 */
/** @typedef {{step: Step, legal: boolean, why: Why|null, roles: string[], post: string, asks: Field[], together?: Record<string, any>[]}} StepLook */
/** @typedef {{order_id: string, version: number, steps: StepLook[], deeds: StepLook[]}} Steps */

/** @type {import('@preact/signals').Signal<{key: string, id: string, steps: Steps|null, failed: boolean}>} */
const known = signal({ key: '', id: '', steps: null, failed: false });

/** @param {string} id @param {string} key */
async function ask(id, key) {
  const before = known.peek();
  known.value = { key, id, steps: before.id === id ? before.steps : null, failed: false };
  try {
    const [steps] = await Promise.all([get(`/orders/${encodeURIComponent(id)}/steps`), addTexts('steps')]);
    if (known.peek().key === key) known.value = { key, id, steps, failed: false };
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return goToSignIn();
    if (known.peek().key === key) known.value = { key, id, steps: known.peek().steps, failed: true };
  }
}

/**
 * Asked for when it is first wanted, and again with each version of the order.
 * @param {CardView} order @param {boolean} [on] whether it is wanted yet
 * @returns {{steps: Steps|null, failed: boolean, retry: () => void}}
 */
export function useSteps(order, on = true) {
  const key = `${order.id} ${order.version} ${language.value}`;
  useEffect(() => {
    if (on && (known.peek().key !== key || known.peek().failed)) void ask(order.id, key);
  }, [key, on]);
  const { id, steps, failed } = known.value;
  return { steps: id === order.id ? steps : null, failed: id === order.id && failed, retry: () => void ask(order.id, key) };
}
