/** The control of each field of a step's form: what may be tapped is tapped, what cannot be chosen says why. */
import { html, useRef } from '../../shared/html.js';
import { has, t, word } from '../../shared/i18n.js';
import { dateOf, dateWord, when } from '../../shared/times.js';
import { areaWord } from '../naming.js';
import { DAYS } from './values.js';

/** @typedef {import('./look.js').Choice} Choice */
/** @typedef {import('./look.js').Field} Field */
/** @typedef {import('./values.js').Values} Values */
/** @typedef {(name: string, value: string) => void} Set */

/** @param {Event} event */
export const typed = event => /** @type {HTMLInputElement} */ (event.currentTarget).value;

/** @param {{field: Field, values: Values, set: Set, wrong?: string}} props */
export function Control({ field, values, set, wrong }) {
  const describes = wrong ? `wrong-${field.name}` : undefined;
  return html`<div class="field" data-field=${field.name}>${control(field, values, set, describes)}
    ${wrong ? html`<p class="form-error" id=${describes} role="alert">${wrong}</p>` : null}</div>`;
}

/** @param {Field} field @param {Values} values @param {Set} set @param {string|undefined} describes */
function control(field, values, set, describes) {
  const { name, kind } = field;
  const value = values[name] ?? '';
  const type = (/** @type {Event} */ event) => set(name, typed(event));
  if (kind === 'flag') return html`<${Choices} field=${{ ...field, choices: [{ value: 'true', why: null }, { value: 'false', why: null }] }} value=${value} set=${set} />`;
  if (field.choices) return html`<${Choices} field=${field} value=${value} set=${set} />`;
  if (kind === 'instant') {
    const least = field.from_at ? dateOf(field.from_at) : undefined;
    const further = field.further_if && values.reason === field.further_if.reason ? field.further_if.to_at : field.to_at;
    const most = further ? dateOf(further) : undefined;
    if (DAYS.has(name)) return html`<div class="when"><label><span>${title(name)}</span><input type="date" min=${least} max=${most} value=${value} onInput=${type} aria-describedby=${describes} /></label></div>`;
    return html`<div class="when"><label><span>${t('field-day')}</span><input type="date" min=${least} max=${most} value=${values[`${name}.day`] ?? ''} onInput=${(/** @type {Event} */ event) => set(`${name}.day`, typed(event))} aria-describedby=${describes} /></label>
      <label><span>${t('field-time')}</span><input type="time" step="300" value=${values[`${name}.time`] ?? ''} onInput=${(/** @type {Event} */ event) => set(`${name}.time`, typed(event))} aria-describedby=${describes} /></label></div>`;
  }
  if (kind === 'text') return html`<label class="why-text"><span>${title(name)}</span><textarea rows="2" maxlength=${field.most} value=${value} onInput=${type} aria-describedby=${describes} onKeyDown=${sendByKey}></textarea></label>`;
  return html`<label class="why-text"><span>${title(name)}</span><input inputmode="decimal" value=${value} onInput=${type} aria-describedby=${describes} /></label>`;
}

/** Ctrl+Enter sends from where Enter makes a line. @param {KeyboardEvent} event */
function sendByKey(event) {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  /** @type {HTMLTextAreaElement} */ (event.currentTarget).form?.requestSubmit();
}

/** @param {string} name */
export function title(name) {
  const id = `field-${name.replaceAll('_', '-')}`;
  return has(id) ? t(id) : name;
}

/** One of a few, or of many in a list that opens. @param {{field: Field, value: string, set: Set}} props */
export function Choices({ field, value, set }) {
  const choices = field.choices ?? [];
  if (choices.length > 8) {
    return html`<label class="why-text"><span>${title(field.name)}</span><select value=${value} onChange=${(/** @type {Event} */ event) => set(field.name, typed(event))}>
      <option value="">${t('form-choose')}</option>${choices.map(choice => html`<option key=${choice.value} value=${choice.value} disabled=${Boolean(choice.why)}>${choiceWord(field, choice)}${choice.why ? `　${choice.why.text}` : ''}</option>`)}</select></label>`;
  }
  return html`<fieldset class="choices"><legend class=${field.required ? 'sr' : 'legend'}>${title(field.name)}</legend>${choices.map(choice => html`
    <label key=${choice.value} class=${value === choice.value ? 'chosen' : ''} title=${choice.why?.text} data-off=${choice.why ? '' : undefined}><input type="radio" name=${field.name} value=${choice.value ?? ''} checked=${value === choice.value} disabled=${Boolean(choice.why)}
      onChange=${() => set(field.name, choice.value ?? '')} />${choiceWord(field, choice)}${choice.why ? html`<small>${choice.why.text}</small>` : null}</label>`)}</fieldset>`;
}

/** @param {Field} field @param {Choice} choice */
function choiceWord(field, choice) {
  const { names } = choice;
  if (names?.name) return areaWord(names.name);
  if (names?.text) return names.text;
  if (names?.number) return `${names.number}　${names.address}　${dateWord(names.accepted_at)}`;
  if (field.kind === 'flag') return t(`${field.name}-${choice.value}`);
  return word(field.name, String(choice.value));
}

/** Which pause is meant: its reason and its start go together. @param {{sets: Record<string, any>[], values: Values, choose: (set: Record<string, string>) => void}} props */
export function Together({ sets, values, choose }) {
  const group = useRef(`together-${Math.random()}`);
  return html`<fieldset class="choices"><legend class="sr">${t('field-pause')}</legend>${sets.map(each => {
    const is = values.start_at === each.start_at && values.reason === each.reason;
    return html`<label key=${`${each.reason}${each.start_at}`} class=${is ? 'chosen' : ''}><input type="radio" name=${group.current} checked=${is} onChange=${() => choose(each)} />${word('reason', each.reason)}　${when(each.start_at)}</label>`;
  })}</fieldset>`;
}
