/** The risk list: what breaks first on top, why, and what would save it; it stands still under the pointer. */
import { html, useEffect, useRef, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Mark } from '../shared/marks.js';
import { dateOf, money, span } from '../shared/times.js';
import { busy } from './deeds.js';
import { list as listed, OPEN_STATUSES } from './lists/address.js';
import { openPanel } from './panels.js';
import { RescueButtons } from './rescue_buttons.js';
import { InIncident } from './incident_mark.js';
import { askWays, canBeSaved } from './rescue_ways.js';
import { broken, causeOf, limitWords, orderWords, riskOf, risky } from './risks_model.js';
import { useRowsInSight } from './risks_window.js';
import { date, minute, orders, phase, query, select, selectedId } from './state.js';

/** @typedef {import('./risks_model.js').Risky} Risky */

/** So long the pointer rests on a row before its rescues are asked for. */
const IDLE_MS = 350;
/** Rows whose rescues are asked for without being looked at: those that a dispatcher reads first. */
const AHEAD = 4;

export function RiskList() {
  const held = useSignal(/** @type {string[]|null} */ (null));
  const openBroken = useSignal(false);
  const list = useRef(/** @type {HTMLElement|null} */ (null));
  const fresh = risky.value;
  const shown = held.value ? held.value.flatMap(id => rowOf(id, fresh) ?? []) : fresh;
  const news = held.value ? countNews(held.value, fresh) : 0;

  const ids = shown.map(row => row.order.id);
  const { from, to, above, below } = useRowsInSight(list, ids);
  const drawn = shown.slice(from, to);
  // one row can be reached by Tab: the chosen one, else the first that is there
  const entry = drawn.some(row => row.order.id === selectedId.value) ? selectedId.value : drawn[0]?.order.id;

  useEffect(() => {
    for (const row of fresh.slice(0, AHEAD)) if (canBeSaved(row.order)) askWays(row.order);
  }, [fresh.slice(0, AHEAD).map(row => `${row.order.id}:${row.order.version}`).join()]);

  const hold = () => {
    if (!held.peek()) held.value = risky.peek().map(row => row.order.id);
  };
  const release = () => {
    const box = list.current;
    // a row that was clicked keeps the focus; only a keyboard's focus is a reader's
    if (box && !box.matches(':hover') && !box.querySelector(':focus-visible')) held.value = null;
  };
  return html`<section class="risks" aria-labelledby="h-risk">
    <header class="pane-head"><h2 id="h-risk" title=${t('risk-order')}>${t('risk-title')}<span class="sr">${t('risk-order')}</span></h2>
      <span class="faint">${t('risk-count', { count: fresh.length })}</span>
      <button class="link risk-list" onClick=${() => {
        listed.value = { status: OPEN_STATUSES, risk: ['broken', 'jeop', 'risk'] };
        openPanel('lists');
      }}>${t('risk-list')}</button>
      ${news ? html`<button class="link news" onClick=${() => {
        held.value = risky.peek().map(row => row.order.id);
      }}>${t('risk-news', { count: news })}</button>` : null}
    </header>
    <div class="risk-scroll" ref=${list} onPointerEnter=${hold} onPointerLeave=${() => setTimeout(release)} onFocusIn=${hold} onFocusOut=${() => setTimeout(release)}>
      ${shown.length ? html`<ol onKeyDown=${moveFocus} style=${{ paddingTop: `${above}px`, paddingBottom: `${below}px` }}>${drawn.map((row, index) => html`<${Row} key=${row.order.id} row=${row}
        entry=${entry === row.order.id} place=${from + index + 1} count=${shown.length} />`)}</ol>`
        : html`<${Calm} />`}
    </div>
    <${BrokenLine} open=${openBroken} />
  </section>`;
}

/** @param {string} id @param {Risky[]} fresh @returns {Risky|null} a held row as it is now, even when its danger has passed */
function rowOf(id, fresh) {
  const current = fresh.find(row => row.order.id === id);
  if (current) return current;
  const order = orders.row(id)?.value;
  if (!order) return null;
  const risk = riskOf(order);
  if (risk) return risk;
  const promise = order.promises.find(each => each.state !== 'void');
  return promise ? { order, promise, due: promise.due_at ? Date.parse(promise.due_at) : 0 } : null;
}

/** @param {string[]} held @param {Risky[]} fresh */
function countNews(held, fresh) {
  const now = fresh.map(row => row.order.id);
  const came = now.filter(id => !held.includes(id)).length;
  const left = held.filter(id => !now.includes(id)).length;
  const stayed = held.filter(id => now.includes(id));
  const moved = came + left === 0 && stayed.some((id, index) => now[index] !== id) ? 1 : 0;
  return came + left + moved;
}

/** Up and down go from row to row. @param {KeyboardEvent} event */
function moveFocus(event) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const rows = [...list.querySelectorAll('.risk-open')];
  const here = rows.findIndex(row => row.closest('li')?.contains(document.activeElement));
  const next = rows[here + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next instanceof HTMLElement) {
    event.preventDefault();
    next.focus();
  }
}

function Calm() {
  if (phase.value !== 'ready') return null;
  const none = orders.ids.value.length === 0;
  return html`<div class="calm"><p><b>${query.value ? t('risk-none-found') : none ? t(date.value === dateOf(minute.value) ? 'risk-none-yet' : 'empty-day') : t('risk-none')}</b></p>
    ${query.value || none ? null : html`<p class="muted">${t('risk-none-hint')}</p>`}</div>`;
}

/** @param {{row: Risky, entry: boolean, place: number, count: number}} props */
function Row({ row, entry, place, count }) {
  const { order, promise, due } = row;
  const timer = useRef(0);
  const isSelected = selectedId.value === order.id;
  const left = due - minute.value;
  const saved = promise.risk !== 'jeop' && promise.risk !== 'risk';
  const look = () => {
    clearTimeout(timer.current);
    if (canBeSaved(order)) timer.current = setTimeout(() => askWays(order, { now: true }), IDLE_MS);
  };
  useEffect(() => {
    if (isSelected && canBeSaved(order)) askWays(order, { now: true });
  }, [isSelected, order.version]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return html`<li class=${`risk is-${promise.risk}${isSelected ? ' sel' : ''}`} data-risk=${order.id} aria-posinset=${place} aria-setsize=${count} aria-current=${isSelected ? 'true' : undefined}
      aria-busy=${busy.value.has(order.id) ? 'true' : undefined} onPointerEnter=${look} onPointerLeave=${() => clearTimeout(timer.current)} onFocusIn=${look}>
    <button class="risk-open" tabindex=${entry ? 0 : -1} onClick=${() => select(order.id)}>
      <span class="row"><span class="promise"><${Mark} state=${promise.risk} /><span class="sr">${t(`state-${promise.risk}`)}</span></span>
        <b class="left" title=${saved ? null : orderWords(row)}>${saved ? t(`state-${promise.risk}`) : left >= 0 ? span(left) : t('left-over', { span: span(-left) })}</b>
        <span class="title">${t('risk-row-title', { promise: t(`promise-${promise.promise.replaceAll('_', '-')}`), customer: order.customer.name })}</span></span>
      <span class="what">${t('risk-row-what', { kind: t(`kind-${order.kind}`), address: order.address, limit: limitWords(promise) })}</span>
      ${order.incident_id ? html`<span class="cause"><${InIncident} id=${order.incident_id} /></span>` : null}
      <span class="cause">${saved ? t('risk-saved') : causeOf(row, minute.value)}</span>
    </button>
    <${RescueButtons} order=${order} promise=${promise.promise} />
  </li>`;
}

/** @param {{open: import('@preact/signals').Signal<boolean>}} props */
function BrokenLine({ open }) {
  const rows = broken.value;
  if (!rows.length) return null;
  const [first] = rows;
  return html`<div class="broken-box">
    ${open.value ? html`<ul>${rows.map(({ order, promise }) => html`<li key=${order.id} class="is-broken">
      <button class="broken-row" onClick=${() => select(order.id)}><${Mark} state="broken" /><span>${t('broken-row', {
        customer: order.customer.name, promise: t(`promise-${promise.promise.replaceAll('_', '-')}`), limit: limitWords(promise),
      })}</span>${promise.owed_cents ? html`<span class="owed">${t('broken-owed', { money: money(promise.owed_cents) })}</span>` : null}</button></li>`)}</ul>` : null}
    <p class="broken-line is-broken"><span class="promise"><${Mark} state="broken" />${t('broken-count', { count: rows.length })}</span>
      <span class="muted">${first.order.customer.name}</span>
      <button class="link" aria-expanded=${open.value ? 'true' : 'false'} onClick=${() => {
        if (rows.length === 1) select(first.order.id);
        else open.value = !open.peek();
      }}>${open.value ? t('action-fold') : t('action-see')}</button></p>
  </div>`;
}
