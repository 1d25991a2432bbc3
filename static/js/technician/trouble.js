/** When it does not work: hand back, hold, a failed visit, or the customer does not want it any more, each with its reason. */
import { ticking } from '../shared/clock.js';
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { dateWord, dayTime, dayWord, local, ms, startOfDay } from '../shared/times.js';
import { Choices, Sheet } from '../shared/sheet.js';
import { go, say, useDay } from './app.js';
import { may } from './steps.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').Step} Step */
/** @typedef {{id: string, step: Step, reason: string, until?: boolean, note?: boolean}} TroubleKind */

/** Every way in which a visit does not go on, in the order in which it happens in practice. @type {TroubleKind[]} */
const KINDS = [
  { id: 'decline', step: 'decline', reason: '', note: true },
  { id: 'no-access', step: 'fail_visit', reason: 'no_access' },
  { id: 'not-ready', step: 'fail_visit', reason: 'not_ready' },
  { id: 'parts', step: 'fail_visit', reason: 'parts' },
  { id: 'line-fault', step: 'fail_visit', reason: 'line_fault' },
  { id: 'other', step: 'fail_visit', reason: 'other', note: true },
  { id: 'customer-later', step: 'hold', reason: 'customer_later', until: true },
  { id: 'hold-not-ready', step: 'hold', reason: 'not_ready', until: true },
  { id: 'withdraw', step: 'request_withdrawal', reason: '', note: true },
];

/** What may be chosen for an order now. @param {CardView} order */
export function troubles(order) {
  return KINDS.filter(kind => may(order, kind.step) && !(kind.step === 'hold' && may(order, 'fail_visit') && kind.reason === 'not_ready'));
}

const answers = () => ['yes', 'no'].map(value => ({ value, label: t(`trouble-${value}`) }));

/** The slot that the customer does not want: what the plan has, unless a time was agreed, which the server knows. @param {CardView} order */
function offered(order) {
  const at = order.planned?.arrive_at;
  return !order.agreed_at && at && ms(at) > ticking.value ? at : null;
}

/** @param {{order: CardView, onClose: () => void}} props */
export function Trouble({ order, onClose }) {
  const { queue } = useDay();
  const [chosen, setChosen] = useState(/** @type {TroubleKind|null} */ (null));
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('1');
  const [called, setCalled] = useState('no');
  const [photo, setPhoto] = useState('no');
  const days = [1, 2, 3, 4, 5, 6].map(offset => startOfDay(ticking.value, offset));

  const send = async () => {
    if (!chosen) return;
    /** @type {Record<string, unknown>} */
    const data = chosen.reason ? { reason: chosen.reason } : { reason: note.trim() };
    if (chosen.until) data.until = new Date(days[Number(until) - 1] + 8 * 3_600_000).toISOString();
    if (chosen.reason && note.trim()) data.note = note.trim();
    if (chosen.id === 'customer-later' && offered(order)) data.offered_at = offered(order);
    if (chosen.id === 'no-access') {
      data.photo = photo === 'yes';
      if (called === 'yes' && may(order, 'attempt')) await queue.add({ order_id: order.id, step: 'attempt', data: { channel: 'phone', outcome: 'no_answer' }, label: order.customer.name });
    }
    await queue.add({ order_id: order.id, step: chosen.step, data, label: order.customer.name });
    say(t('said-recorded'));
    go('today');
  };
  // a reason that is only words has to be given; the others may be explained
  const wordless = chosen !== null && !chosen.reason && !note.trim();
  const foot = chosen && html`<button type="button" class="btn btn-main big grow" disabled=${wordless} onClick=${send}>${
    wordless ? t('trouble-say-why') : t(`trouble-do-${chosen.step.replaceAll('_', '-')}`)}</button>`;

  return html`<${Sheet} title=${t('trouble-title', { name: order.customer.name })} onClose=${onClose} foot=${foot}>
    <div class="reasons" role="radiogroup" aria-label=${t('trouble-title', { name: order.customer.name })}>${troubles(order).map(kind => html`
      <button type="button" key=${kind.id} role="radio" aria-checked=${chosen?.id === kind.id ? 'true' : 'false'} class="reason" onClick=${() => setChosen(kind)}>
        <b>${t(`trouble-${kind.id}`)}</b><span class="muted">${t(`trouble-${kind.id}-hint`)}</span></button>`)}</div>
    ${chosen?.id === 'customer-later' && offered(order) && html`<p class="muted">${t('trouble-offered', { time: dayTime(offered(order) ?? '') })}</p>`}
    ${chosen?.id === 'no-access' && html`<h3 class="sub">${t('trouble-called')}</h3>
      <${Choices} name=${t('trouble-called')} columns=${2} value=${called} onChoose=${setCalled} options=${answers()} />
      <h3 class="sub">${t('trouble-photo')}</h3>
      <${Choices} name=${t('trouble-photo')} columns=${2} value=${photo} onChoose=${setPhoto} options=${answers()} />
      <p class="muted">${t('trouble-proof')}</p>`}
    ${chosen?.until && html`<h3 class="sub">${t('trouble-until')}</h3>
      <${Choices} name=${t('trouble-until')} columns=${3} value=${until} onChoose=${setUntil}
        options=${days.map((day, i) => ({ value: String(i + 1), label: i < 2 ? dayWord(day) : `${dateWord(day)} ${t(`weekday-${local(day).weekday}`)}` }))} />`}
    ${chosen && html`<label class="field"><span class="sub">${t(chosen.reason ? 'trouble-note' : 'trouble-why')}</span>
      <textarea rows="2" maxlength="500" value=${note} onInput=${(/** @type {InputEvent} */ event) => setNote(/** @type {HTMLTextAreaElement} */ (event.target).value)}></textarea></label>`}
  <//>`;
}
