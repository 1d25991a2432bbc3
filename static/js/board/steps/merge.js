/** The same report twice: find the other order, see both side by side, and close the later into the earlier one. */
import { get, NoAnswer, post, Problem } from '../../shared/api.js';
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { dateWord, halfDay, when } from '../../shared/times.js';
import { attempt, setBusy } from '../deeds.js';
import { takeOrder } from '../live.js';
import { statusWord, technicianName } from '../naming.js';
import { notify } from '../notices.js';
import { select } from '../state.js';
import { typed } from './controls.js';
import { FormActs } from './form.js';
import { useSending } from './sending.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {{id: string, number: string, address: string, about: string}} Candidate */
/** @typedef {{kept_id: string, closed_id: string, orders: CardView[]}} Pair */

const PAUSE_MS = 200;
const LEAST = 2;

/** @param {import('./form.js').FormProps} props */
export function Merge({ order, look, close }) {
  const words = useSignal('');
  const found = useSignal(/** @type {Candidate[]|null} */ (null));
  const chosen = useSignal('');
  const pair = useSignal(/** @type {Pair|null} */ (null));
  const refused = useSignal('');
  const sender = useSending();
  /** @type {Candidate[]} */
  const likely = (look.asks.find(field => field.name === 'order_id')?.choices ?? []).map(({ value, names }) => ({
    id: String(value), number: names?.number, address: names?.address, about: dateWord(names?.accepted_at),
  }));
  const text = words.value.trim();
  useEffect(() => {
    if (text.length < LEAST) {
      found.value = null;
      return undefined;
    }
    let wanted = true;
    const soon = setTimeout(async () => {
      try {
        const answer = await get(`/search?q=${encodeURIComponent(text.slice(0, 100))}`);
        if (wanted) found.value = answer.orders.filter((/** @type {any} */ one) => one.id !== order.id).map((/** @type {any} */ one) => ({ id: one.id, number: one.number, address: one.address, about: `${one.name}　${word('status', one.status)}` }));
      } catch {
        if (wanted) found.value = [];
      }
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(soon);
    };
  }, [text]);

  const choose = async (/** @type {string} */ id) => {
    chosen.value = id;
    pair.value = null;
    refused.value = '';
    sender.touch();
    try {
      const answer = await post(`${look.post}/trial`, { order_id: id });
      // whether it is the same person is not seen from a masked name
      const orders = await Promise.all(answer.orders.map((/** @type {CardView} */ each) => get(`/orders/${encodeURIComponent(each.id)}`)));
      if (chosen.peek() === id) pair.value = { ...answer, orders };
    } catch (error) {
      if (!(error instanceof Problem) && !(error instanceof NoAnswer)) throw error;
      if (chosen.peek() === id) refused.value = error instanceof Problem ? error.message : t('no-answer');
    }
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const two = pair.peek();
    if (!two) return;
    const went = await sender.send(async eventId => {
      setBusy(order.id, true);
      try {
        const answer = await attempt(look.post, { event_id: eventId, order_id: chosen.peek() });
        takeOrder(answer.order, true);
      } finally {
        setBusy(order.id, false);
      }
    });
    if (!went) return;
    const [kept, closed] = two.orders;
    notify({ tone: 'done', text: t('did-merge', { closed: closed.number, kept: kept.number }) });
    close();
    select(kept.id);
  };
  const shown = found.value ?? likely;
  return html`<form noValidate onSubmit=${submit}>
    <label class="why-text"><span>${t('merge-find')}</span><input type="search" autocomplete="off" value=${words.value} onInput=${(/** @type {Event} */ event) => (words.value = typed(event))}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        if (shown.length === 1) void choose(shown[0].id);
      }} /></label>
    ${shown.length ? html`<fieldset class="choices candidates"><legend class="legend">${t(found.value ? 'merge-found' : 'merge-likely')}</legend>${shown.map(one => html`<label key=${one.id} class=${chosen.value === one.id ? 'chosen' : ''}>
      <input type="radio" name="merge" checked=${chosen.value === one.id} onChange=${() => void choose(one.id)} /><span><b>${one.number}</b>　${one.about}<br /><span class="faint">${one.address}</span></span></label>`)}</fieldset>`
      : html`<p class="muted" role="status">${t(found.value ? 'merge-none' : 'merge-no-likely')}</p>`}
    ${refused.value ? html`<p class="form-error" role="alert">${refused.value}</p>` : null}
    ${pair.value ? html`<${Beside} pair=${pair.value} own=${order.id} />` : null}
    ${Object.values(sender.wrong).map((each, index) => html`<p key=${index} class="form-error" role="alert">${each}</p>`)}
    <${FormActs} step=${look.step} sending=${sender.sending} close=${close} off=${!pair.value} />
  </form>`;
}

/** Both, line by line; what differs stands out. @param {{pair: Pair, own: string}} props */
function Beside({ pair, own }) {
  const [kept, closed] = pair.orders;
  /** @type {[string, (order: CardView) => string][]} */
  const rows = [
    [t('merge-accepted'), order => when(order.accepted_at)],
    [t('merge-customer'), order => order.customer.name],
    [t('fact-phone'), order => order.customer.phone],
    [t('merge-address'), order => order.address],
    [t('fact-status'), order => statusWord(order)],
    [t('fact-technician'), order => (order.technician_id ? technicianName(order.technician_id) : '–')],
    [t('fact-time'), order => (order.agreed_at ? when(order.agreed_at) : order.booked_date ? halfDay(order.booked_date, order.booked_half) : '–')],
    [t('fact-note'), order => order.note ?? '–'],
  ];
  return html`<table class="beside"><caption class="sr">${t('merge-beside')}</caption><thead><tr><td></td>
      ${[kept, closed].map(order => html`<th key=${order.id} scope="col">${t(order === kept ? 'merge-kept' : 'merge-closed')}<br /><span class="faint">${order.number}${order.id === own ? t('merge-own') : ''}</span></th>`)}</tr></thead>
    <tbody>${rows.map(([name, of]) => html`<tr key=${name} class=${of(kept) === of(closed) ? '' : 'differs'}><th scope="row">${name}</th><td>${of(kept)}</td><td>${of(closed)}</td></tr>`)}</tbody></table>
    <p class="faint">${t('merge-means')}</p>`;
}
