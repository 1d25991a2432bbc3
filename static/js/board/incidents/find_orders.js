/** Add orders by what one knows of them: number, name, address; those that are open and in no incident yet. */
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { matches } from '../find.js';
import { orders } from '../state.js';
import { CLOSED } from '../visits.js';

const SHOWN = 6;

/** @param {{without: ReadonlySet<string>, onPick: (ids: string[]) => void}} props */
export function FindOrders({ without, onPick }) {
  const wanted = useSignal('');
  const text = wanted.value.trim();
  const found = text ? orders.all.value.filter(order => !CLOSED.has(order.status) && !order.status.startsWith('withdraw') && !order.incident_id && !without.has(order.id) && matches(order, text)) : [];
  const pick = (/** @type {string[]} */ ids) => {
    onPick(ids);
    wanted.value = '';
  };
  return html`<div class="find-orders"><label class="why-text"><span>${t('incident-add')}</span><input type="search" autocomplete="off" value=${wanted.value} onInput=${(/** @type {Event} */ event) => {
      wanted.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    }} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape' && wanted.peek()) {
        event.stopPropagation();
        wanted.value = '';
      }
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (found.length) pick([found[0].id]);
    }} placeholder=${t('incident-add-hint')} /></label>
    ${text ? html`<ul class="found-orders">${found.slice(0, SHOWN).map(order => html`<li key=${order.id}><button type="button" onClick=${() => pick([order.id])}>${order.customer.name}　<span class="muted">${order.address}</span> <span class="faint nowrap">${order.number}</span></button></li>`)}
      ${found.length ? null : html`<li class="muted">${t('incident-add-none')}</li>`}
      ${found.length > 1 ? html`<li><button type="button" class="link" onClick=${() => pick(found.map(order => order.id))}>${t('incident-add-all', { count: found.length })}</button></li>` : null}</ul>` : null}
  </div>`;
}
