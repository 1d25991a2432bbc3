/** The escalations panel: what rang for me, the soonest due first; one tap to have it, hand it over, say what was done. */
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { dueTime, ms, span, when } from '../../shared/times.js';
import { act, colleagues, escalations, loadEscalations, loadState, openOnes, sending } from '../escalations.js';
import { nameOf } from '../rescue_ways.js';
import { openPanel } from '../panels.js';
import { minute, orders, select, user } from '../state.js';
import { act as actOnTask, focused, ringing, sending as taskSending } from '../tasks.js';

/** @typedef {import('../escalations.js').Escalation} Escalation */

export function Panel() {
  useEffect(() => void loadEscalations(), []);
  const over = escalations.value.filter(one => one.done_at);
  const next = (openOnes.value.find(one => !one.owner) ?? openOnes.value[0])?.key;
  if (loadState.value === 'failed') {
    return html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadEscalations()}>${t('action-retry')}</button></p>`;
  }
  return html`<div class="escalations">
    <p class="muted hint">${t('escalations-hint')}</p>
    <${Rang} />
    ${openOnes.value.length ? html`<ul class="escalation-list">${openOnes.value.map(one => html`<${Item} key=${one.key} one=${one} first=${one.key === next} />`)}</ul>`
      : loadState.value === 'ready' ? ringing.value.length ? null : html`<p class="calm-line">${t('escalations-none')}</p>` : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`}
    ${over.length ? html`<h3>${t('escalations-done', { count: over.length })}</h3><ul class="escalation-list is-over">${over.map(one => html`<${Over} key=${one.key} one=${one} />`)}</ul>` : null}
  </div>`;
}

/** The tasks whose clock rang for me: what there is to say of them is said in their panel. */
function Rang() {
  if (!ringing.value.length) return null;
  return html`<h3>${t('escalations-tasks', { count: ringing.value.length })}</h3><ul class="escalation-list">${ringing.value.map(task => {
    const left = ms(task.due_at) - minute.value;
    const state = left < 0 ? 'broken' : 'jeop';
    return html`<li key=${task.id} class="escalation" data-task=${task.id}><div class=${`escalation-head is-${state}`}>
      <span class="row"><span class="promise"><${Mark} state=${state} /><span class="sr">${t(`state-${state}`)}</span></span><b class="left">${left < 0 ? t('left-over', { span: span(-left) }) : span(left)}</b><span class="title">${task.title}</span></span>
      <span class="what">${t('escalation-task', { name: task.owner.name, time: dueTime(task.due_at) })}</span></div>
      <div class="form-acts"><button class="btn" disabled=${taskSending.value === task.id} onClick=${() => void actOnTask(task, 'attend')}>${t('escalation-task-attend')}</button>
        <button class="btn" onClick=${() => {
          focused.value = { id: task.id, deed: null };
          openPanel('tasks');
        }}>${t('action-see')}</button></div></li>`;
  })}</ul>`;
}

/** @param {string} rung */
function rungWord(rung) {
  return rung === 'broken' ? t('escalation-broken') : t('escalation-percent', { percent: Number(rung.split('_').at(-1)) });
}

/** @param {{one: Escalation}} props */
function Head({ one }) {
  const left = ms(one.due_at) - minute.value;
  const broken = one.state === 'broken' || left < 0;
  const card = orders.row(one.order_id)?.value;
  const risk = card?.promises.find(each => each.promise === one.promise && each.state === 'running')?.risk ?? 'risk';
  const state = broken ? 'broken' : risk;
  const promise = t(`promise-${one.promise.replaceAll('_', '-')}`);
  return html`<div class=${`escalation-head is-${state}`}>
    <span class="row"><span class="promise"><${Mark} state=${state} /><span class="sr">${t(`state-${state}`)}</span></span>
      <b class="left">${broken ? t('left-over', { span: span(-left) }) : span(left)}</b><span class="tag">${rungWord(one.rung)}</span>
      ${card ? html`<button class="link title" onClick=${() => select(one.order_id)}>${t('risk-row-title', { promise, customer: one.customer })}</button>`
        : html`<span class="title">${t('risk-row-title', { promise, customer: one.customer })}</span>`}</span>
    <span class="what">${[t('escalation-due', { time: dueTime(one.due_at) }), one.technician ? nameOf(one.technician) : t('escalation-nobody'), one.address].join(t('list-comma'))}</span>
  </div>`;
}

/** One filled button a view: the first that nobody has. @param {{one: Escalation, first: boolean}} props */
function Item({ one, first }) {
  const form = useSignal(/** @type {'hand'|'settle'|null} */ (null));
  const mine = one.owner?.id === user.value?.id;
  const waits = sending.value === one.key;
  return html`<li class="escalation" data-key=${one.key}>
    <${Head} one=${one} />
    ${one.others.map(other => (other.owner ? html`<p key=${other.rung} class="muted small">${t('escalation-other', { rung: rungWord(other.rung), name: other.owner.name })}</p>` : null))}
    <p class="owner" role="status">${one.owner ? t(mine ? 'escalation-mine' : 'escalation-theirs', { name: one.owner.name, time: one.taken_at ? when(one.taken_at) : '' }) : t('escalation-free')}${
      one.handed_by ? html` <span class="muted">${t('escalation-handed', { name: one.handed_by.name })}</span>` : null}</p>
    <div class="form-acts">
      ${mine ? html`<button class=${`btn${first ? ' btn-main' : ''}`} aria-expanded=${form.value === 'settle'} disabled=${waits} onClick=${() => (form.value = form.peek() === 'settle' ? null : 'settle')}>${t('escalation-settle')}</button>`
        : html`<button class=${`btn${first && !one.owner ? ' btn-main' : ''}`} disabled=${waits} onClick=${() => void act(one, 'take')}>${t(one.owner ? 'escalation-take-over' : 'escalation-take')}</button>`}
      <button class="btn" aria-expanded=${form.value === 'hand'} disabled=${waits} onClick=${() => (form.value = form.peek() === 'hand' ? null : 'hand')}>${t('escalation-hand')}</button>
    </div>
    ${form.value === 'hand' ? html`<${Hand} one=${one} close=${() => (form.value = null)} />` : null}
    ${form.value === 'settle' ? html`<${Settle} one=${one} close=${() => (form.value = null)} />` : null}
  </li>`;
}

/** @param {{one: Escalation, close: () => void}} props */
function Hand({ one, close }) {
  const others = colleagues.value.filter(each => each.id !== one.owner?.id);
  return html`<div class="escalation-people" role="group" aria-label=${t('escalation-hand-to')}>${others.map(each => html`
    <button key=${each.id} class="chip" onClick=${async () => {
      if (await act(one, 'hand-over', { to: each.id })) close();
    }}>${each.name}<span class="muted">${t(`role-${each.role}`)}</span></button>`)}${others.length ? null : html`<p class="muted">${t('escalation-no-colleague')}</p>`}</div>`;
}

/** @param {{one: Escalation, close: () => void}} props */
function Settle({ one, close }) {
  const what = useSignal('');
  const done = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (what.peek().trim() && await act(one, 'settle', { what: what.peek().trim() })) close();
  };
  return html`<form class="escalation-settle" onSubmit=${done}>
    <label>${t('escalation-what')}<input class="input" maxlength="200" required autofocus value=${what.value} onInput=${(/** @type {any} */ event) => (what.value = event.currentTarget.value)} /></label>
    <button class="btn btn-main" disabled=${sending.value === one.key}>${t('escalation-done-button')}</button></form>`;
}

/** @param {{one: Escalation}} props */
function Over({ one }) {
  return html`<li class="escalation"><span class="row"><span class="tag">${rungWord(one.rung)}</span><b>${t('risk-row-title', { promise: t(`promise-${one.promise.replaceAll('_', '-')}`), customer: one.customer })}</b></span>
    <p>${one.what}</p><p class="muted small">${t('escalation-done-by', { name: one.done_by?.name ?? '', time: one.done_at ? when(one.done_at) : '' })}</p></li>`;
}
