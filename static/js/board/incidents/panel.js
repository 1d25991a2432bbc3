/** The incidents panel: what is open and what looks like one; a new one; one of them with its orders. */
import { html, useEffect } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { when } from '../../shared/times.js';
import { beginIncident, incidents, loadIncidents, loadState, openOnes, place, showIncident, suggestions, turnDown } from '../incidents.js';
import { startLasso } from '../lasso.js';
import { areaWord } from '../naming.js';
import { openPanel } from '../panels.js';
import { NewIncident } from './make.js';
import { OneIncident } from './one.js';
import { causeWord, whereWords } from './words.js';

/** @typedef {import('../incidents.js').Incident} Incident */
/** @typedef {import('../incidents.js').Suggestion} Suggestion */

/** @param {{close: () => void}} props */
export function Panel({ close }) {
  useEffect(() => void loadIncidents(), []);
  const here = place.value;
  useEffect(() => document.querySelector('.panel-body')?.scrollTo(0, 0), [here]);
  if (here.view === 'new') return html`<${NewIncident} />`;
  if (here.view === 'one') return html`<${OneIncident} id=${here.id} close=${close} />`;
  return html`<${List} />`;
}

export function pickOnMap() {
  openPanel(null);
  startLasso();
}

function List() {
  const restored = incidents.value.filter(each => each.standing === 'restored');
  return html`<div class="incidents">
    ${suggestions.value.map(one => html`<${Suggested} key=${`${one.line_prefix} ${one.area?.id}`} one=${one} />`)}
    <div class="form-acts"><button class="btn btn-main" onClick=${() => beginIncident()}>${t('incident-new')}</button>
      <button class="btn" onClick=${pickOnMap}><${Icon} name="pin" />${t('incident-from-map')}</button></div>
    ${loadState.value === 'failed' && !incidents.value.length ? html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadIncidents()}>${t('action-retry')}</button></p>` : null}
    ${openOnes.value.length ? html`<h3>${t('incidents-open', { count: openOnes.value.length })}</h3><ul class="incident-list">${openOnes.value.map(each => html`<${Row} key=${each.id} one=${each} />`)}</ul>`
      : loadState.value === 'ready' ? html`<p class="muted incident-none">${t('incidents-none')}</p>` : null}
    ${restored.length ? html`<h3>${t('incidents-restored')}</h3><ul class="incident-list">${restored.map(each => html`<${Row} key=${each.id} one=${each} />`)}</ul>` : null}
  </div>`;
}

/** @param {{one: Incident}} props */
function Row({ one }) {
  return html`<li><button class="incident-row" onClick=${() => showIncident(one.id)}>
    <span class="row"><b>${one.title || causeWord(one.cause)}</b><span class="muted">${t('incident-count', { count: one.count })}</span></span>
    <span class="what">${[whereWords(one), t('incident-since', { time: when(one.started_at) })].filter(Boolean).join(t('list-comma'))}</span>
    <span class="row tags">${one.standing === 'restored' ? html`<span class="tag">${t('incident-restored-at', { time: when(one.restored_at ?? one.started_at) })}</span>` : html`
      <span class="tag">${one.expected_end_at ? t('incident-expected', { time: when(one.expected_end_at) }) : t('incident-no-end')}</span>
      <span class=${`tag${one.held_at ? ' on' : ''}`}>${t(one.held_at ? 'incident-is-held' : 'incident-not-held')}</span>
      <span class=${`tag${one.told_at ? ' on' : ''}`}>${t(one.told_at ? 'incident-is-told' : 'incident-not-told')}</span>`}</span>
  </button></li>`;
}

/** @param {{one: Suggestion}} props */
function Suggested({ one }) {
  const minutes = Math.max(1, Math.ceil((Date.parse(one.to_at) - Date.parse(one.from_at)) / 60_000));
  const where = one.line_prefix ? t('incident-below', { port: one.line_prefix }) : areaWord(one.area?.name ?? '');
  return html`<section class="incident-suggested" aria-label=${t('incident-suggested-title')}>
    <p><b>${t('incident-suggested', { count: one.order_ids.length, where, minutes })}</b></p>
    <p class="muted">${t('incident-suggested-hint', { time: when(one.from_at) })}</p>
    <div class="form-acts"><button class="btn" onClick=${() => beginIncident({
      orderIds: one.order_ids, areas: one.area ? [one.area.id] : [], linePrefix: one.line_prefix ?? '', startedAt: one.from_at,
    })}>${t('incident-make')}</button><button class="btn btn-quiet" onClick=${() => turnDown(one)}>${t('incident-not-one')}</button></div>
  </section>`;
}
