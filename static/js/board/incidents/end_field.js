/** When it is expected to end: in so many hours by one tap, or a day and a time. */
import { nowMs } from '../../shared/clock.js';
import { html } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { clockTime, dateOf, instantOf } from '../../shared/times.js';

const HOURS = [1, 2, 4, 8];

/** @param {{value: number|null, onChange: (at: number|null) => void}} props ms; null: nobody knows */
export function EndField({ value, onChange }) {
  const set = (/** @type {string} */ day, /** @type {string} */ time) => {
    const [year, month, date] = day.split('-').map(Number);
    const [hour, minute] = time.split(':').map(Number);
    if (date && Number.isFinite(hour) && Number.isFinite(minute)) onChange(instantOf(year, month, date, hour, minute));
  };
  const day = dateOf(value ?? nowMs());
  const time = value === null ? '' : clockTime(value);
  const typed = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;
  return html`<fieldset class="end-field"><legend>${t('incident-end')}</legend>
    <div class="choices">${HOURS.map(hours => html`<button type="button" class="chip" key=${hours} onClick=${() => onChange(Math.ceil((nowMs() + hours * 3_600_000) / 900_000) * 900_000)}>${t('incident-in-hours', { hours })}</button>`)}
      <button type="button" class=${`chip${value === null ? ' chosen' : ''}`} aria-pressed=${value === null ? 'true' : 'false'} onClick=${() => onChange(null)}>${t('incident-end-unknown')}</button></div>
    <div class="when"><label><span>${t('field-day')}</span><input type="date" value=${day} onInput=${(/** @type {Event} */ event) => set(typed(event), time || '18:00')} /></label>
      <label><span>${t('field-time')}</span><input type="time" step="60" value=${time} onInput=${(/** @type {Event} */ event) => set(day, typed(event))} /></label></div>
  </fieldset>`;
}
