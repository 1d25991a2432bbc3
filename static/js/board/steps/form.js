/** The open step's form: drawn from what the server says it asks; a step that needs more has a module of its own. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { has, t } from '../../shared/i18n.js';
import { useSlots } from '../../shared/slots.js';
import { clockTime, dateOf, ms } from '../../shared/times.js';
import { attempt, takeStep } from '../deeds.js';
import { fetchDetail } from '../detail.js';
import { form } from '../forms.js';
import { notify } from '../notices.js';
import { SlotChips, earliestOffered } from '../slot_chips.js';
import { CorrectAddress } from './correct_address.js';
import { Control, Together } from './controls.js';
import { ForceMajeure } from './force_majeure.js';
import { useSteps } from './look.js';
import { Merge } from './merge.js';
import { useSending } from './sending.js';
import { Changes, useTrial } from './trial.js';
import { instant, isAsked, read, startOf } from './values.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('../../shared/types.js').Offer} Offer */
/** @typedef {import('./look.js').StepLook} StepLook */
/** @typedef {import('./values.js').Values} Values */
/** @typedef {{order: CardView, look: StepLook, close: () => void}} FormProps */

/** @type {Partial<Record<StepLook['step'], (props: FormProps & {ends: StepLook[]}) => any>>} */
const SPECIAL = { merge: Merge, correct_address: CorrectAddress, declare_force_majeure: ForceMajeure };
/** What need not be said and mostly is; the rest of what need not be said stands behind "more". @type {Partial<Record<StepLook['step'], string[]>>} */
const SHOWN = { contact: ['by'], attempt: ['outcome'], hold: ['offered_at', 'until'], verify_withdrawal: ['verdict'], ask: ['kind'] };
/** The planner's overruling is asked where a technician is chosen, a photo is taken on site. */
const LEFT_OUT = new Set(['forced', 'rule', 'photo']);
/** Steps whose consequence is worth a look before they are taken. */
const TRIED = new Set(['correct_tier', 'hold', 'confirm_urgent', 'reopen']);

/** @param {{order: CardView}} props */
export function StepForm({ order }) {
  const open = form.value?.orderId === order.id ? form.value : null;
  const { steps, failed, retry } = useSteps(order, Boolean(open));
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  const look = open && [...(steps?.steps ?? []), ...(steps?.deeds ?? [])].find(each => each.step === open.step);
  useEffect(() => {
    if (look) /** @type {HTMLElement|null} */ (box.current?.querySelector('input:not([disabled]):not([type=radio]), textarea, select, input[type=radio]:not([disabled])'))?.focus();
  }, [open?.step, Boolean(look)]);
  if (!open) return null;
  const close = () => {
    form.value = null;
    requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.acts button'))?.focus());
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  const Body = look && (SPECIAL[look.step] ?? General);
  const heading = `form-${open.step.replaceAll('_', '-')}`;
  return html`<section class="step-form" ref=${box} aria-labelledby="h-form" onKeyDown=${onKey}>
    <h3 id="h-form">${has(heading) ? t(heading) : ''}</h3>
    ${look && !look.legal ? html`<p class="form-error">${look.why?.text}</p><div class="form-acts"><button type="button" class="btn" onClick=${close}>${t('form-not-now')}</button></div>`
      : look ? html`<${Body} key=${look.step} order=${order} look=${look} close=${close} ends=${steps?.deeds.filter(each => each.step === 'end_force_majeure') ?? []} />`
        : failed ? html`<p class="form-error">${t('no-answer')}<button class="link" onClick=${retry}>${t('action-retry')}</button></p>`
          : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i></div>`}
  </section>`;
}

/** @param {FormProps} props */
function General({ order, look, close }) {
  const { step } = look;
  const values = useSignal(/** @type {Values} */ (startOf(look, order)));
  const sender = useSending();
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    values.value = { ...values.peek(), [name]: value };
    sender.touch(name.split('.')[0]);
  };
  const asked = look.asks.filter(field => !LEFT_OUT.has(field.name) && !(look.together && (field.name === 'reason' || field.name === 'start_at')));
  const first = asked.filter(field => (field.required || SHOWN[step]?.includes(field.name)) && isAsked(field, values.value));
  const rest = asked.filter(field => !field.required && !SHOWN[step]?.includes(field.name));
  const trial = useTrial(order, step, TRIED.has(step) ? whole(look, values.value) : null);
  const slots = useStepSlots(order, step, values.value, set);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const { data, missing } = read(look.asks, values.peek());
    if (Object.keys(missing).length) return sender.fail(Object.fromEntries(Object.entries(missing).map(([name, id]) => [name, t(id)])));
    const went = await sender.send(eventId => deliver(order, look, data, eventId));
    if (!went) return;
    if (step === 'contact') slots.done();
    close();
  };
  const elsewhere = Object.entries(sender.wrong).filter(([name]) => !asked.some(field => field.name === name));
  return html`<form noValidate onSubmit=${submit}>
    ${slots.shown}
    ${look.together ? html`<div class="field"><${Together} sets=${look.together} values=${values.value} choose=${(/** @type {Values} */ one) => (values.value = { ...values.peek(), ...one })} /></div>` : null}
    ${first.map(field => html`<${Control} key=${field.name} field=${field} values=${values.value} set=${set} wrong=${sender.wrong[field.name]} />`)}
    ${rest.length ? html`<details class="more-fields" open=${rest.some(field => sender.wrong[field.name])}><summary>${t('form-more')}</summary>${rest.map(field => html`<${Control} key=${field.name} field=${field} values=${values.value} set=${set} wrong=${sender.wrong[field.name]} />`)}</details>` : null}
    <${Changes} found=${trial} />
    ${elsewhere.map(([name, text]) => html`<p key=${name} class="form-error" role="alert">${text}</p>`)}
    <${FormActs} step=${step} sending=${sender.sending} close=${close} />
  </form>`;
}

/** While it is sent the button keeps the focus, so that Escape still means the form. @param {{step: string, sending: boolean, close: () => void, off?: boolean}} props */
export function FormActs({ step, sending, close, off = false }) {
  return html`<div class="form-acts"><button class="btn btn-main" disabled=${off} aria-disabled=${sending ? 'true' : undefined}>${sending ? t('form-sending') : t(`do-${step.replaceAll('_', '-')}`)}</button>
    <button type="button" class="btn" onClick=${close}>${t('form-not-now')}</button></div>`;
}

/** The step's data once nothing is missing. @param {StepLook} look @param {Values} values */
function whole(look, values) {
  const { data, missing } = read(look.asks.filter(field => field.name !== 'note'), values);
  return Object.keys(missing).length ? null : data;
}

/** Send it to where the server takes this step. @param {CardView} order @param {StepLook} look @param {Record<string, unknown>} data @param {string} eventId */
async function deliver(order, look, data, eventId) {
  if (look.post.endsWith('/steps')) {
    const went = await takeStep(order, look.step, data, { eventId, refused: error => {
      throw error;
    } });
    return went;
  }
  const { question_id: question, ...body } = data;
  await attempt(look.post.replace('{question_id}', String(question)), { event_id: eventId, ...body });
  notify({ tone: 'done', text: t(`did-${look.step.replaceAll('_', '-')}`) });
  void fetchDetail(order.id);
  return true;
}

/** The times that the plan can keep, where a step chooses one. @param {CardView} order @param {string} step @param {Values} values @param {(name: string, value: string) => void} set */
function useStepSlots(order, step, values, set) {
  const later = step === 'hold' && values.reason === 'customer_later';
  const slots = useSlots(`/orders/${encodeURIComponent(order.id)}`, { on: step === 'contact' || later });
  const first = later ? earliestOffered(slots) : null;
  useEffect(() => {
    // what the customer puts off is what we could really have offered
    if (first && !values.offered_at) set('offered_at', first.date);
  }, [first?.date]);
  const choose = (/** @type {Offer} */ offer) => {
    if (offer.agreed_at) {
      set('agreed_at.day', dateOf(offer.agreed_at));
      set('agreed_at.time', clockTime(offer.agreed_at));
      void slots.pick(offer);
    } else {
      set('until', offer.date);
    }
  };
  const chosen = (/** @type {Offer} */ offer) => offer.agreed_at
    ? slots.time === ms(offer.agreed_at) && instant(values['agreed_at.day'], values['agreed_at.time']) === slots.time
    : values.until === offer.date;
  return {
    done: slots.done,
    shown: step === 'contact' ? html`<${SlotChips} slots=${slots} kind="times" chosen=${chosen} onChoose=${choose} />`
      : later ? html`<${SlotChips} slots=${slots} kind="halves" chosen=${chosen} onChoose=${choose} />` : null,
  };
}
