/** A new task: what is needed, of whom, by when; for the open order if it was made from there. */
import { nowMs } from '../../shared/clock.js';
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { clockTime, dateOf, instantOf, ms } from '../../shared/times.js';
import { orders } from '../state.js';
import { KINDS, makeTask, making, sending, whom } from '../tasks.js';
import { Whom } from './panel.js';

const AHEAD_MS = 4 * 3_600_000;
const FIVE_MS = 300_000;
/** A call or anything else need not keep anybody from going there. */
const WITHOUT_WAITING = new Set(['call', 'other']);

/** @param {{close: () => void}} props */
export function Make({ close }) {
  const about = making.value;
  const ends = about?.incident?.due ? ms(about.incident.due) : 0;
  const due = ends > nowMs() ? ends : Math.ceil((nowMs() + AHEAD_MS) / FIVE_MS) * FIVE_MS;
  const values = useSignal({ kind: 'line_work', title: about?.incident?.title ?? '', to: 'team:desk', day: dateOf(due), time: clockTime(due) });
  /** Null until it was said: then it goes by the kind. */
  const waits = useSignal(/** @type {boolean|null} */ (null));
  const late = useSignal(false);
  const order = about?.order ? orders.row(about.order)?.value ?? null : null;
  const visitWaits = () => Boolean(order) && (waits.value ?? !WITHOUT_WAITING.has(values.value.kind));
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    values.value = { ...values.peek(), [name]: value };
    late.value = false;
  };
  const type = (/** @type {string} */ name) => (/** @type {any} */ event) => set(name, event.currentTarget.value);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const { kind, title, to, day, time } = values.peek();
    const [year, month, date] = day.split('-').map(Number);
    const [hour, minute] = time.split(':').map(Number);
    const at = instantOf(year, month, date, hour, minute);
    if (!(at > nowMs())) {
      late.value = true;
      return;
    }
    const draft = { kind, title: title.trim(), due_at: new Date(at).toISOString(), ...whom(to), ...(about?.order ? { order_id: about.order, visit_waits: visitWaits() } : {}), ...(about?.incident ? { incident_id: about.incident.id } : {}) };
    if (draft.title && await makeTask(draft)) close();
  };
  return html`<form class="task-form" onSubmit=${submit} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  }}>
    ${order ? html`<p class="muted">${t('task-for', { customer: order.customer.name, number: order.number })}</p>` : null}
    ${about?.incident ? html`<p class="muted">${t('task-for-incident', { title: about.incident.title })}</p>` : null}
    <fieldset class="choices"><legend class="sr">${t('task-kind')}</legend>${KINDS.map(kind => html`<label key=${kind} class=${values.value.kind === kind ? 'chosen' : ''}><input type="radio" name="task-kind" value=${kind} checked=${values.value.kind === kind} onChange=${() => set('kind', kind)} />${t(`task-kind-${kind.replaceAll('_', '-')}`)}</label>`)}</fieldset>
    <label>${t('task-title')}<input class="input" maxlength="200" required autofocus value=${values.value.title} onInput=${type('title')} /></label>
    <${Whom} value=${values.value.to} set=${(/** @type {string} */ value) => set('to', value)} />
    <div class="when"><label><span>${t('task-day')}</span><input type="date" required value=${values.value.day} onInput=${type('day')} /></label>
      <label><span>${t('task-time')}</span><input type="time" required step="60" value=${values.value.time} onInput=${type('time')} /></label></div>
    ${order ? html`<label class="check"><input type="checkbox" checked=${visitWaits()} onChange=${(/** @type {any} */ event) => (waits.value = event.currentTarget.checked)} />${t('task-visit-waits')}</label>` : null}
    ${late.value ? html`<p class="form-error" role="alert">${t('task-too-late')}</p>` : null}
    <div class="form-acts"><button class="btn btn-main" disabled=${sending.value === 'new'}>${t('task-make-it')}</button><button type="button" class="btn" onClick=${close}>${t('form-not-now')}</button></div>
  </form>`;
}
