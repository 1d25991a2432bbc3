/** What happened to an order, newest first: each event as a sentence with its author. */
import { html, useSignal } from '../../shared/html.js';
import { has, t, word } from '../../shared/i18n.js';
import { clockTime, money, when } from '../../shared/times.js';
import { say, technicianName } from '../naming.js';

/** @typedef {import('../detail.js').EventView} EventView */

const FIRST = 8;
/** Nothing a dispatcher needs to read line by line. */
const QUIET = new Set(['warned']);

/** @param {{events: EventView[]|null}} props */
export function Timeline({ events }) {
  const all = useSignal(false);
  if (!events) return html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  const rows = gather(events);
  const shown = all.value ? rows : rows.slice(0, FIRST);
  return html`<section aria-label=${t('log-title')}><ol class="log">${shown.map(event => html`<li key=${event.id} class=${event.type === 'broken' ? 'is-broken' : ''}>
      <time datetime=${event.occurred_at}>${when(event.occurred_at)}</time><span>${sentence(event)}<span class="faint">　${author(event)}${event.skewed ? `　${t('log-skewed')}` : ''}</span>${event.note ? html`<span class="note">${event.note}</span>` : null}</span></li>`)}</ol>
    ${rows.length > shown.length ? html`<button class="link more-log" onClick=${() => {
      all.value = true;
    }}>${t('log-more', { count: rows.length - shown.length })}</button>` : null}</section>`;
}

/** Newest first; of plans in a row only the last one counts. @param {EventView[]} events */
function gather(events) {
  const ordered = [...events].sort((a, b) => b.seq - a.seq).filter(event => !QUIET.has(event.type));
  return ordered.filter((event, index) => !(event.type === 'planned' && ordered[index - 1]?.type === 'planned'));
}

/** @param {EventView} event */
function author(event) {
  return event.actor.name ?? t(`role-${event.actor.role}`);
}

/** @param {EventView} event */
function sentence(event) {
  const { data } = event;
  const id = event.type === 'assign' && data.forced ? 'event-assign-forced' : `event-${event.type.replaceAll('_', '-')}`;
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
  const at = (/** @type {unknown} */ value) => (typeof value === 'string' && value ? when(value) : '');
  if (event.type === 'planned' && !data.start_at) return t('event-planned-none');
  if (event.type === 'assign' && !data.technician_id) return t('event-assign-none');
  if (!has(id)) return word('step', event.type);
  const reason = text(data.reason);
  return say(id, {
    technician: event.technician ?? (text(data.technician_id) ? technicianName(text(data.technician_id)) : ''),
    time: at(data.agreed_at ?? data.until ?? data.arrive_at ?? data.deadline_at),
    from: data.arrive_at ? clockTime(data.arrive_at) : '', to: data.end_at ? clockTime(data.end_at) : '',
    outcome: text(data.outcome) ? word('outcome', text(data.outcome)) : '',
    reason: reason ? word('reason', reason) : '',
    because: reason ? t('log-because', { reason: word('reason', reason) }) : '',
    mbps: typeof data.download_mbps === 'number' ? data.download_mbps : '',
    promise: text(data.promise) ? word('promise', text(data.promise)) : '',
    money: typeof data.amount_cents === 'number' ? money(data.amount_cents) : '',
    verdict: event.type === 'care_closed' ? text(data.verdict) : text(data.verdict) ? word('verdict', text(data.verdict)) : '',
    by: data.by === 'us' ? 'us' : 'customer',
    relation: text(data.relation), stage: text(data.stage), rating: typeof data.rating === 'number' ? data.rating : 0,
  });
}
