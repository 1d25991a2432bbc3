/** What we promised, in words: the state, the promise, what we owe when it breaks, and why the time is what it is. */
import { html, useState } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, PromiseMark, promiseOf } from '../shared/marks.js';
import { clockTime, daysBetween, dueTime, money, ms, span, timeRange } from '../shared/times.js';
import { Story, disputable, pauseNamed } from '../shared/why.js';
import { useDeed } from './doing.js';
import { disputeWord } from './state.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./track.js').Track} Track */
/** @typedef {import('../shared/types.js').Because} Because */
/** @typedef {import('../shared/types.js').PromiseView} PromiseView */

/** Promises between the customer and us; the others are between ourselves. */
const SHOWN = ['complete', 'arrive', 'contact', 'urgent', 'speed', 'cancel_verify', 'cancel_done'];

/** @param {PromiseView} promise @returns {'open'|'kept'|'broken'|'paused'|'attempted'} */
function phase(promise) {
  if (promise.state === 'kept' || promise.state === 'broken' || promise.state === 'paused' || promise.state === 'attempted') return promise.state;
  return promise.risk === 'broken' ? 'broken' : 'open';
}

/** The promise as a sentence. @param {TrackingView} view @param {PromiseView} promise */
function claim(view, promise) {
  const { order } = view;
  const due = promise.due_at ? dueTime(promise.due_at) : '';
  const state = phase(promise);
  if (promise.promise === 'complete') {
    if (state === 'kept' && promise.met_at && promise.due_at) {
      const days = daysBetween(promise.due_at, promise.met_at);
      return days > 0 ? t(`vow-complete-${order.kind}-early`, { days }) : t(`vow-complete-${order.kind}-kept`);
    }
    return t(`vow-complete-${order.kind}-${state === 'broken' ? 'broken' : 'open'}`, { due });
  }
  if (promise.promise === 'arrive') {
    const window = order.window ? timeRange(order.window.from, order.window.to) : '';
    if (state === 'kept' && promise.met_at) return t('vow-arrive-kept', { time: clockTime(promise.met_at) });
    if (state === 'broken') return promise.met_at && promise.due_at && ms(promise.met_at) < ms(promise.due_at) ? t('vow-arrive-early', { time: clockTime(promise.met_at) }) : t('vow-arrive-broken', { due });
    return window ? t('vow-arrive-open', { window }) : t('vow-arrive-by', { due });
  }
  const name = promise.promise.replaceAll('_', '-');
  return t(`vow-${name}-${state === 'kept' || state === 'broken' || state === 'attempted' ? state : 'open'}`, { due });
}

/** @param {number} passed ms */
const took = passed => (passed < 60_000 ? t('vow-took-less') : t('vow-took', { span: span(passed) }));

/** What it costs us, or what it took. @param {TrackingView} view @param {PromiseView} promise */
function consequence(view, promise) {
  const state = phase(promise);
  const paid = view.compensation.filter(one => one.promise === promise.promise).reduce((sum, one) => sum + one.amount_cents, 0);
  if (state === 'broken') return paid ? t('vow-paid', { amount: money(paid) }) : promise.owed_cents ? t('vow-will-pay', { amount: money(promise.owed_cents) }) : '';
  if (state === 'kept') return promise.promise === 'contact' && promise.met_at ? took(ms(promise.met_at) - ms(promise.started_at)) : '';
  if (state === 'attempted' || !promise.owed_cents) return '';
  return promise.promise === 'arrive' ? t('vow-owe-arrive', { amount: money(promise.owed_cents) }) : t('vow-owe', { amount: money(promise.owed_cents) });
}

/** @param {{track: Track, view: TrackingView, promise: PromiseView}} props */
function Vow({ track, view, promise }) {
  const state = phase(promise);
  const [open, setOpen] = useState(false);
  const costs = consequence(view, promise);
  const shown = state === 'open' ? promise.risk : state === 'attempted' ? 'track' : state;
  const label = state === 'broken' ? t('vow-broken') : state === 'attempted' ? t('state-attempted') : t(`vow-state-${shown}`);
  return html`<li><p><${PromiseMark} state=${shown} word=${label} /></p>
    <div><p><b>${claim(view, promise)}</b></p>
      ${costs && html`<p class="muted">${costs}</p>`}
      ${promise.promise === 'complete' && html`<${Ruled} promise=${promise} />`}
      <details class="why" onToggle=${(/** @type {Event} */ event) => setOpen(/** @type {HTMLDetailsElement} */ (event.currentTarget).open)}>
        <summary>${t(state === 'paused' ? 'why-moved' : promise.promise === 'complete' && state !== 'kept' ? 'why-this-time' : 'action-why')}<${Icon} name="down" /></summary>
        ${open && html`<${Story} path="/track/why" version=${view.order.version} promise=${promise} act=${(/** @type {Because} */ line) => view.may.includes('dispute_pause') && disputable(line) && html`<${Dispute} track=${track} line=${line} />`} />`}</details>
    </div></li>`;
}

/** One tap: "I did not ask for this". @param {{track: Track, line: Because}} props */
export function Dispute({ track, line }) {
  const deed = useDeed(() => track.step('dispute_pause', pauseNamed(line)), () => undefined);
  return html`<p><button type="button" class="btn" disabled=${deed.busy} onClick=${deed.run}>${disputeWord(line)}</button></p>${deed.error}`;
}

/** What became of the customer's objection to a pause, without unfolding anything. @param {{promise: PromiseView}} props */
function Ruled({ promise }) {
  const dispute = (promise.because ?? []).flatMap(line => (line.dispute ? [String(line.dispute)] : [])).at(-1);
  return dispute ? html`<p class="muted" role="status">${t(`paused-dispute-${dispute}`)}</p>` : null;
}

/** @param {{track: Track, view: TrackingView}} props */
export function Vows({ track, view }) {
  const promises = SHOWN.flatMap(name => promiseOf(view.promises, name) ?? []);
  if (!promises.length) return null;
  return html`<section class="vows" aria-labelledby="h-vow"><h2 id="h-vow">${t('vows-title')}</h2>
    <ul>${promises.map(promise => html`<${Vow} key=${promise.promise} track=${track} view=${view} promise=${promise} />`)}</ul></section>`;
}

/** What we owe comes right after what happened, before any excuse. @param {{view: TrackingView, change: any}} props */
export function Owe({ view, change }) {
  const sum = view.compensation.reduce((total, one) => total + one.amount_cents, 0);
  if (!sum) return null;
  const broken = view.compensation.map(one => promiseOf(view.promises, one.promise)).find(Boolean);
  return html`<section class="owe is-broken" aria-label=${t('owe-label')}>
    <p><${PromiseMark} state="broken" word=${broken ? t('owe-broken', { promise: claimWas(view, broken) }) : t('vow-broken')} /></p>
    <p class="sum"><b>${money(sum)}</b><span>${t('owe-how')}</span></p>
    ${change && html`<div class="pair">${change}</div>`}
  </section>`;
}

/** The promise as it was made, for "not kept: here by 16:00". @param {TrackingView} view @param {PromiseView} promise */
function claimWas(view, promise) {
  const due = promise.due_at ? dueTime(promise.due_at) : '';
  if (promise.promise === 'complete') return t(`vow-complete-${view.order.kind}-open`, { due });
  if (promise.promise === 'arrive') return t('vow-arrive-by', { due });
  return t(`vow-${promise.promise.replaceAll('_', '-')}-open`, { due });
}
