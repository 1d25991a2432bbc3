/** What it is: install, move or repair by one key; whether there is service, what is promised, and whether it is reported already. */
import { get } from '../../shared/api.js';
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { dayTime, dueTime, when } from '../../shared/times.js';
import { nowMs } from '../../shared/clock.js';
import { areaWord } from '../naming.js';
import { select } from '../state.js';
import { copy } from './copy.js';
import { change, draft } from './draft.js';

/** @typedef {import('./draft.js').AreaView} AreaView */
/** @typedef {import('./draft.js').Promised} Promised */
/** @typedef {import('../../shared/types.js').Kind} Kind */

/** @type {Kind[]} */
const KINDS = ['install', 'move', 'repair'];

/** @param {{areas: AreaView[], close: () => void}} props */
export function KindStep({ areas, close }) {
  const { kind, areaId, customer, another, name, phone, address, from, mbps } = draft.value;
  const promised = useSignal(/** @type {Promised|null} */ (null));
  const missing = useSignal('');
  useEffect(() => {
    promised.value = null;
    if (!kind || !areaId) return;
    let over = false;
    get(`/intake/promise?area=${encodeURIComponent(areaId)}&kind=${kind}`).then(read => {
      if (!over) promised.value = read;
    }).catch(() => undefined);
    return () => {
      over = true;
    };
  }, [kind, areaId]);
  const area = areas.find(each => each.id === areaId);
  const double = another ? undefined : kind ? customer?.open.find(each => each.kind === kind) : customer?.open[0];
  // a repair of a line that we serve: the way on needs nothing else, so one key is enough
  const next = () => {
    if (kind === 'move' && !from.trim()) return void (missing.value = t('intake-from'));
    change({ step: kind === 'repair' ? 'check' : 'slot' });
  };
  const serviceable = promised.value ? promised.value.serviceable : area?.serviceable ?? true;
  const choose = (/** @type {Kind} */ one) => {
    change({ kind: one, another: false });
    missing.value = '';
    if (one === 'repair' && (area?.serviceable ?? true) && !customer?.open.some(each => each.kind === one)) change({ step: 'check' });
  };
  const reason = promised.value?.reason ?? area?.reason ?? 'not_serviceable';
  const why = t(`intake-reason-${reason.replaceAll('_', '-')}`);
  const last = customer?.visits[0];
  return html`<section class="intake-kind">
    <h3>${t('intake-kind')}</h3>
    <div class="choices" role="group" aria-label=${t('intake-kind')}>${KINDS.map((one, index) => html`<button type="button" key=${one} class=${`chip${kind === one ? ' chosen' : ''}`} data-key=${index + 1} aria-pressed=${kind === one ? 'true' : 'false'} onClick=${() => choose(one)}><kbd>${index + 1}</kbd>${word('kind', one)}</button>`)}</div>
    ${last ? html`<p class="muted">${t('intake-last-visit', { kind: word('kind', last.kind), time: when(last.accepted_at), who: last.technician ?? t('intake-nobody') })}</p>` : null}
    ${double ? html`<div class="intake-stop" role="alert"><p><b>${t('intake-double', { kind: word('kind', double.kind), number: double.number, time: when(double.accepted_at) })}</b></p>
      <div class="form-acts"><button type="button" class="btn btn-main" data-key="g" onClick=${() => {
        select(double.id);
        close();
      }}><kbd>G</kbd>${t('intake-double-go')}</button>${kind ? html`<button type="button" class="btn" data-key="m" onClick=${() => {
        change({ another: true });
        if (kind === 'repair') change({ step: 'check' });
      }}><kbd>M</kbd>${t('intake-double-more')}</button>` : null}</div></div>`
      : kind && !serviceable ? html`<div class="intake-stop" role="alert"><p><b>${t('intake-no-service', { reason: why })}</b><br /><span class="muted">${t('intake-no-service-do')}</span></p>
        <div class="form-acts"><button type="button" class="btn btn-main" data-key="c" onClick=${() => void copy(t('intake-waiting-line', { name, phone, address, area: area ? areaWord(area.name) : '', reason: why, time: dayTime(nowMs()) }))}><kbd>C</kbd>${t('intake-no-service-copy')}</button></div></div>`
        : kind ? html`<${PromiseLine} promised=${promised.value} />
          <form onSubmit=${(/** @type {Event} */ event) => {
            event.preventDefault();
            next();
          }}>${kind === 'move' ? html`<label class="intake-field"><span>${t('intake-from')}</span><input value=${from} maxlength="300" onInput=${(/** @type {Event} */ event) => change({ from: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label>` : null}
            ${kind === 'repair' ? null : html`<label class="intake-field"><span>${t('intake-mbps')}</span><input ref=${focusOnce} type="number" min="1" max="100000" value=${mbps} onInput=${(/** @type {Event} */ event) => change({ mbps: /** @type {HTMLInputElement} */ (event.currentTarget).value })} /></label>`}
            ${missing.value ? html`<p class="form-error" role="alert">${missing.value}</p>` : null}
            <button class="btn btn-main">${t('intake-next')}</button></form>` : null}
  </section>`;
}

/** @param {HTMLInputElement|null} field */
function focusOnce(field) {
  if (field && !field.dataset.seen) {
    field.dataset.seen = '1';
    field.focus();
  }
}

/** @param {{promised: Promised|null}} props */
export function PromiseLine({ promised }) {
  if (!promised) return html`<p class="faint" role="status">…</p>`;
  const { complete } = promised;
  return html`<p class="intake-promise"><span class="tag">${word('tier', promised.tier)}</span> ${!complete ? t('intake-promise-none')
    : complete.shape === 'within' && complete.limit_s ? t('intake-promise-within', { hours: complete.limit_s / 3600, time: dueTime(complete.due_at) })
      : t('intake-promise-by', { time: dueTime(complete.due_at) })}</p>`;
}
