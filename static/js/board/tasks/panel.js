/** The tasks panel: mine, my team's or all, the soonest due first; made, accepted, handed over and ended here. */
import { html, useEffect, useRef, useSignal } from '../../shared/html.js';
import { language, t } from '../../shared/i18n.js';
import { Mark } from '../../shared/marks.js';
import { dueTime, ms, span, when } from '../../shared/times.js';
import { printWhat } from '../print.js';
import { district, minute, orders, select, user } from '../state.js';
import { act, concerns, focused, isLive, live, loadState, loadTasks, making, rings, scope, sending, stranded, takers, tasks, whom } from '../tasks.js';
import { Make } from './make.js';
import { teamWord } from './words.js';

/** @typedef {import('../tasks.js').Task} Task */
/** @typedef {'hand-over'|'done'|'cancel'|'comments'} Deed */

const LEADS = ['lead', 'manager', 'admin'];

export function Panel() {
  const fresh = useSignal(making.peek() !== null);
  useEffect(() => void loadTasks(), []);
  useEffect(() => making.subscribe(order => {
    if (order) fresh.value = true;
  }), []);
  if (loadState.value === 'failed') {
    return html`<p class="form-error" role="alert">${t('no-answer')}<button class="link" onClick=${() => void loadTasks()}>${t('action-retry')}</button></p>`;
  }
  useEffect(() => focused.subscribe(wanted => {
    // what somebody was sent to is shown, whatever was looked at before
    const task = wanted && live.peek().find(one => one.id === wanted.id);
    if (task && !belongs(task, scope.peek()) && !task.owner.away) scope.value = 'all';
  }), []);
  const alone = new Set(stranded.value.map(task => task.id));
  const shown = live.value.filter(task => !alone.has(task.id) && belongs(task, scope.value));
  const over = tasks.value.filter(task => !isLive(task));
  return html`<div class="tasks">
    <div class="task-head"><div class="task-scope" role="group" aria-label=${t('tasks-scope')}>${['mine', 'all'].map(each => html`
      <button key=${each} class="btn" aria-pressed=${scope.value === each ? 'true' : 'false'} onClick=${() => (scope.value = each)}>${t(`tasks-${each}`)}</button>`)}
      <label><span class="sr">${t('task-team')}</span><select class=${`btn${isTeam(scope.value) ? ' on' : ''}`} key=${takers.value.teams.length} value=${isTeam(scope.value) ? scope.value : ''} onChange=${(/** @type {any} */ event) => (scope.value = event.currentTarget.value || 'all')}>
        <option value="">${t('task-team-any')}</option>${takers.value.teams.map(team => html`<option key=${team} value=${team}>${teamWord(team)}</option>`)}</select></label></div>
      <button class="btn" aria-expanded=${fresh.value ? 'true' : 'false'} onClick=${() => (fresh.value = !fresh.peek())}>${t('task-make')}</button></div>
    <p class="task-files"><button class="link" onClick=${() => void printWhat('tasks')}>${t('task-print')}</button>${['csv', 'xlsx'].map(kind => html`<a key=${kind} class="link" download href=${`/api/v1/tasks/export?${new URLSearchParams({ district: district.value?.id ?? '', format: kind, language: language.value })}`}>${t(`task-${kind}`)}</a>`)}</p>
    ${fresh.value ? html`<${Make} close=${() => {
      fresh.value = false;
      making.value = null;
    }} />` : null}
    ${stranded.value.length ? html`<section class="stranded"><h3>${t('tasks-stranded', { count: stranded.value.length })}</h3><ul class="task-list">${stranded.value.map(task => html`<${Item} key=${task.id} task=${task} />`)}</ul></section>` : null}
    ${shown.length ? html`<ul class="task-list">${shown.map(task => html`<${Item} key=${task.id} task=${task} />`)}</ul>`
      : loadState.value === 'ready' ? html`<p class="calm-line muted">${t(scope.value === 'mine' ? 'tasks-none-mine' : 'tasks-none')}</p>`
        : html`<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`}
    ${over.length ? html`<h3>${t('tasks-over', { count: over.length })}</h3><ul class="task-list is-over">${over.map(task => html`<li key=${task.id}><p><b>${task.title}</b><span class="muted">　${t(`task-state-${task.state}`)}</span></p><${History} task=${task} /></li>`)}</ul>` : null}
  </div>`;
}

/** @param {string} wanted */
function isTeam(wanted) {
  return wanted !== 'mine' && wanted !== 'all';
}

/** A team's are those that one of it has, and those that wait for it. @param {Task} task @param {string} wanted */
function belongs(task, wanted) {
  if (!isTeam(wanted)) return wanted === 'all' || concerns(task);
  return task.owner.team === wanted || task.offered_team === wanted;
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
    <p class=${task.owner.away ? 'owner-away' : 'muted'}>${!task.owner.away ? t('task-owner', { name: task.owner.name }) : task.owner.away_until ? t('task-owner-away-until', { name: task.owner.name, time: dueTime(task.owner.away_until) }) : t('task-owner-away', { name: task.owner.name })}${offered ? html`<span class="nowrap">　${t('task-offered', { name: offered })}</span>` : null}</p>
    ${task.visit_waits ? html`<p class="muted">${t('task-visit-waits')}</p>` : null}
    ${task.rung && task.attended_by ? html`<p class="muted">${t('task-attended', { name: task.attended_by.name })}</p>` : null}`;
}

/** @param {{task: Task}} props */
function Item({ task }) {
  const form = useSignal(/** @type {Deed|null} */ (null));
  const box = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => focused.subscribe(wanted => {
    if (wanted?.id !== task.id) return;
    focused.value = null;
    form.value = wanted.deed;
    requestAnimationFrame(() => {
      box.current?.scrollIntoView({ block: 'nearest' });
      const field = wanted.deed ? box.current?.querySelector('.task-form :is(select, input)') : box.current;
      if (field instanceof HTMLElement) field.focus();
    });
  }), [task.id]);
  const lead = LEADS.includes(user.value?.role ?? '');
  const waits = sending.value === task.id;
  const toggle = (/** @type {Deed} */ deed) => () => (form.value = form.peek() === deed ? null : deed);
  const button = (/** @type {Deed} */ deed, main = false) => html`<button class=${`btn${main ? ' btn-main' : ''}`} disabled=${waits} aria-expanded=${form.value === deed ? 'true' : 'false'} onClick=${toggle(deed)}>${t(`task-do-${deed}`)}</button>`;
  return html`<li class="task" data-task=${task.id} ref=${box} tabindex="-1">
    <${TaskHead} task=${task} />
    ${task.order_id ? html`<p>${orders.row(task.order_id) ? html`<button class="link flat" onClick=${() => select(/** @type {string} */ (task.order_id))}>${task.number}</button>` : html`<span class="muted">${task.number}</span>`}</p>` : null}
    <div class="form-acts">
      ${task.waits_for_me ? html`<button class="btn btn-main" disabled=${waits} onClick=${() => void act(task, 'accept')}>${t('task-accept')}</button>` : null}
      ${task.mine || lead ? button('done', task.mine && !task.waits_for_me && !task.owner.away && !task.offered && !task.offered_team) : null}
      ${rings(task) && !task.waits_for_me ? html`<button class="btn" disabled=${waits} onClick=${() => void act(task, 'attend')}>${t('task-attend')}</button>` : null}
      ${task.mine || lead || task.owner.away ? button('hand-over', task.owner.away) : null}${button('comments')}
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
  return html`<label>${t('task-to')}<select key=${takers.value.people.length} required value=${value} onChange=${(/** @type {any} */ event) => set(event.currentTarget.value)}>
    <option value="" disabled>${t('task-choose')}</option>
    <optgroup label=${t('task-teams')}>${takers.value.teams.map(team => html`<option key=${team} value=${`team:${team}`}>${teamWord(team)}</option>`)}</optgroup>
    <optgroup label=${t('task-people')}>${takers.value.people.filter(one => one.id !== without).map(one => html`<option key=${one.id} value=${`user:${one.id}`}>${one.away ? t('task-person-away', { name: one.name }) : one.name}　${t(`role-${one.role}`)}</option>`)}</optgroup></select></label>`;
}

/** @param {{task: Task}} props */
function History({ task }) {
  return html`<details class="task-history"><summary>${t('task-history', { count: task.history.length })}</summary><ol>${task.history.map((entry, index) => html`
    <li key=${index}><time datetime=${entry.at}>${when(entry.at)}</time><span>${t(`task-deed-${entry.deed.replaceAll('_', '-')}`, { by: entry.by, to: entry.to ?? (entry.to_team ? teamWord(entry.to_team) : '') })}${entry.words ? html`<span class="note">${entry.words}</span>` : null}</span></li>`)}</ol></details>`;
}
