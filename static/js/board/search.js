/** The search field: `/` from anywhere; it narrows the board while typing, and finds everything of any day beneath. */
import { html, useComputed, useRef, useSignal } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { fullDate } from '../shared/times.js';
import { midnightOf } from './day.js';
import { matches, matchesTechnician } from './find.js';
import { nameOf, technicianName } from './naming.js';
import { commands, found, goToArea, goToOrder, goToTechnician, lookEverywhere, looking, recent } from './search_everywhere.js';
import { orders, query, technicians } from './state.js';
import { stateOf } from './visits.js';

/**
 * One line of what was found.
 * @typedef {{key: string, group: string, run: () => void, face: any}} Hit
 */

const MOST = 8;

/** For the key that jumps into it. @type {{focus: () => void}} */
export const searchField = { focus: () => undefined };

/** @param {string} wanted @returns {Hit[]} */
function onBoard(wanted) {
  const people = technicians.value.filter(person => matchesTechnician(person, wanted)).slice(0, 3).map(person => ({
    key: person.id, group: 'search-technicians', run: () => void goToTechnician({ id: person.id, district_id: '', name: person.name }),
    face: html`<${Icon} name="user" /><b>${nameOf(person)}</b><span>${person.team ?? ''}</span><span class="faint">${person.badge}</span>`,
  }));
  const hits = orders.all.value.filter(order => matches(order, wanted)).slice(0, MOST - people.length).map(order => ({
    key: order.id, group: '', run: () => void goToOrder(order.id),
    face: html`<${Mark} state=${stateOf(order)} /><b>${order.customer.name}</b><span>${order.address}</span><span class="faint">${order.technician_id ? technicianName(order.technician_id) : order.number}</span>`,
  }));
  return [...people, ...hits];
}

/** What the server knows beyond the board. @param {Hit[]} known @returns {Hit[]} */
function beyond(known) {
  const answer = found.value;
  if (!answer) return [];
  const here = new Set(known.map(hit => hit.key));
  return [
    ...answer.technicians.filter(person => !here.has(person.id)).map(person => ({
      key: person.id, group: 'search-technicians', run: () => void goToTechnician(person),
      face: html`<${Icon} name="user" /><b>${person.name}</b><span>${person.team ?? ''}</span><span class="faint">${person.badge ?? ''}</span>`,
    })),
    ...answer.orders.filter(order => !here.has(order.id)).map(order => ({
      key: order.id, group: 'search-orders-all', run: () => void goToOrder(order.id, order),
      face: html`<${Icon} name=${order.kind} /><b>${order.name}</b><span>${order.address}</span><span class="faint">${word('status', order.status)} · ${fullDate(midnightOf(order.date))}</span>`,
    })),
    ...answer.areas.map(area => ({
      key: `area-${area.id}`, group: 'search-areas', run: () => void goToArea(area),
      face: html`<${Icon} name="pin" /><b>${area.name}</b><span>${area.name_en ?? ''}</span><span></span>`,
    })),
  ];
}

export function Search() {
  const input = useRef(/** @type {HTMLInputElement|null} */ (null));
  const open = useSignal(false);
  const at = useSignal(0);
  searchField.focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  const hits = useComputed(() => {
    const wanted = query.value.trim();
    if (!wanted) {
      return recent.value.map(one => ({
        key: one.id, group: 'search-recent', run: () => void goToOrder(one.id), face: html`<${Icon} name="clock" /><b>${one.number}</b><span></span><span></span>`,
      }));
    }
    const orders = commands.value.map(({ id, label, icon, run }) => ({ key: id, group: 'search-commands', run, face: html`<${Icon} name=${icon} /><b>${label}</b><span></span><span></span>` }));
    const known = onBoard(wanted);
    return [...orders, ...known, ...beyond(known)];
  });
  const go = (/** @type {number} */ index) => {
    const hit = hits.peek()[index];
    if (!hit) return;
    open.value = false;
    input.current?.blur();
    // what a command was called is no filter of the board
    if (hit.group === 'search-commands' || hit.group === 'search-orders-all') query.value = '';
    hit.run();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const rows = hits.peek();
    if (event.key === 'Escape') {
      if (query.peek()) query.value = '';
      else input.current?.blur();
      lookEverywhere('');
      open.value = false;
    } else if (event.key === 'ArrowDown') at.value = Math.min(rows.length - 1, at.peek() + 1);
    else if (event.key === 'ArrowUp') at.value = Math.max(0, at.peek() - 1);
    else if (event.key === 'Enter') go(at.peek());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const wanted = query.value.trim();
  const shown = open.value && (wanted !== '' || hits.value.length > 0);
  return html`<div class="search-box"><label class="search"><${Icon} name="search" /><span class="sr">${t('search-label')}</span>
      <input ref=${input} type="search" autocomplete="off" spellcheck=${false} placeholder=${t('search-placeholder')} value=${query.value}
        role="combobox" aria-expanded=${shown ? 'true' : 'false'} aria-controls="search-found" aria-autocomplete="list" aria-activedescendant=${shown && hits.value[at.value] ? `found-${at.value}` : undefined}
        onFocus=${() => {
          open.value = true;
        }} onBlur=${() => {
          open.value = false;
        }} onInput=${(/** @type {Event} */ event) => {
          query.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
          lookEverywhere(query.peek());
          at.value = 0;
          open.value = true;
        }} onKeyDown=${key} />
      <kbd aria-hidden="true">/</kbd></label>
    <ul class="found" id="search-found" role="listbox" aria-label=${t('search-label')} hidden=${!shown}>
      ${shown ? hits.value.map((hit, index) => html`<li key=${hit.key} id=${`found-${index}`} role="option" aria-selected=${index === at.value ? 'true' : 'false'} data-group=${hit.group}
          class=${hit.group && hits.value[index - 1]?.group !== hit.group ? 'first-of-group' : ''} data-title=${hit.group ? t(hit.group) : ''}
          onPointerDown=${(/** @type {Event} */ event) => {
            event.preventDefault();
            go(index);
          }}>${hit.face}</li>`) : null}
      ${shown && wanted && looking.value ? html`<li class="faint" role="option" aria-selected="false">${t('search-looking')}</li>`
        : shown && wanted && !hits.value.length ? html`<li class="faint" role="option" aria-selected="false">${t('search-none', { query: wanted })}</li>` : null}</ul>
  </div>`;
}
