/** A sheet from below with one question, and a choice of one as a line of buttons: the same on every phone page. */
import { html, useEffect, useRef } from './html.js';
import { t } from './i18n.js';
import { Icon } from './marks.js';

/** A sheet from below with one question; Escape and the scrim close it. @param {{title: string, onClose: () => void, children?: any, foot?: any}} props */
export function Sheet({ title, onClose, children, foot }) {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  /** @param {MouseEvent} event */
  const outside = event => {
    if (event.target === dialog.current) onClose();
  };
  return html`<dialog class="sheet" ref=${dialog} aria-label=${title} onClick=${outside} onCancel=${(/** @type {Event} */ event) => {
    event.preventDefault();
    onClose();
  }}><div class="sheet-in">
    <header class="sheet-head"><h2>${title}</h2><button type="button" class="btn btn-icon plain" aria-label=${t('action-close')} onClick=${onClose}><${Icon} name="x" /></button></header>
    <div class="sheet-body">${children}</div>
    ${foot && html`<footer class="sheet-foot">${foot}</footer>`}
  </div></dialog>`;
}

/** A choice of one, as one line of buttons. @param {{name: string, options: {value: string, label: string}[], value: string|null, onChoose: (value: string) => void, columns?: number}} props */
export function Choices({ name, options, value, onChoose, columns = options.length }) {
  /** @param {KeyboardEvent} event */
  const move = event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = options[(options.findIndex(option => option.value === value) + step + options.length) % options.length];
    onChoose(next.value);
    /** @type {HTMLElement|null} */ (/** @type {HTMLElement} */ (event.currentTarget).querySelector(`[data-value="${next.value}"]`))?.focus();
  };
  return html`<div class="choices" role="radiogroup" aria-label=${name} style=${{ '--columns': columns }} onKeyDown=${move}>
    ${options.map((option, i) => html`<button type="button" role="radio" key=${option.value} data-value=${option.value} aria-checked=${option.value === value ? 'true' : 'false'}
      tabIndex=${option.value === value || (value === null && i === 0) ? 0 : -1} onClick=${() => onChoose(option.value)}>${option.label}</button>`)}
  </div>`;
}
