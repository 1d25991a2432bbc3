/** The fields of the form: each shows its own problem, in words, where it is. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { faultOf } from './state.js';
import { faultWord, readPoint, writePoint } from './words.js';

/** @typedef {{path: string, label: string, value: any, set: (value: any) => void, type?: string, wide?: boolean, step?: string, suffix?: string}} FieldProps */

/** @param {string} path */
export const idOf = path => `f-${path.replace(/[^a-z0-9]+/gi, '-')}`;

/** @param {Event} event */
const valueOf = event => /** @type {HTMLInputElement} */ (event.currentTarget).value;

/** What is wrong with this field. @param {{path: string}} props */
export function Fault({ path }) {
  const fault = faultOf(path);
  return fault ? html`<span class="fault" id=${`${idOf(path)}-fault`}>${faultWord(fault)}</span>` : null;
}

/** @param {string} path */
const marks = path => (faultOf(path) ? { 'aria-invalid': 'true', 'aria-describedby': `${idOf(path)}-fault` } : {});

/** @param {FieldProps} props */
export function Field({ path, label, value, set, type = 'text', wide, step, suffix }) {
  return html`<label class=${`field${wide ? ' is-wide' : ''}`}><span>${label}</span>
    <span class="inside"><input id=${idOf(path)} type=${type} step=${step} value=${value ?? ''} ...${marks(path)} onInput=${(/** @type {Event} */ event) => set(valueOf(event))} />${suffix ? html`<i>${suffix}</i>` : null}</span>
    <${Fault} path=${path} /></label>`;
}

/** A whole number, or what was typed when it is none: the server says what is wrong with it. @param {FieldProps} props */
export function NumberField(props) {
  const set = (/** @type {string} */ typed) => props.set(typed.trim() !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed);
  return html`<${Field} ...${props} type="number" set=${set} />`;
}

/** @param {{path: string, label: string, value: string, set: (value: string) => void, options: [string, string][]}} props */
export function Choice({ path, label, value, set, options }) {
  const known = options.some(([code]) => code === value);
  return html`<label class="field"><span>${label}</span>
    <select id=${idOf(path)} value=${value} ...${marks(path)} onChange=${(/** @type {Event} */ event) => set(valueOf(event))}>
      ${known ? null : html`<option value=${value}>${value}</option>`}${options.map(([code, name]) => html`<option key=${code} value=${code}>${name}</option>`)}</select>
    <${Fault} path=${path} /></label>`;
}

/** A length of time: a number and its unit; one of several units is left as it is written. @param {FieldProps} props */
export function Span({ path, label, value, set }) {
  const found = /^(-?\d*(?:\.\d+)?)\s*(min|h|d)$/.exec(String(value ?? ''));
  if (!found) return html`<${Field} path=${path} label=${label} value=${value} set=${set} />`;
  const [, number, unit] = found;
  return html`<div class="field" role="group" aria-label=${label}><span>${label}</span>
    <span class="inside"><input id=${idOf(path)} type="number" min="0" aria-label=${label} value=${number} ...${marks(path)} onInput=${(/** @type {Event} */ event) => set(`${valueOf(event)}${unit}`)} />
      <select aria-label=${t('admin-unit')} value=${unit} onChange=${(/** @type {Event} */ event) => set(`${number}${valueOf(event)}`)}>
        ${['min', 'h', 'd'].map(each => html`<option key=${each} value=${each}>${t(`admin-unit-name-${each}`)}</option>`)}</select></span>
    <${Fault} path=${path} /></div>`;
}

/** A local time and its day: 15:00, the next day; 24:00 is the end of that day. @param {FieldProps} props */
export function Point({ path, label, value, set }) {
  const { at, days } = readPoint(value);
  const choices = [0, 1, 2, 3, 4, 5, 6, 7];
  return html`<div class="field" role="group" aria-label=${label}><span>${label}</span>
    <span class="inside"><input id=${idOf(path)} class="clock" aria-label=${label} inputmode="numeric" placeholder="15:00" value=${at} ...${marks(path)} onInput=${(/** @type {Event} */ event) => set(writePoint(valueOf(event), days))} />
      <select aria-label=${t('admin-day')} value=${String(days)} onChange=${(/** @type {Event} */ event) => set(writePoint(at, Number(valueOf(event))))}>
        ${(choices.includes(days) ? choices : [...choices, days]).map(each => html`<option key=${each} value=${String(each)}>${each === 0 ? t('admin-day-same') : each === 1 ? t('admin-day-next') : t('admin-day-later', { days: each })}</option>`)}</select></span>
    <${Fault} path=${path} /></div>`;
}

/** @param {{label: string, value: boolean, set: (value: boolean) => void}} props */
export function Check({ label, value, set }) {
  return html`<label class="check"><input type="checkbox" checked=${value} onChange=${(/** @type {Event} */ event) => set(/** @type {HTMLInputElement} */ (event.currentTarget).checked)} /><span>${label}</span></label>`;
}

const AUDIENCES = ['technician', 'lead', 'manager', 'director', 'customer'];

/** Who is told. @param {{path: string, label: string, value: string[], set: (value: string[]) => void}} props */
export function Tells({ path, label, value, set }) {
  return html`<fieldset class="tells"><legend>${label}</legend>${AUDIENCES.map(each => html`<${Check} key=${each} label=${t(`admin-tells-${each}`)} value=${value.includes(each)}
    set=${(/** @type {boolean} */ on) => set(AUDIENCES.filter(one => (one === each ? on : value.includes(one))))} />`)}<${Fault} path=${path} /></fieldset>`;
}
