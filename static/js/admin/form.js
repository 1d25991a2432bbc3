/** The form of a new version: its name and day, what holds for all promises, the tiers, each promise; or all of it as text. */
import { html, useEffect, useRef, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { Said } from './app.js';
import { Fault, Field, idOf, NumberField, Span } from './fields.js';
import { FormRow, freshTarget } from './form_row.js';
import { Preview } from './preview.js';
import { busy, draft, edit, faults, leave, look, preview, save, text, turn, write } from './state.js';
import { faultWord, placeWord, tierWord } from './words.js';

export function Form() {
  const seen = preview.value;
  return html`<section class="form" aria-labelledby="form-title">
    <div class="head"><h2 id="form-title">${t('admin-form', { version: draft.value.version })}</h2>
      <p class="deeds"><button class="btn" disabled=${busy.value} onClick=${() => void turn()}>${text.value === null ? t('admin-to-text') : t('admin-to-form')}</button></p></div>
    <${Said} /><${Faults} />
    ${text.value === null ? html`<${Fields} />` : html`<label class="field is-wide"><span>TOML</span>
      <textarea id="f-text" spellcheck="false" rows="30" value=${text.value} onInput=${(/** @type {Event} */ event) => write(/** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}></textarea></label>`}
    ${seen ? html`<${Preview} seen=${seen} />` : null}
    <p class="foot"><button class=${seen ? 'btn' : 'btn btn-main'} disabled=${busy.value} onClick=${() => void look()}>${t('admin-preview')}</button>
      <button class=${seen ? 'btn btn-main' : 'btn'} disabled=${busy.value || !seen} title=${seen ? '' : t('admin-preview-first')} onClick=${() => void save()}>${t('admin-save')}</button>
      <button class="btn btn-quiet" onClick=${leave}>${t('admin-leave')}</button></p>
  </section>`;
}

/** All problems with their places; a tap leads to the field. */
function Faults() {
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    if (faults.value.length) box.current?.focus();
  }, [faults.value]);
  if (!faults.value.length) return null;
  const go = (/** @type {string} */ field) => () => document.getElementById(text.peek() === null ? idOf(field) : 'f-text')?.focus();
  return html`<div class="faults" ref=${box} tabindex="-1"><ul>${faults.value.map(fault => html`<li key=${fault.field + fault.code}>
    <button class="link" onClick=${go(fault.field)}>${placeWord(fault.field, draft.value)}</button>${t('admin-colon')}${faultWord(fault)} <code>${fault.field}</code></li>`)}</ul></div>`;
}

function Fields() {
  const document = draft.value;
  const set = (/** @type {string} */ name) => (/** @type {any} */ value) => edit(each => { each[name] = value; });
  const hours = (/** @type {number} */ n) => (/** @type {string} */ value) => edit(each => { each.contact_hours[n] = value; });
  return html`<div class="grid">
      <${Field} path="version" label=${t('field-version')} value=${document.version} set=${set('version')} />
      <${Field} path="valid_from" type="date" label=${t('field-valid-from')} value=${document.valid_from} set=${set('valid_from')} />
      <${NumberField} path="cap_yuan" label=${t('field-cap-yuan')} value=${document.cap_yuan} step="0.01" suffix=${t('admin-yuan-sign')} set=${set('cap_yuan')} />
      <${NumberField} path="at_risk_percent" label=${t('field-at-risk-percent')} value=${document.at_risk_percent} suffix="%" set=${set('at_risk_percent')} />
      <${Span} path="cancel_ahead" label=${t('field-cancel-ahead')} value=${document.cancel_ahead} set=${set('cancel_ahead')} />
      <div class="field" role="group" aria-label=${t('field-contact-hours')}><span>${t('field-contact-hours')}</span><span class="inside">
        <input id="f-contact-hours" class="clock" aria-label=${t('admin-opens')} value=${document.contact_hours[0]} onInput=${(/** @type {any} */ event) => hours(0)(event.currentTarget.value)} /><i>–</i>
        <input class="clock" aria-label=${t('admin-closes')} value=${document.contact_hours[1]} onInput=${(/** @type {any} */ event) => hours(1)(event.currentTarget.value)} /></span><${Fault} path="contact_hours" /></div>
    </div>
    <${Tiers} />
    <h3>${t('admin-promises')}</h3><${Fault} path="promises" />
    <ol class="rows">${document.promises.map((/** @type {any} */ row, /** @type {number} */ index) => html`<${FormRow} key=${index} row=${row} index=${index} />`)}</ol>
    <p><button class="btn" onClick=${() => edit(each => { each.promises.push({ ...freshRow(each), kind: 'install', tier: each.tiers.at(-1) }); })}><${Icon} name="plus" />${t('admin-row-add')}</button></p>
    <p class="muted">${t('admin-more-as-text')}</p>`;
}

/** A promise begins as the first of the document does. @param {any} document */
function freshRow(document) {
  const [first] = document.promises;
  return { ...structuredClone(first ?? { warnings: [], on_breach: [] }), promise: 'complete', target: freshTarget('complete'), counts: 'always', pausable: true };
}

/** The tiers that areas may have; one more begins with a promise of its own. */
function Tiers() {
  const name = useSignal('');
  const tiers = draft.value.tiers;
  const add = () => {
    const tier = name.peek().trim().toLowerCase();
    if (!tier || tiers.includes(tier)) return;
    name.value = '';
    edit(each => {
      each.tiers.push(tier);
      each.promises.push({ ...freshRow(each), kind: 'install', tier });
    });
  };
  const drop = (/** @type {string} */ tier) => edit(each => {
    each.tiers = each.tiers.filter((/** @type {string} */ one) => one !== tier);
    each.promises = each.promises.filter((/** @type {any} */ row) => row.tier !== tier);
  });
  return html`<div class="tiers"><h3>${t('field-tiers')}</h3><p class="muted">${t('admin-tiers-hint')}</p><ul id="f-tiers" tabindex="-1">${tiers.map((/** @type {string} */ tier) => html`<li key=${tier}>${tierWord(tier)}
      ${tier === 'standard' ? null : html`<button class="tool" aria-label=${t('admin-tier-remove', { tier: tierWord(tier) })} title=${t('admin-tier-remove', { tier: tierWord(tier) })} onClick=${() => drop(tier)}><${Icon} name="x" /></button>`}</li>`)}</ul><${Fault} path="tiers" />
    <p class="inside"><input aria-label=${t('admin-tier-name')} placeholder=${t('admin-tier-name')} maxlength="20" value=${name.value} onInput=${(/** @type {any} */ event) => { name.value = event.currentTarget.value; }} onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Enter' && add()} />
      <button class="btn" onClick=${add}><${Icon} name="plus" />${t('admin-tier-add')}</button></p></div>`;
}
