/** What is said of a technician from the head of the lane: sick for today or until tomorrow, back again. Right click, the menu key or Shift+F10. */
import { newId } from '../shared/api.js';
import { nowMs } from '../shared/clock.js';
import { html, signal, useEffect, useRef } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { dateOf, instantOf, ms, when } from '../shared/times.js';
import { refuse, remember } from './deeds.js';
import { nameOf } from './naming.js';
import { notify } from './notices.js';
import { attempt } from './sending.js';
import { technicians } from './state.js';

/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */
/** @typedef {import('../shared/types.js').AbsenceView} AbsenceView */

/** The technician whose menu is open, and where. @type {import('@preact/signals').Signal<{id: string, x: number, y: number}|null>} */
const opened = signal(null);
const ROOM = { width: 230, height: 190 };

/** @param {MouseEvent} event @param {string} id */
export function openLaneMenu(event, id) {
  event.preventDefault();
  event.stopPropagation();
  const head = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  // the menu key points nowhere: then it opens under the head
  const at = event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : { x: head.left + 12, y: head.bottom };
  opened.value = { id, x: Math.min(at.x, innerWidth - ROOM.width), y: Math.min(at.y, innerHeight - ROOM.height) };
}

/** The absence that runs at this instant. @param {TechnicianView} technician @param {number} now ms @returns {AbsenceView|undefined} */
export function awayNow(technician, now) {
  return technician.absences?.find(one => ms(one.from_at) <= now && (one.until_at === null || now < ms(one.until_at)));
}

/** Midnight after the local day that is so many days ahead. @param {number} days */
function midnightAfter(days) {
  const [year, month, day] = dateOf(nowMs()).split('-').map(Number);
  return new Date(instantOf(year, month, day + days + 1, 0)).toISOString();
}

/** @param {TechnicianView} technician @param {'sick'|'leave'} kind @param {string|null} until */
async function away(technician, kind, until) {
  try {
    /** @type {{absence: AbsenceView, under_way: {number: string}[]}} */
    const answer = await attempt(`/technicians/${encodeURIComponent(technician.id)}/absences`, { event_id: newId(), kind, from_at: null, until_at: until, note: '' });
    remember({
      at: nowMs(), orderId: '', say: () => t(`did-away-${kind}`, { technician: nameOf(technician), until: until ? when(until) : t('away-open') }),
      undo: () => back(answer.absence),
    });
    // what has begun is not taken from anybody: who goes on with it is a question to people
    if (answer.under_way.length) notify({ tone: 'refused', text: t('away-under-way', { count: answer.under_way.length }), detail: answer.under_way.map(one => one.number).join(t('list-comma')) });
  } catch (error) {
    refuse(error);
  }
}

/** @param {AbsenceView} absence */
async function back(absence) {
  try {
    await attempt(`/absences/${encodeURIComponent(absence.id)}/end`, { event_id: newId(), version: absence.version });
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}

/** What the menu offers. @param {TechnicianView} technician @returns {{name: string, run: () => unknown}[]} */
export function itemsOf(technician) {
  const absence = awayNow(technician, nowMs());
  if (absence) {
    return [{ name: 'back', run: async () => {
      if (await back(absence)) notify({ tone: 'done', text: t('did-back', { technician: nameOf(technician) }) });
    } }];
  }
  return [
    { name: 'sick-today', run: () => away(technician, 'sick', midnightAfter(0)) },
    { name: 'sick-tomorrow', run: () => away(technician, 'sick', midnightAfter(1)) },
    { name: 'sick-open', run: () => away(technician, 'sick', null) },
    { name: 'leave-today', run: () => away(technician, 'leave', midnightAfter(0)) },
  ];
}

export function LaneMenu() {
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const at = opened.value;
  useEffect(() => {
    if (!at) return undefined;
    const before = document.activeElement;
    /** @type {HTMLElement|null} */ (box.current?.querySelector('button'))?.focus();
    const away = (/** @type {Event} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) opened.value = null;
    };
    document.addEventListener('pointerdown', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [at]);
  const technician = at && technicians.value.find(one => one.id === at.id);
  if (!at || !technician) return null;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const rows = /** @type {HTMLElement[]} */ ([...(box.current?.querySelectorAll('button') ?? [])]);
    const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (way) rows[(rows.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + way + rows.length) % rows.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') opened.value = null;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<div class="menu lane-menu" ref=${box} onKeyDown=${onKey} style=${{ left: `${at.x}px`, top: `${at.y}px` }}>
    <div class="menu-list"><p class="menu-head">${nameOf(technician)}</p><ul role="menu" aria-label=${nameOf(technician)}>${itemsOf(technician).map(item => html`<li role="none" key=${item.name}>
      <button role="menuitem" tabindex="-1" data-item=${item.name} onClick=${() => {
        opened.value = null;
        void item.run();
      }}>${t(`lane-menu-${item.name}`)}</button></li>`)}</ul></div></div>`;
}
