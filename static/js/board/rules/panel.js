/** The planning rules panel: every setting with what it means, its default and its range; changed by the heads, read by the desk. */
import { html, useEffect, useRef } from '../../shared/html.js';
import { language, t } from '../../shared/i18n.js';
import { when } from '../../shared/times.js';
import { connection } from '../live.js';
import { whoWord } from '../naming.js';
import { district, toldRules, user } from '../state.js';
import { changesOf, grouped, idOf, isChanged, valueOf, wrongOnes } from './model.js';
import { clear, draft, failed, loadRules, overtaken, putBack, refused, rules, save, saving } from './state.js';

/** @typedef {import('./model.js').Setting} Setting */
/** @typedef {import('./model.js').Value} Value */

const HEADS = ['lead', 'manager', 'admin'];

const nameOf = (/** @type {string} */ name) => t(`rule-${idOf(name)}`);

/** @param {Setting} setting @param {Value} value */
function worded(setting, value) {
  return setting.kind === 'choice' ? t(`rules-choice-${value}`) : t(`rules-unit-${setting.unit}`, { value: String(value) });
}

export function Panel() {
  const here = district.value?.id;
  const live = connection.value?.state.value;
  const form = useRef(/** @type {HTMLFormElement|null} */ (null));
  language.value;
  useEffect(() => void loadRules(), [here, live]);
  const told = toldRules.value;
  const isBusy = saving.value;
  useEffect(() => {
    if (!isBusy && told && told.district_id === here && told.version > (rules.peek()?.version ?? 0)) void loadRules();
  }, [told, isBusy, here]);
  const known = rules.value?.district_id === here ? rules.value : null;
  if (!known) {
    return failed.value ? html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadRules()}>${t('action-retry')}</button></p>`
      : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  }
  const mayChange = HEADS.includes(user.value?.role ?? '');
  const changes = changesOf(known.settings, draft.value);
  const count = Object.keys(changes).length;
  const wrong = wrongOnes(known.settings, draft.value);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!wrong.length && count) await save(changes);
    const first = wrong[0]?.name ?? Object.keys(refused.peek())[0];
    const field = first ? /** @type {HTMLElement|null|undefined} */ (form.current?.querySelector(`#rule-${idOf(first)}`)) : null;
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  };
  return html`<form class="rules-panel" ref=${form} noValidate onSubmit=${submit}>
    <p class="muted">${t(mayChange ? 'rules-intro' : 'rules-read-only')}</p>
    ${overtaken.value ? html`<p class="form-error" role="alert">${t('rules-others')}</p>` : null}
    ${grouped(known.settings).map(({ group, settings }) => html`<fieldset key=${group}><legend><h3>${t(`rules-group-${group}`)}</h3></legend>
      ${settings.map(one => html`<${Field} key=${one.name} setting=${one} mayChange=${mayChange} />`)}</fieldset>`)}
    <${History} mayChange=${mayChange} />
    ${mayChange ? html`<div class="rules-foot"><p role="status">${wrong.length ? t('rules-fix-first', { count: wrong.length }) : t('rules-pending', { count })}</p>
      <button class="btn btn-main" disabled=${saving.value || !count}>${t('rules-save')}</button><button type="button" class="btn" disabled=${saving.value || !count} onClick=${clear}>${t('rules-drop')}</button></div>` : null}
  </form>`;
}

/** @param {{setting: Setting, mayChange: boolean}} props */
function Field({ setting, mayChange }) {
  const { name } = setting;
  const id = `rule-${idOf(name)}`;
  const label = nameOf(name);
  const what = html`<p class="muted" id=${`${id}-what`}>${t(`${id}-what`)}</p>`;
  if (!mayChange) {
    return html`<div class="rule" data-rule=${name}><b>${label}</b><span class="rule-value">${worded(setting, setting.value)}</span>${what}<p class="rule-facts"><span>${t('rules-default', { value: worded(setting, setting.default) })}</span></p></div>`;
  }
  const typed = draft.value[name] ?? String(setting.value);
  const changed = isChanged(setting, draft.value);
  const error = valueOf(setting, typed) === null ? t('rules-wrong-number', { least: String(setting.least), most: String(setting.most) }) : refused.value[name];
  const set = (/** @type {string} */ value) => {
    draft.value = { ...draft.peek(), [name]: value };
    const { [name]: gone, ...others } = refused.peek();
    if (gone) refused.value = others;
  };
  const own = { id, class: 'input', value: typed, 'aria-describedby': `${id}-what ${id}-facts${error ? ` ${id}-error` : ''}`, 'aria-invalid': error ? 'true' : undefined };
  const type = (/** @type {any} */ event) => set(event.currentTarget.value);
  return html`<div class=${`rule${changed ? ' is-changed' : ''}`} data-rule=${name}><label for=${id}>${label}</label>
    <span class="rule-input">${setting.kind === 'choice' ? html`<select ...${own} onChange=${type}>${setting.choices.map(one => html`<option key=${one} value=${one} selected=${one === typed}>${t(`rules-choice-${one}`)}</option>`)}</select>`
      : html`<input ...${own} inputmode="numeric" autocomplete="off" onInput=${type} /><span class="muted">${t(`rules-sign-${setting.unit}`)}</span>`}</span>
    ${error ? html`<p class="form-error" id=${`${id}-error`} role="alert">${error}</p>` : null}${what}
    <p class="rule-facts" id=${`${id}-facts`}>${changed ? html`<span class="tag">${t('rules-changed')}</span><span>${t('rules-was', { value: worded(setting, setting.value) })}</span>` : setting.value === setting.default ? null : html`<span class="tag">${t('rules-own')}</span>`}
      <span>${t('rules-default', { value: worded(setting, setting.default) })}</span>${setting.kind === 'number' ? html`<span>${t('rules-range', { least: String(setting.least), most: String(setting.most) })}</span>` : null}
      ${typed === String(setting.default) ? null : html`<button type="button" class="link" aria-label=${t('rules-to-default-of', { name: label })} onClick=${() => set(String(setting.default))}>${t('rules-to-default')}</button>`}</p>
  </div>`;
}

/** @param {{mayChange: boolean}} props */
function History({ mayChange }) {
  const known = rules.value;
  if (!known) return null;
  const byName = new Map(known.settings.map(one => [one.name, one]));
  const said = (/** @type {string} */ name, /** @type {Value|null} */ value) => {
    const setting = byName.get(name);
    if (!setting) return String(value);
    return value === null ? t('rules-default', { value: worded(setting, setting.default) }) : worded(setting, value);
  };
  return html`<section aria-labelledby="rules-history"><h3 id="rules-history">${t('rules-history')}</h3>
    ${known.changes.length ? html`<ol class="rules-history">${known.changes.map(change => html`<li key=${change.id}><p><b>${whoWord(change.by)}</b> <span class="muted">${when(change.at)}</span></p>
      <ul>${change.changed.map(one => html`<li key=${one.name}>${t('rules-history-line', { name: nameOf(one.name), old: said(one.name, one.old), new: said(one.name, one.new) })}</li>`)}</ul>
      ${mayChange ? html`<button type="button" class="link" disabled=${saving.value} aria-label=${t('rules-put-back-of', { time: when(change.at) })} onClick=${() => void putBack(change)}>${t('rules-put-back')}</button>` : null}</li>`)}</ol>`
      : html`<p class="calm-line muted">${t('rules-no-history')}</p>`}</section>`;
}
