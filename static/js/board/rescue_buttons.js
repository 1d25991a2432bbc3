/** Up to three rescues of an order, the best first and outlined in accent; one tap does it and can be undone. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { when } from '../shared/times.js';
import { assign, busy, insert } from './deeds.js';
import { form } from './forms.js';
import { say, technicianName } from './naming.js';
import { askRescues, canMove, price, rescuesOf, SHOWN } from './rescues.js';
import { select } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('./rescues.js').Rescue} Rescue */

/** 改派林海 +6 分 @param {CardView} order @param {Rescue} offer */
export function rescueLabel(order, offer) {
  const facts = { technician: technicianName(offer.technician_id), price: price(offer) };
  return t(order.technician_id ? 'rescue-reassign' : 'rescue-assign', facts);
}

/** What it costs in full, for the tip and the screen reader. @param {Rescue} offer */
export function rescueDetail(offer) {
  const arrive = [say('rescue-arrive', { time: when(offer.arrive_at) }), ...(offer.moves ? [t('rescue-moves', { count: offer.moves })] : [])].join(t('list-comma'));
  if (!offer.breaks.length) return `${arrive}${t('list-comma')}${t('rescue-breaks-none')}`;
  return `${arrive}${t('list-comma')}${t('rescue-breaks', { count: offer.breaks.length, promises: offer.breaks.map(code => t(`promise-${code.replaceAll('_', '-')}`)).join(t('list-and')) })}`;
}

/** @param {{order: CardView, promise?: string}} props */
export function RescueButtons({ order, promise }) {
  const calls = promise === 'contact' && order.next_steps.includes('contact');
  const movable = canMove(order);
  const found = rescuesOf(order.id).value;
  const waits = busy.value.has(order.id);
  const offers = movable ? found.offers.slice(0, calls ? SHOWN - 1 : SHOWN) : [];
  return html`<div class="rescues">
    ${calls ? html`<button class="rescue first" onClick=${() => {
      select(order.id);
      form.value = { step: 'contact', orderId: order.id };
    }}>${t('rescue-call')}</button>` : null}
    ${offers.map((offer, index) => html`<button key=${offer.technician_id} disabled=${waits}
      class=${`rescue${index === 0 && !calls && !offer.breaks.length ? ' first' : ''}${offer.breaks.length ? ' costs' : ''}`}
      title=${rescueDetail(offer)} onClick=${() => void (offer.moves ? insert(order.id, offer) : assign(order.id, offer.technician_id))}>${rescueLabel(order, offer)}${
        offer.moves ? html`<span class="moves">${t('rescue-moves', { count: offer.moves })}</span>` : null}${
        offer.breaks.length ? html`<span class="breaks">${t('rescue-breaks-short', { count: offer.breaks.length })}</span>` : null}</button>`)}
    ${movable && !calls && !offers.length ? html`<${Without} order=${order} state=${found.state} />` : null}
    ${movable ? null : html`<span class="faint">${t('rescue-not-movable')}</span>`}
  </div>`;
}

/** @param {{order: CardView, state: import('./rescues.js').Rescues['state']}} props */
function Without({ order, state }) {
  if (state === 'asking') return html`<span class="asking" aria-label=${t('rescue-asking')}><i></i><i></i></span>`;
  if (state === 'known') return html`<span class="faint">${t('rescue-none')}</span>`;
  return html`<button class="rescue" onClick=${() => askRescues(order, { now: true })}>${state === 'failed' ? t('rescue-again') : t('rescue-ask')}</button>`;
}
