/** The times and half-days that the plan can keep, as buttons in a form: who would come, and how much more road it is. */
import { Problem } from '../shared/api.js';
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Mark } from '../shared/marks.js';
import { clockTime, halfDay, ms, span, when } from '../shared/times.js';
import { technicianName } from './naming.js';

/** @typedef {import('../shared/types.js').Offer} Offer */
/** @typedef {ReturnType<typeof import('../shared/slots.js').useSlots>} Slots */

const SHOWN = 6;

/**
 * @param {{slots: Slots, kind: 'times'|'halves', chosen: (offer: Offer) => boolean, onChoose: (offer: Offer) => void}} props
 */
export function SlotChips({ slots, kind, chosen, onChoose }) {
  if (slots.failure !== null && !slots.view) return html`<p class="faint">${t('slots-unknown')}</p>`;
  if (!slots.view) return html`<p class="faint" role="status">${t('slots-looking')}</p>`;
  const offers = slots.view[kind];
  return html`<section class="slot-chips" aria-label=${t('slots-title')}>
    ${offers.length ? offers.slice(0, SHOWN).map(offer => html`
      <button type="button" key=${offer.agreed_at ?? `${offer.date}${offer.half}`} class=${offer.breaks.length ? 'offer is-late' : 'offer'} aria-pressed=${chosen(offer) ? 'true' : 'false'} onClick=${() => onChoose(offer)}>
        <b>${offer.agreed_at ? when(offer.agreed_at) : halfDay(offer.date, offer.half)}</b><span>${said(offer)}</span></button>`)
      : html`<p class="faint">${t('slots-none')}</p>`}
    ${slots.failure instanceof Problem && html`<p class="form-error" role="alert">${slots.failure.message}</p>`}
    ${slots.held && html`<p class="faint" role="status">${t('slots-held', { time: clockTime(slots.held.expires_at) })}</p>`}
  </section>`;
}

/** Who, how much more road, and what it would break. @param {Offer} offer */
function said(offer) {
  const minutes = Math.round((offer.extra_s ?? 0) / 60);
  return html`${offer.technician_id ? technicianName(offer.technician_id) : ''}　${minutes > 0 ? t('slots-extra', { span: span(minutes * 60_000) }) : t('slots-no-extra')}${offer.breaks.length ? html`　<${Mark} state="broken" />${t('slots-late')}` : null}`;
}

/** The start of the earliest half-day that can be had in time: what a customer who wants a later one puts off. @param {Slots} slots */
export function earliestOffered(slots) {
  const kept = (slots.view?.halves ?? []).filter(offer => !offer.breaks.length);
  return kept.length ? kept.reduce((first, offer) => (ms(offer.from_at) < ms(first.from_at) ? offer : first)) : null;
}
