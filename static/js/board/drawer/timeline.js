/** What happened to an order in words: each event as a sentence, and its author. */
import { has, t, word } from '../../shared/i18n.js';
import { clockTime, money, when } from '../../shared/times.js';
import { nameOf, say, technicianName } from '../naming.js';
import { technicians } from '../state.js';

/** @typedef {{type: string, data: Record<string, any>, technician?: string|null}} Told */

/** A name as the reader writes it, where the board knows the person. @param {string} name */
export function named(name) {
  const person = technicians.value.find(one => one.name === name);
  return person ? nameOf(person) : name;
}

/** @param {{role: string, name: string|null}} by */
export function author(by) {
  return by.name ? named(by.name) : word('role', by.role);
}

/** @param {Told} event */
export function sentence(event) {
  const { data } = event;
  const id = event.type === 'assign' && data.forced ? 'event-assign-forced'
    // no clock stands still for a fault of ours
    : event.type === 'hold' && data.reason === 'incident' ? 'event-hold-incident' : `event-${event.type.replaceAll('_', '-')}`;
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
  const at = (/** @type {unknown} */ value) => (typeof value === 'string' && value ? when(value) : '');
  if (event.type === 'planned' && !data.start_at) return t('event-planned-none');
  if (event.type === 'assign' && !data.technician_id) return t('event-assign-none');
  if (event.type === 'warned') return say('story-warned', { promise: word('promise', text(data.promise)), percent: text(data.rung).replace(/\D/g, '') });
  if (event.type === 'message') return message(data);
  if (!has(id)) return word('step', event.type);
  const reason = text(data.reason);
  return say(id, {
    technician: event.technician ? named(event.technician) : (text(data.technician_id) ? technicianName(text(data.technician_id)) : ''),
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

/** 给客户发消息「受理」：已发出 @param {Record<string, any>} data */
function message(data) {
  return say('story-message', { to: data.to === 'customer' ? 'customer' : 'staff', occasion: word('occasion', data.occasion), state: t(`message-${data.state}`) });
}
