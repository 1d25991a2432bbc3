/** The first lines: where the order is and when somebody comes, and the stepper with real times. */
import { ticking } from '../shared/clock.js';
import { html } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { Icon, promiseOf } from '../shared/marks.js';
import { clockTime, dateOf, dayTime, dayWord, daysBetween, dueTime, fullDate, halfDay, local, ms, span, startOfDay, timeRange, when } from '../shared/times.js';
import { arrivesAt, stateOf, whoComes } from './state.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('./state.js').State} State */

/** A sentence with its deciding figure marked by *: "约 *14:52* 到". @param {string} text */
function marked(text) {
  return text.split('*').map((part, i) => (i % 2 ? html`<b>${part}</b>` : part.split('|').map((line, n) => (n ? html`<br />${line}` : line))));
}

/** 24 日上午 of an instant, for "we come again on …" @param {string} at */
function halfOf(at) {
  const { hour } = local(at);
  return halfDay(dateOf(at), hour < 12 ? 'am' : 'pm');
}

/** The time of day, with its day unless it is today. @param {string} at */
function short(at) {
  return dateOf(at) === dateOf(ticking.value) ? clockTime(at) : dayTime(at);
}

/** @param {TrackingView} view @returns {{title: string, sub: string}} */
function headline(view) {
  const { order, promises } = view;
  const who = whoComes(view);
  const state = stateOf(view);
  const arrives = arrivesAt(view);
  const booked = order.booked_date ? halfDay(order.booked_date, order.booked_half) : '';
  switch (state) {
    case 'received':
      return { title: t('now-received'), sub: booked ? t('sub-booked', { booked }) : t('sub-assigning') };
    case 'calling': {
      const contact = promiseOf(promises, 'contact');
      const running = contact?.state === 'running' && contact.due_at && ms(contact.due_at) > ticking.value;
      return {
        title: running ? t('now-calling', { who, time: short(contact.due_at ?? '') }) : t('now-to-call', { who }),
        sub: booked ? t('sub-booked', { booked }) : t('sub-calling'),
      };
    }
    case 'agreed': {
      const window = order.window ? timeRange(order.window.from, order.window.to) : '';
      const at = order.agreed_at ?? '';
      const expected = arrives && Math.abs(ms(arrives) - ms(at)) > 5 * 60_000 ? t('sub-expected', { time: short(arrives) }) : '';
      return { title: t('now-agreed', { who, day: dayWord(at), time: clockTime(at) }), sub: t('sub-agreed', { window }) + expected };
    }
    case 'on-the-way': {
      const agreed = order.agreed_at ? t('sub-agreed-at', { time: short(order.agreed_at) }) : '';
      if (!arrives) return { title: t('now-set-off', { who }), sub: agreed };
      const left = ms(arrives) - ticking.value;
      return { title: t('now-on-the-way', { who, time: short(arrives) }), sub: agreed + (left > 60_000 ? t('sub-left', { span: span(left) }) : t('sub-any-moment')) };
    }
    case 'late':
      return arrives && ms(arrives) > ticking.value
        ? { title: t('now-late', { time: short(arrives) }), sub: t(order.status === 'on_the_way' ? 'sub-late-coming' : 'sub-late', { who }) }
        : { title: t('now-late-open'), sub: t(order.status === 'on_the_way' ? 'sub-late-coming' : 'sub-late', { who }) };
    case 'here':
    case 'working': {
      const arrived = view.steps.find(step => step.step === 'on_site')?.at;
      const ends = view.steps.find(step => step.step === 'completed')?.expected_at;
      return {
        title: t(state === 'here' ? 'now-here' : `now-working-${order.kind}`, { who }),
        sub: [arrived && t('sub-arrived', { time: when(arrived) }), ends && ms(ends) > ticking.value && t(`sub-ends-${order.kind}`, { time: short(ends) })].filter(Boolean).join(t('list-comma')),
      };
    }
    case 'done':
    case 'confirmed': {
      const at = view.steps.find(step => step.step === 'completed')?.at;
      const speed = order.download_mbps ? t(`now-done-speed-${order.kind}`, { mbps: order.download_mbps }) : t(`now-done-${order.kind}`);
      const contract = order.download_mbps && order.contracted_mbps
        ? t('sub-contract', { mbps: order.contracted_mbps, pass: Math.round(order.contracted_mbps * 0.9) }) : '';
      return { title: speed, sub: contract + (at ? t('sub-done-at', { time: dayTime(at) }) : '') + (state === 'confirmed' ? t('sub-confirmed') : '') };
    }
    case 'paused': {
      const until = order.held_until ?? view.steps.find(step => !step.at && step.expected_at)?.expected_at;
      return {
        title: order.held_reason === 'incident' ? t('now-paused-incident') : until ? t('now-paused-until', { day: ms(until) > startOfDay(ticking.value, 3) ? t(local(until).hour < 12 ? 'half-am' : 'half-pm', { day: fullDate(until) }) : halfOf(until) }) : t('now-paused'),
        sub: order.held_reason === 'incident' && order.held_until ? t('sub-paused-incident-until', { time: dueTime(order.held_until) }) : t(`sub-paused-${(order.held_reason ?? 'other').replaceAll('_', '-')}`),
      };
    }
    case 'failed':
      return { title: t('now-failed'), sub: t('sub-failed') };
    case 'withdrawing': {
      const verify = promiseOf(promises, order.status === 'withdrawal_requested' ? 'cancel_verify' : 'cancel_done');
      return {
        title: t('now-withdrawing'),
        sub: verify?.due_at ? t(order.status === 'withdrawal_requested' ? 'sub-verify' : 'sub-withdraw', { time: dueTime(verify.due_at) }) : t('sub-withdrawing'),
      };
    }
    default:
      return { title: t('now-withdrawn'), sub: t('sub-withdrawn') };
  }
}

/** @param {{view: TrackingView}} props */
export function Now({ view }) {
  const { title, sub } = headline(view);
  const { order } = view;
  return html`<section class="now" aria-label=${t('now-label')}>
    <p class="eyebrow"><span>${order.contracted_mbps ? t(`order-${order.kind}-mbps`, { mbps: order.contracted_mbps }) : t(`order-${order.kind}`)}</span><span class="faint">${order.number}</span></p>
    <h1>${marked(title)}</h1>
    ${sub && html`<p class="muted">${sub}</p>`}
    ${order.status !== 'withdrawn' && html`<${Stepper} view=${view} />`}
  </section>`;
}

/** When a step was taken; in the narrow columns of English the day is a weekday, and today goes without saying. @param {string} at */
function stepTime(at) {
  if (language.value !== 'en') return dayTime(at);
  const days = daysBetween(at, ticking.value);
  if (days === 0) return clockTime(at);
  return days > -7 ? `${t(`weekday-${local(at).weekday}`)} ${clockTime(at)}` : dayTime(at);
}

/** @param {{view: TrackingView}} props */
function Stepper({ view }) {
  const { steps, order, promises } = view;
  const state = stateOf(view);
  const reached = steps.reduce((last, step, i) => (step.at ? i : last), 0);
  const done = state === 'done' || state === 'confirmed';
  const moved = state === 'paused' && order.held_reason === 'customer_later' && reached <= 1;
  const since = promiseOf(promises, 'complete')?.paused_since;
  const at = moved ? 1 : reached;
  return html`<ol class="stepper">${steps.map((step, i) => {
    const kind = done || i < at ? 'done' : i === at ? 'cur' : '';
    const past = done || i <= at;
    const name = step.step === 'completed' ? t(`step-name-completed-${order.kind}`)
      : moved && i === 1 ? t('step-name-moved')
      : t(past && step.step === 'on_site' ? 'step-name-on-site-past' : `step-name-${step.step.replaceAll('_', '-')}`);
    const shown = moved && i === 1 ? since : step.at;
    let time = shown ? stepTime(shown) : '';
    if (!time && !past && step.expected_at) {
      const clock = short(step.expected_at);
      time = state === 'paused' ? halfOf(step.expected_at) : state === 'late' && step.step === 'on_site' ? t('step-by', { time: clock }) : t('step-about', { time: clock });
    }
    return html`<li key=${step.step} class=${kind} aria-current=${kind === 'cur' ? 'step' : undefined}><i>${kind === 'done' && html`<${Icon} name="check" />`}</i><b>${name}</b><time datetime=${shown ?? step.expected_at ?? undefined}>${time}</time></li>`;
  })}</ol>`;
}
