/** All that can be done with an order, found by typing: what may be done now, and greyed with its reason what may not. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';

/** A row without `run` cannot be taken now, and says why; one that is `beside` has a button already and is only found by typing. @typedef {{name: string, label: string, run?: () => void, why?: string, beside?: boolean}} Row */

/** @param {{rows: Row[], waiting: boolean, failed: boolean, retry: () => void, onOpen: () => void}} props */
export function MoreSteps({ rows, waiting, failed, retry, onOpen }) {
  const open = useSignal(false);
  const words = useSignal('');
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    if (!open.value) return undefined;
    box.current?.querySelector('input')?.focus();
    const away = (/** @type {Event} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) open.value = false;
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open.value]);
  const wanted = words.value.trim().toLowerCase();
  const matching = rows.filter(row => (wanted ? row.label.toLowerCase().includes(wanted) || row.name.replaceAll('_', ' ').includes(wanted) : !row.beside));
  const legal = matching.filter(row => row.run);
  const others = matching.filter(row => !row.run);
  const close = () => {
    open.value = false;
    words.value = '';
    box.current?.querySelector('button')?.focus();
  };
  const run = (/** @type {Row} */ row) => {
    if (!row.run) return;
    close();
    row.run();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!open.peek()) return;
    const items = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll('[role=menuitem]') ?? [])]);
    const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: here + 1, ArrowUp: here < 0 ? items.length - 1 : here - 1, End: items.length - 1, Home: 0 }[event.key];
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && here < 0) {
      if (!event.isComposing && legal.length) run(legal[0]);
    } else if (to !== undefined && !(here < 0 && (event.key === 'Home' || event.key === 'End'))) {
      if (to < 0 || to >= items.length) box.current?.querySelector('input')?.focus();
      else items[to].focus();
    } else {
      // whoever types on goes on looking
      if (here >= 0 && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) box.current?.querySelector('input')?.focus();
      if (event.key === 'Tab') open.value = false;
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const item = (/** @type {Row} */ row) => html`<li role="none" key=${row.name}><button role="menuitem" type="button" tabindex="-1" data-step=${row.name} aria-disabled=${row.run ? undefined : 'true'} aria-label=${row.label} aria-describedby=${row.why ? `why-${row.name}` : undefined}
    onClick=${() => run(row)}><span>${row.label}</span>${row.why ? html`<small id=${`why-${row.name}`}>${row.why}</small>` : null}</button></li>`;
  return html`<div class="menu up more-steps" ref=${box} onKeyDown=${onKey}>
    <button type="button" class="btn btn-icon" aria-haspopup="menu" aria-expanded=${open.value ? 'true' : 'false'} aria-label=${t('act-more')} title=${t('act-more')} onClick=${() => {
      open.value = !open.peek();
      if (open.peek()) onOpen();
    }}><${Icon} name="more" /></button>
    ${open.value ? html`<div class="menu-list">
      <input type="search" autocomplete="off" aria-label=${t('act-find')} placeholder=${t('act-find')} value=${words.value} onInput=${(/** @type {Event} */ event) => (words.value = /** @type {HTMLInputElement} */ (event.currentTarget).value)} />
      <ul role="menu" aria-label=${t('act-more')}>${legal.map(item)}
        ${others.length ? html`<li role="none" class="menu-head">${t('act-not-now')}</li>` : null}${others.map(item)}</ul>
      ${failed ? html`<p class="form-error">${t('no-answer')}<button type="button" class="link" onClick=${retry}>${t('action-retry')}</button></p>`
        : waiting ? html`<div class="sk-lines" aria-hidden="true"><i></i><i></i></div>` : !matching.length ? html`<p class="muted" role="status">${t('act-no-match')}</p>` : null}
    </div>` : null}
  </div>`;
}
