/** The filter of the list on show, and its form in the page's address, so that a sent link shows the same list. */
import { signal } from '../../shared/html.js';

/**
 * What is left out does not narrow.
 * @typedef {object} ListFilter
 * @property {string[]} [status]
 * @property {string[]} [kind]
 * @property {string[]} [area]
 * @property {string[]} [technician]
 * @property {string[]} [risk]
 * @property {boolean} [unassigned]
 * @property {boolean} [urgent]
 * @property {string} [first]
 * @property {string} [last]
 * @property {string} [words]
 * @property {string} [sort]
 * @property {boolean} [descending]
 * @property {string[]} [columns]
 */

const SEVERAL = /** @type {const} */ (['status', 'kind', 'area', 'technician', 'risk', 'columns']);
const ONE = /** @type {const} */ (['first', 'last', 'words', 'sort']);
const FLAGS = /** @type {const} */ (['unassigned', 'urgent', 'descending']);
const DAY = /^2\d{3}-\d\d-\d\d$/;

export const OPEN_STATUSES = ['accepted', 'assigned', 'taken', 'contacted', 'on_the_way', 'on_site', 'working', 'tested', 'on_hold', 'withdrawal_requested', 'withdrawal_verified', 'visit_failed'];
export const STATUSES = [...OPEN_STATUSES, 'completed', 'confirmed', 'withdrawn'];

/** @type {import('@preact/signals').Signal<ListFilter>} */
export const list = signal({ status: OPEN_STATUSES });

/** @param {ListFilter} filter */
export function inAddress(filter) {
  const parts = new URLSearchParams();
  for (const name of SEVERAL) if (filter[name]?.length) parts.set(name, /** @type {string[]} */ (filter[name]).join('*'));
  for (const name of ONE) if (filter[name]) parts.set(name, /** @type {string} */ (filter[name]));
  for (const name of FLAGS) if (filter[name]) parts.set(name, '1');
  return parts.toString();
}

/** Only what is known is taken from an address. @param {string} text @returns {ListFilter} */
export function fromAddress(text) {
  const parts = new URLSearchParams(text);
  /** @type {ListFilter} */
  const filter = {};
  for (const name of SEVERAL) {
    const found = parts.get(name)?.split(/[*,]/).filter(each => /^[\w:.-]{1,64}$/.test(each));
    if (found?.length) filter[name] = found;
  }
  for (const name of ONE) {
    const found = parts.get(name);
    if (found && (name === 'words' || name === 'sort' || DAY.test(found))) filter[name] = found.slice(0, 100);
  }
  for (const name of FLAGS) if (parts.has(name)) filter[name] = true;
  return filter;
}
