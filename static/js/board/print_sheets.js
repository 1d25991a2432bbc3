/** The sheets for paper: a head that every page repeats, then the day by technician, the risks or the tasks; legible without colour. */
import { nowMs } from '../shared/clock.js';
import { html } from '../shared/html.js';
import { language, t, word } from '../shared/i18n.js';
import { Mark, worst } from '../shared/marks.js';
import { clockTime, dueTime, fullDate, ms, span } from '../shared/times.js';
import { axis, timeOf } from './day.js';
import { lanes, waiting } from './lanes_model.js';
import { laneName, leftOutWord, statusWord, technicianName } from './naming.js';
import { causeOf, limitWords, riskOf, surenessOf } from './risks_model.js';
import { date, district, leftOut, orders } from './state.js';
import { live } from './tasks.js';
import { stateOf } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('./visits.js').Lane} Lane */
/** @typedef {import('./visits.js').Visit} Visit */

/** @param {{what: import('./print.js').What}} props */
export function Sheet({ what }) {
  const here = district.peek();
  const name = language.peek() === 'en' && here?.name_en ? here.name_en : here?.name ?? '';
  return html`<table class=${`sheet is-${what}`}><thead><tr><th>
      <div class="sheet-head"><b>${name}　${t(`print-${what}-title`)}</b><span>${date.peek()}${what === 'day' ? `　${t('print-people', { people: lanes.peek().length, orders: orders.all.peek().length })}` : ''}</span><span class="end">${t('print-at', { time: `${fullDate(nowMs())} ${clockTime(nowMs())}` })}</span></div>
      ${what === 'day' ? html`<${Hours} />` : null}</th></tr></thead>
    <tbody>${what === 'day' ? html`<${Day} />` : html`<tr><td>${what === 'risks' ? html`<${Risks} />` : html`<${Tasks} />`}</td></tr>`}</tbody></table>`;
}

function place(/** @type {number} */ minutes) {
  const { from, hours } = axis.peek();
  return Math.max(0, Math.min(100, (minutes - from) / (hours * 60) * 100));
}

function Hours() {
  const { from, hours } = axis.peek();
  return html`<div class="strip scale"><span></span><div>${Array.from({ length: hours }, (_, k) => html`<i key=${k} style=${{ left: `${k / hours * 100}%` }}>${timeOf(from + k * 60).slice(0, 2)}</i>`)}</div></div>`;
}

function Day() {
  const { unassigned, untimed, paused } = waiting.peek();
  const rest = [...unassigned, ...untimed, ...paused];
  return html`${lanes.peek().map(lane => html`<tr key=${lane.technician.id}><td><${Person} lane=${lane} /></td></tr>`)}
    ${rest.length ? html`<tr><td class="unplaced"><h2>${t('print-unplaced', { count: rest.length })}</h2><ol>${rest.map(order => html`<li key=${order.id}><${Line} order=${order} time="" why=${order.technician_id ? technicianName(order.technician_id) : leftOut.peek().has(order.id) ? leftOutWord(leftOut.peek().get(order.id)) : statusWord(order)} /></li>`)}</ol></td></tr>` : null}`;
}

/** @param {{lane: Lane}} props */
function Person({ lane }) {
  const { technician, visits } = lane;
  const shift = technician.on_leave ? t('print-away') : technician.shift_start_at && technician.shift_end_at ? t('print-shift', { from: clockTime(technician.shift_start_at), to: clockTime(technician.shift_end_at) }) : '';
  return html`<div class="strip"><span class="who"><b>${laneName(technician)}</b><small>${technician.badge}　${shift}</small></span>
      <div style=${{ height: `${Math.max(1, lane.rows) * 18}px` }}>${Array.from({ length: axis.peek().hours }, (_, k) => html`<i key=${k} style=${{ left: `${k / axis.peek().hours * 100}%` }}></i>`)}
        ${lane.lunch ? html`<s style=${{ left: `${place(lane.lunch.from)}%`, width: `${place(lane.lunch.to) - place(lane.lunch.from)}%` }}></s>` : null}
        ${visits.map((visit, k) => html`<b key=${visit.order.id} class=${`is-${visit.state}${visit.past ? ' past' : ''}`} style=${{ left: `${place(visit.from)}%`, width: `${Math.max(1.4, place(visit.to) - place(visit.from))}%`, top: `${visit.row * 18 + 1}px` }}>${k + 1}</b>`)}</div></div>
    ${visits.length ? html`<ol>${visits.map((visit, k) => html`<li key=${visit.order.id}><b class="no">${k + 1}</b><${Line} order=${visit.order} time=${`${timeOf(visit.from)}–${timeOf(visit.to)}`} why=${visit.order.status === 'assigned' ? '' : statusWord(visit.order)} /></li>`)}</ol>` : html`<p class="none">${t('print-none')}</p>`}`;
}

/** @param {{order: CardView, time: string, why: string}} props */
function Line({ order, time, why }) {
  const promise = worst(order.promises.filter(each => each.promise !== 'accept'));
  const state = stateOf(order);
  return html`${time ? html`<b class="time">${time}</b>` : null}<${Mark} state=${state} /> ${t(`state-${state}`)}　${order.number}　${word('kind', order.kind)}　<b>${order.customer.name}</b>　${order.address}${promise?.due_at && promise.state === 'running' ? `　${t('print-limit', { promise: word('promise', promise.promise), time: dueTime(promise.due_at) })}` : ''}${why ? `　${why}` : ''}`;
}

/** Everything that is red or amber here, and what broke, whatever the search field narrows. */
function Risks() {
  const now = nowMs();
  const rows = orders.all.peek().flatMap(order => riskOf(order) ?? [])
    .map(row => ({ ...row, sure: surenessOf(row) })).sort((a, b) => a.sure - b.sure || a.due - b.due);
  const gone = orders.all.peek().flatMap(order => order.promises.filter(promise => promise.state === 'broken' && promise.promise !== 'accept' && order.status !== 'withdrawn').map(promise => ({ order, promise, due: promise.due_at ? ms(promise.due_at) : 0 })));
  return html`<${Table} columns=${['state', 'left', 'due', 'promise', 'order', 'customer', 'address', 'technician', 'why']} rows=${[
    ...rows.map(row => [html`<${Mark} state=${row.promise.risk} /> ${t(`state-${row.promise.risk}`)}`, left(row.due - now), limitWords(row.promise), word('promise', row.promise.promise), row.order.number, row.order.customer.name, row.order.address, technicianName(row.order.technician_id), causeOf(row, now)]),
    ...gone.map(({ order, promise, due }) => [html`<${Mark} state="broken" /> ${t('state-broken')}`, left(due - now), promise.due_at ? dueTime(promise.due_at) : '', word('promise', promise.promise), order.number, order.customer.name, order.address, technicianName(order.technician_id), statusWord(order)]),
  ]} />`;
}

function Tasks() {
  const now = nowMs();
  return html`<${Table} columns=${['left', 'due', 'what', 'owner', 'for']} rows=${live.peek().map(task => [left(ms(task.due_at) - now), dueTime(task.due_at), task.title, task.offered ? `${task.owner.name} → ${task.offered.name}` : task.offered_team ? `${task.owner.name} → ${task.offered_team === 'desk' ? t('team-desk') : task.offered_team}` : task.owner.name, task.number ?? ''])} />`;
}

/** @param {number} rest ms */
function left(rest) {
  return rest < 0 ? t('left-over', { span: span(-rest) }) : span(rest);
}

/** @param {{columns: string[], rows: any[][]}} props */
function Table({ columns, rows }) {
  return html`<table class="rows"><thead><tr>${columns.map(column => html`<th key=${column}>${t(`print-col-${column}`)}</th>`)}</tr></thead>
    <tbody>${rows.map((cells, at) => html`<tr key=${at}>${cells.map((cell, k) => html`<td key=${k}>${cell}</td>`)}</tr>`)}</tbody></table>`;
}
