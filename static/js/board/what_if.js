/** What if: somebody is away, works longer, comes to help, or the roads are slow. The planner answers in seconds. */
import { html, signal, useEffect, useRef, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { span } from '../shared/times.js';
import { nameOf } from './naming.js';
import { Changes, worth } from './proposal_bar.js';
import { askedId, decide, deciding, imagined, wonder } from './proposals.js';
import { areas, selected, technicians } from './state.js';

/** @typedef {import('./proposals.js').Proposal} Proposal */
/** @typedef {import('./proposals.js').Totals} Totals */

export const whatIfIsOpen = signal(false);
/** What can be made so by adopting it; everything else is only imagined. */
const REAL = ['away', 'withdrawn'];
const OVERTIME = [60, 120, 180];
const ROADS = [120, 150, 200];
/** @type {(keyof Totals)[]} */
const ROWS = ['visits', 'unassigned', 'late_visits', 'agreed_missed', 'travel'];

export function WhatIf() {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const open = whatIfIsOpen.value;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
  }, [open]);
  if (!open) return null;
  const close = () => {
    whatIfIsOpen.value = false;
    askedId.value = null;
  };
  return html`<dialog class="what-if" ref=${dialog} aria-label=${t('what-if-title')} onCancel=${close}>
    <header class="pane-head"><h2>${t('what-if-title')}</h2><button class="tool" aria-label=${t('action-close')} onClick=${close}><${Icon} name="x" /></button></header>
    ${askedId.value ? html`<${Answer} close=${close} />` : html`<${Question} />`}
  </dialog>`;
}

function Question() {
  const away = useSignal('');
  const overtime = useSignal('');
  const helpers = useSignal('');
  const roads = useSignal('');
  const without = useSignal(false);
  const asking = useSignal(false);
  const order = selected.value;
  const given = () => {
    const middle = middleOf();
    return {
      ...(away.value ? { away: [{ technician_id: away.value }] } : {}),
      ...(overtime.value ? { overtime_min: Number(overtime.value) } : {}),
      ...(helpers.value && middle ? { helpers: Array.from({ length: Number(helpers.value) }, () => middle) } : {}),
      ...(roads.value ? { travel_percent: Number(roads.value) } : {}),
      ...(without.value && order ? { withdrawn: [order.id] } : {}),
    };
  };
  const ask = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (asking.peek()) return;
    asking.value = true;
    await wonder(given());
    asking.value = false;
  };
  return html`<form class="what-if-form" onSubmit=${ask}>
    <${Pick} label=${t('what-if-away')} value=${away} options=${technicians.value.map(person => ({ value: person.id, label: nameOf(person) }))} />
    <${Pick} label=${t('what-if-overtime')} value=${overtime} options=${OVERTIME.map(minutes => ({ value: String(minutes), label: span(minutes * 60_000) }))} />
    <${Pick} label=${t('what-if-helpers')} value=${helpers} options=${[1, 2, 3].map(count => ({ value: String(count), label: String(count) }))} />
    <${Pick} label=${t('what-if-roads')} value=${roads} options=${ROADS.map(percent => ({ value: String(percent), label: `${percent} %` }))} />
    ${order ? html`<label class="what-if-check"><input type="checkbox" checked=${without.value} onChange=${(/** @type {Event} */ event) => (without.value = /** @type {HTMLInputElement} */ (event.currentTarget).checked)} />${t('what-if-without', { number: order.number })}</label>` : null}
    <button class="btn btn-main" type="submit" disabled=${asking.value || !Object.keys(given()).length}>${t('what-if-ask')}</button>
  </form>`;
}

/** @param {{label: string, value: import('@preact/signals').Signal<string>, options: {value: string, label: string}[]}} props */
function Pick({ label, value, options }) {
  return html`<label class="what-if-row"><span>${label}</span><select value=${value.value} onChange=${(/** @type {Event} */ event) => (value.value = /** @type {HTMLSelectElement} */ (event.currentTarget).value)}>
    <option value="">${t('what-if-as-is')}</option>${options.map(option => html`<option key=${option.value} value=${option.value}>${option.label}</option>`)}</select></label>`;
}

/** Helpers begin in the middle of the district. @returns {{lat: number, lon: number}|null} */
function middleOf() {
  const known = /** @type {{lat?: number, lon?: number}[]} */ (areas.peek()).filter(area => area.lat !== undefined && area.lon !== undefined);
  if (!known.length) return null;
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { lat: mean(known.map(area => area.lat ?? 0)), lon: mean(known.map(area => area.lon ?? 0)) };
}

/** @param {{close: () => void}} props */
function Answer({ close }) {
  const shown = imagined.value;
  if (!shown) return html`<p class="what-if-wait" role="status">${t('what-if-over')}</p>`;
  if (shown.standing === 'waiting') return html`<p class="what-if-wait" role="status">${t('what-if-waiting')}</p>`;
  if (shown.standing === 'failed' || !shown.difference) return html`<p class="what-if-wait" role="status">${t('what-if-failed')}</p>`;
  const { before, after, changes } = shown.difference;
  const real = Object.keys(shown.given).every(name => REAL.includes(name));
  const end = async (/** @type {'adopt'|'dismiss'} */ deed) => {
    if (await decide(shown, deed) || deed === 'dismiss') close();
  };
  return html`<div class="what-if-answer">
    <table><thead><tr><th></th><th scope="col">${t('what-if-now')}</th><th scope="col">${t('what-if-then')}</th></tr></thead>
      <tbody>${ROWS.map(row => html`<tr key=${row}><th scope="row">${t(`what-if-row-${row.replaceAll('_', '-')}`)}</th><td>${cell(row, before[row])}</td><td>${cell(row, after[row])}</td></tr>`)}</tbody></table>
    <p>${worth(shown.difference)}</p>
    <${Changes} changes=${changes} />
    <footer>${real ? html`<button class="btn btn-main" disabled=${deciding.value} onClick=${() => void end('adopt')}>${t('proposal-adopt')}</button>` : html`<span class="muted">${t('what-if-unreal')}</span>`}
      <button class="btn" disabled=${deciding.value} onClick=${() => void end('dismiss')}>${t('what-if-drop')}</button></footer>
  </div>`;
}

/** @param {keyof Totals} row @param {number} value */
const cell = (row, value) => (row === 'travel' ? span(value * 1000) : value);
