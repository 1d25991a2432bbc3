/** An order that was put down to an incident says so wherever it is shown. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { incidentById, showIncident } from './incidents.js';

/** @param {string} id */
function nameOf(id) {
  const one = incidentById.value.get(id);
  return one ? one.title || t(`cause-${one.cause.replaceAll('_', '-')}`) : t('order-in-incident');
}

/** In a list that is a button itself. @param {{id: string}} props */
export function InIncident({ id }) {
  return html`<span class="in-incident"><${Icon} name="incident" /><span class="sr">${t('fact-incident')} </span>${nameOf(id)}</span>`;
}

/** Leads to it. @param {{id: string}} props */
export function OfIncident({ id }) {
  return html`<button class="link flat in-incident" onClick=${() => showIncident(id)}><${Icon} name="incident" />${nameOf(id)}</button>`;
}
