/** Parts that several screens show: the top bar, the offline line, the contact clock, an order's facts, the sheet. */
import { ticking } from '../shared/clock.js';
import { html } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { Icon, Mark, PromiseMark, promiseOf, worst } from '../shared/marks.js';
import { clockTime, dateOf, dayWord, dueTime, halfDay, ms, span, timeRange } from '../shared/times.js';
import { called, path, route, setCalled, useDay } from './app.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').PromiseView} PromiseView */
/** @typedef {import('../shared/types.js').Risk} Risk */

/** 装机 500M @param {CardView} order */
export function kindWords(order) {
  return order.contracted_mbps ? t(`kind-${order.kind}-mbps`, { mbps: order.contracted_mbps }) : t(`kind-${order.kind}`);
}

/** 明天上午 of a booking; empty without one. @param {CardView} order */
export function bookedWords(order) {
  return order.booked_date ? halfDay(order.booked_date, order.booked_half) : '';
}

/**
 * The promise to show for an order, as a state and a word: what the technician has to do stands before what is merely true.
 * @param {CardView} order
 * @returns {{state: Risk, label: string}}
 */
export function standing(order) {
  if (order.status === 'on_hold') return { state: 'paused', label: t('state-paused') };
  if (order.status === 'assigned') return { state: shown(promiseOf(order.promises, 'accept')), label: t('order-to-take') };
  if (order.status === 'taken') return { state: shown(promiseOf(order.promises, 'contact')), label: t('order-to-call') };
  if (order.status === 'visit_failed' || order.status.startsWith('withdraw')) return { state: 'track', label: word('status', order.status) };
  const first = worst(order.promises.filter(promise => promise.risk !== 'kept'));
  const state = shown(first ?? worst(order.promises));
  return { state, label: t(`state-${state}`) };
}

/** @param {PromiseView|null} promise @returns {Risk} */
function shown(promise) {
  return promise?.risk ?? 'track';
}

/** @param {{order: CardView}} props */
export function Standing({ order }) {
  const { state, label } = standing(order);
  return html`<${PromiseMark} state=${state} word=${label} />`;
}

/** @param {{title: string, sub?: any, back?: string, right?: any}} props */
export function Bar({ title, sub, back, right }) {
  return html`<header class="bar">
    ${back !== undefined && html`<a class="btn btn-icon plain" href=${back} aria-label=${t('action-back')}><${Icon} name="left" /></a>`}
    <div class="grow"><h1>${title}</h1>${sub && html`<p class="muted">${sub}</p>`}</div>
    ${right}
  </header>`;
}

/** A call by the phone's own dialler; coming back, the ladder asks how it went. @param {{order: CardView, class?: string, children?: any}} props */
export function CallLink({ order, class: look = 'btn btn-icon plain', children }) {
  const start = () => {
    setCalled(order.id, ticking.peek());
    location.hash = path('ladder', order.id);
  };
  return html`<a class=${look} href=${`tel:${order.customer.phone.replace(/[^+\d]/g, '')}`} onClick=${start}
    aria-label=${children ? undefined : t('call-name', { name: order.customer.name })} title=${t('call-name', { name: order.customer.name })}>${children ?? html`<${Icon} name="phone" />`}</a>`;
}

/** What is not sent yet: a fact, said calmly; and what needs an eye. */
export function Offline() {
  const { queue, live, keptAt } = useDay();
  const waiting = queue.waiting.value.length;
  const state = live.state.value;
  const away = state === 'offline' || state === 'reconnecting' || keptAt.value !== null;
  ticking.value; // a step that is on its way for a moment is not worth a line
  const slow = waiting > 0 && queue.oldest() > 3_000;
  const refused = queue.refused.value.length;
  return html`
    ${queue.unstored.value && html`<p class="offline" role="status"><${Icon} name="info" /><span><b>${t('queue-unstored')}</b>　${t('queue-unstored-hint')}</span></p>`}
    ${waiting > 0 && (away || slow) && html`<p class="offline" role="status"><${Icon} name="offline" /><span><b>${t('queue-waiting', { count: waiting })}</b>　${t('queue-waiting-hint')}</span></p>`}
    ${waiting === 0 && away && html`<p class="offline" role="status"><${Icon} name="offline" /><span><b>${t(state === 'reconnecting' ? 'live-reconnecting' : 'live-offline')}</b>　${
      live.sureAt.value ?? keptAt.value ? t('offline-since', { time: clockTime(live.sureAt.value ?? keptAt.value ?? 0) }) : t('offline-works')}</span></p>`}
    ${refused > 0 && route.value.screen !== 'me' && html`<a class="offline refused" href=${path('me')}><${Icon} name="info" /><span class="grow"><b>${t('queue-refused', { count: refused })}</b>　${t('queue-refused-hint')}</span><${Icon} name="right" /></a>`}`;
}

/** How much of a promise's time is left, as a ring. @param {{promise: PromiseView}} props */
function Ring({ promise }) {
  const from = ms(promise.started_at);
  const to = ms(promise.due_at ?? promise.started_at);
  const left = Math.max(0, Math.min(100, ((to - ticking.value) / Math.max(1, to - from)) * 100));
  return html`<svg class="ring" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15" /><circle class="left" cx="18" cy="18" r="15" pathLength="100" stroke-dasharray=${`${left.toFixed(1)} 100`} /></svg>`;
}

/** The customer who must be called first, if any. @param {CardView[]} orders @param {string} [except] */
export function mostUrgentCall(orders, except) {
  return orders
    .filter(order => order.status === 'taken' && order.id !== except)
    .map(order => ({ order, promise: promiseOf(order.promises, 'contact') }))
    .filter(one => one.promise?.due_at && (one.promise.state === 'running' || one.promise.state === 'broken'))
    .sort((a, b) => ms(a.promise?.due_at ?? 0) - ms(b.promise?.due_at ?? 0))[0] ?? null;
}

/** The state of a contact clock by what is left now, so that it changes without a message. @param {PromiseView} promise @returns {Risk} */
function contactRisk(promise) {
  if (promise.risk === 'broken' || promise.state === 'broken') return 'broken';
  const from = ms(promise.started_at);
  const to = ms(promise.due_at ?? promise.started_at);
  if (ticking.value > to) return 'broken';
  const share = (ticking.value - from) / Math.max(1, to - from);
  return share >= 0.75 ? 'jeop' : share >= 0.5 || promise.risk === 'risk' ? 'risk' : 'track';
}

/** The contact countdown, on every screen of the day. @param {{except?: string, slim?: boolean}} props */
export function ContactClock({ except, slim = false }) {
  const found = mostUrgentCall(useDay().open.value, except);
  if (!found?.promise) return null;
  const { order, promise } = found;
  const risk = contactRisk(promise);
  const left = ms(promise.due_at ?? 0) - ticking.value;
  const name = order.customer.name;
  const line = left > 0 ? t('contact-within', { name, span: span(left) }) : t('contact-overdue', { name, span: span(-left) });
  if (slim) return html`<a class=${`contact slim is-${risk}`} href=${path('ladder', order.id)}><${Mark} state=${risk} /><span>${line}</span></a>`;
  const tried = order.attempts.at(-1);
  return html`<div class=${`contact is-${risk}`}>
    <a class="contact-main grow" href=${path('ladder', order.id)}><${Ring} promise=${promise} />
      <span class="grow"><b>${line}</b><span class="muted">${tried
        ? t('contact-tried', { time: clockTime(tried.at), outcome: word('outcome', tried.outcome) })
        : t('contact-until', { kind: t(`kind-${order.kind}`), area: order.area ?? '', time: clockTime(promise.due_at ?? 0) })}</span></span></a>
    <${CallLink} order=${order} class="btn btn-icon" />
  </div>`;
}

/** The clock of one order on its own ladder. @param {{promise: PromiseView, tried: boolean}} props */
export function ContactLeft({ promise, tried }) {
  const risk = contactRisk(promise);
  const left = ms(promise.due_at ?? 0) - ticking.value;
  return html`<div class=${`contact is-${risk}`}><${Ring} promise=${promise} />
    <span class="grow"><b>${left > 0 ? t('contact-left', { span: span(left) }) : t('contact-late', { span: span(-left) })}</b>
    <span class="muted">${t(tried ? 'contact-left-tried' : 'contact-left-first', { time: dueTime(promise.due_at ?? 0) })}</span></span></div>`;
}

/** When the visit is: the largest thing on the card, and what it means. @param {CardView} order */
export function whenOf(order) {
  const at = order.agreed_at ?? order.planned?.arrive_at;
  const today = at ? dateOf(at) === dateOf(ticking.value) : false;
  const big = at ? clockTime(at) : bookedWords(order) || t('when-open');
  const day = at && !today ? dayWord(at) : '';
  let small = '';
  if (order.agreed_at && order.window) small = t('when-agreed', { window: timeRange(order.window.from, order.window.to) });
  else if (at) small = order.booked_date ? t('when-planned-booked', { booked: bookedWords(order) }) : t('when-planned');
  else small = t('when-not-planned');
  return { big, day, small };
}

/** The card of one visit. @param {{order: CardView}} props */
export function VisitCard({ order }) {
  const { big, day, small } = whenOf(order);
  const complete = promiseOf(order.promises, 'complete');
  return html`<article class="next" aria-labelledby="next-name">
    <p class="eyebrow"><span class="kind"><${Icon} name=${order.kind} />${kindWords(order)}</span><${Standing} order=${order} /></p>
    <h2 class="when"><b>${day && html`<small>${day}</small> `}${big}</b><span>${small}</span></h2>
    <p class="who" id="next-name">${order.customer.name}${order.tier !== 'standard' && html`<span class="muted">　${word('tier', order.tier)}</span>`}</p>
    <p class="addr">${order.address}</p>
    <dl class="facts">
      ${order.from_address && html`<div><dt>${t('fact-from')}</dt><dd>${order.from_address}</dd></div>`}
      ${order.planned?.travel_s ? html`<div><dt>${t('fact-travel')}</dt><dd>${span(order.planned.travel_s * 1000)}</dd></div>` : null}
      ${order.planned?.depot_at ? html`<div><dt>${t('fact-depot')}</dt><dd>${t('fact-depot-at', { time: dueTime(order.planned.depot_at) })}</dd></div>` : null}
      ${complete?.due_at && (complete.state === 'running' || complete.state === 'broken') && html`<div><dt>${t('fact-limit')}</dt><dd>${
        ticking.value < ms(complete.due_at)
          ? t(`limit-${order.kind}`, { time: dueTime(complete.due_at), left: span(ms(complete.due_at) - ticking.value) })
          : t('limit-over', { time: dueTime(complete.due_at), span: span(ticking.value - ms(complete.due_at)) })}</dd></div>`}
      ${complete?.state === 'paused' && html`<div><dt>${t('fact-limit')}</dt><dd>${t('limit-paused')}</dd></div>`}
      <div><dt>${t('fact-duration')}</dt><dd>${t('fact-about', { span: span(order.duration_min * 60_000) })}</dd></div>
    </dl>
    ${order.note && html`<p class="note"><${Icon} name="info" />${order.note}</p>`}
  </article>`;
}

/** Whether the dialler was opened for an order and nobody has said how it went. @param {string} id */
export const calledAt = id => called.value[id] ?? null;
