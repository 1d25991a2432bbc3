/** Who is calling: looked up while it is typed, chosen by arrow and Enter; or a new customer. */
import { get } from '../../shared/api.js';
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { dateWord } from '../../shared/times.js';
import { areaWord } from '../naming.js';
import { district } from '../state.js';
import { change, chooseCustomer, draft, sentenceOf } from './draft.js';

/** @typedef {{id: string, name: string, phone: string, address: string, line_id: string|null, open: number, last_at: string}} Found */
/** @typedef {import('./draft.js').AreaView} AreaView */

const PAUSE_MS = 120;

export function Who() {
  const { typed } = draft.value;
  const found = useSignal(/** @type {Found[]|null} */ (null));
  /** For which text `found` is. */
  const askedFor = useSignal('');
  const failed = useSignal('');
  const at = useSignal(0);
  const turn = useRef(0);
  const text = typed.trim();

  const look = async () => {
    const mine = (turn.current += 1);
    try {
      const list = await get(`/customers?district=${encodeURIComponent(district.peek()?.id ?? '')}&q=${encodeURIComponent(text)}`);
      if (mine !== turn.current) return;
      found.value = list;
      failed.value = '';
    } catch (error) {
      if (mine !== turn.current) return;
      found.value = [];
      failed.value = sentenceOf(error, t('intake-who-failed'));
    }
    askedFor.value = text;
    at.value = 0;
  };
  useEffect(() => {
    turn.current += 1;
    if (text.length < 2) {
      found.value = null;
      return;
    }
    const soon = setTimeout(() => void look(), PAUSE_MS);
    return () => clearTimeout(soon);
  }, [text]);

  const choose = async (/** @type {Found} */ one) => {
    try {
      await chooseCustomer(one.id);
    } catch (error) {
      failed.value = sentenceOf(error, t('intake-who-failed'));
    }
  };
  const fresh = () => {
    const digits = /^[\d\s+()-]+$/.test(text);
    change({ step: 'new', customer: null, phone: digits ? text : '', name: digits ? '' : text, address: '', areaId: '' });
  };
  const onKey = async (/** @type {KeyboardEvent} */ event) => {
    const list = found.peek() ?? [];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      at.value = Math.min(list.length, Math.max(0, at.peek() + (event.key === 'ArrowDown' ? 1 : -1)));
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      if (!text) return;
      // who is quicker than the answer gets the answer to what they typed
      if (askedFor.peek() !== text && text.length >= 2) await look();
      const one = (found.peek() ?? [])[at.peek()];
      if (one) void choose(one);
      else fresh();
    } else if (event.key === 'Escape' && typed) {
      event.stopPropagation();
      change({ typed: '' });
    }
  };
  const list = found.value ?? [];
  return html`<section class="intake-who">
    <label class="intake-field"><span>${t('intake-who')}</span><input data-first type="search" autocomplete="off" role="combobox" aria-expanded=${list.length ? 'true' : 'false'} aria-controls="intake-found" aria-activedescendant=${list.length ? `found-${at.value}` : undefined}
      placeholder=${t('intake-who-hint')} value=${typed} onInput=${(/** @type {Event} */ event) => change({ typed: /** @type {HTMLInputElement} */ (event.currentTarget).value })} onKeyDown=${onKey} /></label>
    <ul class="intake-found" id="intake-found" role="listbox" aria-label=${t('intake-who')}>${list.map((one, index) => html`<li key=${one.id} id=${`found-${index}`} role="option" aria-selected=${at.value === index ? 'true' : 'false'} onClick=${() => void choose(one)}>
      <b>${one.name}</b><span class="nowrap">${one.phone}</span><span class="address">${one.address}</span>
      <span class="faint">${one.open ? t('intake-who-open', { count: one.open }) : t('intake-who-last', { time: dateWord(one.last_at) })}</span></li>`)}</ul>
    ${failed.value ? html`<p class="form-error" role="alert">${failed.value}</p>` : text.length >= 2 && found.value && !list.length ? html`<p class="muted" role="status">${t('intake-who-none')}</p>` : null}
    <button type="button" class="link" onClick=${fresh}>${t('intake-new')}</button>
  </section>`;
}

/** @param {{areas: AreaView[]}} props */
export function NewCustomer({ areas }) {
  const { name, phone, address, areaId } = draft.value;
  const area = areas.find(each => each.id === areaId);
  const typedArea = useSignal(area ? areaWord(area.name) : '');
  const missing = useSignal(false);
  const read = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;
  const match = (/** @type {string} */ text) => {
    const wanted = text.trim().toLowerCase();
    return wanted ? areas.find(each => [areaWord(each.name), each.name, each.name_en ?? '', each.id].some(word => word.toLowerCase() === wanted))
      ?? areas.find(each => [areaWord(each.name), each.name, each.name_en ?? '', each.id].some(word => word.toLowerCase().startsWith(wanted))) : undefined;
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!name.trim() || phone.trim().length < 5 || !address.trim() || !areaId) return void (missing.value = true);
    change({ step: 'kind', customer: null });
  };
  return html`<form class="intake-new" onSubmit=${submit}>
    <label class="intake-field"><span>${t('intake-phone')}</span><input data-first=${phone ? undefined : ''} type="tel" autocomplete="off" maxlength="30" value=${phone} onInput=${(/** @type {Event} */ event) => change({ phone: read(event) })} /></label>
    <label class="intake-field"><span>${t('intake-name')}</span><input data-first=${phone ? '' : undefined} autocomplete="off" maxlength="80" value=${name} onInput=${(/** @type {Event} */ event) => change({ name: read(event) })} /></label>
    <label class="intake-field"><span>${t('intake-address')}</span><input autocomplete="off" maxlength="300" value=${address} onInput=${(/** @type {Event} */ event) => change({ address: read(event) })} /></label>
    <label class="intake-field"><span>${t('intake-area')}</span><input list="intake-areas" autocomplete="off" value=${typedArea.value} onInput=${(/** @type {Event} */ event) => {
      typedArea.value = read(event);
      change({ areaId: match(read(event))?.id ?? '' });
    }} /><datalist id="intake-areas">${areas.map(each => html`<option key=${each.id} value=${areaWord(each.name)} />`)}</datalist></label>
    <p class="muted" role="status">${typedArea.value && !area ? t('intake-area-none') : area ? html`<b>${areaWord(area.name)}</b>　${t('intake-place-middle')}` : ''}</p>
    ${missing.value ? html`<p class="form-error" role="alert">${t('intake-missing')}</p>` : null}
    <div class="form-acts"><button class="btn btn-main">${t('intake-next')}</button><button type="button" class="btn" onClick=${() => change({ step: 'who' })}>${t('action-back')}</button></div>
  </form>`;
}
