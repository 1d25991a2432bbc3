/** The board before there is anything on it: loading, failed, no orders, nobody found; each says what to do next. */
import { html } from '../shared/html.js';
import { nowMs } from '../shared/clock.js';
import { t } from '../shared/i18n.js';
import { dateOf } from '../shared/times.js';
import { goToDate, load } from './live.js';
import { lanes, shownLanes } from './lanes_model.js';
import { openPanel } from './panels.js';
import { date, failure, orders, phase, query } from './state.js';

/** Grey bars where the visits will be, the same in every lane count. */
const BARS = [[12, 10], [26, 9], [40, 13], [58, 8], [70, 11]];

export function EmptyLanes() {
  if (phase.value === 'loading') return html`<${Skeleton} />`;
  if (phase.value === 'failed') {
    return html`<div class="empty" role="alert"><h3>${t('failed-title')}</h3><p>${failure.value}</p>
      <button class="btn btn-main" onClick=${() => void load()}>${t('failed-act')}</button></div>`;
  }
  if (query.value.trim() && !shownLanes.value.length && lanes.value.length) {
    return html`<div class="empty"><h3>${t('search-none', { query: query.value.trim() })}</h3><p>${t('search-none-hint')}</p>
      <button class="btn" onClick=${() => {
        query.value = '';
      }}>${t('search-clear')}</button></div>`;
  }
  const today = dateOf(nowMs());
  if (!lanes.value.length) {
    return html`<div class="empty"><h3>${t('empty-people')}</h3><p>${t('empty-people-hint')}</p>
      <p><code>sanxian import orders.csv technicians.csv</code></p></div>`;
  }
  if (orders.ids.value.length) return null;
  if (date.value !== today) {
    return html`<div class="empty"><h3>${t('empty-day')}</h3><p>${t('empty-day-hint')}</p>
      <button class="btn btn-main" onClick=${() => void goToDate(today)}>${t('empty-day-act')}</button></div>`;
  }
  return html`<div class="empty"><h3>${t('empty-today')}</h3><p>${t('empty-today-hint')}</p><p><code>sanxian import orders.csv technicians.csv</code></p>
    <p><button class="btn btn-main" onClick=${() => openPanel('intake')}>${t('empty-today-take')} <kbd>N</kbd></button> <a class="btn" href="/api/">${t('empty-today-act')}</a></p></div>`;
}

function Skeleton() {
  return html`<div class="skeleton" role="status"><span class="sr">${t('loading-board')}</span>${Array.from({ length: 18 }, (_, row) => html`<div key=${row} aria-hidden="true"><i class="sk-name"></i>${
    BARS.map(([left, width], index) => html`<i key=${index} style=${{ left: `calc(var(--head) + (100% - var(--head)) * ${(left + ((row * 7) % 9) - 4) / 100})`, width: `${width}%` }}></i>`)}</div>`)}</div>`;
}
