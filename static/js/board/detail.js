/** The open order in full: fetched when it is opened and whenever a newer version arrives. */
import { get, Problem, post } from '../shared/api.js';
import { effect, signal } from '../shared/html.js';
import { goToSignIn } from '../shared/session.js';
import { orders, selectedId } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Role} Role */
/** @typedef {{id: string, seq: number, type: string, occurred_at: string, actor: {role: Role, name: string|null}, technician?: string|null, data: Record<string, any>, note?: string|null, skewed?: boolean}} EventView */
/** @typedef {{id: string, text: string, asked_at: string, answer?: string|null, answered_at?: string|null, owner?: string|null}} Question */
/** @typedef {CardView & {events: EventView[], questions: Question[]}} OrderView */

/** @type {import('@preact/signals').Signal<{id: string, view: OrderView|null, failed: boolean}|null>} */
export const detail = signal(null);
let asked = '';

/** Fetch an order in full again. @param {string} id */
export async function fetchDetail(id) {
  try {
    const view = await get(`/orders/${encodeURIComponent(id)}`);
    if (selectedId.peek() === id) detail.value = { id, view, failed: false };
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return goToSignIn();
    if (selectedId.peek() !== id) return;
    const known = detail.peek();
    detail.value = { id, view: known?.id === id ? known.view : null, failed: true };
    asked = '';
  }
}

/** Keep it in step with the selection and the order's version. */
export function followDetail() {
  return effect(() => {
    const id = selectedId.value;
    orders.ids.value;
    const version = id ? orders.row(id)?.value.version ?? 0 : 0;
    const wanted = `${id}:${version}`;
    if (!id) {
      asked = '';
      detail.value = null;
      return;
    }
    if (wanted === asked) return;
    asked = wanted;
    if (detail.peek()?.id !== id) detail.value = { id, view: null, failed: false };
    void fetchDetail(id);
  });
}

/** A new link for the customer; the older ones end. @param {string} id @returns {Promise<string>} */
export async function makeLink(id) {
  const { link } = await post(`/orders/${encodeURIComponent(id)}/link`);
  return new URL(link, location.origin).href;
}
