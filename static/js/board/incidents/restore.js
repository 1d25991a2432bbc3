/** It is over: which repairs tested good and are done, which go on to a visit. */
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { showIncident } from '../incidents.js';

/** @typedef {import('../incidents.js').Member} Member */

/** A repair that nobody is at may be settled from the desk. @param {Member} order */
function mayBeSolved(order) {
  return order.kind === 'repair' && order.visit !== 'under_way' && order.visit !== 'over';
}

/** @param {{one: import('../incidents.js').IncidentDetail, act: Function, busy: boolean, onCancel: () => void}} props */
export function Restore({ one, act, busy, onCancel }) {
  const solved = useSignal(/** @type {ReadonlySet<string>} */ (new Set()));
  const could = one.orders.filter(mayBeSolved);
  const toggle = (/** @type {string} */ id, /** @type {boolean} */ is) => {
    const next = new Set(solved.peek());
    if (is) next.add(id);
    else next.delete(id);
    solved.value = next;
  };
  const all = could.length > 0 && could.every(order => solved.value.has(order.id));
  return html`<form class="incident-form restore" onSubmit=${async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ids = could.map(order => order.id).filter(id => solved.peek().has(id));
    if (await act('restore', { solved: ids }, () => t('incident-did-restore', { count: one.count - ids.length, solved: ids.length }))) showIncident(one.id);
  }}>
    <h4>${t('incident-restore-title')}</h4>
    <p class="muted">${t('incident-restore-ask')}</p>
    ${could.length ? html`<label class="check"><input type="checkbox" checked=${all} onChange=${(/** @type {Event} */ event) => {
      solved.value = new Set(/** @type {HTMLInputElement} */ (event.currentTarget).checked ? could.map(order => order.id) : []);
    }} /><b>${t('incident-solved-all', { count: could.length })}</b></label>
    <ul class="solved">${could.map(order => html`<li key=${order.id}><label class="check"><input type="checkbox" checked=${solved.value.has(order.id)} onChange=${(/** @type {Event} */ event) => toggle(order.id, /** @type {HTMLInputElement} */ (event.currentTarget).checked)} />
      <span>${order.customer}　<span class="muted">${order.address}</span></span></label></li>`)}</ul>` : null}
    <p class="muted">${t('incident-restore-sum', { solved: solved.value.size, rest: one.count - solved.value.size })}</p>
    <div class="form-acts"><button class="btn btn-main" disabled=${busy}>${t('incident-do-restore')}</button><button type="button" class="btn" onClick=${onCancel}>${t('form-not-now')}</button></div>
  </form>`;
}
