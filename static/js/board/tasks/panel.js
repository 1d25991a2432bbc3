/** The tasks panel: mine, my team's or all, the soonest due first; made, accepted, handed over and ended here. */
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { dueTime, ms, span, when } from '../../shared/times.js';
import { minute, orders, select, user } from '../state.js';
import { act, concerns, isLive, live, loadState, loadTasks, making, sending, takers, tasks, whom } from '../tasks.js';
import { Make } from './make.js';

/** @typedef {import('../tasks.js').Task} Task */
/** @typedef {'hand-over'|'done'|'cancel'|'comments'} Deed */

const LEADS = ['lead', 'manager', 'admin'];

export function Panel() {
  const scope = useSignal(/** @type {'mine'|'team'|'all'} */ ('mine'));
  const fresh = useSignal(making.peek() !== null);
  useEffect(() => void loadTasks(), []);
  useEffect(() => making.subscribe(order => {
    if (order) fresh.value = true;
  }), []);
  if (loadState.value === 'failed') {
    return html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadTasks()}>${t('action-retry')}</button></p>`;
  }
  const people = takers.value.people;
  const desk = new Set(people.filter(one => one.role !== 'technician').map(one => one.id));
  const shown = live.value.filter(task => scope.value === 'all' || concerns(task)
    || (scope.value === 'team' && (desk.has(task.owner.id) || task.offered_team === 'desk')));
  const over = tasks.value.filter(task => !isLive(task));
  return html`<div class="tasks">
    <div class="task-head"><div class="task-scope" role="group" aria-label=${t('tasks-scope')}>${/** @type {const} */ (['mine', 'team', 'all']).map(each => html`
      <button key=${each} class="btn" aria-pressed=${scope.value === each ? 'true' : 'false'} onClick=${() => (scope.value = each)}>${t(`tasks-${each}`)}</button>`)}</div>
      <button class="btn" aria-expanded=${fresh.value ? 'true' : 'false'} onClick=${() => (fresh.value = !fresh.peek())}>${t('task-make')}</button></div>
    ${fresh.value ? html`<${Make} close=${() => {
      fresh.value = false;
      making.value = null;
    }} />` : null}
    ${shown.length ? html`<ul class="task-list">${shown.map(task => html`<${Item} key=${task.id} task=${task} />`)}</ul>`
      : loadState.value === 'ready' ? html`<p class="calm-line muted">${t(scope.value === 'mine' ? 'tasks-none-mine' : 'tasks-none')}</p>`
        : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`}
    ${over.length ? html`<h3>${t('tasks-over', { count: over.length })}</h3><ul class="task-list is-over">${over.map(task => html`<li key=${task.id}><p><b>${task.title}</b><span class="muted">　${t(`task-state-${task.state}`)}</span></p><${History} task=${task} /></li>`)}</ul>` : null}
  </div>`;
}

/** Its clock: colour, shape and word. @param {Task} task @returns {import('../../shared/types.js').Risk} */
function risk(task) {
  if (task.percent >= 100 || ms(task.due_at) < minute.value) return 'broken';
  return task.percent >= 90 ? 'jeop' : task.percent >= 50 ? 'risk' : 'track';
}

/** @param {{task: Task}} props */
export function TaskHead({ task }) {
  const state = risk(task);
  const left = ms(task.due_at) - minute.value;
  const word = state === 'broken' ? t('task-overdue', { span: span(Math.max(0, -left)) })
    : task.percent ? t('task-percent', { percent: task.percent, span: span(left) }) : t('task-left', { span: span(left) });
  const offered = task.offered?.name ?? (task.offered_team ? teamWord(task.offered_team) : null);
  return html`<p class="task-title"><b>${task.title}</b><span class="tag">${t(`task-kind-${task.kind.replaceAll('_', '-')}`)}</span></p>
    <p class=${`promise is-${state}`}><${Mark} state=${state} />${word}<span class="muted">　${t('task-due', { time: dueTime(task.due_at) })}</span></p>
    <p class="muted">${t('task-owner', { name: task.owner.name })}${offered ? html`<span class="nowrap">　${t('task-offered', { name: offered })}</span>` : null}</p>`;
}

/** @param {string} team */
export function teamWord(team) {
  return team === 'desk' ? t('task-team-desk') : team;
}

/** @param {{task: Task}} props */
function Item({ task }) {
  const form = useSignal(/** @type {Deed|null} */ (null));
  const lead = LEADS.includes(user.value?.role ?? '');
  const waits = sending.value === task.id;
  const toggle = (/** @type {Deed} */ deed) => () => (form.value = form.peek() === deed ? null : deed);
  const button = (/** @type {Deed} */ deed, main = false) => html`<button class=${`btn${main ? ' btn-main' : ''}`} disabled=${waits} aria-expanded=${form.value === deed ? 'true' : 'false'} onClick=${toggle(deed)}>${t(`task-do-${deed}`)}</button>`;
  return html`<li class="task" data-task=${task.id}>
    <${TaskHead} task=${task} />
    ${task.order_id ? html`<p>${orders.row(task.order_id) ? html`<button class="link flat" onClick=${() => select(/** @type {string} */ (task.order_id))}>${task.number}</button>` : html`<span class="muted">${task.number}</span>`}</p>` : null}
    <div class="form-acts">
      ${task.waits_for_me ? html`<button class="btn btn-main" disabled=${waits} onClick=${() => void act(task, 'accept')}>${t('task-accept')}</button>` : null}
      ${task.mine || lead ? button('done', task.mine && !task.waits_for_me && !task.offered && !task.offered_team) : null}
      ${task.mine || lead ? button('hand-over') : null}${button('comments')}
      ${task.created_by.id === user.value?.id || lead ? button('cancel') : null}
    </div>
    ${form.value ? html`<${Words} key=${form.value} task=${task} deed=${form.value} close=${() => (form.value = null)} />` : null}
    <${History} task=${task} /></li>`;
}

/** @param {{task: Task, deed: Deed, close: () => void}} props */
function Words({ task, deed, close }) {
  const words = useSignal('');
  const to = useSignal('');
  const needed = deed === 'cancel' || deed === 'comments';
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const more = { words: words.peek().trim(), ...(deed === 'hand-over' ? whom(to.peek()) : {}) };
    if (await act(task, deed, more)) close();
  };
  return html`<form class="task-form" onSubmit=${submit} onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  }}>${deed === 'hand-over' ? html`<${Whom} value=${to.value} without=${task.owner.id} set=${(/** @type {string} */ value) => (to.value = value)} />` : null}
    <label>${t(`task-words-${deed}`)}<input class="input" maxlength="500" required=${needed} autofocus=${deed !== 'hand-over'} value=${words.value} onInput=${(/** @type {any} */ event) => (words.value = event.currentTarget.value)} /></label>
    <button class="btn btn-main" disabled=${sending.value === task.id}>${t(`task-do-${deed}`)}</button></form>`;
}

/** @param {{value: string, without?: string, set: (value: string) => void}} props */
export function Whom({ value, without, set }) {
  return html`<label>${t('task-to')}<select required value=${value} onChange=${(/** @type {any} */ event) => set(event.currentTarget.value)}>
    <option value="" disabled>${t('task-choose')}</option>
    <optgroup label=${t('task-teams')}>${takers.value.teams.map(team => html`<option key=${team} value=${`team:${team}`}>${teamWord(team)}</option>`)}</optgroup>
    <optgroup label=${t('task-people')}>${takers.value.people.filter(one => one.id !== without).map(one => html`<option key=${one.id} value=${`user:${one.id}`}>${one.name}　${t(`role-${one.role}`)}</option>`)}</optgroup></select></label>`;
}

/** @param {{task: Task}} props */
function History({ task }) {
  return html`<details class="task-history"><summary>${t('task-history', { count: task.history.length })}</summary><ol>${task.history.map((entry, index) => html`
    <li key=${index}><time datetime=${entry.at}>${when(entry.at)}</time><span>${t(`task-deed-${entry.deed.replaceAll('_', '-')}`, { by: entry.by, to: entry.to ?? (entry.to_team ? teamWord(entry.to_team) : '') })}${entry.words ? html`<span class="note">${entry.words}</span>` : null}</span></li>`)}</ol></details>`;
}
