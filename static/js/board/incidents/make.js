/** A new incident: its cause, when it should end, and whom it concerns: orders picked, areas, a port. */
import { newId } from '../../shared/api.js';
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { draft, open, showIncident, showList } from '../incidents.js';
import { areaWord } from '../naming.js';
import { notify } from '../notices.js';
import { areas, orders, select } from '../state.js';
import { EndField } from './end_field.js';
import { FindOrders } from './find_orders.js';
import { pickOnMap } from './panel.js';
import { causeWord, CAUSES } from './words.js';

export function NewIncident() {
  const cause = useSignal('');
  const title = useSignal('');
  const end = useSignal(/** @type {number|null} */ (null));
  const missing = useSignal('');
  const sending = useSignal(false);
  const eventId = useRef(newId());
  const first = useRef(/** @type {HTMLInputElement|null} */ (null));
  useEffect(() => first.current?.focus(), []);
  const { orderIds, areas: chosen, linePrefix, startedAt } = draft.value;
  const change = (/** @type {Partial<import('../incidents.js').Draft>} */ some) => {
    draft.value = { ...draft.peek(), ...some };
    missing.value = '';
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (sending.peek()) return;
    if (!cause.value) return void (missing.value = 'incident-missing-cause');
    if (!orderIds.length && !chosen.length && !linePrefix.trim()) return void (missing.value = 'incident-missing-scope');
    sending.value = true;
    const made = await open({
      event_id: eventId.current, cause: cause.value, title: title.value.trim(), order_ids: orderIds, areas: chosen,
      line_prefix: linePrefix.trim() || null, expected_end_at: end.value === null ? null : new Date(end.value).toISOString(),
      ...(startedAt ? { started_at: startedAt } : {}),
    });
    sending.value = false;
    if (!made) return;
    notify({ tone: 'done', text: t('incident-did-open', { count: made.count }) });
    showIncident(made.id);
  };
  return html`<form class="incident-form" onSubmit=${submit}>
    <button type="button" class="link" onClick=${showList}><${Icon} name="left" />${t('incidents-all')}</button>
    <fieldset class="choices"><legend>${t('incident-cause')}</legend>${CAUSES.map((code, index) => html`<label key=${code} class=${cause.value === code ? 'chosen' : ''}><input type="radio" name="cause" value=${code} ref=${index ? undefined : first} checked=${cause.value === code} onChange=${() => {
      cause.value = code;
      missing.value = '';
    }} />${causeWord(code)}</label>`)}</fieldset>
    <${EndField} value=${end.value} onChange=${(/** @type {number|null} */ at) => {
      end.value = at;
    }} />
    <label class="why-text"><span>${t('incident-title')}</span><input type="text" maxlength="80" value=${title.value} onInput=${(/** @type {Event} */ event) => {
      title.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
    }} /></label>
    <section><h3>${t('incident-orders', { count: orderIds.length })}</h3>
      ${orderIds.length ? html`<ul class="picked-orders">${orderIds.map(id => html`<${Picked} key=${id} id=${id} onDrop=${() => change({ orderIds: orderIds.filter(other => other !== id) })} />`)}</ul>` : html`<p class="muted">${t('incident-orders-none')}</p>`}
      <${FindOrders} without=${new Set(orderIds)} onPick=${(/** @type {string[]} */ ids) => change({ orderIds: [...new Set([...orderIds, ...ids])] })} />
      <button type="button" class="link" onClick=${pickOnMap}><${Icon} name="pin" />${t('incident-from-map')}</button></section>
    <section><h3>${t('incident-scope')}</h3><p class="muted">${t('incident-scope-hint')}</p>
      <div class="choices">${areas.value.map(area => html`<button type="button" key=${area.id} class=${`chip${chosen.includes(area.id) ? ' chosen' : ''}`} aria-pressed=${chosen.includes(area.id) ? 'true' : 'false'}
        onClick=${() => change({ areas: chosen.includes(area.id) ? chosen.filter(other => other !== area.id) : [...chosen, area.id] })}>${areaWord(area.name)}</button>`)}</div>
      <label class="why-text"><span>${t('incident-port')}</span><input type="text" maxlength="80" placeholder="OLT3/1/4" value=${linePrefix} onInput=${(/** @type {Event} */ event) => change({ linePrefix: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label></section>
    ${missing.value ? html`<p class="form-error" role="alert">${t(missing.value)}</p>` : null}
    <div class="form-acts"><button class="btn btn-main" disabled=${sending.value}>${t('incident-do-open')}</button><button type="button" class="btn" onClick=${showList}>${t('form-not-now')}</button></div>
  </form>`;
}

/** @param {{id: string, onDrop: () => void}} props */
function Picked({ id, onDrop }) {
  const order = orders.row(id)?.value;
  return html`<li><button type="button" class="link flat" onClick=${() => select(id)}>${order ? html`${order.customer.name}　<span class="muted">${order.address}</span>` : id}</button>
    <button type="button" class="tool small" aria-label=${t('incident-remove', { customer: order?.customer.name ?? id })} onClick=${onDrop}><${Icon} name="x" /></button></li>`;
}
