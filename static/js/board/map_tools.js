/** What stands on the map: the legend that filters, whose routes, the lasso and what to do with its catch. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { BY_URGENCY, Icon, Mark } from '../shared/marks.js';
import { beginIncident, deed, openOnes, showIncident } from './incidents.js';
import { dropLasso, startLasso } from './lasso.js';
import { allRoutes, caught, counts, lassoing, leftOutStates } from './map_state.js';
import { notify } from './notices.js';
import { mapIsLarge } from './state.js';

/** @typedef {import('../shared/types.js').Risk} Risk */

export function Legend() {
  const found = counts.value;
  const without = leftOutStates.value;
  return html`<ul class="map-legend" aria-label=${t('map-legend')}>${BY_URGENCY.filter(state => found[/** @type {Risk} */ (state)] || without.has(/** @type {Risk} */ (state))).map(name => {
    const state = /** @type {Risk} */ (name);
    const on = !without.has(state);
    const label = t('map-legend-state', { state: t(`state-${state}`), count: found[state] ?? 0 });
    return html`<li key=${state}><button aria-pressed=${on ? 'true' : 'false'} data-state=${state} aria-label=${label} title=${label} onClick=${() => {
      const next = new Set(leftOutStates.peek());
      if (on) next.add(state);
      else next.delete(state);
      leftOutStates.value = next;
    }}><${Mark} state=${state} /><span class="word">${t(`state-${state}`)}</span>${found[state] ?? 0}</button></li>`;
  })}</ul>`;
}

/** @param {{onSight: () => void}} props */
export function Tools({ onSight }) {
  const routes = t(allRoutes.value ? 'map-routes-chosen' : 'map-routes-all');
  const larger = mapIsLarge.value ? t('map-smaller') : t('map-larger');
  return html`<div class="map-tools">
    <button class="expand" aria-label=${larger} title=${larger} onClick=${() => {
      mapIsLarge.value = !mapIsLarge.peek();
    }}><${Icon} name=${mapIsLarge.value ? 'x' : 'expand'} /></button>
    <button aria-label=${t('map-routes')} aria-pressed=${allRoutes.value ? 'true' : 'false'} title=${routes} onClick=${() => {
      allRoutes.value = !allRoutes.peek();
    }}><${Icon} name="nav" /></button>
    <button aria-label=${t('map-lasso')} aria-pressed=${lassoing.value ? 'true' : 'false'} title=${t('map-lasso')} onClick=${() => (lassoing.peek() ? dropLasso() : startLasso())}><${Icon} name="pen" /></button>
  </div>
  ${lassoing.value || caught.value.size ? html`<${Catch} onSight=${onSight} />` : null}`;
}

/** What was caught, and what may be done with it. @param {{onSight: () => void}} props */
function Catch({ onSight }) {
  const ids = [...caught.value];
  if (!ids.length) {
    return html`<div class="map-catch" role="status"><p><b>${t('map-lasso-draw')}</b></p>
      <button class="btn" onClick=${onSight}>${t('map-lasso-sight')}</button><button class="btn btn-quiet" onClick=${dropLasso}>${t('form-not-now')}</button></div>`;
  }
  return html`<div class="map-catch" role="status"><p><b>${t('map-caught', { count: ids.length })}</b></p>
    <button class="btn btn-main" onClick=${() => {
      dropLasso();
      mapIsLarge.value = false;
      beginIncident({ orderIds: ids });
    }}>${t('incident-make')}</button>
    ${openOnes.value.slice(0, 2).map(one => html`<button class="btn" key=${one.id} onClick=${async () => {
      const after = await deed(`/incidents/${encodeURIComponent(one.id)}/orders`, { add: ids });
      if (!after) return;
      dropLasso();
      mapIsLarge.value = false;
      notify({ tone: 'done', text: t('incident-added', { count: ids.length }) });
      showIncident(one.id);
    }}>${t('incident-add-to', { name: one.title || t(`cause-${one.cause.replaceAll('_', '-')}`) })}</button>`)}
    <button class="btn" onClick=${startLasso}>${t('map-lasso-more')}</button><button class="btn btn-quiet" onClick=${dropLasso}>${t('form-not-now')}</button></div>`;
}
