/** One proposal beside the running plan, lane by lane; all of it or a part is adopted, with what has to go along told before. */
import { post } from '../../shared/api.js';
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { refuse } from '../deeds.js';
import { technicianName } from '../naming.js';
import { comparedId, decide, deciding } from '../proposals.js';
import { seat, worth } from '../proposal_bar.js';
import { orders, plan, select } from '../state.js';
import { FILTERS, alongWith, byLane, filtered } from './compare_model.js';
import { ROWS, cell, givenWords } from './figures.js';

/** @typedef {import('../proposals.js').Proposal} Proposal */
/** @typedef {import('../proposals.js').Change} Change */
/** @typedef {import('../proposals.js').Totals} Totals */
/** @typedef {{order_ids: string[], because: import('./compare_model.js').Because[], before: Totals, after: Totals}} Closure */

/** What can be made so by adopting it; everything else is only imagined. */
const REAL = ['away', 'withdrawn'];

/** @param {{shown: Proposal}} props */
export function Compare({ shown }) {
  const filter = useSignal(/** @type {import('./compare_model.js').Filter} */ ('all'));
  const ticked = useSignal(/** @type {ReadonlySet<string>} */ (new Set()));
  const closure = useSignal(/** @type {Closure|null} */ (null));
  const asked = useRef('');
  const back = useRef(/** @type {HTMLButtonElement|null} */ (null));
  useEffect(() => back.current?.focus(), []);
  const wanted = [...ticked.value].sort().join();
  useEffect(() => {
    asked.current = wanted;
    closure.value = null;
    if (!wanted) return;
    post(`/proposals/${shown.id}/closure`, { order_ids: wanted.split(',') }).then(answer => {
      if (asked.current === wanted) closure.value = answer;
    }).catch(error => asked.current === wanted && refuse(error));
  }, [wanted, shown.id]);
  const { difference } = shown;
  if (!difference) return null;
  const { changes } = difference;
  const part = ticked.value.size > 0;
  const figures = closure.value ?? difference;
  const real = shown.origin === 'planner' || Object.keys(shown.given).every(name => REAL.includes(name));
  const leave = () => (comparedId.value = null);
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(ticked.peek());
    if (!next.delete(id)) next.add(id);
    ticked.value = next;
  };
  const adopt = async () => {
    if (await decide(shown, 'adopt', part ? closure.peek()?.order_ids : undefined)) leave();
  };
  const dismiss = async () => {
    if (await decide(shown, 'dismiss')) leave();
  };
  const number = (/** @type {string} */ id) => changes.find(change => change.order_id === id)?.number ?? orders.row(id)?.value.number ?? id;
  const along = closure.value ? alongWith([...ticked.value], closure.value.order_ids, closure.value.because) : [];
  return html`<div class="plan-panel plan-compare">
    <button class="link flat" ref=${back} onClick=${leave}><${Icon} name="left" />${t('compare-back')}</button>
    <h3>${shown.origin === 'planner' ? t('proposal-title') : givenWords(shown.given)}</h3>
    <p>${worth(difference)}</p>
    ${shown.is_current && (shown.base_version === null || shown.base_version === (plan.value?.version ?? shown.base_version)) ? null : html`<p class="form-error" role="status">${t('compare-stale')}</p>`}
    <table class="plan-table"><caption class="sr">${t('compare-figures')}</caption><thead><tr><td></td><th scope="col">${t('what-if-now')}</th><th scope="col">${t(part ? 'compare-part' : 'compare-then')}</th></tr></thead>
      <tbody>${ROWS.map(row => html`<tr key=${row}><th scope="row">${t(`what-if-row-${row.replaceAll('_', '-')}`)}</th><td>${cell(row, figures.before[row])}</td><td>${cell(row, figures.after[row])}</td></tr>`)}</tbody></table>
    <div class="plan-filters" role="group" aria-label=${t('compare-filter')}>${FILTERS.map(each => html`<button key=${each} class="btn" aria-pressed=${filter.value === each ? 'true' : 'false'} onClick=${() => (filter.value = each)}>${t(`compare-filter-${each}`)} ${filtered(changes, each).length}</button>`)}</div>
    ${byLane(filtered(changes, filter.value)).map(lane => html`<section key=${lane.technicianId ?? ''} class="plan-lane"><h4>${lane.technicianId?.startsWith('extra:') ? t('what-if-helper') : technicianName(lane.technicianId)}</h4>
      <ul class="plan-list">${lane.changes.map(change => html`<${ChangeRow} key=${change.order_id} change=${change} ticked=${shown.origin === 'planner' ? ticked.value.has(change.order_id) : null} toggle=${toggle} />`)}</ul></section>`)}
    ${filtered(changes, filter.value).length ? null : html`<p class="calm-line muted">${t('compare-none')}</p>`}
    <footer class="plan-foot" role="group" aria-label=${t('compare-decide')}>
      ${along.length ? html`<div role="status"><p><b>${t('compare-along', { count: along.length })}</b></p><ul class="plan-along">${along.map(one => html`<li key=${one.id}><b>${number(one.id)}</b>${one.why ? html`<span class="muted">　${one.why.why}</span>` : null}</li>`)}</ul></div>` : null}
      ${real ? html`<button class="btn btn-main" disabled=${deciding.value || (part && !closure.value)} onClick=${() => void adopt()}>${part ? t('compare-adopt-part', { count: closure.value?.order_ids.length ?? ticked.value.size }) : t('proposal-adopt')}</button>` : html`<span class="muted">${t('what-if-unreal')}</span>`}
      <button class="btn" disabled=${deciding.value} onClick=${() => void dismiss()}>${t(shown.origin === 'planner' ? 'proposal-dismiss' : 'what-if-drop')}</button></footer>
  </div>`;
}

/** @param {{change: Change, ticked: boolean|null, toggle: (id: string) => void}} props */
function ChangeRow({ change, ticked, toggle }) {
  const name = change.number ?? t('what-if-order');
  return html`<li>${ticked === null ? null : html`<input type="checkbox" checked=${ticked} aria-label=${t('compare-take', { number: name })} onChange=${() => toggle(change.order_id)} />`}
    ${orders.row(change.order_id) ? html`<button class="link flat" onClick=${() => select(change.order_id)}>${name}</button>` : html`<b>${name}</b>`}
    <span>${seat(change.was)} → ${seat(change.now, change.was)}</span>
    ${change.promise ? html`<span class=${`tag is-${change.promise === 'saved' ? 'kept' : 'jeop'}`}>${t(`compare-promise-${change.promise}`)}</span>` : null}
    ${change.leaves_promise ? html`<span class="tag">${t('compare-agreed')}</span>` : null}
    ${change.why ? html`<span class="muted">${change.why}</span>` : null}</li>`;
}
