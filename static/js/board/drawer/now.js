/** The order now: where it stands, its promises and why, what would save it, what was asked. */
import { html, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { Icon, Mark } from '../../shared/marks.js';
import { daysBetween, dayWord, dueTime, halfDay, ms, span, timeRange, when } from '../../shared/times.js';
import { Story } from '../../shared/why.js';
import { eye } from '../hand.js';
import { OfIncident } from '../incident_mark.js';
import { areaName, say, statusWord, technicianName } from '../naming.js';
import { notify } from '../notices.js';
import { OrderTasks } from '../order_tasks.js';
import { PauseRulings } from '../pause_rulings.js';
import { PlanReasons } from '../plan_reasons.js';
import { Questions } from '../questions.js';
import { RescueButtons } from '../rescue_buttons.js';
import { riskOf } from '../risks_model.js';
import { minute } from '../state.js';
import { CLOSED, stateOf } from '../visits.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('../../shared/types.js').PromiseView} PromiseView */

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order, full }) {
  const person = full?.customer ?? order.customer;
  return html`<${Status} order=${order} phone=${person.phone} />
    <${PauseRulings} order=${order} />
    <${Promises} order=${order} />
    <${OrderTasks} order=${order} />
    <${Rescues} order=${order} />
    <${PlanReasons} key=${`plan ${order.id}`} order=${order} />
    <${Questions} order=${order} questions=${full?.questions ?? null} />
    <${Needs} order=${order} />`;
}

/** Where it stands: the status, who has it and when. @param {{order: CardView, phone: string}} props */
function Status({ order, phone }) {
  const masked = phone.includes('*');
  return html`<dl class="facts">
    <dt>${t('fact-status')}</dt><dd><b>${statusWord(order)}</b>${expected(order)}</dd>
    <dt>${t('fact-technician')}</dt><dd>${order.technician_id ? html`<button class="link flat" onClick=${() => eye.show(/** @type {string} */ (order.technician_id))}>${technicianName(order.technician_id)}</button>` : html`<span class="faint">${t('board-nobody')}</span>`}</dd>
    <dt>${t('fact-time')}</dt><dd>${timeWords(order)}</dd>
    <dt>${t('fact-phone')}</dt><dd>${masked ? phone : html`<a class="tel" href=${`tel:${phone}`}><${Icon} name="phone" />${phone}</a><button class="link flat" data-copy onClick=${() => void copyPhone(phone)}>${t('phone-copy')}</button>`}${order.customer.language && order.customer.language !== 'zh-Hans' ? html`<span class="faint">　${t(`speaks-${order.customer.language}`)}</span>` : null}</dd>
    ${order.incident_id ? html`<dt>${t('fact-incident')}</dt><dd><${OfIncident} id=${order.incident_id} /></dd>` : null}
    ${order.note ? html`<dt>${t('fact-note')}</dt><dd>${order.note}</dd>` : null}
  </dl>`;
}

/** @param {CardView} order */
function expected(order) {
  if (CLOSED.has(order.status) || !order.planned?.arrive_at || !order.planned.end_at) return '';
  const words = order.status === 'on_the_way' ? say('fact-arrives', { time: when(order.planned.arrive_at) })
    : order.actual?.on_site_at ? say('fact-ends', { time: when(order.planned.end_at) })
      : say('fact-planned', { times: dayRange(order.planned.arrive_at, order.planned.end_at) });
  const { arrive_p50_at: likely, arrive_p90_at: latest } = order.planned;
  if (likely && latest && !order.actual?.on_site_at) {
    return html`<span class="muted">　${words}<span class="faint">　${t('fact-likely', { time: when(likely), latest: when(latest) })}</span></span>`;
  }
  return html`<span class="muted">　${words}</span>`;
}

/** 14:00–16:00 today, 明天 14:00–16:00 otherwise. @param {string} from @param {string} to */
function dayRange(from, to) {
  const range = timeRange(from, to);
  return daysBetween(from, minute.value) === 0 ? range : t('day-and-time', { day: dayWord(from), time: range });
}

/** @param {CardView} order */
function timeWords(order) {
  if (order.agreed_at) return html`${say('fact-agreed', { time: when(order.agreed_at) })}${order.window ? html`<span class="faint">　${dayRange(order.window.from, order.window.to)}</span>` : null}`;
  if (order.booked_date) return html`${say('fact-booked', { half: halfDay(order.booked_date, order.booked_half) })}<span class="faint">　${t('fact-not-agreed')}</span>`;
  return html`<span class="faint">${t('fact-not-agreed')}</span>`;
}

/** @type {import('../../shared/types.js').Risk[]} */
const ORDER = ['broken', 'jeop', 'risk', 'paused', 'track', 'kept'];

/** @param {{order: CardView}} props */
function Promises({ order }) {
  const owed = order.promises.filter(promise => promise.state !== 'void' && !(promise.promise === 'accept' && promise.state === 'kept'));
  owed.sort((a, b) => ORDER.indexOf(a.risk) - ORDER.indexOf(b.risk) || ((a.due_at ?? '') < (b.due_at ?? '') ? -1 : 1));
  if (!owed.length) return null;
  return html`<section aria-label=${t('promises-title')}><ul class="promises">${owed.map(promise => html`<${Promised} key=${`${promise.promise}${promise.occasion}`} order=${order} promise=${promise} />`)}</ul></section>`;
}

/** @param {{order: CardView, promise: PromiseView}} props */
function Promised({ order, promise }) {
  const open = useSignal(false);
  const name = t(`promise-${promise.promise.replaceAll('_', '-')}`);
  return html`<li><span class=${`promise is-${promise.risk}`}><${Mark} state=${promise.risk} />${promise.state === 'attempted' ? t('state-attempted') : t(`state-${promise.risk}`)}</span>
    <span>${says(promise, name)}${late(order, promise)}</span>
    <details class="why" onToggle=${(/** @type {Event} */ event) => {
      open.value = /** @type {HTMLDetailsElement} */ (event.currentTarget).open;
    }}><summary>${t('why')}<${Icon} name="down" /></summary></details>
    ${open.value ? html`<div class="reason"><${Story} path=${`/orders/${encodeURIComponent(order.id)}/why`} version=${order.version} promise=${promise} /></div>` : null}</li>`;
}

/** 完成，17:10 前 / 联系，用时 41 分 @param {PromiseView} promise @param {string} name */
function says(promise, name) {
  if (promise.state === 'kept' && promise.met_at && promise.promise === 'arrive') return say('promise-met', { name, time: when(promise.met_at) });
  if (promise.state === 'kept' && promise.promise === 'speed') return name;
  if (promise.state === 'kept' && promise.met_at) return t('promise-took', { name, span: span(ms(promise.met_at) - ms(promise.started_at)) });
  if (promise.state === 'paused') return t('promise-paused', { name });
  if (!promise.due_at) return name;
  const time = dueTime(promise.due_at);
  if (promise.state === 'broken') return say('promise-was-due', { name, time });
  return html`${t('promise-due-name', { name })}<wbr /><span class="nowrap"><b>${time}</b>${t('promise-due-tail')}</span><wbr /><span class="faint nowrap">　${promise.state === 'running' ? leftWords(ms(promise.due_at) - minute.value) : ''}</span>`;
}

/** @param {number} left ms */
function leftWords(left) {
  return left >= 0 ? t('promise-left', { span: span(left) }) : t('promise-over', { span: span(-left) });
}

/** When the plan says it will be, where that is too late. @param {CardView} order @param {PromiseView} promise */
function late(order, promise) {
  if (promise.state !== 'running' || !promise.due_at || !order.planned) return null;
  const at = promise.promise === 'complete' ? order.planned.end_p50_at ?? order.planned.end_at : promise.promise === 'arrive' ? order.planned.arrive_p50_at ?? order.planned.arrive_at : null;
  if (!at || ms(at) <= ms(promise.due_at)) return null;
  return html`<br /><span class="faint">${say('promise-expected', { time: when(at) })}</span>`;
}

/** @param {{order: CardView}} props */
function Rescues({ order }) {
  const risk = riskOf(order);
  if (!risk && order.technician_id) return null;
  if (CLOSED.has(order.status) || stateOf(order) === 'paused') return null;
  return html`<section class="drawer-rescues"><h3>${t(order.technician_id ? 'drawer-saves' : 'drawer-takes')}</h3><${RescueButtons} order=${order} promise=${risk?.promise.promise} /></section>`;
}

/** @param {string} phone */
async function copyPhone(phone) {
  try {
    await navigator.clipboard.writeText(phone);
    notify({ tone: 'done', text: t('phone-copied') });
  } catch {
    // a page without a secure context may not write there: the number stands beside the button
  }
}

/** @param {{order: CardView}} props */
function Needs({ order }) {
  return html`<dl class="facts needs">
    <dt>${t('fact-needs')}</dt><dd>${[...order.skills.map(skill => word('skill', skill)), t('fact-duration', { minutes: order.duration_min })].join(t('list-comma'))}</dd>
    <dt>${t('fact-area')}</dt><dd>${areaName(order)}${order.contracted_mbps ? html`<span class="faint">　${order.contracted_mbps}M</span>` : null}</dd></dl>`;
}
