/** Today: what is new, whom to call, the next visit with its one right step, what follows, what is done. */
import { ticking } from '../shared/clock.js';
import { html } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { Icon, Mark, PromiseMark, worst } from '../shared/marks.js';
import { clockTime, dateOf, dayTime, dayWord, instantOf, longDate, ms } from '../shared/times.js';
import { toggleTheme } from '../shared/theme.js';
import { path, useDay } from './app.js';
import { Deed, Quick } from './deed.js';
import { Bar, ContactClock, Offline, Standing, VisitCard, mostUrgentCall } from './parts.js';
import { STANDING, UNDER_WAY, rightNext } from './steps.js';
import { Tabs } from './tabs.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

/** @param {{order: CardView}} props */
function Row({ order }) {
  const at = order.agreed_at ?? order.planned?.arrive_at;
  const sameDay = at && dateOf(at) === dateOf(ticking.value);
  return html`<li><a class="row" href=${path('visit', order.id)}>
    <span class="row-when">${at ? html`${!sameDay && html`<small>${dayWord(at)}</small>`}<time datetime=${at}>${clockTime(at)}</time>` : html`<${Open} order=${order} />`}</span>
    <span class="grow"><b>${order.customer.name}</b><span class="muted">${t('row-sub', { kind: t(`kind-${order.kind}`), address: order.address })}</span><${Reminder} order=${order} /></span>
    <${Standing} order=${order} />
  </a></li>`;
}

/** The next call of the ladder, as it comes nearer and when it may be made. @param {{order: CardView}} props */
function Reminder({ order }) {
  const ladder = order.ladder;
  if (!ladder?.first_at) return null;
  const { owed } = ladder;
  if (!owed) return html`<span class="muted">${t(ladder.exhausted_at ? 'call-chooses' : 'call-missed')}</span>`;
  return ms(owed.opens_at) > ticking.value
    ? html`<span class="muted">${t('call-from', { time: dayTime(owed.opens_at) })}</span>`
    : html`<b>${t('call-until', { time: clockTime(owed.closes_at) })}</b>`;
}

/** Without a time: the booked day and half, one under the other. @param {{order: CardView}} props */
function Open({ order }) {
  if (!order.booked_date) return html`<small>${t('when-open')}</small>`;
  const [year, month, day] = order.booked_date.split('-').map(Number);
  return html`<small>${dayWord(instantOf(year, month, day, 12))}</small>${order.booked_half && order.booked_half !== 'day' ? html`<small>${t(`half-only-${order.booked_half}`)}</small>` : null}`;
}

/** @param {{orders: CardView[]}} props */
function DoneRow({ orders }) {
  const broken = orders.filter(order => worst(order.promises.filter(p => p.risk === 'broken')));
  return html`<li><a class="row" href=${path('done')}>
    <span class="row-when"><b>${t('done-word')}</b></span>
    <span class="grow"><b>${t('done-count', { count: orders.length })}</b><span class="muted">${orders.map(order => order.customer.name).join(t('list-comma'))}</span></span>
    ${broken.length
      ? html`<${PromiseMark} state="broken" word=${t('done-broken', { count: broken.length })} />`
      : html`<${PromiseMark} state="kept" word=${t('done-all-kept')} />`}
  </a></li>`;
}

export function Today() {
  const day = useDay();
  const open = day.open.value;
  const done = day.done.value;
  const next = rightNext(open, ticking.value);
  const after = open.filter(order => order !== next && !STANDING.includes(order.status));
  const standing = open.filter(order => order !== next && STANDING.includes(order.status));
  const fresh = open.filter(order => order.status === 'assigned');
  const urgent = mostUrgentCall(open, next?.id);
  const right = html`<button type="button" class="btn btn-icon plain" onClick=${toggleTheme} aria-label=${t('theme-switch')}><${Icon} name="theme" /></button>`;
  return html`<section class="screen today">
    <${Bar} title=${t('today-title')} sub=${t('today-sub', { date: longDate(ticking.value), count: open.length })} right=${right} />
    <${Offline} />
    ${urgent && html`<${ContactClock} except=${next?.id} />`}
    ${next ? html`<${VisitCard} order=${next} />` : html`<${Empty} done=${done.length} />`}
    ${after.length > 0 && html`<h2 class="sub">${t('today-after', { count: after.length })}</h2>
      <ol class="route">${after.map(order => html`<${Row} key=${order.id} order=${order} />`)}</ol>`}
    ${standing.length > 0 && html`<h2 class="sub">${t('today-standing', { count: standing.length })}</h2>
      <ol class="route">${standing.map(order => html`<${Row} key=${order.id} order=${order} />`)}</ol>`}
    ${done.length > 0 && html`${after.length + standing.length === 0 && html`<div class="gap"></div>`}<ol class=${after.length + standing.length ? 'route joined' : 'route'}><${DoneRow} orders=${done} /></ol>`}
    <footer class="dock">
      ${next && html`<div class="acts"><${Quick} order=${next} /><${Deed} order=${next} fresh=${UNDER_WAY.includes(next.status) ? [] : fresh} /></div>`}
      <${Tabs} />
    </footer>
  </section>`;
}

/** Nothing more to do: say so, and what happens next. @param {{done: number}} props */
function Empty({ done }) {
  return html`<div class="empty"><${Mark} state=${done ? 'kept' : 'track'} /><h2>${t(done ? 'today-all-done' : 'today-empty')}</h2><p class="muted">${t('today-empty-hint')}</p></div>`;
}

/** What is done today, each with when and whether it was kept. */
export function Done() {
  const { done } = useDay();
  return html`<section class="screen">
    <${Bar} title=${t('done-title', { count: done.value.length })} sub=${longDate(ticking.value)} back=${path('today')} />
    <${Offline} />
    <ol class="route">${done.value.map(order => html`<li key=${order.id}><a class="row" href=${path('visit', order.id)}>
      <span class="row-when">${order.actual?.completed_at && html`<time datetime=${order.actual.completed_at}>${clockTime(order.actual.completed_at)}</time>`}</span>
      <span class="grow"><b>${order.customer.name}</b><span class="muted">${t('row-sub', { kind: t(`kind-${order.kind}`), address: order.address })}</span></span>
      <${PromiseMark} ...${judged(order)} />
    </a></li>`)}</ol>
  </section>`;
}

/** @param {CardView} order @returns {{state: import('../shared/types.js').Risk, word: string}} */
function judged(order) {
  const broken = order.promises.find(promise => promise.risk === 'broken');
  return broken ? { state: 'broken', word: t('done-broke', { promise: word('promise', broken.promise) }) } : { state: 'kept', word: t('state-kept') };
}
