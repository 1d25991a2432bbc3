/** Choosing the time that was agreed: what the plan has first, then the booked half-day, then the days that follow. */
import { ticking } from '../shared/clock.js';
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { clockTime, dateOf, dateWord, dayWord, instantOf, local, ms, startOfDay, timeRange } from '../shared/times.js';
import { Choices } from '../shared/sheet.js';
import { bookedWords } from './parts.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUARTER = 15 * MINUTE;
const DAYS = 4;
const HALVES = { am: [8, 12], pm: [12, 18], day: [8, 18] };
const OPEN = [8, 20];

/** @param {string} date */
function partsOf(date) {
  return date.split('-').map(Number);
}

/**
 * The days to choose from: the booked one first when it lies ahead, then from today on.
 * @param {CardView} order @param {number} now
 */
function daysFor(order, now) {
  const days = Array.from({ length: DAYS }, (_, i) => dateOf(startOfDay(now, i) + 12 * HOUR));
  if (order.booked_date && order.booked_date > days[DAYS - 1]) days[DAYS - 1] = order.booked_date;
  return days;
}

/**
 * Times of a day on the half-hour that are still ahead; on the booked day only the booked half.
 * @param {CardView} order @param {string} date @param {number} now
 */
function timesOn(order, date, now) {
  const [year, month, day] = partsOf(date);
  const booked = date === order.booked_date && order.booked_half;
  const [from, to] = booked ? HALVES[booked] : OPEN;
  const step = booked && booked !== 'day' ? 30 : 60;
  const times = [];
  for (let minute = from * 60; minute < to * 60 || (!booked && minute === to * 60); minute += step) {
    const time = instantOf(year, month, day, Math.floor(minute / 60), minute % 60);
    if (time > now + QUARTER) times.push(time);
  }
  return times;
}

/** @param {{order: CardView, value: number|null, onChoose: (time: number) => void}} props */
export function Agree({ order, value, onChoose }) {
  const now = ticking.value;
  const days = daysFor(order, now);
  const planned = order.planned?.arrive_at ? Math.round(ms(order.planned.arrive_at) / QUARTER) * QUARTER : null;
  const first = days.find(date => date === order.booked_date && timesOn(order, date, now).length) ?? (planned && days.includes(dateOf(planned)) ? dateOf(planned) : days.find(date => timesOn(order, date, now).length) ?? days[0]);
  const [date, setDate] = useState(first);
  const times = timesOn(order, date, now);
  const fits = planned !== null && planned > now && dateOf(planned) === date;
  return html`<section id="agree" class="outcome" aria-labelledby="agree-title">
    <h2 id="agree-title">${order.booked_date ? t('agree-title-booked', { booked: bookedWords(order) }) : t('agree-title')}</h2>
    <${Choices} name=${t('agree-day')} value=${date} onChoose=${setDate}
      options=${days.map(one => {
        const [year, month, day] = partsOf(one);
        const noon = instantOf(year, month, day, 12);
        return { value: one, label: one === dateOf(now) || one === dateOf(startOfDay(now, 1) + 12 * HOUR) ? dayWord(noon) : `${dateWord(noon)} ${t(`weekday-${local(noon).weekday}`)}` };
      })} />
    ${fits && html`<button type="button" class="slot fits" aria-pressed=${value === planned ? 'true' : 'false'} onClick=${() => onChoose(planned)}><b>${clockTime(planned)}</b><span>${t('agree-fits')}</span></button>`}
    <div class="slots">${times.filter(time => !(fits && time === planned)).map(time => html`
      <button type="button" key=${time} class="slot" aria-pressed=${value === time ? 'true' : 'false'} onClick=${() => onChoose(time)}>${clockTime(time)}</button>`)}</div>
    ${times.length === 0 && !fits && html`<p class="hint">${t('agree-none')}</p>`}
    ${value !== null && html`<p class="hint" role="status">${t('agree-window', { window: timeRange(value - HOUR, value + HOUR) })}</p>`}
  </section>`;
}
