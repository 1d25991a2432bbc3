/** The strip above the lanes: one card each, the shortest time first, with its owner and the next act; it folds, and arrows go along it. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon, Mark } from '../../shared/marks.js';
import { dueTime, span } from '../../shared/times.js';
import { busy } from '../deeds.js';
import { technicianName } from '../naming.js';
import { minute, select, selectedId } from '../state.js';
import { sending } from '../tasks.js';
import { teamWord } from '../tasks/words.js';
import { urgent, wanted } from '../urgent.js';
import { nextOfOrder, nextOfTask, openTask } from './acts.js';

/** @typedef {import('../urgent.js').Urgent} Urgent */

const KEPT = 'sanxian.board.urgent.folded';
/** Of its time: from here on it is amber, then red. */
const NEAR = 0.75;
const CLOSE = 0.9;

export function Strip() {
  const folded = useSignal(kept());
  const at = useSignal('');
  const list = useRef(/** @type {HTMLElement|null} */ (null));
  const rows = urgent.value;
  const first = rows[0];
  const current = rows.some(row => row.key === at.value) ? at.value : first.key;
  const fold = (/** @type {boolean} */ next) => {
    folded.value = next;
    keep(next);
  };
  useEffect(() => {
    if (!wanted.value) return;
    fold(false);
    requestAnimationFrame(() => focusOn(list.current?.querySelector('[tabindex="0"]')));
  }, [wanted.value]);
  const left = first.due - minute.value;
  return html`<section class="urgent" aria-label=${t('urgent-title')} data-folded=${folded.value ? 'true' : undefined}>
    <button class="urgent-head" aria-expanded=${folded.value ? 'false' : 'true'} title=${t('urgent-key')} onClick=${() => fold(!folded.peek())}><${Icon} name=${folded.value ? 'right' : 'down'} />
      <b>${t('urgent-count', { count: rows.length })}</b>${folded.value ? html`<span class=${`promise is-${riskOf(first, minute.value)}`}><${Mark} state=${riskOf(first, minute.value)} />${t(left < 0 ? 'urgent-over' : 'urgent-soonest', { span: span(Math.abs(left)) })}</span>` : null}</button>
    ${folded.value ? null : html`<ol class="urgent-list" ref=${list} onKeyDown=${along} onFocusIn=${(/** @type {FocusEvent} */ event) => {
      const card = event.target instanceof Element ? event.target.closest('[data-urgent]') : null;
      if (card instanceof HTMLElement) at.value = card.dataset.urgent ?? '';
    }}>${rows.map(row => html`<${Card} key=${row.key} row=${row} current=${row.key === current} />`)}</ol>`}
  </section>`;
}

/** @param {{row: Urgent, current: boolean}} props */
function Card({ row, current }) {
  const { order, task } = row;
  const state = riskOf(row, minute.value);
  const left = row.due - minute.value;
  const next = order ? nextOfOrder(order) : nextOfTask(/** @type {import('../tasks.js').Task} */ (task));
  const waits = order ? busy.value.has(order.id) : sending.value === task?.id;
  const open = () => (order ? select(order.id) : task && openTask(task, null));
  const isOpen = (order ?? task)?.id === selectedId.value || (task?.order_id && task.order_id === selectedId.value);
  return html`<li class=${`urgent-card is-${state}${isOpen ? ' sel' : ''}`} data-urgent=${row.key}>
    <button class="urgent-open" tabindex=${current ? 0 : -1} title=${t('urgent-due', { time: dueTime(new Date(row.due).toISOString()) })} onClick=${open}>
      <span class="row"><span class="promise"><${Mark} state=${state} /><span class="sr">${t(`state-${state}`)}</span></span><b class="left">${t(left < 0 ? 'urgent-over' : 'urgent-left', { span: span(Math.abs(left)) })}</b>
        <span class="what">${order ? t('urgent-order', { customer: order.customer.name }) : task?.title}</span></span>
      <span class=${`who${ownerIsMissing(row) ? ' lacks' : ''}`}>${ownerWords(row)}</span></button>
    <button class=${`btn${current ? '' : ' quiet'}`} tabindex=${current ? 0 : -1} aria-disabled=${waits ? 'true' : undefined} data-act=${next.name} aria-label=${t('urgent-act', { act: t(`urgent-do-${next.name}`), what: order ? order.customer.name : task?.title ?? '' })}
      onClick=${(/** @type {MouseEvent} */ event) => waits || next.run(event.detail === 0)}>${t(`urgent-do-${next.name}`)}</button></li>`;
}

/** @param {Urgent} row */
function ownerIsMissing({ order, task }) {
  return order ? !order.technician_id : task?.owner.away ?? false;
}

/** Who has it: the technician, or the task's owner, and who is to accept it. @param {Urgent} row */
function ownerWords({ order, task }) {
  if (order) return order.technician_id ? technicianName(order.technician_id) : t('urgent-nobody');
  if (!task) return '';
  if (task.owner.away) return t('urgent-away', { name: task.owner.name });
  const taker = task.offered?.name ?? (task.offered_team ? teamWord(task.offered_team) : null);
  return taker ? t('urgent-waits', { name: task.owner.name, taker }) : task.owner.name;
}

/** Its clock: colour, shape and word. @param {Urgent} row @param {number} now @returns {import('../../shared/types.js').Risk} */
function riskOf({ due, from, order }, now) {
  if (now > due) return 'broken';
  const promise = order?.promises.find(each => each.promise === 'urgent' && each.state === 'running');
  const gone = (now - from) / Math.max(1, due - from);
  if (promise?.risk === 'jeop' || gone >= CLOSE) return 'jeop';
  return promise?.risk === 'risk' || gone >= NEAR ? 'risk' : 'track';
}

/** Arrows, Home and End go from card to card. @param {KeyboardEvent} event */
function along(event) {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const cards = [...list.querySelectorAll('.urgent-open')];
  const here = cards.findIndex(card => card.parentElement?.contains(document.activeElement));
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: cards.length - 1 }[event.key];
  if (to === undefined || !cards[to]) return;
  event.preventDefault();
  focusOn(cards[to]);
}

/** @param {Element|null|undefined} card */
function focusOn(card) {
  if (!(card instanceof HTMLElement)) return;
  card.focus();
  card.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === '1';
  } catch {
    return false;
  }
}

/** @param {boolean} folded */
function keep(folded) {
  try {
    if (folded) localStorage.setItem(KEPT, '1');
    else localStorage.removeItem(KEPT);
  } catch {
    // then it lasts as long as the page
  }
}
