/** The tray below the lanes: orders that stand in no lane, and why; each can be dragged or given to somebody. */
import { html, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { halfDay } from '../shared/times.js';
import { busy } from './deeds.js';
import { watchPointer } from './drag.js';
import { hand, pickUp } from './hand.js';
import { waiting } from './lanes_model.js';
import { areaName, leftOutWord, technicianName, statusWord } from './naming.js';
import { leftOut, select, selectedId } from './state.js';
import { isHeldForIncident, stateOf } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

/** @param {{laneAt: import('./drag.js').Field['laneAt'], scroller: {current: HTMLElement|null}}} props */
export function Tray({ laneAt, scroller }) {
  const open = useSignal(true);
  const { unassigned, untimed, paused, later } = waiting.value;
  const held = paused.filter(isHeldForIncident).length;
  const chips = unassigned.length + untimed.length + paused.length;
  if (!chips && !later) return null;
  const start = (/** @type {PointerEvent} */ event) => {
    const chip = event.target instanceof Element ? event.target.closest('[data-order]') : null;
    if (chip instanceof HTMLElement && chip.dataset.order && scroller.current) {
      watchPointer(event, chip.dataset.order, { scroller: scroller.current, laneAt });
    }
  };
  return html`<section class="tray" aria-label=${t('tray-title')} onPointerDown=${start}>
    <button class="tray-head" aria-expanded=${open.value ? 'true' : 'false'} onClick=${() => {
      open.value = !open.peek();
    }}><${Icon} name=${open.value ? 'down' : 'right'} />
      ${unassigned.length ? html`<b>${t('tray-unassigned', { count: unassigned.length })}</b>` : null}
      ${untimed.length ? html`<span>${t('tray-untimed', { count: untimed.length })}</span>` : null}
      ${paused.length > held ? html`<span>${t('tray-paused', { count: paused.length - held })}</span>` : null}
      ${held ? html`<span>${t('tray-held', { count: held })}</span>` : null}
      ${later ? html`<span class="faint">${t('tray-later', { count: later })}</span>` : null}
    </button>
    ${open.value && chips ? html`<ul class="chips">
      ${unassigned.map(order => html`<${Chip} key=${order.id} order=${order} why=${order.status === 'visit_failed' ? t('status-visit-failed') : leftOut.value.has(order.id) ? leftOutWord(leftOut.value.get(order.id)) : t('tray-new')} />`)}
      ${untimed.map(order => html`<${Chip} key=${order.id} order=${order} why=${t('tray-untimed-why', { technician: technicianName(order.technician_id) })} />`)}
      ${paused.map(order => html`<${Chip} key=${order.id} order=${order} why=${statusWord(order)} />`)}
    </ul>` : null}
  </section>`;
}

/** @param {{order: CardView, why: string}} props */
function Chip({ order, why }) {
  const state = stateOf(order);
  const held = hand.value?.orderId === order.id;
  return html`<li><button class=${`chip is-${state}${selectedId.value === order.id ? ' sel' : ''}${held ? ' ghost' : ''}${busy.value.has(order.id) ? ' busy' : ''}`} data-order=${order.id}
    onClick=${() => select(order.id)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if ((event.key === 'm' || event.key === 'M') && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        event.stopPropagation();
        select(order.id);
        pickUp(order.id, 'keys');
      }
    }}>
    <${Icon} name=${order.kind} /><b>${order.customer.name}</b><span class="muted">${areaName(order)}</span>
    ${order.booked_date ? html`<span class="faint">${halfDay(order.booked_date, order.booked_half)}</span>` : null}
    <span class="why-short">${why}</span><${Mark} state=${state} /><span class="sr">${t(`state-${state}`)}</span>
  </button></li>`;
}
