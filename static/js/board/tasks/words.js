/** What a team is called: the desk by its word, the others by their name. */
import { t } from '../../shared/i18n.js';

/** @param {string} team */
export function teamWord(team) {
  return team === 'desk' ? t('team-desk') : team;
}
