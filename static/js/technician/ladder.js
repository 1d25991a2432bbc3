/** Calling a customer: how the call went, the next attempts of the ladder, and agreeing a time that fits the route. */
import { ticking } from '../shared/clock.js';
import { html, useState } from '../shared/html.js';
import { t, word } from '../shared/i18n.js';
import { Icon, Mark, promiseOf } from '../shared/marks.js';
import { clockTime, dayTime, dayWord, ms, span } from '../shared/times.js';
import { Choices } from '../shared/sheet.js';
import { Agree } from './agree.js';
import { go, path, route, say, setCalled, useDay } from './app.js';
import { Bar, CallLink, ContactLeft, Offline, calledAt, kindWords, whenOf } from './parts.js';

/** @typedef {import('../shared/types.js').CardView} CardView */

/** @param {{order: CardView}} props */
function Rungs({ order }) {
  const first = order.attempts.find(one => !order.ladder?.first_at || one.at === order.ladder.first_at) ?? order.attempts[0];
  if (!first) return null;
  const taken = promiseOf(order.promises, 'contact');
  const slots = order.ladder?.slots ?? [];
  const next = slots.findIndex(slot => !slot.tried_at && ms(slot.closes_at) > ticking.value);
  /** @param {import('../shared/types.js').LadderSlot} slot */
  const outcomeOf = slot => order.attempts.find(one => one.at === slot.tried_at)?.outcome ?? 'no_answer';
  return html`<section aria-labelledby="ladder-title">
    <h2 id="ladder-title" class="sub">${t('ladder-title')}</h2>
    <ol class="ladder">
      <li class="past"><span class="node tried"><${Icon} name="phone" /></span><div><h3>${t('ladder-first', { time: dayTime(first.at) })}</h3>
        <p class="muted">${taken
          ? t('ladder-first-after', { span: span(ms(first.at) - ms(taken.started_at)), outcome: word('outcome', first.outcome) })
          : word('outcome', first.outcome)}</p></div></li>
      ${slots.map((slot, i) => html`<li key=${slot.opens_at} class=${slot.tried_at ? 'past' : i === next ? 'cur' : ''}>
        <span class=${slot.tried_at ? 'node tried' : 'node part'}>${slot.tried_at ? html`<${Icon} name="phone" />` : t(`ladder-${slot.part}`)}</span>
        <div><h3>${t('day-and-time', { day: dayWord(slot.opens_at), time: `${clockTime(slot.opens_at)}–${clockTime(slot.closes_at)}` })}</h3>
          <p class=${i === next ? '' : 'muted'}>${slot.tried_at
            ? t('ladder-tried', { time: clockTime(slot.tried_at), outcome: word('outcome', outcomeOf(slot)) })
            : i === next ? (ms(slot.opens_at) > ticking.value ? t('ladder-next', { time: clockTime(slot.opens_at) }) : t('ladder-now'))
            : ms(slot.closes_at) <= ticking.value ? t('ladder-missed') : i === slots.length - 1 ? t('ladder-last') : t('ladder-if-needed')}</p></div>
        ${i === next && html`<span class="tag">${t('ladder-next-tag')}</span>`}</li>`)}
      <li class="end"><span class="node is-paused"><${Mark} state="paused" /></span><div><h3>${t('ladder-end')}</h3><p class="muted">${t('ladder-end-hint')}</p></div></li>
    </ol>
  </section>`;
}

/** What to know before the first call, and what follows when nobody answers. @param {{order: CardView}} props */
function Before({ order }) {
  const slots = order.ladder?.slots ?? [];
  const { big, day, small } = whenOf(order);
  return html`<dl class="facts visit-facts">
      <div><dt>${t('fact-plan')}</dt><dd>${[day, big].filter(Boolean).join(' ')}　<span class="muted">${small}</span></dd></div>
      <div><dt>${t('fact-duration')}</dt><dd>${t('fact-about', { span: span(order.duration_min * 60_000) })}</dd></div>
      <div><dt>${t('fact-address')}</dt><dd>${order.address}</dd></div>
      ${order.note && html`<div><dt>${t('fact-note')}</dt><dd>${order.note}</dd></div>`}
    </dl>
    ${slots.length > 0 && html`<h2 class="sub">${t('ladder-if-not')}</h2>
    <ol class="ladder">${slots.map((slot, i) => html`<li key=${slot.opens_at} class=${i === slots.length - 1 ? 'end' : ''}><span class="node part">${t(`ladder-${slot.part}`)}</span>
      <div><h3>${t('day-and-time', { day: dayWord(slot.opens_at), time: `${clockTime(slot.opens_at)}–${clockTime(slot.closes_at)}` })}</h3></div></li>`)}</ol>`}`;
}

export function Ladder() {
  const { order: find, queue } = useDay();
  const order = find(route.value.id);
  const [outcome, setOutcome] = useState(/** @type {string|null} */ (null));
  const [agreed, setAgreed] = useState(/** @type {number|null} */ (null));
  const [by, setBy] = useState('customer');
  if (!order) return html`<section class="screen"><${Bar} title=${t('visit-gone')} back=${path('today')} /><div class="empty"><p class="muted">${t('visit-gone-hint')}</p></div></section>`;

  const name = order.customer.name;
  const promise = promiseOf(order.promises, 'contact');
  const began = calledAt(order.id);
  const again = order.status === 'contacted';
  const reached = outcome === 'reached';
  // the call that is made now uses up the part it falls into
  const coming = order.ladder?.slots.find(slot => !slot.tried_at && ms(slot.opens_at) > ticking.value);

  const record = async () => {
    await queue.add({ order_id: order.id, step: 'attempt', data: { channel: 'phone', outcome }, label: name });
    setCalled(order.id, null);
    say(coming ? t('said-attempt', { time: dayTime(coming.opens_at) }) : t('said-recorded'));
    go('today');
  };
  const agree = async () => {
    if (agreed === null) return;
    await queue.add({
      order_id: order.id, step: 'contact', label: name,
      data: { agreed_at: new Date(agreed).toISOString(), channel: 'phone', by: again ? by : 'customer' },
    });
    setCalled(order.id, null);
    say(t('said-agreed', { name, time: dayTime(agreed) }));
    go('today');
  };

  const options = ['reached', 'no_answer', 'busy', 'off', 'wrong_number'].map(value => ({ value, label: value === 'reached' ? t('outcome-reached') : word('outcome', value) }));
  let deed = html`<${CallLink} order=${order} class="btn btn-main big grow"><${Icon} name="phone" />${t(order.attempts.length ? 'deed-call-again' : 'deed-call', { name })}<//>`;
  if (reached) {
    deed = agreed === null
      ? html`<a class="btn btn-main big grow" href="#agree" onClick=${(/** @type {Event} */ event) => { event.preventDefault(); document.getElementById('agree')?.scrollIntoView({ behavior: 'smooth' }); }}>${t('deed-choose-time')}</a>`
      : html`<button type="button" class="btn btn-main big grow" onClick=${agree}>${t('deed-agree', { time: dayTime(agreed) })}</button>`;
  } else if (outcome) {
    deed = html`<button type="button" class="btn btn-main big grow" onClick=${record}>${coming ? t('deed-record', { time: dayTime(coming.opens_at) }) : t('deed-record-last')}</button>`;
  }
  return html`<section class="screen ladder-screen">
    <${Bar} title=${order.attempts.length && !reached && !again ? t('ladder-not-reached', { name }) : t('ladder-call', { name })} back=${path(again ? 'visit' : 'today', again ? order.id : '')}
      sub=${t('row-sub', { kind: kindWords(order), address: order.address })} right=${html`<${CallLink} order=${order} />`} />
    <${Offline} />
    ${promise?.due_at && promise.state === 'running' && html`<${ContactLeft} promise=${promise} tried=${order.attempts.length > 0} />`}
    <section class="outcome" aria-labelledby="outcome-title">
      <h2 id="outcome-title">${began ? t('outcome-title-at', { time: clockTime(began) }) : t('outcome-title')}</h2>
      <${Choices} name=${t('outcome-title')} options=${options} value=${outcome} onChoose=${setOutcome} />
    </section>
    ${reached
      ? html`<${Agree} order=${order} value=${agreed} onChoose=${setAgreed} />
        ${again && html`<section class="outcome"><h2>${t('agree-by-title')}</h2><${Choices} name=${t('agree-by-title')} value=${by} onChoose=${setBy}
          options=${[{ value: 'customer', label: t('agree-by-customer') }, { value: 'us', label: t('agree-by-us') }]} /></section>`}`
      : order.attempts.length ? html`<${Rungs} order=${order} />` : html`<${Before} order=${order} />`}
    <p class="quiet"><${Icon} name="clock" />${t('ladder-quiet')}</p>
    <footer class="dock"><div class="acts">
      ${outcome && html`<${CallLink} order=${order} class="btn btn-icon big"><${Icon} name="undo" /><span>${t('quick-redial')}</span><//>`}
      ${deed}
    </div></footer>
  </section>`;
}
