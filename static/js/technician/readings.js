/** What is measured at a visit: the receive power with its range, the speed against the contract, and the sheet that takes them. */
import { html, useEffect, useRef, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Sheet } from '../shared/sheet.js';

/** GPON class B+: what the receiver can take. */
export const OPTICAL = { best: -8, worst: -27 };
/** The share of the contracted rate that has to be measured. */
export const PASS = 0.9;

/** −19.4, with a real minus. @param {number} dbm */
export function dbmWords(dbm) {
  return dbm.toFixed(1).replace('-', '−');
}

/** @param {number} dbm */
export const opticalFits = dbm => dbm <= OPTICAL.best && dbm >= OPTICAL.worst;
/** @param {number} mbps @param {number|null} contracted */
export const speedPasses = (mbps, contracted) => !contracted || mbps >= contracted * PASS;

/** @param {number} dbm */
const share = dbm => `${Math.max(0, Math.min(100, ((OPTICAL.best - dbm) / (OPTICAL.best - OPTICAL.worst)) * 100)).toFixed(1)}%`;

/** @param {{dbm: number}} props */
export function Gauge({ dbm }) {
  const fits = opticalFits(dbm);
  return html`<div class=${fits ? 'gauge' : 'gauge out'} role="img" aria-label=${t(fits ? 'optical-fits' : 'optical-out', { dbm: dbmWords(dbm) })}>
    <div class="scale"><i class="needle" style=${{ '--at': share(dbm) }}></i></div>
    <div class="ends">${[-8, -15, -22, -27].map(mark => html`<span key=${mark} style=${{ '--at': share(mark) }}>${dbmWords(mark).replace('.0', '')}</span>`)}</div>
  </div>`;
}

/** @param {{mbps: number, contracted: number}} props */
export function Meter({ mbps, contracted }) {
  const top = Math.max(contracted, mbps);
  return html`<div class=${speedPasses(mbps, contracted) ? 'meter' : 'meter low'} role="img" aria-label=${t('speed-hint', speedValues(mbps, contracted))}>
    <i style=${{ '--n': `${(mbps / top) * 100}%` }}></i><u style=${{ '--at': `${((contracted * PASS) / top) * 100}%` }}></u></div>`;
}

/** @param {number} mbps @param {number} contracted */
export function speedValues(mbps, contracted) {
  return { percent: ((mbps / contracted) * 100).toFixed(1).replace('.0', ''), mbps, contracted, pass: Math.round(contracted * PASS) };
}

/**
 * Take one number. The sign of a receive power is given, so that a number keypad is enough.
 * @param {{title: string, unit: string, sign?: string, value: number|null, max: number, hint: string, skip?: {label: string, onSkip: () => void}, save: string, onSave: (value: number) => void, onClose: () => void}} props
 */
export function NumberSheet({ title, unit, sign = '', value, max, hint, skip, save, onSave, onClose }) {
  const [text, setText] = useState(value === null ? '' : String(Math.abs(value)));
  const [wrong, setWrong] = useState(false);
  const field = useRef(/** @type {HTMLInputElement|null} */ (null));
  useEffect(() => field.current?.focus(), []);
  /** @param {Event} event */
  const submit = event => {
    event.preventDefault();
    const number = Number(text.replace(',', '.').replace('，', '.'));
    if (!text.trim() || !Number.isFinite(number) || number <= 0 || number > max) {
      setWrong(true);
      field.current?.focus();
      return;
    }
    onSave(sign ? -number : number);
  };
  const foot = html`${skip && html`<button type="button" class="btn big" onClick=${skip.onSkip}>${skip.label}</button>`}
    <button type="submit" form="reading" class="btn btn-main big grow">${save}</button>`;
  return html`<${Sheet} title=${title} onClose=${onClose} foot=${foot}>
    <form id="reading" onSubmit=${submit} novalidate>
      <label class="reading"><span class="sr">${title}</span>${sign && html`<span aria-hidden="true">${sign}</span>`}
        <input ref=${field} inputmode="decimal" autocomplete="off" enterkeyhint="done" maxlength="7" value=${text} aria-invalid=${wrong ? 'true' : undefined} aria-describedby="reading-hint"
          onInput=${(/** @type {InputEvent} */ event) => {
            setText(/** @type {HTMLInputElement} */ (event.target).value);
            setWrong(false);
          }} /><span class="muted">${unit}</span></label>
      <p id="reading-hint" class=${wrong ? 'wrong' : 'muted'} role=${wrong ? 'alert' : undefined}>${wrong ? t('reading-wrong', { max }) : hint}</p>
    </form>
  <//>`;
}
