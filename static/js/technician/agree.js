/** Choosing the time that was agreed: what the plan can keep first, and any other time for a customer who insists. */
import { NoAnswer, Problem } from '../shared/api.js';
import { ticking } from '../shared/clock.js';
import { html, useEffect, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { clockTime, dateOf, dateWord, dayWord, instantOf, local, ms, startOfDay, timeRange } from '../shared/times.js';
import { Choices } from '../shared/sheet.js';
import { datesOf, offersOn, useSlots } from '../shared/slots.js';
import { bookedWords } from './parts.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUARTER = 15 * MINUTE;
const DAYS = 4;
/** So little more road is on the way. */
const NEAR_S = 300;
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

/** Today, tomorrow, 24 日周二. @param {string} date @param {number} now */
function dayLabel(date, now) {
  const noon = instantOf(...noonOf(date));
  return date === dateOf(now) || date === dateOf(startOfDay(now, 1) + 12 * HOUR) ? dayWord(noon) : `${dateWord(noon)} ${t(`weekday-${local(noon).weekday}`)}`;
}

/** @param {string} date @returns {[number, number, number, number]} */
function noonOf(date) {
  const [year, month, day] = partsOf(date);
  return [year, month, day, 12];
}

/**
 * The times that the plan can keep, the best of the day first; any other time stays possible, for a customer who insists and
 * where there is no signal.
 * @param {{order: CardView, value: number|null, onChoose: (time: number|null) => void}} props
 */
export function Agree({ order, value, onChoose }) {
  const now = ticking.value;
  const slots = useSlots(`/orders/${encodeURIComponent(order.id)}`, { letGo: false });
  const [free, setFree] = useState(false);
  const offers = slots.view?.times ?? [];
  const known = slots.view !== null && !free;
  const waiting = slots.view === null && slots.failure === null && !free;
  const days = known && offers.length ? datesOf(offers) : daysFor(order, now);
  const best = known ? offers.find(offer => offer.recommended)?.date : undefined;
  const planned = order.planned?.arrive_at ? Math.round(ms(order.planned.arrive_at) / QUARTER) * QUARTER : null;
  const [wanted, setWanted] = useState(/** @type {string|null} */ (null));
  const date = wanted && days.includes(wanted) ? wanted
    : days.find(one => one === order.booked_date && (known || timesOn(order, one, now).length))
      ?? best ?? (planned && days.includes(dateOf(planned)) ? dateOf(planned) : days.find(one => known || timesOn(order, one, now).length) ?? days[0]);
  // a time that turned out to be gone is not agreed
  useEffect(() => {
    if (slots.failure instanceof Problem) onChoose(null);
  }, [slots.failure]);
  const choose = (/** @type {number} */ time, /** @type {import('../shared/types.js').Offer|null} */ offer) => {
    onChoose(time);
    if (offer) void slots.pick(offer);
    else slots.clear();
  };
  return html`<section id="agree" class="outcome" aria-labelledby="agree-title">
    <h2 id="agree-title">${order.booked_date ? t('agree-title-booked', { booked: bookedWords(order) }) : t('agree-title')}</h2>
    ${waiting ? html`<p class="hint" role="status">${t('agree-looking')}</p>` : html`<${Choices} name=${t('agree-day')} value=${date} columns=${Math.min(days.length, 4)} onChoose=${setWanted} options=${days.map(one => ({ value: one, label: dayLabel(one, now) }))} />`}
    ${known && html`<${Offered} offers=${offersOn(offers, date)} half=${date === order.booked_date ? order.booked_half : null} value=${value} onChoose=${choose} />`}
    ${known || waiting
      ? html`<button type="button" class="btn btn-quiet" onClick=${() => setFree(true)}>${t('agree-other')}</button>`
      : html`<${Free} order=${order} date=${date} planned=${planned} value=${value} onChoose=${choose} />
        ${slots.failure instanceof NoAnswer && html`<p class="hint">${t('agree-unknown')}</p>`}`}
    ${slots.failure instanceof Problem && html`<p class="hint" role="alert">${slots.failure.message}</p>`}
    ${value !== null && html`<p class="hint" role="status">${t('agree-window', { window: timeRange(value - HOUR, value + HOUR) })}${slots.held && t('agree-held', { time: clockTime(slots.held.expires_at) })}</p>`}
  </section>`;
}

/** What the plan can keep: the best as one wide button, in the booked half-day if there is one, the others as they follow. @param {{offers: import('../shared/types.js').Offer[], half: 'am'|'pm'|'day'|null, value: number|null, onChoose: (time: number, offer: import('../shared/types.js').Offer) => void}} props */
function Offered({ offers, half, value, onChoose }) {
  const [opens, closes] = HALVES[half ?? 'day'];
  const booked = offers.filter(offer => !half || (local(offer.from_at).hour >= opens && local(offer.from_at).hour < closes));
  const best = (booked.length ? booked : offers).filter(offer => !offer.breaks.length).reduce((/** @type {import('../shared/types.js').Offer|null} */ least, offer) => (least && (least.cost_s ?? 0) <= (offer.cost_s ?? 0) ? least : offer), null);
  const at = (/** @type {import('../shared/types.js').Offer} */ offer) => ms(offer.agreed_at ?? offer.from_at);
  if (!offers.length) return html`<p class="hint">${t('agree-full')}</p>`;
  return html`${best && html`<button type="button" class="slot fits" aria-pressed=${value === at(best) ? 'true' : 'false'} onClick=${() => onChoose(at(best), best)}><b>${clockTime(at(best))}</b><span>${t((best.extra_s ?? 0) <= NEAR_S ? 'agree-fits' : 'agree-best')}</span></button>`}
    <div class="slots">${offers.filter(offer => offer !== best).map(offer => html`
      <button type="button" key=${offer.agreed_at} class=${offer.breaks.length ? 'slot is-late' : 'slot'} aria-pressed=${value === at(offer) ? 'true' : 'false'} onClick=${() => onChoose(at(offer), offer)}>${clockTime(at(offer))}${offer.breaks.length > 0 && html`<span>${t('agree-late')}</span>`}</button>`)}</div>`;
}

/** Every half-hour that is still ahead, whatever the plan says. @param {{order: CardView, date: string, planned: number|null, value: number|null, onChoose: (time: number, offer: null) => void}} props */
function Free({ order, date, planned, value, onChoose }) {
  const now = ticking.value;
  const times = timesOn(order, date, now);
  const fits = planned !== null && planned > now && dateOf(planned) === date;
  return html`${fits && html`<button type="button" class="slot fits" aria-pressed=${value === planned ? 'true' : 'false'} onClick=${() => onChoose(planned, null)}><b>${clockTime(planned)}</b><span>${t('agree-fits')}</span></button>`}
    <div class="slots">${times.filter(time => !(fits && time === planned)).map(time => html`
      <button type="button" key=${time} class="slot" aria-pressed=${value === time ? 'true' : 'false'} onClick=${() => onChoose(time, null)}>${clockTime(time)}</button>`)}</div>
    ${times.length === 0 && !fits && html`<p class="hint">${t('agree-none')}</p>`}`;
}
