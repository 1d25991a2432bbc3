/** A button that opens a short list: arrows, Enter, Escape, and a click elsewhere closes it. */
import { html, useEffect, useRef, useSignal } from '../shared/html.js';

/** @typedef {{label: string, run: () => void, checked?: boolean, lang?: string}} Item */

/** @param {{class: string, label: string, face: any, items: Item[], head?: any, up?: boolean}} props */
export function Menu({ class: name, label, face, items, head, up }) {
  const open = useSignal(false);
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    if (!open.value) return undefined;
    const first = box.current?.querySelector('[aria-checked=true], [role^=menuitem]');
    if (first instanceof HTMLElement) first.focus();
    const away = (/** @type {Event} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) open.value = false;
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open.value]);
  const close = () => {
    open.value = false;
    box.current?.querySelector('button')?.focus();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (!open.peek()) return;
    const rows = [...(box.current?.querySelectorAll('[role^=menuitem]') ?? [])];
    const here = rows.indexOf(/** @type {Element} */ (document.activeElement));
    const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape') close();
    else if (way) {
      const next = rows[(here + way + rows.length) % rows.length];
      if (next instanceof HTMLElement) next.focus();
    } else if (event.key !== 'Tab') return;
    else open.value = false;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  const plain = items.every(item => item.checked === undefined);
  return html`<div class=${`menu${up ? ' up' : ''}`} ref=${box} onKeyDown=${key}>
    <button class=${name} aria-haspopup="menu" aria-expanded=${open.value ? 'true' : 'false'} aria-label=${label} title=${label} onClick=${() => {
      open.value = !open.peek();
    }}>${face}</button>
    ${open.value ? html`<div class="menu-list">${head ? html`<p class="menu-head">${head}</p>` : null}<ul role="menu" aria-label=${label}>${items.map(item => html`<li role="none" key=${item.label}>
      <button role=${plain ? 'menuitem' : 'menuitemradio'} aria-checked=${plain ? undefined : item.checked ? 'true' : 'false'} lang=${item.lang} tabindex="-1" onClick=${() => {
        close();
        item.run();
      }}>${item.label}</button></li>`)}</ul></div>` : null}
  </div>`;
}
