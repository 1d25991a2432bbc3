/** An order in the dispatcher's hand: picked up by pointer, key or button, priced in every lane before it is put down. */
import { computed, html, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Mark } from '../shared/marks.js';
import { clockTime, ms, when } from '../shared/times.js';
import { assign } from './deeds.js';
import { shownLanes } from './lanes_model.js';
import { say, technicianName } from './naming.js';
import { notify } from './notices.js';
import { askRescues, canMove, price, rescuesOf, whyNot } from './rescues.js';
import { orders, pane } from './state.js';

/** @typedef {import('./rescues.js').Rescue} Rescue */
/** @typedef {'drag'|'keys'|'pick'} Mode */
/** @typedef {{orderId: string, from: string|null, mode: Mode}} Hand */

/** @type {import('@preact/signals').Signal<Hand|null>} */
export const hand = signal(null);
/** The technician over whose lane it is. @type {import('@preact/signals').Signal<string|null>} */
export const over = signal(null);
/** Called when a lane must come into sight. @type {{show: (technicianId: string) => void}} */
export const eye = { show: () => undefined };

/** Whether the planner has answered who could take it. */
export const pricing = computed(() => (hand.value ? rescuesOf(hand.value.orderId).value.state : 'asking'));

/** Who could take what is in hand and move nobody, by technician. */
export const offers = computed(() => {
  const held = hand.value;
  const found = held ? rescuesOf(held.orderId).value.offers : [];
  return new Map(found.filter(offer => !offer.moves).map(offer => [offer.technician_id, offer]));
});

/** @param {string} orderId @param {Mode} mode */
export function pickUp(orderId, mode) {
  const order = orders.row(orderId)?.peek();
  if (!order) return false;
  if (!canMove(order)) {
    notify({ tone: 'refused', text: t('hand-not-movable', { customer: order.customer.name }), detail: t('hand-not-movable-why', { status: t(`status-${order.status.replaceAll('_', '-')}`) }) });
    return false;
  }
  const found = askRescues(order, { now: true });
  hand.value = { orderId, from: order.technician_id, mode };
  over.value = null;
  if (mode !== 'drag') pane.value = 'lanes';
  if (mode === 'keys') {
    const begin = () => {
      if (hand.peek()?.orderId === orderId && !over.peek()) goTo(found.peek().offers[0]?.technician_id ?? null);
    };
    if (found.peek().state === 'known') begin();
    else {
      const stop = found.subscribe(value => {
        if (value.state === 'asking' || value.state === 'unasked') return;
        queueMicrotask(() => stop());
        begin();
      });
    }
  }
  return true;
}

export function putBack() {
  hand.value = null;
  over.value = null;
}

/** @param {string|null} technicianId */
function goTo(technicianId) {
  over.value = technicianId;
  if (technicianId) eye.show(technicianId);
}

/** Up or down to the next lane that could take it. @param {1|-1} way */
export function step(way) {
  const could = shownLanes.peek().map(lane => lane.technician.id).filter(id => offers.peek().has(id));
  if (!could.length) return;
  const here = over.peek() ? could.indexOf(/** @type {string} */ (over.peek())) : -1;
  goTo(could[(here + way + could.length) % could.length]);
}

/** Put it down where it is. */
export async function drop() {
  const held = hand.peek();
  const target = over.peek();
  putBack();
  if (!held || !target || target === held.from) return;
  if (!offers.peek().has(target)) {
    const known = rescuesOf(held.orderId).peek();
    if (known.state === 'known' && !known.offers.some(offer => offer.technician_id === target)) {
      notify({ tone: 'refused', text: t('hand-refused', { technician: technicianName(target) }), detail: t('hand-refused-why', { reason: whyNot(held.orderId, target) }) });
      return;
    }
  }
  await assign(held.orderId, target);
}

/** Keys while something is in hand; true when the key was used. @param {KeyboardEvent} event */
export function handKey(event) {
  if (!hand.peek()) return false;
  if (event.key === 'Escape') putBack();
  else if (event.key === 'ArrowDown') step(1);
  else if (event.key === 'ArrowUp') step(-1);
  else if (event.key === 'Enter' && hand.peek()?.mode !== 'drag') void drop();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** What is in hand, where it would go and what that costs: docked below the lanes, so that it hides no neighbour. */
export function HandBar() {
  const held = hand.value;
  const order = held && orders.row(held.orderId)?.value;
  if (!held || !order) return null;
  const target = over.value;
  const offer = target ? offers.value.get(target) : undefined;
  return html`<div class="hand-bar" role="status">
    <p><b>${t('hand-what', { customer: order.customer.name, kind: t(`kind-${order.kind}`) })}</b>
      ${target && target !== held.from ? html`<span class="hand-to">${t('hand-to', { technician: technicianName(target) })}</span>` : null}
      ${offer ? html`<${Cost} offer=${offer} minutes=${order.duration_min} />`
        : html`<span class="hand-hint">${!target || target === held.from ? hint() : pricing.value === 'asking' ? t('rescue-asking') : whyNot(held.orderId, target)}</span>`}
    </p>
    <p class="keys">${held.mode === 'keys' ? html`<kbd>↑</kbd><kbd>↓</kbd><span>${t('hand-key-move')}</span><kbd>${t('key-enter')}</kbd><span>${t('hand-key-drop')}</span>` : null}
      ${held.mode === 'pick' ? html`<span>${t('hand-pick')}</span>` : null}
      <button class="key" onClick=${putBack}><kbd>Esc</kbd>${t('hand-key-cancel')}</button></p>
  </div>`;
}

function hint() {
  if (pricing.value === 'asking') return t('rescue-asking');
  return t('hand-count', { count: offers.value.size });
}

/** @param {{offer: Rescue, minutes: number}} props */
function Cost({ offer, minutes }) {
  const good = offer.breaks.length === 0;
  return html`<span class=${`hand-cost ${good ? 'is-kept' : 'is-jeop'}`}>${t('hand-price', { price: price(offer) })}
    <span class="promise"><${Mark} state=${good ? 'kept' : 'jeop'} />${good ? t('rescue-breaks-none') : t('rescue-breaks', {
      count: offer.breaks.length, promises: offer.breaks.map(code => t(`promise-${code.replaceAll('_', '-')}`)).join(t('list-and')),
    })}</span>
    <span>${say('hand-times', { arrive: when(offer.arrive_at), end: clockTime(ms(offer.arrive_at) + minutes * 60_000) })}</span></span>`;
}
