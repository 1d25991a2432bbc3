/** The planner proposes: what changes and what it is worth, in one line; adopt it, look at it in the plan panel, or turn it down. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { clockTime, span, when } from '../shared/times.js';
import { technicianName } from './naming.js';
import { openPanel } from './panels.js';
import { comparedId, decide, deciding, proposal } from './proposals.js';

/** @typedef {import('./proposals.js').Difference} Difference */
/** @typedef {import('./proposals.js').Seat} Seat */

export function ProposalBar() {
  const shown = proposal.value;
  if (!shown?.difference) return null;
  return html`<section class="proposal" aria-label=${t('proposal-title')}>
    <p><b>${t('proposal-title')}</b><span>${worth(shown.difference)}</span></p>
    <button class="link" onClick=${() => {
      openPanel('plan');
      comparedId.value = shown.id;
    }}>${t('proposal-changes', { count: shown.difference.changes.length })}</button>
    <button class="btn btn-main" disabled=${deciding.value} onClick=${() => void decide(shown, 'adopt')}>${t('proposal-adopt')}</button>
    <button class="btn" disabled=${deciding.value} onClick=${() => void decide(shown, 'dismiss')}>${t('proposal-dismiss')}</button>
  </section>`;
}

/** What it is worth, in words. @param {Difference} difference */
export function worth({ before, after, saved, broken, moved, agreed_changed: agreed }) {
  const road = after.travel - before.travel;
  return [
    saved ? t('proposal-saved', { count: saved }) : '',
    broken ? t('proposal-broken', { count: broken }) : '',
    moved ? t('proposal-moved', { count: moved }) : '',
    agreed ? t('proposal-agreed', { count: agreed }) : '',
    Math.abs(road) >= 60 ? t(road < 0 ? 'proposal-less-road' : 'proposal-more-road', { span: span(Math.abs(road) * 1000) }) : '',
  ].filter(Boolean).join(t('list-comma'));
}

/** Who and when; on the same day only the time. @param {Seat|null} where @param {Seat|null} [was] */
export function seat(where, was) {
  if (!where) return t('proposal-no-place');
  const name = where.technician_id.startsWith('extra:') ? t('what-if-helper') : technicianName(where.technician_id);
  const sameDay = was && was.start_at.slice(0, 10) === where.start_at.slice(0, 10);
  return `${name} ${sameDay ? clockTime(where.start_at) : when(where.start_at)}`;
}
