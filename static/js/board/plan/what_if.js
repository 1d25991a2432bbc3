/** What if: somebody is away, works longer, comes to help, orders come or go, or the roads are slow. The planner answers in seconds. */
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { span } from '../../shared/times.js';
import { areaWord, nameOf, technicianName } from '../naming.js';
import { wonder } from '../proposals.js';
import { areas, orders, selected, technicians } from '../state.js';

/** @typedef {{id: string, name: string, lat?: number, lon?: number}} Place */

const OVERTIME = [60, 120, 180];
const ROADS = [80, 120, 150, 200];
const KINDS = ['install', 'move', 'repair'];

/** @param {{done: () => void}} props */
export function WhatIf({ done }) {
  const away = useSignal(/** @type {string[]} */ ([]));
  const overtime = useSignal('');
  const helpers = useSignal('');
  const roads = useSignal('');
  const gone = useSignal(/** @type {string[]} */ ([]));
  const kind = useSignal('');
  const where = useSignal('');
  const asking = useSignal(false);
  const order = selected.value;
  const places = /** @type {Place[]} */ (areas.value).filter(area => area.lat !== undefined && area.lon !== undefined);
  const middle = middleOf(places);
  const given = () => {
    const area = places.find(each => each.id === where.value);
    const at = area ? { lat: area.lat, lon: area.lon } : middle;
    return {
      ...(away.value.length ? { away: away.value.map(id => ({ technician_id: id })) } : {}),
      ...(overtime.value ? { overtime_min: Number(overtime.value) } : {}),
      ...(helpers.value && middle ? { helpers: Array.from({ length: Number(helpers.value) }, () => middle) } : {}),
      ...(kind.value && at ? { added: [{ kind: kind.value, ...at }] } : {}),
      ...(roads.value ? { travel_percent: Number(roads.value) } : {}),
      ...(gone.value.length ? { withdrawn: gone.value } : {}),
    };
  };
  const ask = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (asking.peek()) return;
    asking.value = true;
    if (await wonder(given())) done();
    asking.value = false;
  };
  const without = (/** @type {import('@preact/signals').Signal<string[]>} */ list, /** @type {string} */ id) => (list.value = list.peek().filter(each => each !== id));
  return html`<form class="what-if-form" aria-label=${t('what-if-title')} onSubmit=${ask}>
    <${Pick} label=${t('what-if-away')} value="" collects pick=${(/** @type {string} */ id) => id && (away.value = [...away.peek(), id])} options=${technicians.value.filter(person => !away.value.includes(person.id)).map(person => ({ value: person.id, label: nameOf(person) }))} />
    <${Chosen} ids=${away.value} name=${technicianName} remove=${(/** @type {string} */ id) => without(away, id)} />
    <${Pick} label=${t('what-if-overtime')} value=${overtime.value} pick=${(/** @type {string} */ value) => (overtime.value = value)} options=${OVERTIME.map(minutes => ({ value: String(minutes), label: span(minutes * 60_000) }))} />
    <${Pick} label=${t('what-if-helpers')} value=${helpers.value} pick=${(/** @type {string} */ value) => (helpers.value = value)} options=${[1, 2, 3].map(count => ({ value: String(count), label: String(count) }))} />
    <${Pick} label=${t('what-if-roads')} value=${roads.value} pick=${(/** @type {string} */ value) => (roads.value = value)} options=${ROADS.map(percent => ({ value: String(percent), label: `${percent} %` }))} />
    <${Pick} label=${t('imagine-added')} value=${kind.value} pick=${(/** @type {string} */ value) => (kind.value = value)} options=${KINDS.map(each => ({ value: each, label: t(`kind-${each}`) }))} />
    ${kind.value ? html`<${Pick} label=${t('imagine-where')} value=${where.value} none=${t('imagine-middle')} pick=${(/** @type {string} */ value) => (where.value = value)} options=${places.map(area => ({ value: area.id, label: areaWord(area.name) }))} />` : null}
    ${order && !gone.value.includes(order.id) ? html`<button type="button" class="btn" onClick=${() => (gone.value = [...gone.peek(), order.id])}>${t('what-if-without', { number: order.number })}</button>` : gone.value.length ? null : html`<p class="muted">${t('imagine-select')}</p>`}
    <${Chosen} ids=${gone.value} name=${(/** @type {string} */ id) => t('what-if-without', { number: orders.row(id)?.value.number ?? id })} remove=${(/** @type {string} */ id) => without(gone, id)} />
    <button class="btn btn-main" type="submit" disabled=${asking.value || !Object.keys(given()).length}>${t('what-if-ask')}</button>
  </form>`;
}

/** @param {{label: string, value: string, none?: string, collects?: boolean, pick: (value: string) => void, options: {value: string, label: string}[]}} props */
function Pick({ label, value, none, collects, pick, options }) {
  return html`<label class="what-if-row"><span>${label}</span><select value=${value} onChange=${(/** @type {Event} */ event) => {
    const select = /** @type {HTMLSelectElement} */ (event.currentTarget);
    pick(select.value);
    if (collects) select.value = '';
  }}><option value="">${none ?? t('what-if-as-is')}</option>${options.map(option => html`<option key=${option.value} value=${option.value}>${option.label}</option>`)}</select></label>`;
}

/** @param {{ids: string[], name: (id: string) => string, remove: (id: string) => void}} props */
function Chosen({ ids, name, remove }) {
  if (!ids.length) return null;
  return html`<ul class="what-if-chosen">${ids.map(id => html`<li key=${id}><span class="tag">${name(id)}</span><button type="button" class="tool" aria-label=${t('imagine-remove', { what: name(id) })} onClick=${() => remove(id)}><${Icon} name="x" /></button></li>`)}</ul>`;
}

/** Helpers begin in the middle of the district. @param {Place[]} known @returns {{lat: number, lon: number}|null} */
function middleOf(known) {
  if (!known.length) return null;
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { lat: mean(known.map(area => area.lat ?? 0)), lon: mean(known.map(area => area.lon ?? 0)) };
}
