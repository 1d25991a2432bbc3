/** The intake desk: who calls, what it is, what can be checked first, when somebody comes; each step by a key. */
import { get, newId } from '../../shared/api.js';
import { html, useEffect, useLayoutEffect, useRef, useSignal } from '../../shared/html.js';
import { addTexts, t, word } from '../../shared/i18n.js';
import { areaWord } from '../naming.js';
import { district } from '../state.js';
import { FaultCheck, Solved } from './check.js';
import { Done } from './done.js';
import { change, draft, letGo, ownDistrict } from './draft.js';
import { KindStep } from './kind.js';
import { SlotStep } from './slot.js';
import { NewCustomer, Who } from './who.js';

/** @typedef {import('./draft.js').AreaView} AreaView */
/** @typedef {{checks: number, solved: number, open: number, share_pct: number|null}} Figures */

/** @param {{close: () => void}} props */
export function Panel({ close }) {
  const areas = useSignal(/** @type {AreaView[]} */ ([]));
  const figures = useSignal(/** @type {Figures|null} */ (null));
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const here = district.value?.id;
  const { step } = draft.value;
  useEffect(() => {
    ownDistrict();
    void addTexts('fault_check');
    get(`/areas?district=${encodeURIComponent(here ?? '')}`).then(list => {
      areas.value = list;
    }).catch(() => undefined);
  }, [here]);
  useEffect(() => {
    get(`/fault-checks/figures?district=${encodeURIComponent(here ?? '')}`).then(read => {
      figures.value = read;
    }).catch(() => undefined);
  }, [here, step === 'solved', step === 'done']);
  // whoever leaves the desk leaves the half-day to others; a reload does not come by here
  useEffect(() => () => letGo(), []);
  // at once: who types fast presses the next step's key before the page is painted
  useLayoutEffect(() => {
    const first = box.current?.querySelector('[data-first]');
    if (first instanceof HTMLElement) first.focus();
    // a step that chose its own place keeps it
    else if (!box.current?.contains(document.activeElement)) box.current?.focus();
  }, [step]);
  const read = figures.value;
  return html`<div class="intake" ref=${box} tabindex="-1" data-step=${step} onKeyDown=${onKey}>
    ${step === 'who' || step === 'new' || step === 'done' ? null : html`<${Summary} areas=${areas.value} />`}
    ${step === 'who' ? html`<${Who} />`
      : step === 'new' ? html`<${NewCustomer} areas=${areas.value} />`
        : step === 'kind' ? html`<${KindStep} areas=${areas.value} close=${close} />`
          : step === 'check' ? html`<${FaultCheck} />`
            : step === 'solved' ? html`<${Solved} />`
              : step === 'slot' ? html`<${SlotStep} areas=${areas.value} />`
                : html`<${Done} />`}
    <p class="intake-foot faint">${read ? read.checks ? t('intake-figures', { checks: read.checks, solved: read.solved, share: read.share_pct ?? 0 }) : t('intake-figures-none') : ''}</p>
  </div>`;
}

/** What is known so far, and the way back to each of it. @param {{areas: AreaView[]}} props */
function Summary({ areas }) {
  const { name, phone, address, areaId, customer, kind, step } = draft.value;
  const area = areas.find(each => each.id === areaId);
  return html`<dl class="intake-so-far">
    <dt>${t('intake-who')}</dt><dd><b>${name}</b>　${phone}<br />${address}${area ? html`　<span class="muted">${areaWord(area.name)}</span>` : null}
      ${customer?.line_id ? html`　<span class="faint">${t('intake-line', { line: customer.line_id })}</span>` : null}
      ${customer?.not_wanted.length ? html`<br /><span class="muted">${t('intake-not-wanted', { names: customer.not_wanted.map(each => each.name).join(t('list-comma')) })}</span>` : null}</dd>
    <dd><button type="button" class="link" onClick=${() => {
      letGo();
      change({ step: customer ? 'who' : 'new', eventId: newId(), checkId: newId(), answers: [], checked: false, end: null });
    }}>${t('intake-change')}</button></dd>
    ${kind && step !== 'kind' ? html`<dt>${t('intake-kind')}</dt><dd>${word('kind', kind)}</dd><dd><button type="button" class="link" onClick=${() => {
      letGo();
      change({ step: 'kind', checkId: newId(), checked: false, end: null, answers: [] });
    }}>${t('intake-change')}</button></dd>` : null}
  </dl>`;
}

/** A digit presses the button that bears it, unless something is being typed. @param {KeyboardEvent} event */
function onKey(event) {
  const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 && event.key !== 'Backspace') return;
  const box = /** @type {HTMLElement} */ (event.currentTarget);
  const button = box.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (event.repeat || !(button instanceof HTMLButtonElement)) return;
  // also not the board's own keys
  event.preventDefault();
  if (!button.disabled) button.click();
}
