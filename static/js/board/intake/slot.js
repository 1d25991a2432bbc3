/** When somebody comes: half-days that the plan can keep, the best first, kept while the customer thinks; then the order. */
import { NoAnswer, Problem, get, newId } from '../../shared/api.js';
import { nowMs, ticking } from '../../shared/clock.js';
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { dateOf, halfDay, instantOf, ms, span } from '../../shared/times.js';
import { takeOrder } from '../live.js';
import { technicianName } from '../naming.js';
import { district } from '../state.js';
import { faultWord, findings } from './check.js';
import { change, draft, isLive, letGo, placeOf, sendOnce, sentenceOf } from './draft.js';

/** @typedef {import('./draft.js').AreaView} AreaView */
/** @typedef {import('../../shared/types.js').Offer} Offer */

const SHOWN = 6;
const REMOTE = new Set(['outage', 'account', 'network']);

/** @param {{areas: AreaView[]}} props */
export function SlotStep({ areas }) {
  const { kind, held, calls, note, urgent, areaId, answers, end, checked } = draft.value;
  const offers = useSignal(/** @type {Offer[]|null} */ (null));
  const failure = useSignal('');
  const sending = useSignal(false);
  const turn = useRef(0);
  const save = useRef(/** @type {HTMLButtonElement|null} */ (null));
  const place = areas.length ? placeOf(areas) : null;
  const remote = end !== null && REMOTE.has(end);

  const load = async () => {
    if (!place) return;
    failure.value = '';
    const { held: mine } = draft.peek();
    const asked = new URLSearchParams({ district: district.peek()?.id ?? '', kind: kind ?? '', lat: String(place.lat), lon: String(place.lon), area: areaId, ...(isLive(mine) && mine ? { hold: mine.id } : {}) });
    try {
      offers.value = (await get(`/slots?${asked}`)).halves;
    } catch (error) {
      failure.value = sentenceOf(error, t('no-answer'));
    }
  };
  useEffect(() => void load(), [place?.lat, place?.lon, kind]);
  useEffect(() => {
    if (place && (held || calls)) save.current?.focus();
  }, [held?.id, calls, place === null]);

  const pick = async (/** @type {Offer} */ offer) => {
    if (!place) return;
    const mine = (turn.current += 1);
    const before = draft.peek().held;
    failure.value = '';
    try {
      const kept = await sendOnce('/slots/holds', {
        event_id: newId(), district_id: district.peek()?.id, kind, ...place, area_id: areaId, date: offer.date, half: offer.half,
        ...(before && isLive(before) ? { instead_of: before.id } : {}),
      });
      if (mine === turn.current && draft.peek().step === 'slot') change({ held: kept, calls: false });
      else void sendOnce('/slots/release', { hold_id: kept.id }).catch(() => undefined);
    } catch (error) {
      if (error instanceof Problem && error.current?.halves) offers.value = error.current.halves;
      failure.value = sentenceOf(error, t('no-answer'));
    }
  };
  const create = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const now = draft.peek();
    if (sending.peek() || !place || !(now.held || now.calls)) return;
    let deadline = null;
    if (now.urgent) {
      const [year, month, day] = dateOf(nowMs()).split('-').map(Number);
      const [hour, minute] = now.urgent.split(':').map(Number);
      deadline = instantOf(year, month, day, hour, minute);
      if (deadline <= nowMs()) return void (failure.value = t('intake-urgent-past'));
    }
    sending.value = true;
    failure.value = '';
    const found = now.answers.length ? t('intake-found', { what: findings(now.answers, now.end) }) : '';
    try {
      const answer = await sendOnce('/orders', {
        event_id: now.eventId, kind: now.kind, district_id: district.peek()?.id, area_id: now.areaId,
        customer: { name: now.name.trim(), phone: now.phone.trim(), language: now.customer?.language ?? 'zh-Hans' },
        address: now.address.trim(), ...place, note: [now.note.trim(), found].filter(Boolean).join('\n').slice(0, 1000) || null,
        line_id: now.customer?.line_id ?? null, contracted_mbps: Number(now.mbps) || null, from_address: now.kind === 'move' ? now.from.trim() : null,
        hold_id: now.held?.id ?? null, fault_check_id: now.checked ? now.checkId : null, not_wanted: now.customer?.not_wanted.map(each => each.id) ?? [],
        urgent_deadline_at: deadline === null ? null : new Date(deadline).toISOString(),
      });
      takeOrder(answer.order, true);
      // the promises stand even when the answer that told the link was lost: another link is made
      const link = answer.link ?? (await sendOnce(`/orders/${answer.order.id}/link`, {}).catch(() => null))?.link ?? null;
      change({
        step: 'done',
        saved: {
          id: answer.order.id, number: answer.order.number, link, promises: answer.promises,
          booked: answer.order.booked_date ? { date: answer.order.booked_date, half: answer.order.booked_half ?? 'day' } : null,
        },
      });
    } catch (error) {
      if (error instanceof Problem && error.current?.halves) {
        offers.value = error.current.halves;
        change({ held: null });
      }
      failure.value = sentenceOf(error, error instanceof NoAnswer ? t('intake-not-answered') : '');
    } finally {
      sending.value = false;
    }
  };
  const list = (offers.value ?? []).slice(0, SHOWN);
  const read = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.currentTarget).value;
  return html`<form class="intake-slot" onSubmit=${create}>
    ${end && checked ? html`<p class="intake-found-line"><span class="tag">${t('intake-check')}</span> ${remote ? t('intake-remote', { end: faultWord('end', end) }) : faultWord('end', end)}${answers.length ? html`<br /><span class="faint">${findings(answers, null)}</span>` : null}</p>` : null}
    <h3>${t('intake-slots')}</h3>
    ${offers.value === null ? failure.value ? null : html`<p class="faint" role="status">${t('slots-looking')}</p>` : html`<div class="slot-chips intake-offers" role="group" aria-label=${t('intake-slots')}>${list.map((offer, index) => {
      const chosen = held?.date === offer.date && held?.half === offer.half;
      return html`<button type="button" key=${`${offer.date}${offer.half}`} class=${offer.breaks.length ? 'offer is-late' : 'offer'} data-key=${index + 1} data-first=${index === 0 && !held ? '' : undefined} aria-pressed=${chosen ? 'true' : 'false'} onClick=${() => void pick(offer)}>
        <b><kbd>${index + 1}</kbd> ${halfDay(offer.date, offer.half)}</b><span>${offer.recommended ? t('intake-best') + '　' : ''}${(offer.extra_s ?? 0) < 60 ? t('intake-fits') : t('intake-extra', { span: span((offer.extra_s ?? 0) * 1000) })}　${offer.technician_id ? technicianName(offer.technician_id) : ''}${offer.breaks.length ? html`　<${Mark} state="broken" />${t('intake-late')}` : null}</span></button>`;
    })}</div>
      ${list.length ? null : html`<p role="status"><b>${t('intake-slots-none')}</b></p>`}
      <p><button type="button" class=${`chip${calls ? ' chosen' : ''}`} data-key="0" aria-pressed=${calls ? 'true' : 'false'} onClick=${() => {
        letGo();
        change({ calls: true });
      }}><kbd>0</kbd>${t('intake-call-back')}</button></p>`}
    ${held ? html`<${Countdown} until=${ms(held.expires_at)} />` : null}
    ${failure.value ? html`<p class="form-error" role="alert">${failure.value} ${offers.value === null ? html`<button type="button" class="link" onClick=${() => void load()}>${t('action-retry')}</button>` : null}</p>` : null}
    <div class="form-acts"><button class="btn btn-main" ref=${save} disabled=${sending.value || !place || !(held || calls)}>${sending.value ? t('intake-saving') : t('intake-save')}</button></div>
    <label class="intake-field"><span>${t('intake-note')}</span><input maxlength="600" value=${note} onInput=${(/** @type {Event} */ event) => change({ note: read(event) })} /></label>
    <label class="intake-field short"><span>${t('intake-urgent')}</span><input type="time" value=${urgent} onInput=${(/** @type {Event} */ event) => change({ urgent: read(event) })} /></label>
  </form>`;
}

/** How long the half-day stays ours. @param {{until: number}} props */
function Countdown({ until }) {
  ticking.value;
  const left = until - nowMs();
  return left > 0 ? html`<p class="intake-held" role="timer">${t('intake-held', { span: `${Math.floor(left / 60_000)}:${String(Math.floor(left / 1000) % 60).padStart(2, '0')}` })}</p>` : html`<p class="form-error" role="alert">${t('intake-hold-over')}</p>`;
}
