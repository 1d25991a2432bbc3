/** Contact: call with one tap, the ladder of calls, what was written to whom in which words, call-backs, questions and answers. */
import { post } from '../../shared/api.js';
import { html, useSignal } from '../../shared/html.js';
import { t, word } from '../../shared/i18n.js';
import { Icon, Mark } from '../../shared/marks.js';
import { dayTime, dayWord, dueTime, timeRange, when } from '../../shared/times.js';
import { refuse } from '../deeds.js';
import { say } from '../naming.js';
import { Questions } from '../questions.js';
import { drawn, useAnswer } from './ask.js';
import { author, named } from './timeline.js';

/** @typedef {{id: string, occasion: string, to: string, name: string|null, asked_by: string|null, address: string|null, channel: string|null, language: string|null, text: string|null, state: string, tries: number, reason: string|null, created_at: string, due_at: string, settled_at: string|null, again: boolean, may_again: boolean}} Message */
/** @typedef {{id: string, type: string, at: string, by: {role: string, name: string|null}, channel: string, outcome: string|null, agreed_at: string|null, rating: number|null, off_hours: boolean, counts: boolean}} Call */
/** @typedef {{part: string, opens_at: string, closes_at: string, tried_at: string|null, missed: boolean, owed: boolean}} Rung */

const PAGE = 40;

/** @param {import('./tabs.js').TabProps} props */
export function Tab({ order }) {
  const limit = useSignal(PAGE);
  const answer = useAnswer(order, `/contact?messages=${limit.value}`);
  return drawn(answer, view => html`<${Reach} view=${view} />
    ${view.questions.some((/** @type {any} */ one) => !one.answered_at) ? html`<${Asked} order=${order} questions=${view.questions} />` : null}
    <${Ladder} ladder=${view.ladder} />
    <${Calls} calls=${view.calls} />
    <${Messages} view=${view} retry=${answer.retry} more=${() => {
      limit.value += PAGE;
    }} />
    <${CallBacks} rows=${view.call_backs} />
    ${view.questions.length && view.questions.every((/** @type {any} */ one) => one.answered_at) ? html`<${Asked} order=${order} questions=${view.questions} />` : null}`);
}

/** Above all else while one waits for its answer. @param {{order: import('../../shared/types.js').CardView, questions: any[]}} props */
function Asked({ order, questions }) {
  return html`<section class="tab-part"><h3>${t('questions-title')}</h3><${Questions} order=${order} questions=${questions} /></section>`;
}

/** @param {{view: any}} props */
function Reach({ view }) {
  const { name, phone, language } = view.customer;
  const masked = phone.includes('*');
  return html`<section class="tab-part reach">${masked ? html`<p>${name}　${phone}</p>`
    : html`<a class=${`btn ${view.may_call_now ? 'btn-main' : ''}`} href=${`tel:${phone}`}><${Icon} name="phone" />${t('contact-call', { name, phone })}</a>`}
    <p class="muted">${view.may_call_now ? t('contact-hours', { from: view.contact_from, to: view.contact_to }) : t('contact-not-now', { from: view.contact_from, to: view.contact_to })}${language !== 'zh-Hans' ? html`　${t(`speaks-${language}`)}` : null}</p></section>`;
}

/** Which call is owed, by the rule that judges it. @param {{ladder: any}} props */
function Ladder({ ladder }) {
  if (!ladder) return html`<section class="tab-part"><h3>${t('ladder-title')}</h3><p class="muted">${t('ladder-not-yet')}</p></section>`;
  const first = { key: 'first', name: t('ladder-first'), range: t('ladder-by', { time: dueTime(ladder.first_at && ladder.slots[0] ? ladder.first_at : ladder.due_at) }) };
  const said = ladder.reached_at ? say('ladder-reached', { time: when(ladder.reached_at) }) : ladder.is_over ? t('ladder-over')
    : ladder.exhausted_at ? t('ladder-exhausted') : say('ladder-due', { time: dueTime(ladder.due_at) });
  const waits = !ladder.first_at && !ladder.is_over;
  /** What would have come next is owed no more once the customer was reached. @type {Rung[]} */
  const slots = ladder.slots.filter((/** @type {Rung} */ slot) => !ladder.is_over || slot.tried_at);
  return html`<section class="tab-part"><h3>${t('ladder-title')}<span class="muted">　${said}</span></h3>
    <ol class="ladder"><li class=${waits ? 'is-owed' : ''}><${Mark} state=${ladder.first_at || ladder.is_over ? 'kept' : 'risk'} /><span>${first.name}</span><span class="muted">${ladder.first_at ? say('ladder-tried', { time: when(ladder.first_at) }) : waits ? first.range : '–'}</span></li>
      ${slots.map(slot => html`<li key=${slot.opens_at} class=${slot.owed ? 'is-owed' : slot.missed ? 'is-missed' : ''}>
        <${Mark} state=${slot.tried_at ? 'kept' : slot.missed ? 'broken' : slot.owed ? 'risk' : 'track'} />
        <span>${say('ladder-part', { day: dayWord(slot.opens_at), part: word('rung', slot.part) })}</span>
        <span class="muted">${slot.tried_at ? say('ladder-tried', { time: when(slot.tried_at) }) : slot.missed ? t('ladder-missed') : `${timeRange(slot.opens_at, slot.closes_at)}${slot.owed ? `　${t('ladder-owed')}` : ''}`}</span></li>`)}</ol>
    <p class="faint">${t('ladder-rule', { version: ladder.policy })}</p></section>`;
}

/** @param {{calls: Call[]}} props */
function Calls({ calls }) {
  return html`<section class="tab-part"><h3>${t('calls-title')}</h3>${calls.length ? html`<ol class="log">${calls.map(call => html`<li key=${call.id}><time datetime=${call.at}>${when(call.at)}</time>
    <div><p>${callWords(call)}<span class="faint">　${author(call.by)}</span></p>${call.off_hours ? html`<p class="muted">${t('calls-off-hours')}</p>` : null}</div></li>`)}</ol>` : html`<p class="muted">${t('calls-none')}</p>`}</section>`;
}

/** @param {Call} call */
function callWords(call) {
  const how = word('by', call.channel);
  if (call.type === 'contact') return say('call-contact', { how, time: call.agreed_at ? dayTime(call.agreed_at) : '' });
  if (call.type === 'called_back') return t('call-called-back', { how, rating: call.rating ?? 0 });
  return say(`call-${call.type.replaceAll('_', '-')}`, { how, outcome: call.outcome ? word('outcome', call.outcome) : '' });
}

/** @param {{view: any, retry: () => void, more: () => void}} props */
function Messages({ view, retry, more }) {
  const left = view.message_count - view.messages.length;
  return html`<section class="tab-part"><h3>${t('messages-title')}</h3>
    ${view.channel ? null : html`<p class="muted">${t('messages-no-channel')}</p>`}
    ${view.messages.length ? html`<ul class="messages">${view.messages.map((/** @type {Message} */ one) => html`<${Sent} key=${one.id} message=${one} canSend=${Boolean(view.channel)} retry=${retry} />`)}</ul>` : view.channel ? html`<p class="muted">${t('messages-none')}</p>` : null}
    ${left > 0 ? html`<button class="link more-log" onClick=${more}>${t('log-more', { count: left })}</button>` : null}</section>`;
}

/** @param {{message: Message, canSend: boolean, retry: () => void}} props */
function Sent({ message, canSend, retry }) {
  const sending = useSignal(false);
  const again = async () => {
    if (sending.peek()) return;
    sending.value = true;
    try {
      await post(`/messages/${encodeURIComponent(message.id)}/again`);
    } catch (error) {
      refuse(error);
    } finally {
      sending.value = false;
      retry();
    }
  };
  const to = message.to === 'customer' ? t('role-customer') : message.name ? named(message.name) : word('role', message.to === 'user' ? 'lead' : message.to);
  return html`<li class=${`is-${message.state}`}><p><b>${word('occasion', message.occasion)}</b><span class="muted">　${to}${message.address && message.to !== 'user' ? ` ${message.address}` : ''}</span>${message.again ? html`<span class="muted">　${message.asked_by ? t('message-again-by', { name: message.asked_by }) : t('message-again-sent')}</span>` : null}</p>
    <p class="fate"><span class=${message.state === 'failed' ? 'warn' : 'muted'}>${fate(message)}</span>
      ${message.may_again && canSend ? html`<button class="link flat" disabled=${sending.value} onClick=${again}>${t('message-again')}</button>` : null}</p>
    ${message.text ? html`<details class="words"><summary><span class="link flat">${t('message-words')}<${Icon} name="down" /></span></summary><p lang=${message.language ?? ''}>${message.text}</p></details>` : null}</li>`;
}

/** 短信，今天 9:02 发出 / 等到 8:00 / 试了 3 次没发成：… @param {Message} message */
function fate(message) {
  const time = when(message.settled_at ?? message.due_at);
  if (message.state === 'sent') return say('fate-sent', { time, channel: message.channel ? word('by', message.channel) : '', tries: message.tries });
  if (message.state === 'queued') return say(message.tries ? 'fate-retry' : 'fate-queued', { time, tries: message.tries, reason: message.reason ?? '' });
  return say(`fate-${message.state}`, { time, tries: message.tries, reason: message.reason ?? '' });
}

/** @param {{rows: any[]}} props */
function CallBacks({ rows }) {
  if (!rows.length) return null;
  return html`<section class="tab-part"><h3>${t('call-backs-title')}</h3><ul class="plain">${rows.map(row => html`<li key=${row.id}><p>${callBack(row)}${row.owner ? html`<span class="faint">　${named(row.owner)}</span>` : null}</p>
    ${row.words ? html`<p class="note">${row.words}</p>` : null}
    ${row.next_from_at ? html`<p class="muted">${say('call-back-next', { time: when(row.next_from_at), tries: row.tries })}</p>` : null}</li>`)}</ul></section>`;
}

/** @param {any} row */
function callBack(row) {
  if (row.outcome === 'reopened') return t('call-back-reopened');
  if (!row.outcome) return say('call-back-open', { time: row.due_at ? dueTime(row.due_at) : when(row.since) });
  return say('call-back-done', { time: when(row.done_at ?? row.since), rating: row.rating ?? 0 });
}
