/** Force majeure from an order: it is declared for the order's area or its whole district, and lifted where it was declared. */
import { html, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { nowMs } from '../../shared/clock.js';
import { clockTime, dateOf, when } from '../../shared/times.js';
import { attempt } from '../deeds.js';
import { fetchDetail } from '../detail.js';
import { areaName } from '../naming.js';
import { notify } from '../notices.js';
import { district } from '../state.js';
import { Control, title } from './controls.js';
import { FormActs } from './form.js';
import { useSending } from './sending.js';
import { instant } from './values.js';

/** @typedef {import('./look.js').StepLook} StepLook */
/** @typedef {import('./values.js').Values} Values */

/** @param {import('./form.js').FormProps & {ends: StepLook[]}} props */
export function ForceMajeure({ order, look, close, ends }) {
  const values = useSignal(/** @type {Values} */ ({ 'from_at.day': dateOf(nowMs()), 'from_at.time': clockTime(nowMs()), area_id: order.area_id ?? '' }));
  const sender = useSending();
  const set = (/** @type {string} */ name, /** @type {string} */ value) => {
    values.value = { ...values.peek(), [name]: value };
    sender.touch(name.split('.')[0]);
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const told = values.peek();
    const from = instant(told['from_at.day'], told['from_at.time']);
    const until = instant(told['until_at.day'], told['until_at.time']);
    if (!from) return sender.fail({ from_at: t('missing-time') });
    if (!told.reason?.trim()) return sender.fail({ reason: t('missing-reason') });
    const went = await sender.send(eventId => attempt(look.post, {
      event_id: eventId, district_id: district.peek()?.id, ...(told.area_id ? { area_id: told.area_id } : {}), reason: told.reason.trim(),
      from_at: new Date(from).toISOString(), ...(until ? { until_at: new Date(until).toISOString() } : {}),
    }));
    if (went) over('did-declare-force-majeure');
  };
  const over = (/** @type {string} */ said) => {
    notify({ tone: 'done', text: t(said) });
    void fetchDetail(order.id);
    close();
  };
  const asked = (/** @type {string} */ name) => look.asks.find(field => field.name === name);
  const places = asked('area_id')?.choices ?? [];
  const placeWord = (/** @type {string|null} */ id) => (id ? areaName(order) : t('majeure-district'));
  return html`${ends.map(end => html`<${Running} key=${end.post} end=${end} placeWord=${placeWord} done=${() => over('did-end-force-majeure')} />`)}
    <form noValidate onSubmit=${submit}>
      <fieldset class="choices"><legend class="sr">${title('area_id')}</legend>${places.map(({ value, names }) => html`<label key=${value} class=${values.value.area_id === (value ?? '') ? 'chosen' : ''}>
        <input type="radio" name="area_id" checked=${values.value.area_id === (value ?? '')} onChange=${() => set('area_id', value ?? '')} />${placeWord(value)}<small>${t('majeure-orders', { count: names?.orders ?? 0 })}</small></label>`)}</fieldset>
      ${['from_at', 'until_at', 'reason'].map(name => html`<div key=${name}>${name === 'reason' ? null : html`<p class="faint">${title(name)}</p>`}<${Control} field=${asked(name)} values=${values.value} set=${set} wrong=${sender.wrong[name]} /></div>`)}
      <p class="faint">${t('majeure-means')}</p>
      ${sender.wrong.form ? html`<p class="form-error" role="alert">${sender.wrong.form}</p>` : null}
      <${FormActs} step=${look.step} sending=${sender.sending} close=${close} />
    </form>`;
}

/** One that holds now. @param {{end: StepLook, placeWord: (id: string|null) => string, done: () => void}} props */
function Running({ end, placeWord, done }) {
  const sender = useSending();
  const ended = useSignal('');
  const told = end.together?.[0] ?? {};
  const lift = async () => {
    // the instant of the first try, so that a lost answer that is asked for again ends it once; never ahead of the server's clock
    ended.value ||= new Date(nowMs() - 5_000).toISOString();
    if (await sender.send(() => attempt(end.post, { ended_at: ended.peek() }))) done();
  };
  return html`<div class="majeure"><p><b>${placeWord(told.area_id)}</b>　${told.reason}<br /><span class="faint">${told.until_at ? t('ruling-span', { from: when(told.from_at), until: when(told.until_at) }) : t('ruling-since', { from: when(told.from_at) })}</span></p>
    <button type="button" class="btn" disabled=${sender.sending || !end.legal} onClick=${() => void lift()}>${t('do-end-force-majeure')}</button>
    ${Object.values(sender.wrong).map((each, index) => html`<p key=${index} class="form-error" role="alert">${each}</p>`)}</div>`;
}
