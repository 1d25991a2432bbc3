/** The tasks that an order waits for, in its drawer: what, who has it, by when. */
import { html } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Mark } from '../shared/marks.js';
import { dueTime, ms } from '../shared/times.js';
import { openPanel } from './panels.js';
import { minute } from './state.js';
import { focused, live } from './tasks.js';

/** @param {{order: import('../shared/types.js').CardView}} props */
export function OrderTasks({ order }) {
  const own = live.value.filter(task => task.order_id === order.id);
  if (!own.length) return null;
  return html`<section class="drawer-tasks"><h3>${t('drawer-tasks')}</h3>${own.map(task => {
    const over = ms(task.due_at) < minute.value;
    const state = over ? 'broken' : task.percent >= 90 ? 'jeop' : task.percent >= 50 ? 'risk' : 'track';
    return html`<div key=${task.id}><button class="link flat" onClick=${() => {
      focused.value = { id: task.id, deed: null };
      openPanel('tasks');
    }}>${task.title}</button>
      <p class="muted"><span class=${`promise is-${state}`}><${Mark} state=${state} /></span>${t(over ? 'drawer-task-over' : 'drawer-task', { name: task.owner.name, time: dueTime(task.due_at) })}${task.visit_waits ? html`<br />${t('drawer-task-visit')}` : null}</p></div>`;
  })}</section>`;
}
