/** A corrected address: where it lies is looked up, and what it changes is said before it is done. */
import { get } from '../../shared/api.js';
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { takeStep } from '../deeds.js';
import { Choices, Control, title, typed } from './controls.js';
import { FormActs } from './form.js';
import { useSending } from './sending.js';
import { Changes, useTrial } from './trial.js';
import { read } from './values.js';

/** @typedef {import('./values.js').Values} Values */

/** @param {import('./form.js').FormProps} props */
export function CorrectAddress({ order, look, close }) {
  const values = useSignal(/** @type {Values} */ ({ address: order.address, area_id: order.area_id, lat: String(order.lat), lon: String(order.lon) }));
  const found = useSignal(/** @type {'provider'|'area'|'none'|null} */ (null));
  /** For which address and area the place is. */
  const placed = useSignal(`${order.address} ${order.area_id}`);
  const looking = useSignal(false);
  const sender = useSending();
  const { data, missing } = read(look.asks, values.value);
  const same = ['address', 'area_id', 'lat', 'lon'].every(name => values.value[name] === String(/** @type {any} */ (order)[name]));
  const trial = useTrial(order, look.step, same || Object.keys(missing).length || placed.value !== `${values.value.address} ${values.value.area_id}` ? null : data);

  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    values.value = { ...values.peek(), [name]: value };
    sender.touch(name);
  };
  const find = async (/** @type {string} */ area) => {
    const address = values.peek().address.trim();
    if (!address || `${address} ${area}` === placed.peek()) return;
    looking.value = true;
    try {
      const place = await get(`/orders/${encodeURIComponent(order.id)}/place?address=${encodeURIComponent(address)}${area ? `&area=${encodeURIComponent(area)}` : ''}`);
      if (values.peek().address.trim() !== address) return;
      found.value = place.found_by ?? 'none';
      const areaId = place.area_id ?? area;
      values.value = { ...values.peek(), address, area_id: areaId, ...(place.found_by ? { lat: String(place.lat), lon: String(place.lon) } : {}) };
      placed.value = place.found_by ? `${address} ${areaId}` : '';
    } catch {
      found.value = 'none';
    } finally {
      looking.value = false;
    }
  };
  const chooseArea = (/** @type {string} */ name, /** @type {string} */ value) => {
    set(name, value);
    void find(value);
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (values.peek().address.trim() !== order.address && placed.peek() !== `${values.peek().address.trim()} ${values.peek().area_id}`) await find('');
    const now = read(look.asks, values.peek());
    if (Object.keys(now.missing).length) return sender.fail(Object.fromEntries(Object.keys(now.missing).map(name => [name, t('address-missing')])));
    const went = await sender.send(eventId => takeStep(order, look.step, now.data, { eventId, refused: error => {
      throw error;
    } }));
    if (went) close();
  };
  const area = look.asks.find(field => field.name === 'area_id');
  const place = look.asks.filter(field => field.kind === 'latitude' || field.kind === 'longitude');
  const { wrong } = sender;
  return html`<form noValidate onSubmit=${submit}>
    <p class="muted">${t('address-was', { address: order.address })}</p>
    <label class="why-text"><span>${title('address')}</span><input maxlength="300" value=${values.value.address} aria-describedby=${wrong.address ? 'wrong-address' : undefined}
      onInput=${(/** @type {Event} */ event) => set('address', typed(event))} onBlur=${() => void find('')} /></label>
    ${wrong.address ? html`<p class="form-error" id="wrong-address" role="alert">${wrong.address}</p>` : null}
    ${area ? html`<div class="field"><${Choices} field=${area} value=${values.value.area_id} set=${chooseArea} />${wrong.area_id ? html`<p class="form-error" role="alert">${wrong.area_id}</p>` : null}</div>` : null}
    <p class="faint" role="status">${looking.value ? t('address-looking') : found.value ? t(`address-by-${found.value}`) : ''}</p>
    <details class="more-fields" open=${Boolean(wrong.lat || wrong.lon)}><summary>${t('address-place')}</summary>${place.map(field => html`<${Control} key=${field.name} field=${field} values=${values.value} set=${(/** @type {string} */ name, /** @type {string} */ value) => {
      set(name, value);
      placed.value = `${values.peek().address} ${values.peek().area_id}`;
    }} wrong=${wrong[field.name]} />`)}</details>
    <${Changes} found=${trial} />
    <p class="faint">${t('address-restarts')}</p>
    ${wrong.form ? html`<p class="form-error" role="alert">${wrong.form}</p>` : null}
    <${FormActs} step=${look.step} sending=${sender.sending} close=${close} off=${same || looking.value} />
  </form>`;
}
