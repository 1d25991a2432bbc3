/** On a lane: where visits would stand by the proposal that is open in the plan panel, and which would leave their place. */
import { html, useComputed } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { axis, minutesOf, timeOf } from '../day.js';
import { compared } from '../proposals.js';

/** @param {{id: string}} props */
export function Ghosts({ id }) {
  const mine = useComputed(() => compared.value?.difference?.changes.filter(change => change.now?.technician_id === id || change.was?.technician_id === id) ?? null).value;
  if (!mine?.length) return null;
  const { from, to } = axis.value;
  return mine.flatMap(change => ([['leaves', change.was], ['goes', change.now]]).flatMap(([kind, where]) => {
    const seat = /** @type {import('../proposals.js').Seat|null} */ (where);
    if (!seat || seat.technician_id !== id) return [];
    const a = minutesOf(seat.start_at);
    const b = minutesOf(seat.end_at);
    if (b < from || a > to) return [];
    return html`<i key=${`${change.order_id}${kind}`} class=${`plan-ghost ${kind}`} aria-hidden="true" title=${t(kind === 'goes' ? 'ghost-now' : 'ghost-was', { number: change.number ?? '', time: timeOf(a) })}
      style=${{ '--a': Math.max(a, from), '--b': Math.min(b, to) }}>${kind === 'goes' ? timeOf(a) : ''}</i>`;
  }));
}
