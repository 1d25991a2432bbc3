/** Seven days side by side: each technician's visits by day and how their promises stand; a tap opens that day. */
import { get } from '../shared/api.js';
import { Component, effect, html, signal, useEffect } from '../shared/html.js';
import { BY_URGENCY, Mark } from '../shared/marks.js';
import { t } from '../shared/i18n.js';
import { dateOf, local } from '../shared/times.js';
import { nowMs } from '../shared/clock.js';
import { midnightOf, shiftDate } from './day.js';
import { showZoom, zoom } from './lanes_view.js';
import { goToDate } from './live.js';
import { nameOf } from './naming.js';
import { date, district, plan, query } from './state.js';
import { matchesTechnician } from './find.js';

/** @typedef {{technician_id: string, date: string, count: number, minutes: number, states: Partial<Record<import('../shared/types.js').Risk, number>>}} Cell */
/** @typedef {{state: 'loading'|'ready'|'failed', days: string[], cells: Map<string, Cell>}} Week */

const DAYS = 7;
/** Minutes of work and road that fill a day. */
const FULL = 9 * 60;
/** While plans follow each other, nobody needs a new week every second. */
const CALM_MS = 1_500;

/** @type {import('@preact/signals').Signal<Week>} */
export const week = signal({ state: 'loading', days: [], cells: new Map() });
let asking = 0;

async function load() {
  const mine = ++asking;
  try {
    const answer = await get(`/board/week?district=${encodeURIComponent(district.peek()?.id ?? '')}&date=${date.peek()}`);
    if (mine !== asking) return;
    week.value = { state: 'ready', days: answer.days, cells: new Map(answer.cells.map((/** @type {Cell} */ cell) => [`${cell.technician_id}|${cell.date}`, cell])) };
  } catch {
    if (mine === asking) week.value = { ...week.peek(), state: 'failed' };
  }
}

/** Keep the week true while it is shown. */
export function useWeek() {
  useEffect(() => {
    let shown = '';
    let later = 0;
    const stop = effect(() => {
      const key = `${district.value?.id ?? ''}|${date.value}`;
      plan.value;
      clearTimeout(later);
      if (zoom.value !== 'week' || !district.value || !date.value) return;
      if (key !== shown) {
        shown = key;
        week.value = { state: 'loading', days: Array.from({ length: DAYS }, (_, index) => shiftDate(date.peek(), index)), cells: new Map() };
        void load();
      } else {
        later = setTimeout(() => void load(), CALM_MS);
      }
    });
    return () => {
      stop();
      clearTimeout(later);
    };
  }, []);
}

/** @param {string} day */
function dayName(day) {
  const { month, day: number, weekday } = local(midnightOf(day) + 12 * 3_600_000);
  return { weekday: t(`weekday-${weekday}`), date: t('date-other-month', { day: number, month, monthName: t(`month-${month}`) }) };
}

/** @param {string} day */
function open(day) {
  showZoom('day');
  void goToDate(day);
}

export function WeekAxis() {
  const { days, state } = week.value;
  const today = dateOf(nowMs());
  return html`<div class="hours days">${days.map(day => {
    const name = dayName(day);
    return html`<button key=${day} class=${day === today ? 'today' : ''} onClick=${() => open(day)}><b>${name.weekday}</b> ${name.date}</button>`;
  })}${state === 'failed' ? html`<button class="link week-failed" onClick=${() => void load()}>${t('week-failed')}</button>` : null}</div>`;
}

/** @typedef {{lane: import('./visits.js').Lane, top: number, height: number, place: number, count: number}} Props */

/** @extends {Component<Props>} */
export class WeekLane extends Component {
  /** @param {Props} props */
  render({ lane, top, height, place, count }) {
    const { technician } = lane;
    const { days, cells, state } = week.value;
    const dim = query.value.trim() && !matchesTechnician(technician, query.value.trim());
    return html`<li class=${`lane of-week${technician.on_leave ? ' sick' : ''}${dim ? ' dimmed' : ''}`} aria-posinset=${place} aria-setsize=${count} aria-label=${nameOf(technician)}
      style=${{ top: `${top}px`, height: `${height}px` }}>
      <span class="head"><span class="name long">${nameOf(technician)}</span><span class="sub">${technician.team ?? technician.badge}</span></span>
      <div class="week-cells">${days.map(day => html`<${DayCell} key=${day} day=${day} cell=${cells.get(`${technician.id}|${day}`)} waits=${state === 'loading'} />`)}</div></li>`;
  }
}

/** @param {{day: string, cell: Cell|undefined, waits: boolean}} props */
function DayCell({ day, cell, waits }) {
  if (!cell) return html`<button class="week-cell none" aria-label=${t('week-none', { day: dayName(day).date })} onClick=${() => open(day)}>${waits ? '' : '–'}</button>`;
  const worst = BY_URGENCY.filter(state => cell.states[state] && (state === 'broken' || state === 'jeop' || state === 'risk'));
  const said = worst.map(state => `${cell.states[state]} ${t(`state-${state}`)}`).join(t('list-comma'));
  const label = t('week-cell', { day: dayName(day).date, count: cell.count, hours: (cell.minutes / 60).toFixed(1) }) + (said ? t('list-comma') + said : '');
  return html`<button class="week-cell" title=${label} aria-label=${label} onClick=${() => open(day)}>
    <span class="week-count"><b>${cell.count}</b>${worst.map(state => html`<span key=${state} class=${`is-${state}`}><${Mark} state=${state} />${cell.states[state]}</span>`)}</span>
    <span class="week-bar" style=${{ '--n': Math.min(1, cell.minutes / FULL) }} aria-hidden="true">${BY_URGENCY.filter(state => cell.states[state]).map(state => html`<i key=${state} class=${`is-${state}`} style=${{ flexGrow: cell.states[state] ?? 0 }}></i>`)}</span>
  </button>`;
}
