/** Which step's form is open in the drawer, and the small forms themselves: only what the step needs, tapped where possible. */
import { html, signal, useEffect, useSignal } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { nowMs } from '../shared/clock.js';
import { useSlots } from '../shared/slots.js';
import { clockTime, dateOf, instantOf, ms } from '../shared/times.js';
import { takeStep } from './deeds.js';
import { SlotChips, earliestOffered } from './slot_chips.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */
/** @typedef {{name: string, kind: 'choice'|'text'|'time'|'later', choices?: string[], subject?: string, optional?: boolean}} Field */

/** The open form. @type {import('@preact/signals').Signal<{step: Step, orderId: string}|null>} */
export const form = signal(null);

/** What each step asks; a step that is not here asks nothing. @type {Partial<Record<Step, Field[]>>} */
const FIELDS = {
  contact: [{ name: 'agreed_at', kind: 'time' }, { name: 'by', kind: 'choice', choices: ['customer', 'us'], subject: 'by' }],
  attempt: [{ name: 'outcome', kind: 'choice', choices: ['no_answer', 'busy', 'off', 'wrong_number'], subject: 'outcome' }],
  hold: [
    { name: 'reason', kind: 'choice', choices: ['customer_later', 'not_ready', 'unreachable', 'no_access'], subject: 'reason' },
    { name: 'offered_at', kind: 'later', optional: true },
    { name: 'until', kind: 'later', optional: true },
  ],
  unassign: [{ name: 'reason', kind: 'text' }],
  request_withdrawal: [{ name: 'reason', kind: 'text' }],
  verify_withdrawal: [{ name: 'verdict', kind: 'choice', choices: ['customer', 'ours', 'never'], subject: 'verdict' }],
  fail_visit: [{ name: 'reason', kind: 'choice', choices: ['no_access', 'not_ready', 'parts', 'line_fault', 'other'], subject: 'reason' }],
  reopen: [{ name: 'reason', kind: 'text' }],
  confirm_urgent: [{ name: 'deadline_at', kind: 'time' }],
  correct_tier: [{ name: 'tier', kind: 'choice', choices: ['standard', 'premium'] }],
};

/** Whether a step needs to be asked something before it is taken. @param {Step} step */
export function asks(step) {
  return step in FIELDS;
}

/** The next quarter of an hour, a while from now: what is agreed on a call. @param {CardView} order */
function suggestedTime(order) {
  const quarter = 15 * 60_000;
  const soonest = Math.ceil((nowMs() + 45 * 60_000) / quarter) * quarter;
  const planned = order.planned?.arrive_at ? Math.round(ms(order.planned.arrive_at) / quarter) * quarter : 0;
  return Math.max(soonest, planned, order.window ? ms(order.window.from) : 0);
}

/** @param {{order: CardView}} props */
export function StepForm({ order }) {
  const open = form.value;
  if (!open || open.orderId !== order.id || !order.next_steps.includes(open.step)) return null;
  return html`<${Form} key=${open.step} order=${order} step=${open.step} fields=${FIELDS[open.step] ?? []} />`;
}

/** @param {{order: CardView, step: Step, fields: Field[]}} props */
function Form({ order, step, fields }) {
  const start = suggestedTime(order);
  const values = useSignal(/** @type {Record<string, string>} */ ({ day: dateOf(start), time: clockTime(start), until: '', by: 'customer' }));
  const sending = useSignal(false);
  const missing = useSignal('');
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    values.value = { ...values.peek(), [name]: value };
    missing.value = '';
  };
  const later = step === 'hold' && values.value.reason === 'customer_later';
  const slots = useSlots(`/orders/${encodeURIComponent(order.id)}`, { on: step === 'contact' || later });
  const first = later ? earliestOffered(slots) : null;
  useEffect(() => {
    // what the customer puts off is what we could really have offered
    if (first && !values.peek().offered_at) set('offered_at', first.date);
  }, [first?.date]);
  const choose = (/** @type {import('../shared/types.js').Offer} */ offer) => {
    if (offer.agreed_at) {
      values.value = { ...values.peek(), day: dateOf(offer.agreed_at), time: clockTime(offer.agreed_at) };
      missing.value = '';
      void slots.pick(offer);
    } else {
      set('until', offer.date);
    }
  };
  const chosen = (/** @type {import('../shared/types.js').Offer} */ offer) => offer.agreed_at
    ? slots.time === ms(offer.agreed_at) && instant(values.value.day, values.value.time) === slots.time
    : values.value.until === offer.date;
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (sending.peek()) return;
    const data = read(fields, values.peek());
    if (typeof data === 'string') {
      missing.value = data;
      return;
    }
    sending.value = true;
    const went = await takeStep(order, step, step === 'contact' ? { ...data, channel: 'phone' } : step === 'attempt' ? { ...data, channel: 'phone' } : data);
    sending.value = false;
    if (went) {
      if (step === 'contact') slots.done();
      form.value = null;
    }
  };
  return html`<form class="step-form" onSubmit=${submit} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        form.value = null;
      }
    }}>
    <h3>${t(`form-${step.replaceAll('_', '-')}`)}</h3>
    ${step === 'contact' ? html`<${SlotChips} slots=${slots} kind="times" chosen=${chosen} onChoose=${choose} />` : null}
    ${later ? html`<${SlotChips} slots=${slots} kind="halves" chosen=${chosen} onChoose=${choose} />` : null}
    ${fields.map(field => html`<${FieldInput} key=${field.name} field=${field} values=${values.value} set=${set} />`)}
    ${missing.value ? html`<p class="form-error" role="alert">${t(missing.value)}</p>` : null}
    <div class="form-acts"><button class="btn btn-main" disabled=${sending.value}>${t(`do-${step.replaceAll('_', '-')}`)}</button>
      <button type="button" class="btn" onClick=${() => {
        form.value = null;
      }}>${t('form-not-now')}</button></div>
  </form>`;
}

/** @param {Field[]} fields @param {Record<string, string>} values @returns {Record<string, unknown>|string} the step's data, or what is missing */
function read(fields, values) {
  /** @type {Record<string, unknown>} */
  const data = {};
  for (const { name, kind, optional } of fields) {
    if (kind === 'time') {
      const at = instant(values.day, values.time);
      if (at === null) return 'missing-time';
      data[name] = new Date(at).toISOString();
    } else if (kind === 'later') {
      const [year, month, day] = (values[name] || '').split('-').map(Number);
      if (name === 'offered_at' && values.reason !== 'customer_later') continue;
      // a slot of today that is offered now begins in a moment
      const soonest = name === 'offered_at' ? nowMs() + 5 * 60_000 : 0;
      if (day) data[name] = new Date(Math.max(instantOf(year, month, day, 8), soonest)).toISOString();
      else if (!optional) return 'missing-time';
    } else if (values[name]?.trim()) {
      data[name] = values[name].trim();
    } else if (!optional) {
      return kind === 'choice' ? 'missing-choice' : 'missing-reason';
    }
  }
  return data;
}

/** @param {string} day @param {string} time */
function instant(day, time) {
  const [year, month, date] = day.split('-').map(Number);
  const [hour, minute] = time.split(':').map(Number);
  return date && Number.isFinite(hour) && Number.isFinite(minute) ? instantOf(year, month, date, hour, minute) : null;
}

/** @param {{field: Field, values: Record<string, string>, set: (name: string, value: string) => void}} props */
function FieldInput({ field, values, set }) {
  const value = values[field.name] ?? '';
  const type = (/** @type {string} */ name) => (/** @type {Event} */ event) => set(name, /** @type {HTMLInputElement} */ (event.currentTarget).value);
  if (field.kind === 'choice') {
    return html`<fieldset class="choices"><legend class="sr">${t(`field-${field.name}`)}</legend>${field.choices?.map(choice => html`
      <label key=${choice} class=${value === choice ? 'chosen' : ''}><input type="radio" name=${field.name} value=${choice} checked=${value === choice}
        onChange=${() => set(field.name, choice)} />${word(field.subject ?? field.name, choice)}</label>`)}</fieldset>`;
  }
  if (field.kind === 'time') {
    return html`<div class="when"><label><span>${t('field-day')}</span><input type="date" value=${values.day} onInput=${type('day')} /></label>
      <label><span>${t('field-time')}</span><input type="time" step="300" value=${values.time} onInput=${type('time')} /></label></div>`;
  }
  if (field.kind === 'later') {
    if (field.name === 'offered_at' && values.reason !== 'customer_later') return null;
    return html`<div class="when"><label><span>${field.name === 'offered_at' ? t('field-offered') : t('field-until')}</span><input type="date" min=${dateOf(nowMs())} value=${value} onInput=${type(field.name)} /></label></div>`;
  }
  return html`<label class="why-text"><span>${t('field-reason')}</span><textarea rows="2" maxlength="200" value=${value} onInput=${type(field.name)}></textarea></label>`;
}
