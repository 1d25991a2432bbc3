/** Up to three rescues of an order, of different kinds, the best first and outlined in accent; one tap does it and can be undone. */
import { html, useEffect } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { busy } from './deeds.js';
import { form } from './forms.js';
import { askWays, canBeSaved, doRescue, SHOWN, wayDetail, wayLabel, waysOf } from './rescue_ways.js';
import { select, selectedId } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('./rescue_ways.js').Way} Way */

/** @param {{order: CardView, promise?: string}} props */
export function RescueButtons({ order, promise }) {
  const calls = promise === 'contact' && order.next_steps.includes('contact');
  const found = waysOf(order.id).value;
  const waits = busy.value.has(order.id);
  const isSelected = selectedId.value === order.id;
  useEffect(() => {
    if (isSelected && canBeSaved(order)) askWays(order, { now: true });
  }, [isSelected, order.version]);
  if (!canBeSaved(order)) return html`<div class="rescues"><span class="faint">${t('rescue-not-movable')}</span></div>`;
  const ways = found.ways.filter(way => way.kind !== 'call').slice(0, calls ? SHOWN - 1 : SHOWN);
  return html`<div class="rescues">
    ${calls ? html`<button class="rescue first" data-rescue="call" onClick=${() => {
      select(order.id);
      form.value = { step: 'contact', orderId: order.id };
    }}>${t('rescue-call')}</button>` : null}
    ${ways.map((way, index) => html`<${WayButton} key=${way.key} order=${order} way=${way} waits=${waits} first=${index === 0 && !calls && !way.breaks.length} />`)}
    ${!calls && !ways.length ? html`<${Without} order=${order} state=${found.state} />` : null}
  </div>`;
}

/** @param {{order: CardView, way: Way, waits: boolean, first: boolean}} props */
function WayButton({ order, way, waits, first }) {
  const told = wayDetail(way);
  return html`<button disabled=${waits} data-rescue=${way.kind} class=${`rescue${first ? ' first' : ''}${way.breaks.length ? ' costs' : ''}`}
    title=${told} aria-label=${`${wayLabel(order, way)}${t('list-comma')}${told}`} onClick=${() => void doRescue(order, way)}><span class="say">${wayLabel(order, way)}</span>${
      way.kind === 'make_room' ? html`<span class="moves">${t('rescue-moves-short', { count: way.others.length })}</span>` : null}${
      way.breaks.length ? html`<span class="breaks">${t('rescue-breaks-short', { count: way.breaks.length })}</span>` : null}</button>`;
}

/** @param {{order: CardView, state: import('./rescue_ways.js').Ways['state']}} props */
function Without({ order, state }) {
  if (state === 'asking') return html`<span class="asking" role="status" aria-label=${t('rescue-asking')}><i></i><i></i></span>`;
  if (state === 'known') return html`<span class="faint">${t('rescue-none')}</span>`;
  return html`<button class="rescue" onClick=${() => askWays(order, { now: true })}>${state === 'failed' ? t('rescue-again') : t('rescue-ask')}</button>`;
}
