/** What each district has learned from its done work: how long visits and roads really take, each with its error. */
import { get, NoAnswer, Problem } from '../shared/api.js';
import { html, signal, useEffect } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { when } from '../shared/times.js';

/** @typedef {{level: 'kind'|'area'|'technician'|'road'|'part_of_day', key: string, name: string|null, factor: number, error_pct: number, count: number, default_min: number|null, minutes: number|null, spread_pct: number|null}} Estimate */
/** @typedef {{district_id: string, learned_at: string|null, visits: number, roads: number, percentile: number, estimates: Estimate[]}} Learned */
/** @typedef {{id: string, name: string, name_en: string}} District */

/** @type {import('@preact/signals').Signal<District[]>} */
const districts = signal([]);
const chosen = signal('');
/** @type {import('@preact/signals').Signal<Learned|null>} */
const found = signal(null);
const failed = signal('');

/** @param {string} [district] */
async function read(district) {
  failed.value = '';
  try {
    if (!districts.peek().length) districts.value = await get('/districts');
    chosen.value = district ?? districts.peek()[0]?.id ?? '';
    found.value = chosen.peek() ? await get(`/districts/${encodeURIComponent(chosen.peek())}/learned`) : null;
  } catch (error) {
    if (error instanceof Problem) failed.value = error.message;
    else if (error instanceof NoAnswer) failed.value = t('no-answer');
    else throw error;
  }
}

export function LearnedSection() {
  useEffect(() => void read(), []);
  const told = found.value;
  const main = told?.estimates.filter(each => each.level !== 'area' && each.level !== 'technician') ?? [];
  const fine = told?.estimates.filter(each => each.level === 'area' || each.level === 'technician') ?? [];
  return html`<section class="learned" aria-labelledby="learned">
    <div class="head"><h2 id="learned">${t('learned-title')}</h2>
      ${districts.value.length > 1 ? html`<label class="inside"><span>${t('learned-district')}</span><select value=${chosen.value} onChange=${(/** @type {any} */ event) => void read(event.target.value)}>
        ${districts.value.map(each => html`<option key=${each.id} value=${each.id}>${language.value === 'en' ? each.name_en || each.name : each.name}</option>`)}</select></label>` : null}</div>
    <p class="muted">${t('learned-lead')}</p>
    ${failed.value ? html`<p class="said failed" role="alert">${failed.value}</p>` : null}
    ${told && !told.learned_at ? html`<p>${t('learned-nothing')}</p>` : null}
    ${told?.learned_at ? html`<p class="muted">${t('learned-from', { at: when(told.learned_at), visits: told.visits, roads: told.roads, percentile: told.percentile })}</p>` : null}
    ${main.length ? html`<${Rows} rows=${main} label=${t('learned-title')} />` : null}
    ${fine.length ? html`<details><summary>${t('learned-more', { count: fine.length })}</summary><${Rows} rows=${fine} label=${t('learned-more', { count: fine.length })} /></details>` : null}
  </section>`;
}

/** @param {{rows: Estimate[], label: string}} props */
function Rows({ rows, label }) {
  const number = (/** @type {number} */ value, /** @type {number} */ digits) => new Intl.NumberFormat(language.value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return html`<div class="wide" tabindex="0" role="region" aria-label=${label}><table class="estimates">
    <thead><tr>${['what', 'factor', 'error', 'minutes', 'spread', 'count'].map(each => html`<th key=${each} scope="col">${t(`learned-column-${each}`)}</th>`)}</tr></thead>
    <tbody>${rows.map(row => html`<tr key=${`${row.level} ${row.key}`}><th scope="row">${nameOf(row)}</th>
      <td>× ${number(row.factor, 2)}</td><td>± ${number(row.error_pct, 1)} %</td>
      <td>${row.minutes === null ? '' : t('learned-minutes', { minutes: number(row.minutes, 0), usual: row.default_min ?? 0 })}</td>
      <td>${row.spread_pct === null ? '' : `± ${number(row.spread_pct, 0)} %`}</td><td>${number(row.count, 0)}</td></tr>`)}</tbody>
  </table></div>`;
}

/** @param {Estimate} row */
function nameOf(row) {
  if (row.level === 'kind') return t(`kind-${row.key}`);
  if (row.level === 'road') return t('learned-road');
  if (row.level === 'part_of_day') return t('learned-road-at', { part: t(`learned-part-${row.key}`) });
  const name = row.name ?? row.key;
  return row.level === 'area' ? t('admin-kind-and-tier', { kind: t(`kind-${row.key.split('/')[0]}`), tier: name }) : name;
}
