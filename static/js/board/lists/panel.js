/** The lists panel: any list of the district's orders by what they have in common; kept, printed, taken away as a file. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { nowMs } from '../../shared/clock.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { clockTime } from '../../shared/times.js';
import { nameOf } from '../naming.js';
import { areas, district, orders, technicians } from '../state.js';
import { language } from '../../shared/i18n.js';
import { inAddress, list, OPEN_STATUSES, STATUSES } from './address.js';
import { asOf, COLUMNS, columns, drop, fileAddress, keep, loadSaved, printList, refresh, saved, standing, total } from './state.js';
import { Table } from './table.js';

const KINDS = ['install', 'move', 'repair'];
const RISKS = ['broken', 'jeop', 'risk', 'paused', 'track', 'kept'];
/** Changes of the day come in flocks: the count follows them after a breath. */
const AFTER_MS = 1_500;
const TYPED_MS = 250;

export function Panel() {
  const inSight = useRef([0]);
  const place = district.value?.id;
  const key = inAddress({ ...list.value, columns: [] });
  useEffect(() => void loadSaved(), [place]);
  useEffect(() => {
    const timer = setTimeout(() => void refresh([0], nowMs()), TYPED_MS);
    return () => clearTimeout(timer);
  }, [key, place]);
  const changed = orders.all.value;
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) {
      begun.current = true;
      return;
    }
    const timer = setTimeout(() => void refresh(inSight.current, nowMs()), AFTER_MS);
    return () => clearTimeout(timer);
  }, [changed]);
  return html`<div class="lists">
    <${SavedOnes} /><${Filters} />
    <div class="list-head"><b role="status">${standing.value === 'loading' ? '…' : t('lists-count', { count: total.value })}</b>
      ${asOf.value ? html`<span class="muted">${t('lists-as-of', { time: clockTime(asOf.value) })}</span>` : null}
      <span class="list-tools"><button class="link" onClick=${() => void printList()}>${t('lists-print')}</button>
        <a class="link" href=${fileAddress('csv')} download>${t('lists-csv')}</a><a class="link" href=${fileAddress('xlsx')} download>${t('lists-xlsx')}</a></span></div>
    ${standing.value === 'failed' ? html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void refresh([0], nowMs())}>${t('action-retry')}</button></p>`
      : standing.value === 'ready' && !total.value ? html`<p class="muted list-none">${t('lists-none')}</p>` : html`<${Table} inSight=${inSight} />`}
  </div>`;
}

/** @param {Partial<import('./address.js').ListFilter>} change */
function narrow(change) {
  list.value = { ...list.peek(), ...change };
}

function SavedOnes() {
  const naming = useSignal(false);
  const name = useSignal('');
  const shared = useSignal(false);
  const current = inAddress(list.value);
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (name.peek().trim() && await keep(name.peek().trim(), shared.peek())) naming.value = false;
  };
  return html`<div class="list-saved" role="group" aria-label=${t('lists-saved')}>
    <button class="chip" aria-pressed=${current === inAddress({ status: OPEN_STATUSES }) ? 'true' : 'false'} onClick=${() => {
      list.value = { status: OPEN_STATUSES };
    }}>${t('lists-all')}</button>
    ${saved.value.map(one => html`<span class="list-one" key=${one.id}><button class="chip" aria-pressed=${current === inAddress(one.query) ? 'true' : 'false'} onClick=${() => {
      list.value = one.query;
    }}>${one.name}${one.shared ? html`<small> · ${t('lists-shared')}</small>` : null}</button>${one.mine ? html`<button class="tool" aria-label=${t('lists-drop', { name: one.name })} title=${t('lists-drop', { name: one.name })} onClick=${() => void drop(one)}><${Icon} name="x" /></button>` : null}</span>`)}
    ${naming.value ? html`<form class="list-naming" onSubmit=${save}><label><span class="sr">${t('lists-name')}</span><input value=${name.value} maxlength="60" required placeholder=${t('lists-name')} ref=${(/** @type {HTMLElement|null} */ input) => input?.focus()} onInput=${(/** @type {Event} */ event) => {
      name.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    }} /></label><label class="tick"><input type="checkbox" checked=${shared.value} onChange=${() => {
      shared.value = !shared.peek();
    }} />${t('lists-share')}</label><button class="btn">${t('lists-keep')}</button></form>`
      : html`<button class="link" onClick=${() => {
        naming.value = true;
      }}>${t('lists-save')}</button>`}
  </div>`;
}

function Filters() {
  const now = list.value;
  const person = now.unassigned ? '-' : now.technician?.[0] ?? '';
  return html`<div class="list-filters">
    <label class="grow"><span>${t('search-label')}</span><input type="search" value=${now.words ?? ''} placeholder=${t('lists-words')} onInput=${(/** @type {Event} */ event) => narrow({ words: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label>
    <${Several} name="status" title=${t('list-col-status')} codes=${STATUSES} words=${(/** @type {string} */ code) => t(`status-${code.replaceAll('_', '-')}`)} />
    <${Several} name="kind" title=${t('list-col-kind')} codes=${KINDS} words=${(/** @type {string} */ code) => t(`kind-${code}`)} />
    <${Several} name="risk" title=${t('list-col-risk')} codes=${RISKS} words=${(/** @type {string} */ code) => t(`state-${code}`)} />
    <${Several} name="area" title=${t('list-col-area')} codes=${areas.value.map(area => area.id)} words=${(/** @type {string} */ code) => {
      const area = areas.value.find(each => each.id === code);
      return (language.value === 'en' && area?.name_en) || area?.name || code;
    }} />
    <label><span>${t('list-col-technician')}</span><select value=${person} onChange=${(/** @type {Event} */ event) => {
      const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
      narrow({ unassigned: value === '-', technician: value && value !== '-' ? [value] : [] });
    }}><option value="">${t('lists-any')}</option><option value="-">${t('lists-unassigned')}</option>${technicians.value.map(each => html`<option key=${each.id} value=${each.id}>${nameOf(each)}</option>`)}</select></label>
    <label><span>${t('lists-from')}</span><input type="date" value=${now.first ?? ''} onChange=${(/** @type {Event} */ event) => narrow({ first: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label>
    <label><span>${t('lists-to')}</span><input type="date" value=${now.last ?? ''} onChange=${(/** @type {Event} */ event) => narrow({ last: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label>
    <label class="tick"><input type="checkbox" checked=${!!now.urgent} onChange=${() => narrow({ urgent: !list.peek().urgent })} />${t('lists-urgent')}</label>
    <${Several} name="columns" title=${t('lists-columns')} codes=${COLUMNS} chosen=${columns.value} words=${(/** @type {string} */ code) => t(`list-col-${code}`)} />
    <button class="link" onClick=${() => {
      list.value = {};
    }}>${t('lists-clear')}</button>
  </div>`;
}

/**
 * Some of a set, behind one button.
 * @param {{name: 'status'|'kind'|'area'|'risk'|'columns', title: string, codes: string[], words: (code: string) => string, chosen?: string[]}} props
 */
function Several({ name, title, codes, words, chosen = list.value[name] ?? [] }) {
  const face = !chosen.length ? t('lists-any') : chosen.length === 1 ? words(chosen[0]) : String(chosen.length);
  return html`<details class="several" data-several=${name}><summary><span>${title}</span><b>${face}</b></summary>
    <div class="several-box" role="group" aria-label=${title}>${codes.map(code => html`<label class="tick" key=${code}><input type="checkbox" checked=${chosen.includes(code)} onChange=${() => {
      narrow({ [name]: codes.filter(each => (each === code ? !chosen.includes(each) : chosen.includes(each))) });
    }} />${words(code)}</label>`)}</div></details>`;
}
