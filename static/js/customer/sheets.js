/** The sheets of the customer's page, fetched when one is opened: another time, withdrawing, what is still wrong. */
import { Problem } from '../shared/api.js';
import { ticking } from '../shared/clock.js';
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Choices, Sheet } from '../shared/sheet.js';
import { datesOf, offersOn, useSlots } from '../shared/slots.js';
import { clockTime, dateOf, dateWord, dayWord, instantOf, local, ms, startOfDay, timeRange } from '../shared/times.js';
import { useDeed } from './doing.js';
import { sentence } from './track.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('../shared/types.js').Offer} Offer */
/** @typedef {import('./track.js').Track} Track */

const HOUR = 3_600_000;
const REASONS = ['not-needed', 'moved-away', 'other-operator', 'too-late', 'other'];

/** Today, tomorrow, 24 Nov Tue. @param {string} date @param {number} now */
function dayLabel(date, now) {
  const [year, month, day] = date.split('-').map(Number);
  const noon = instantOf(year, month, day, 12);
  const near = date === dateOf(now) || date === dateOf(startOfDay(now, 1) + 12 * HOUR);
  return near ? dayWord(noon) : `${dateWord(noon)} ${t(`weekday-${local(noon).weekday}`)}`;
}

/** One time; whether it is the best, or after what was promised, is said on it. @param {{offer: Offer, chosen: boolean, onPick: (offer: Offer) => void}} props */
function Time({ offer, chosen, onPick }) {
  const mark = offer.breaks.length ? t('change-late') : offer.recommended ? t('change-best') : '';
  return html`<button type="button" class=${offer.breaks.length ? 'slot is-late' : 'slot'} aria-pressed=${chosen ? 'true' : 'false'} onClick=${() => onPick(offer)}>
    <b>${clockTime(ms(offer.agreed_at ?? offer.from_at))}</b>${mark && html`<span>${mark}</span>`}</button>`;
}

/** Which time suits: only those that the plan can keep, one of them kept while the customer decides. @param {{track: Track, view: TrackingView, onClose: () => void}} props */
export function ChangeTime({ track, view, onClose }) {
  const now = ticking.value;
  const slots = useSlots('/track');
  // the time that is agreed already is no other time
  const offers = (slots.view?.times ?? []).filter(offer => offer.agreed_at && ms(offer.agreed_at) !== (view.order.agreed_at ? ms(view.order.agreed_at) : 0));
  const days = datesOf(offers);
  const best = offers.find(offer => offer.recommended)?.date;
  const [wanted, setWanted] = useState(/** @type {string|null} */ (null));
  const date = wanted && days.includes(wanted) ? wanted : best ?? days[0];
  const deed = useDeed(async () => {
    try {
      await track.choose(/** @type {{id: string}} */ (slots.held).id);
      slots.done();
    } catch (error) {
      if (error instanceof Problem && error.current?.times) slots.instead(error.current);
      throw error;
    }
  }, onClose);
  const call = useDeed(() => track.ask(t('change-call-words')), onClose);
  const { time } = slots;
  const chosen = offers.find(offer => time !== null && ms(offer.agreed_at ?? '') === time);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${!slots.held || deed.busy} onClick=${deed.run}>${time === null ? t('change-choose') : t('change-do', { day: dayWord(time), time: clockTime(time) })}</button>`;
  const failed = slots.failure !== null && html`<p class="wrong" role="alert">${sentence(slots.failure)}</p>`;
  const askForCall = html`<button type="button" class="btn" disabled=${call.busy} onClick=${call.run}>${t('change-call')}</button>`;
  if (!slots.view) {
    return html`<${Sheet} title=${t('change-title')} onClose=${onClose}>
      ${failed ? html`${failed}<div class="pair"><button type="button" class="btn" onClick=${slots.load}>${t('action-retry')}</button>${askForCall}</div>`
        : html`<p class="hint" role="status">${t('change-looking')}</p><p class="skeleton line"></p><p class="skeleton block"></p>`}${call.error}
    <//>`;
  }
  if (!days.length) {
    return html`<${Sheet} title=${t('change-none')} onClose=${onClose}><p class="hint" role="status">${t('change-none-hint')}</p>
      <div class="pair">${askForCall}${view.may.includes('resume') && html`<${AnyTime} track=${track} onClose=${onClose} />`}</div>${call.error}<//>`;
  }
  const onDay = offersOn(offers, date);
  const morning = onDay.filter(offer => local(offer.from_at).hour < 12);
  const afternoon = onDay.filter(offer => local(offer.from_at).hour >= 12);
  return html`<${Sheet} title=${t('change-title')} onClose=${onClose} foot=${foot}>
    <${Choices} name=${t('change-day')} columns=${3} value=${date} onChoose=${(/** @type {string} */ one) => {
      setWanted(one);
      slots.clear();
    }} options=${days.map(one => ({ value: one, label: dayLabel(one, now) }))} />
    ${/** @type {[string, Offer[]][]} */ ([['am', morning], ['pm', afternoon]]).map(([half, times]) => times.length > 0 && html`<h3 class="slots-title" key=${half}>${t(`half-only-${half}`)}</h3>
      <div class="slots">${times.map(offer => html`<${Time} key=${offer.agreed_at} offer=${offer} chosen=${offer === chosen} onPick=${slots.pick} />`)}</div>`)}
    ${time !== null && html`<p class="hint" role="status">${t('change-window', { window: timeRange(time - HOUR, time + HOUR) })}${slots.held && t('change-held', { time: clockTime(slots.held.expires_at) })}</p>`}
    ${chosen && chosen.breaks.length > 0 && html`<p class="hint">${t('change-late-hint')}</p>`}
    ${failed}${deed.error}
    <p class="hint">${t('change-no-fit')}</p>${askForCall}${call.error}
  <//>`;
}

/** The clock runs again, and we call to agree a time. @param {{track: Track, onClose: () => void}} props */
function AnyTime({ track, onClose }) {
  const resume = useDeed(() => track.step('resume'), onClose);
  return html`<button type="button" class="btn" disabled=${resume.busy} onClick=${resume.run}>${t('paused-earlier')}</button>${resume.error}`;
}

/** @param {{track: Track, view: TrackingView, onClose: () => void}} props */
export function Withdraw({ track, view, onClose }) {
  const [reason, setReason] = useState(/** @type {string|null} */ (null));
  const deed = useDeed(() => track.step('request_withdrawal', { reason: t(`withdraw-${reason}`) }), onClose);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${reason === null || deed.busy} onClick=${deed.run}>${reason === null ? t('withdraw-choose') : t('withdraw-do')}</button>`;
  return html`<${Sheet} title=${t(`withdraw-title-${view.order.kind}`)} onClose=${onClose} foot=${foot}>
    <div class="reasons" role="radiogroup" aria-label=${t('withdraw-choose')}>${REASONS.map(one => html`
      <button type="button" key=${one} role="radio" class="reason" aria-checked=${one === reason ? 'true' : 'false'} onClick=${() => setReason(one)}>${t(`withdraw-${one}`)}</button>`)}</div>
    <p class="hint">${t('withdraw-hint')}</p>${deed.error}
  <//>`;
}

/** @param {{track: Track, onClose: () => void}} props */
export function StillBroken({ track, onClose }) {
  const [text, setText] = useState('');
  const deed = useDeed(() => track.step('reopen', { reason: text.trim() }), onClose);
  const foot = html`<button type="button" class="btn btn-main big grow" disabled=${!text.trim() || deed.busy} onClick=${deed.run}>${t(text.trim() ? 'broken-do' : 'broken-say')}</button>`;
  return html`<${Sheet} title=${t('broken-title')} onClose=${onClose} foot=${foot}>
    <label class="field"><span class="sr">${t('broken-say')}</span><textarea rows="3" maxlength="500" placeholder=${t('broken-example')} value=${text}
      onInput=${(/** @type {InputEvent} */ event) => setText(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea></label>
    <p class="hint">${t('broken-hint')}</p>${deed.error}
  <//>`;
}
