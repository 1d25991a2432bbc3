/** Whose lanes, risks and figures are shown: a lead's own team first, one tap to the whole district. Rights go by the district alone. */
import { computed, html, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { technicianById, technicians, user } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

const whole = signal(false);

/** The team that is shown; null: everybody. A team that has nobody here hides nobody. */
export const team = computed(() => {
  const own = user.value?.team;
  return own && !whole.value && technicians.value.some(person => person.team === own) ? own : null;
});

/** @param {{team?: string|null}} person */
export function isMine(person) {
  return team.value === null || person.team === team.value;
}

/** What nobody has yet is everybody's. @param {CardView} order */
export function isOurs(order) {
  if (team.value === null || !order.technician_id) return true;
  const person = technicianById.value.get(order.technician_id);
  return !person || isMine(person);
}

export function ScopeSwitch() {
  const own = user.value?.team;
  if (!own || !technicians.value.some(person => person.team === own)) return null;
  return html`<button class="tool scope" aria-pressed=${whole.value ? 'false' : 'true'} title=${t(whole.value ? 'scope-to-team' : 'scope-to-district', { team: own })}
    onClick=${() => (whole.value = !whole.peek())}>${whole.value ? t('scope-district') : t('scope-team', { team: own })}</button>`;
}
