/** The sheets of the customer's page, fetched when one is opened: another time, withdrawing, what is still wrong. */
import { ticking } from '../shared/clock.js';
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Choices, Sheet } from '../shared/sheet.js';
import { clockTime, dateOf, dateWord, dayWord, instantOf, local, startOfDay, timeRange } from '../shared/times.js';
import { useDeed } from './doing.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./track.js').Track} Track */

const HOUR = 3_600_000;
const DAYS = 6;
const HOURS = { am: [8, 9, 10, 11], pm: [13, 14, 15, 16, 17] };
/** A new time needs time to be planned. */
const NOTICE_MS = 2 * HOUR;
const REASONS = ['not-needed', 'moved-away', 'other-operator', 'too-late', 'other'];

/** The days that a customer can choose from. @param {number} now */
function daysFrom(now) {
  return Array.from({ length: DAYS }, (_, i) => dateOf(startOfDay(now, i) + 12 * HOUR));
}

/** @param {string} date @param {'am'|'pm'} half @param {number} now */
function timesOn(date, half, now) {
  const [year, month, day] = date.split('-').map(Number);
  return HOURS[half].map(hour => instantOf(year, month, day, hour)).filter(time => time > now + NOTICE_MS);
}

/** @param {{track: Track, onClose: () => void}} props */
export function ChangeTime({ track, onClose }) {
  const now = ticking.value;
  const days = daysFrom(now).filter(date => timesOn(date, 'am', now).length + timesOn(date, 'pm', now).length);
  const [date, setDate] = useState(days[0]);
  const [time, setTime] = useState(/** @type {number|null} */ (null));
  const deed = useDeed(() => track.step('contact', { agreed_at: new Date(/** @type {number} */ (time)).toISOString() }), onClose);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${time === null || deed.busy} onClick=${deed.run}>${time === null ? t('change-choose') : t('change-do', { day: dayWord(time), time: clockTime(time) })}</button>`;
  return html`<${Sheet} title=${t('change-title')} onClose=${onClose} foot=${foot}>
    <${Choices} name=${t('change-day')} columns=${3} value=${date} onChoose=${(/** @type {string} */ one) => {
      setDate(one);
      setTime(null);
    }} options=${days.map(one => {
      const [year, month, day] = one.split('-').map(Number);
      const noon = instantOf(year, month, day, 12);
      const near = one === dateOf(now) || one === dateOf(startOfDay(now, 1) + 12 * HOUR);
      return { value: one, label: near ? dayWord(noon) : `${dateWord(noon)} ${t(`weekday-${local(noon).weekday}`)}` };
    })} />
    ${/** @type {('am'|'pm')[]} */ (['am', 'pm']).map(half => {
      const times = timesOn(date, half, now);
      return times.length > 0 && html`<h3 class="slots-title">${t(`half-only-${half}`)}</h3><div class="slots">${times.map(one => html`
        <button type="button" key=${one} class="slot" aria-pressed=${one === time ? 'true' : 'false'} onClick=${() => setTime(one)}>${clockTime(one)}</button>`)}</div>`;
    })}
    ${time !== null && html`<p class="hint" role="status">${t('change-window', { window: timeRange(time - HOUR, time + HOUR) })}</p>`}
    ${deed.error}
  <//>`;
}

/** @param {{track: Track, view: TrackingView, onClose: () => void}} props */
export function Withdraw({ track, view, onClose }) {
  const [reason, setReason] = useState(/** @type {string|null} */ (null));
  const deed = useDeed(() => track.step('request_withdrawal', { reason: t(`withdraw-${reason}`) }), onClose);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${reason === null || deed.busy} onClick=${deed.run}>${reason === null ? t('withdraw-choose') : t('withdraw-do')}</button>`;
  return html`<${Sheet} title=${t(`withdraw-title-${view.order.kind}`)} onClose=${onClose} foot=${foot}>
    <div class="reasons" role="radiogroup" aria-label=${t('withdraw-choose')}>${REASONS.map(one => html`
      <button type="button" key=${one} role="radio" class="reason" aria-checked=${one === reason ? 'true' : 'false'} onClick=${() => setReason(one)}>${t(`withdraw-${one}`)}</button>`)}</div>
    <p class="hint">${t('withdraw-hint')}</p>${deed.error}
  <//>`;
}

/** @param {{track: Track, onClose: () => void}} props */
export function StillBroken({ track, onClose }) {
  const [text, setText] = useState('');
  const deed = useDeed(() => track.step('reopen', { reason: text.trim() }), onClose);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${!text.trim() || deed.busy} onClick=${deed.run}>${t(text.trim() ? 'broken-do' : 'broken-say')}</button>`;
  return html`<${Sheet} title=${t('broken-title')} onClose=${onClose} foot=${foot}>
    <label class="field"><span class="sr">${t('broken-say')}</span><textarea rows="3" maxlength="500" placeholder=${t('broken-example')} value=${text}
      onInput=${(/** @type {InputEvent} */ event) => setText(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea></label>
    <p class="hint">${t('broken-hint')}</p>${deed.error}
  <//>`;
}
