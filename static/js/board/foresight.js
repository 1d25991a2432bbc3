/** What moving an order would mean in every lane, while it is in hand: the server's planner offers or refuses, nothing is judged here. */
import { get } from '../shared/api.js';
import { signal } from '../shared/html.js';
import { language } from '../shared/i18n.js';

/** @typedef {import('./rescues.js').Rescue & {overtime_s: number}} Foreseen */
/** @typedef {{technician_id: string, code: string, text: string, over_s?: number}} Refusal */
/** @typedef {{orderId: string, state: 'asking'|'known'|'failed', offers: Map<string, Foreseen>, refused: Map<string, Refusal>}} Foresight */

/** @type {Foresight} */
const NOTHING = { orderId: '', state: 'asking', offers: new Map(), refused: new Map() };

/** Of the order that is or was in hand last. @type {import('@preact/signals').Signal<Foresight>} */
export const foresight = signal(NOTHING);
let asking = 0;

/** @param {string} orderId */
export async function foresee(orderId) {
  const mine = ++asking;
  foresight.value = { ...NOTHING, orderId };
  try {
    const answer = await get(`/board/foresight?order=${encodeURIComponent(orderId)}&language=${language.peek()}`);
    if (mine !== asking) return;
    foresight.value = {
      orderId, state: 'known',
      offers: new Map(answer.offers.map((/** @type {Foreseen} */ one) => [one.technician_id, one])),
      refused: new Map(answer.refused.map((/** @type {Refusal} */ one) => [one.technician_id, one])),
    };
  } catch {
    // it can be put down without a price; the server still says what it refuses
    if (mine === asking) foresight.value = { ...NOTHING, orderId, state: 'failed' };
  }
}
