/** Of which orders a message has left or failed since the page was opened: no change of the order itself, so its version does not say it. */
import { signal } from '../../shared/html.js';

/** How often, by order. @type {import('@preact/signals').Signal<Record<string, number>>} */
export const told = signal({});

/** @param {{order_id: string}} message */
export function takeMessage({ order_id: id }) {
  told.value = { ...told.peek(), [id]: (told.peek()[id] ?? 0) + 1 };
}
