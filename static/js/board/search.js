/** The search field: `/` from anywhere; it narrows the board while typing and Enter goes to what it found. */
import { html, useComputed, useRef, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { matches, matchesTechnician } from './find.js';
import { eye } from './hand.js';
import { reveal } from './lane_keys.js';
import { nameOf, technicianName } from './naming.js';
import { orders, query, selectedTechnician, technicians } from './state.js';
import { stateOf } from './visits.js';

const MOST = 8;

/** For the key that jumps into it. @type {{focus: () => void}} */
export const searchField = { focus: () => undefined };

export function Search() {
  const input = useRef(/** @type {HTMLInputElement|null} */ (null));
  const open = useSignal(false);
  const at = useSignal(0);
  searchField.focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  const found = useComputed(() => {
    const wanted = query.value.trim();
    if (!wanted) return [];
    const people = technicians.value.filter(person => matchesTechnician(person, wanted)).slice(0, 3).map(person => ({ id: person.id, person }));
    const hits = orders.all.value.filter(order => matches(order, wanted)).slice(0, MOST - people.length).map(order => ({ id: order.id, order }));
    return /** @type {{id: string, person?: import('./state.js').TechnicianView, order?: import('./state.js').CardView}[]} */ ([...people, ...hits]);
  });
  const go = (/** @type {number} */ index) => {
    const hit = found.peek()[index];
    if (!hit) return;
    open.value = false;
    input.current?.blur();
    if (hit.person) {
      selectedTechnician.value = hit.person.id;
      eye.show(hit.person.id);
    } else {
      reveal(hit.id);
    }
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const rows = found.peek();
    if (event.key === 'Escape') {
      if (query.peek()) query.value = '';
      else input.current?.blur();
      open.value = false;
    } else if (event.key === 'ArrowDown') at.value = Math.min(rows.length - 1, at.peek() + 1);
    else if (event.key === 'ArrowUp') at.value = Math.max(0, at.peek() - 1);
    else if (event.key === 'Enter') go(at.peek());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = open.value && query.value.trim() !== '';
  return html`<div class="search-box"><label class="search"><${Icon} name="search" /><span class="sr">${t('search-label')}</span>
      <input ref=${input} type="search" autocomplete="off" spellcheck=${false} placeholder=${t('search-placeholder')} value=${query.value}
        role="combobox" aria-expanded=${shown ? 'true' : 'false'} aria-controls="search-found" aria-autocomplete="list" aria-activedescendant=${shown && found.value[at.value] ? `found-${at.value}` : undefined}
        onFocus=${() => {
          open.value = true;
        }} onBlur=${() => {
          open.value = false;
        }} onInput=${(/** @type {Event} */ event) => {
          query.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
          at.value = 0;
          open.value = true;
        }} onKeyDown=${key} />
      <kbd>/</kbd></label>
    ${shown ? html`<ul class="found" id="search-found" role="listbox" aria-label=${t('search-label')}>
      ${found.value.length ? found.value.map((hit, index) => html`<li key=${hit.id} id=${`found-${index}`} role="option" aria-selected=${index === at.value ? 'true' : 'false'}
          onPointerDown=${(/** @type {Event} */ event) => {
            event.preventDefault();
            go(index);
          }}>
          ${hit.order ? html`<${Mark} state=${stateOf(hit.order)} /><b>${hit.order.customer.name}</b><span>${hit.order.address}</span><span class="faint">${hit.order.technician_id ? technicianName(hit.order.technician_id) : hit.order.number}</span>`
            : hit.person ? html`<${Icon} name="user" /><b>${nameOf(hit.person)}</b><span>${hit.person.team ?? ''}</span><span class="faint">${hit.person.badge}</span>` : null}</li>`)
        : html`<li class="faint" role="option" aria-selected="false">${t('search-none', { query: query.value.trim() })}</li>`}</ul>` : null}
  </div>`;
}
