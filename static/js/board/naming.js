/** How the board names people, reasons and steps in the reader's language. */
import { has, language, t, word } from '../shared/i18n.js';
import { areas, technicianById } from './state.js';
import { isHeldForIncident } from './visits.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */

const HAN = /\p{Script=Han}/u;

/** @param {TechnicianView} person */
export function nameOf(person) {
  return language.value === 'en' && person.name_en ? person.name_en : person.name;
}

/** The name in a lane: two characters are set as wide as three, so that a column of names lines up. @param {TechnicianView} person */
export function laneName(person) {
  const name = nameOf(person);
  return name.length === 2 && HAN.test(name) ? `${name[0]}　${name[1]}` : name;
}

/** One character or two letters for a marker. @param {string} name */
export function initial(name) {
  if (HAN.test(name)) return name[0];
  return name.split(/\s+/).map(part => part[0]).join('').slice(0, 2).toUpperCase();
}

/** What fits into a visit: the family name, or the first of a masked Anna S. @param {CardView} order */
export function shortName(order) {
  const { name } = order.customer;
  return HAN.test(name) ? name[0] : name.split(/\s+/)[0];
}

/** @param {string|null|undefined} technicianId */
export function technicianName(technicianId) {
  const person = technicianId ? technicianById.value.get(technicianId) : undefined;
  return person ? nameOf(person) : t('board-nobody');
}

/** @param {CardView} order */
export function areaName(order) {
  if (language.value === 'en' && order.area_id) {
    const found = areas.value.find(area => area.id === order.area_id);
    if (found?.name_en) return found.name_en;
  }
  return order.area ?? '';
}

/** An area by the name that an order carries. @param {string|null} name */
export function areaWord(name) {
  if (language.value !== 'en' || !name) return name ?? '';
  return areas.value.find(area => area.name === name)?.name_en ?? name;
}

/** Why the planner left an order out, in two to four characters. @param {string|null|undefined} reason */
export function leftOutWord(reason) {
  if (!reason) return t('left-out-unknown');
  const id = `left-out-${reason.replaceAll('_', '-')}`;
  return has(id) ? t(id) : word('reason', reason);
}

/** Where an order stands. On hold for an incident its clock runs on, so it is not 停表. @param {CardView} order */
export function statusWord(order) {
  if (isHeldForIncident(order)) return t('status-held-for-incident');
  return t(`status-${order.status.replaceAll('_', '-')}`);
}

/** @param {{role: string, name?: string|null}|null|undefined} who */
export function whoWord(who) {
  if (!who) return '';
  return who.name || word('role', who.role);
}

/**
 * A sentence with times in it: 明天 and 14:00 are set apart from digits, but not from the words around them.
 * @param {string} id
 * @param {Record<string, string|number>} facts
 */
export function say(id, facts) {
  const text = t(id, facts);
  return language.value === 'en' ? text : text.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1');
}
