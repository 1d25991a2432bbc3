/** The rows of a list: only those in sight are drawn, the others are fetched when they come into sight. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { PromiseMark, worst } from '../../shared/marks.js';
import { dueTime, halfDay, when } from '../../shared/times.js';
import { areaName, statusWord, technicianName } from '../naming.js';
import { goToOrder } from '../search_everywhere.js';
import { selectedId } from '../state.js';
import { list } from './address.js';
import { columns, everything, fetchMore, SORT_OF, standing, total, WINDOW, windows } from './state.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */

const ROW = 32;
const SPARE = 8;

/** What stands in a cell. @type {Record<string, (order: CardView) => any>} */
const CELL = {
  number: order => order.number,
  kind: order => word('kind', order.kind),
  status: order => statusWord(order),
  risk: order => {
    const promise = worst(order.promises);
    return promise ? html`<${PromiseMark} state=${promise.risk} />` : '';
  },
  due: order => {
    const promise = worst(order.promises);
    return promise?.due_at ? dueTime(promise.due_at) : '';
  },
  customer: order => order.customer.name,
  phone: order => order.customer.phone,
  address: order => order.address,
  area: order => areaName(order),
  technician: order => (order.technician_id ? technicianName(order.technician_id) : t('lists-unassigned')),
  booked: order => (order.booked_date ? halfDay(order.booked_date, order.booked_half) : ''),
  agreed: order => (order.agreed_at ? when(order.agreed_at) : ''),
  planned: order => (order.planned?.start_at ? when(order.planned.start_at) : ''),
  accepted: order => when(order.accepted_at),
};

/** @param {string} column */
function sortBy(column) {
  const sort = SORT_OF[column];
  const now = list.peek();
  list.value = { ...now, sort, descending: (now.sort ?? 'due') === sort ? !now.descending : false };
}

/** @param {{inSight: {current: number[]}}} props */
export function Table({ inSight }) {
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const top = useSignal(0);
  const height = useSignal(600);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => {
      height.value = element.clientHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const first = everything.value ? 0 : Math.max(0, Math.floor(top.value / ROW) - SPARE);
  const last = everything.value ? total.value : Math.min(total.value, Math.ceil((top.value + height.value) / ROW) + SPARE);
  /** @type {number[]} */
  const starts = [];
  for (let start = Math.floor(first / WINDOW) * WINDOW; start < Math.max(last, 1); start += WINDOW) starts.push(start);
  inSight.current = starts;
  useEffect(() => {
    if (standing.peek() === 'ready') for (const start of starts) void fetchMore(start);
  }, [starts.join()]);
  /** @type {any[]} */
  const rows = [];
  for (let at = first; at < last; at++) {
    const start = Math.floor(at / WINDOW) * WINDOW;
    rows.push(html`<${Row} key=${at} order=${windows.value.get(start)?.[at - start]} at=${at} />`);
  }
  const { sort = 'due', descending } = list.value;
  return html`<div class="list-box" ref=${box} tabindex="0" role="region" aria-label=${t('panel-lists')} onScroll=${(/** @type {Event} */ event) => {
    top.value = /** @type {HTMLElement} */ (event.currentTarget).scrollTop;
  }}><table class="list" aria-rowcount=${total.value + 1}>
    <thead><tr aria-rowindex="1">${columns.value.map(name => html`<th key=${name} scope="col" data-column=${name} aria-sort=${SORT_OF[name] === sort ? (descending ? 'descending' : 'ascending') : undefined}>${
      SORT_OF[name] ? html`<button onClick=${() => sortBy(name)}>${t(`list-col-${name}`)}<i aria-hidden="true">${SORT_OF[name] === sort ? (descending ? '↓' : '↑') : ''}</i></button>` : t(`list-col-${name}`)}</th>`)}</tr></thead>
    <tbody>${first ? html`<tr class="gap" aria-hidden="true" style=${{ height: `${first * ROW}px` }}></tr>` : null}${rows}${last < total.value ? html`<tr class="gap" aria-hidden="true" style=${{ height: `${(total.value - last) * ROW}px` }}></tr>` : null}</tbody>
  </table></div>`;
}

/** @param {{order?: CardView, at: number}} props */
function Row({ order, at }) {
  if (!order) return html`<tr class="still" aria-rowindex=${at + 2}><td colspan=${columns.value.length}><i></i></td></tr>`;
  const open = () => void goToOrder(order.id);
  return html`<tr aria-rowindex=${at + 2} class=${selectedId.value === order.id ? 'sel' : ''} data-order=${order.id} onClick=${open}>${columns.value.map((name, n) => html`<td key=${name} data-column=${name}>${
    n === 0 ? html`<button class="link flat" onClick=${(/** @type {Event} */ event) => {
      event.stopPropagation();
      open();
    }}>${CELL[name](order)}</button>` : CELL[name](order)}</td>`)}</tr>`;
}
