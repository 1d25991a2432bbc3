/** One incident: what it is, who is in it and how each visit stands; hold the visits, tell the customers, say that it is over. */
import { html, useEffect, useSignal } from '../../shared/html.js';
import { t } from '../../shared/i18n.js';
import { Icon } from '../../shared/marks.js';
import { ms, when } from '../../shared/times.js';
import { deed, detail, loadDetail, showList } from '../incidents.js';
import { areaWord } from '../naming.js';
import { notify } from '../notices.js';
import { openPanel } from '../panels.js';
import { select, selectedId, technicians } from '../state.js';
import { focused, live, making } from '../tasks.js';
import { EndField } from './end_field.js';
import { FindOrders } from './find_orders.js';
import { Restore } from './restore.js';
import { causeWord, CAUSES, whereWords } from './words.js';

/** @typedef {import('../incidents.js').IncidentDetail} IncidentDetail */
/** @typedef {import('../incidents.js').Member} Member */

/** @param {{id: string, close: () => void}} props */
export function OneIncident({ id }) {
  useEffect(() => void loadDetail(id), [id]);
  const one = detail.value?.id === id ? detail.value : null;
  const mode = useSignal(/** @type {'look'|'change'|'restore'} */ ('look'));
  const busy = useSignal('');
  const back = html`<button class="link" onClick=${showList}><${Icon} name="left" />${t('incidents-all')}</button>`;
  if (!one) return html`${back}<div class="sk-lines" aria-hidden="true"><i></i><i></i><i></i></div>`;
  const act = async (/** @type {string} */ name, /** @type {Record<string, unknown>} */ body, /** @type {(after: IncidentDetail) => string} */ said) => {
    if (busy.peek()) return null;
    busy.value = name;
    const after = await deed(`/incidents/${encodeURIComponent(one.id)}/${name}`, body);
    busy.value = '';
    if (after) notify({ tone: 'done', text: said(after) });
    return after;
  };
  const isOpen = one.standing === 'open';
  return html`<article class="incident" aria-labelledby="h-incident">
    ${back}
    <h3 id="h-incident">${one.title || causeWord(one.cause)} <span class="kind">${t('incident-count', { count: one.count })}</span></h3>
    <dl class="facts">
      ${one.title ? html`<dt>${t('incident-cause')}</dt><dd>${causeWord(one.cause)}</dd>` : null}
      ${whereWords(one) ? html`<dt>${t('incident-scope-short')}</dt><dd>${whereWords(one)}<span class="faint">　${t('incident-scope-joins')}</span></dd>` : null}
      <dt>${t('incident-since-label')}</dt><dd>${when(one.started_at)}${one.created_by ? html`<span class="faint">　${t('incident-by', { name: one.created_by })}</span>` : null}</dd>
      ${isOpen ? html`<dt>${t('incident-end')}</dt><dd>${one.expected_end_at ? when(one.expected_end_at) : t('incident-end-unknown')}<button class="link" onClick=${() => {
        mode.value = mode.peek() === 'change' ? 'look' : 'change';
      }}>${t('incident-change')}</button></dd>` : html`<dt>${t('incident-restored')}</dt><dd>${when(one.restored_at ?? one.started_at)}</dd>`}
      ${one.ports.length ? html`<dt>${t('incident-ports')}</dt><dd>${one.ports.map(port => t('incident-port-count', port)).join(t('list-comma'))}</dd>` : null}
    </dl>
    ${mode.value === 'change' && isOpen ? html`<${Change} one=${one} act=${act} done=${() => {
      mode.value = 'look';
    }} />` : null}
    ${isOpen && mode.value !== 'restore' ? html`<${Acts} one=${one} act=${act} busy=${busy.value} onRestore=${() => {
      mode.value = 'restore';
    }} />` : null}
    ${isOpen && mode.value === 'restore' ? html`<${Restore} one=${one} act=${act} busy=${busy.value !== ''} onCancel=${() => {
      mode.value = 'look';
    }} />` : html`
      <h4>${t('incident-members')}</h4>
      <ul class="members">${one.orders.map(order => html`<${Row} key=${order.id} order=${order} isOpen=${isOpen} onRemove=${() => void act('orders', { remove: [order.id] }, () => t('incident-did-remove', { customer: order.customer }))} />`)}
        ${one.orders.length ? null : html`<li class="muted">${t('incident-members-none')}</li>`}</ul>
      ${isOpen ? html`<${FindOrders} without=${new Set(one.orders.map(order => order.id))} onPick=${(/** @type {string[]} */ ids) => void act('orders', { add: ids }, () => t('incident-did-add', { count: ids.length }))} />` : null}`}
  </article>`;
}

/** @param {{one: IncidentDetail, act: Function, busy: string, onRestore: () => void}} props */
function Acts({ one, act, busy, onRestore }) {
  const { futile, under_way: underWay } = one.visits;
  const held = one.held_at && !futile;
  const told = one.told_at && !one.untold;
  return html`<div class="incident-acts">
    <section><p><b>${held ? t('incident-held-all', { count: one.visits.held }) : t('incident-futile', { count: futile })}</b>
      <span class="muted">${t('incident-hold-hint')}</span>
      ${underWay ? html`<span class="is-jeop warn">${t('incident-under-way', { count: underWay })}</span>` : null}</p>
      ${held ? null : html`<button class="btn" disabled=${busy !== ''} onClick=${() => act('hold', {}, (/** @type {IncidentDetail} */ after) => t('incident-did-hold', { count: after.visits.held }))}>${t('incident-do-hold')}</button>`}</section>
    <section><p><b>${told ? t('incident-told-all') : t('incident-untold', { count: one.untold })}</b><span class="muted">${t('incident-tell-hint')}</span></p>
      ${told ? null : html`<button class="btn" disabled=${busy !== ''} onClick=${() => act('message', {}, () => t('incident-did-tell'))}>${t('incident-do-tell')}</button>`}</section>
    <${Crew} one=${one} act=${act} busy=${busy} />
    <${Tasks} one=${one} />
    <section><p><b>${t('incident-end-title')}</b><span class="muted">${t('incident-restore-hint')}</span></p>
      <button class="btn btn-main" disabled=${busy !== ''} onClick=${onRestore}>${t('incident-restore')}</button></section>
  </div>`;
}

/** One task for whoever mends the line. @param {{one: IncidentDetail, act: Function, busy: string}} props */
function Crew({ one, act, busy }) {
  const teams = [...new Set(technicians.value.map(person => person.team).filter(Boolean))].sort();
  const team = useSignal('');
  const { crew } = one;
  if (crew) {
    return html`<section><p><b>${crew.state === 'done' ? t('incident-crew-done') : crew.team ? t('incident-crew-asked', { team: crew.team }) : t('incident-crew-has', { name: crew.owner ?? '' })}</b><span class="muted">${t('incident-crew-due', { time: when(crew.due_at) })}</span></p></section>`;
  }
  return html`<section><p><b>${t('incident-crew')}</b><span class="muted">${t('incident-crew-hint')}</span>
      <select aria-label=${t('incident-crew-team')} value=${team.value || teams[0]} onChange=${(/** @type {Event} */ event) => {
        team.value = /** @type {HTMLSelectElement} */ (event.currentTarget).value;
      }}>${teams.map(name => html`<option key=${name} value=${name}>${name}</option>`)}</select></p>
    <button class="btn" disabled=${busy !== '' || !teams.length} onClick=${() => act('crew', {
      team: team.value || teams[0], title: [one.title || causeWord(one.cause), whereWords(one)].filter(Boolean).join(t('list-comma')),
    }, () => t('incident-did-crew'))}>${t('incident-do-crew')}</button></section>`;
}

/** What else is needed of whom because of it, with owner and clock. @param {{one: IncidentDetail}} props */
function Tasks({ one }) {
  const own = live.value.filter(task => task.incident_id === one.id);
  const title = one.title || causeWord(one.cause);
  return html`<section><div><p><b>${t('incident-tasks', { count: own.length })}</b></p>
      ${own.length ? html`<ul class="incident-tasks">${own.map(task => html`<li key=${task.id}><button class="link flat" onClick=${() => {
        focused.value = { id: task.id, deed: null };
        openPanel('tasks');
      }}>${task.title}</button><span class="muted">${t('incident-task', { name: task.owner.name, time: when(task.due_at) })}</span></li>`)}</ul>` : null}</div>
    <button class="btn" onClick=${() => {
      making.value = { incident: { id: one.id, title, due: one.expected_end_at ?? null } };
      openPanel('tasks');
    }}>${t('incident-do-task')}</button></section>`;
}

/** @param {{one: IncidentDetail, act: Function, done: () => void}} props */
function Change({ one, act, done }) {
  const cause = useSignal(one.cause);
  const end = useSignal(one.expected_end_at ? ms(one.expected_end_at) : null);
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const after = await act('changes', {
      expected_version: one.version, cause: cause.peek(), expected_end_at: end.peek() === null ? null : new Date(/** @type {number} */ (end.peek())).toISOString(),
    }, () => t('incident-did-change'));
    if (after) done();
  };
  return html`<form class="incident-form" onSubmit=${save}>
    <fieldset class="choices"><legend>${t('incident-cause')}</legend>${CAUSES.map(code => html`<label key=${code} class=${cause.value === code ? 'chosen' : ''}><input type="radio" name="cause-changed" checked=${cause.value === code} onChange=${() => {
      cause.value = code;
    }} />${causeWord(code)}</label>`)}</fieldset>
    <${EndField} value=${end.value} onChange=${(/** @type {number|null} */ at) => {
      end.value = at;
    }} />
    <div class="form-acts"><button class="btn btn-main">${t('incident-save')}</button><button type="button" class="btn" onClick=${done}>${t('form-not-now')}</button></div>
  </form>`;
}

/** @param {{order: Member, isOpen: boolean, onRemove: () => void}} props */
function Row({ order, isOpen, onRemove }) {
  return html`<li class=${selectedId.value === order.id ? 'sel' : ''}>
    <button class="member" onClick=${() => select(order.id)}><span class="row"><b>${order.customer}</b><span class="muted">${t(`kind-${order.kind}`)}</span><span class="faint nowrap">${order.number}</span></span>
      <span class="what">${order.address}${order.area ? html`<span class="faint">　${areaWord(order.area)}</span>` : null}</span>
      <span class="row tags"><span class=${`tag visit-${order.visit}`}>${t(`incident-visit-${order.visit.replaceAll('_', '-')}`)}</span>
        ${order.automatic ? html`<span class="tag">${t('incident-automatic')}</span>` : null}${order.told_at ? html`<span class="tag">${t('incident-is-told')}</span>` : null}</span></button>
    ${isOpen ? html`<button class="tool small" aria-label=${t('incident-remove', { customer: order.customer })} title=${t('incident-remove', { customer: order.customer })} onClick=${onRemove}><${Icon} name="x" /></button>` : null}
  </li>`;
}
