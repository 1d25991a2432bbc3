/** A plan in figures, and an imagined day in words. */
import { t } from '../../shared/i18n.js';
import { span } from '../../shared/times.js';
import { technicianName } from '../naming.js';
import { orders } from '../state.js';

/** @typedef {import('../proposals.js').Totals} Totals */

/** @type {(keyof Totals)[]} */
export const ROWS = ['visits', 'unassigned', 'late_visits', 'agreed_missed', 'travel', 'overtime'];

/** @param {keyof Totals} row @param {number} value */
export const cell = (row, value) => ((row === 'travel' || row === 'overtime') && value ? span(value * 1000) : value);

/** What is different in the imagined day. @param {any} given */
export function givenWords(given) {
  return [
    given.away?.length ? t('given-away', { names: given.away.map((/** @type {any} */ one) => technicianName(one.technician_id)).join(t('drawer-plan-list')) }) : '',
    given.overtime_min !== undefined ? t('given-overtime', { span: span(given.overtime_min * 60_000) }) : '',
    given.helpers?.length ? t('given-helpers', { count: given.helpers.length }) : '',
    given.added?.length ? t('given-added', { count: given.added.length }) : '',
    given.withdrawn?.length ? t('given-withdrawn', { numbers: given.withdrawn.map((/** @type {string} */ id) => orders.row(id)?.value.number ?? id).join(t('drawer-plan-list')) }) : '',
    given.travel_factor ? t('given-roads', { percent: Math.round(given.travel_factor * 100) }) : '',
  ].filter(Boolean).join(t('list-comma')) || t('what-if-title');
}
