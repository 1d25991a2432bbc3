/** How an incident's cause and place are said. */
import { t } from '../../shared/i18n.js';
import { areaWord } from '../naming.js';

export const CAUSES = ['fibre_cut', 'power', 'equipment', 'works', 'unknown'];

/** @param {string} cause */
export function causeWord(cause) {
  return t(`cause-${cause.replaceAll('_', '-')}`);
}

/** Its areas and its port. @param {{areas: {name: string}[], line_prefix: string|null}} one */
export function whereWords({ areas, line_prefix: port }) {
  return [...areas.map(area => areaWord(area.name)), port ? t('incident-below', { port }) : ''].filter(Boolean).join(t('list-comma'));
}
