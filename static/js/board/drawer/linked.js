/** What belongs to the order: other orders with the reason why, incidents, care cases, what it costs us; each opens by a tap. */
import { html, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { money, when } from '../../shared/times.js';
import { showIncident } from '../incidents.js';
import { say } from '../naming.js';
import { goToOrder } from '../search_everywhere.js';
import { drawn, useAnswer } from './ask.js';
import { named } from './timeline.js';

/** @typedef {{why: string, later: boolean, linked: boolean, at: string|null}} Reason */
/** @typedef {{id: string, number: string, district_id: string, kind: string, status: string, customer: string, phone: string, address: string, accepted_at: string, completed_at: string|null, technician: string|null, why: Reason[]}} Related */

const PAGE = 30;

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order }) {
  const limit = useSignal(PAGE);
  const answer = useAnswer(order, `/relations?limit=${limit.value}`);
  return drawn(answer, view => html`<${Incidents} rows=${view.incidents} />
    <section class="tab-part"><h3>${t('linked-orders')}</h3>${view.orders.length ? html`<ul class="related">${view.orders.map((/** @type {Related} */ one) => html`<${Other} key=${one.id} other=${one} order=${order} />`)}</ul>` : html`<p class="muted">${t('linked-none')}</p>`}
      ${view.total > view.orders.length ? html`<button class="link more-log" onClick=${() => {
        limit.value += PAGE;
      }}>${t('log-more', { count: view.total - view.orders.length })}</button>` : null}</section>
    <${Care} rows=${view.care_cases} />
    <${Owed} rows=${view.compensations} />`);
}

/** @param {{other: Related, order: import('../../shared/types.js').CardView}} props */
function Other({ other, order }) {
  return html`<li><button class="row" onClick=${() => void goToOrder(other.id)}>
    <span class="why">${other.why.map(reason => html`<b class=${`tag ${reason.linked ? 'is-linked' : ''}`} key=${reason.why}>${because(reason)}</b>`)}</span>
    <span><span class="link flat">${other.number}</span>　${t('linked-order', { kind: t(`kind-${other.kind}`), status: t(`status-${other.status.replaceAll('_', '-')}`) })}</span>
    <span class="muted">${when(other.accepted_at)}${other.technician ? `　${named(other.technician)}` : ''}${other.address === order.address ? '' : `　${other.address}`}${other.customer === order.customer.name ? '' : `　${other.customer}`}</span>
  </button></li>`;
}

/** @param {Reason} reason */
function because(reason) {
  return t(`why-${reason.why.replaceAll('_', '-')}${reason.linked && reason.why !== 'waits_for' ? (reason.later ? '-later' : '-first') : ''}`);
}

/** @param {{rows: any[]}} props */
function Incidents({ rows }) {
  if (!rows.length) return null;
  return html`<section class="tab-part"><h3>${t('fact-incident')}</h3><ul class="related">${rows.map(one => html`<li key=${one.id}><button class="row" onClick=${() => showIncident(one.id)}>
    <span><${Icon} name="incident" />${one.title || word('cause', one.cause)}</span>
    <span class="muted">${say(one.left_at ? 'linked-incident-left' : one.restored_at ? 'linked-incident-over' : 'linked-incident', { time: when(one.left_at ?? one.restored_at ?? one.joined_at) })}${one.automatic ? `　${t('linked-incident-automatic')}` : ''}</span></button></li>`)}</ul></section>`;
}

/** @param {{rows: any[]}} props */
function Care({ rows }) {
  if (!rows.length) return null;
  return html`<section class="tab-part"><h3>${t('linked-care')}</h3><ul class="plain">${rows.map(one => html`<li key=${one.id}><p>${word('care-cause', one.cause)}${one.rating ? `　${t('linked-rating', { rating: one.rating })}` : ''}</p>
    <p class="muted">${say(one.closed_at ? 'linked-care-closed' : 'linked-care-open', { time: when(one.closed_at ?? one.opened_at), verdict: one.verdict ?? '', stage: one.next_stage ?? '' })}${one.owner ? `　${one.owner}` : ''}</p></li>`)}</ul></section>`;
}

/** @param {{rows: any[]}} props */
function Owed({ rows }) {
  if (!rows.length) return null;
  return html`<section class="tab-part"><h3>${t('linked-money')}</h3><ul class="plain">${rows.map(one => html`<li key=${`${one.promise}${one.occasion}`} class=${one.withdrawn_at ? 'is-off' : ''}><p><b>${money(one.amount_cents)}</b>　${word('promise', one.promise)}${one.goodwill ? `　${t('linked-goodwill')}` : ''}</p>
    <p class="muted">${say(one.withdrawn_at ? 'linked-money-off' : one.exported_at ? 'linked-money-billed' : one.announced_at ? 'linked-money-told' : 'linked-money-owed', { time: when(one.withdrawn_at ?? one.exported_at ?? one.announced_at ?? one.created_at) })}</p></li>`)}</ul></section>`;
}
