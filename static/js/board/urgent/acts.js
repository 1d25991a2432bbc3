/** What to do next about something that is urgent, in one word, and how: the order's own next steps, or the task's. */
import { asks, form } from '../forms.js';
import { takeStep } from '../deeds.js';
import { pickUp } from '../hand.js';
import { openPanel } from '../panels.js';
import { select } from '../state.js';
import { act, focused } from '../tasks.js';

/** @typedef {import('../../shared/types.js').CardView} CardView */
/** @typedef {import('../../shared/types.js').Step} Step */
/** @typedef {import('../tasks.js').Task} Task */
/** @typedef {{name: 'assign'|'reassign'|'contact'|'resume'|'settle'|'look'|'accept'|'attend'|'hand-over'|'done', run: (byKey: boolean) => void}} Next */

/** Each step that is the next one in some state, the first that is legal counts. @type {[Step, Next['name']][]} */
const STEPS = [['resume', 'resume'], ['assign', 'assign'], ['contact', 'contact'], ['settle_urgent', 'settle']];

/** @param {CardView} order @returns {Next} */
export function nextOfOrder(order) {
  const { next_steps: steps } = order;
  for (const [step, name] of STEPS) {
    if (!steps.includes(step) || !isDue(step, order)) continue;
    return { name: name === 'assign' && order.technician_id ? 'reassign' : name, run: byKey => take(order, step, byKey) };
  }
  return { name: 'look', run: () => select(order.id) };
}

/** Whether it is what the order lacks now. @param {Step} step @param {CardView} order */
function isDue(step, order) {
  if (step === 'resume') return order.status === 'on_hold';
  // whoever has it will be too late: somebody else may not be
  if (step === 'assign') return !order.technician_id || order.status === 'visit_failed' || order.promises.some(promise => promise.promise === 'urgent' && promise.risk === 'jeop');
  if (step === 'contact') return !order.agreed_at;
  return Boolean(order.actual?.completed_at);
}

/** @param {CardView} order @param {Step} step @param {boolean} byKey */
function take(order, step, byKey) {
  select(order.id);
  if (step === 'assign') pickUp(order.id, byKey ? 'keys' : 'pick');
  else if (asks(step)) form.value = { step, orderId: order.id };
  else void takeStep(order, step, {});
}

/** @param {Task} task @returns {Next} */
export function nextOfTask(task) {
  if (task.waits_for_me) return { name: 'accept', run: () => void act(task, 'accept') };
  if (task.owner.away) return { name: 'hand-over', run: () => openTask(task, 'hand-over') };
  if (task.rings_for_me && !task.attended_by) return { name: 'attend', run: () => void act(task, 'attend') };
  if (task.mine && !task.offered && !task.offered_team) return { name: 'done', run: () => openTask(task, 'done') };
  return { name: 'look', run: () => openTask(task, null) };
}

/** Its place in the panel, with the form for what is to be done. @param {Task} task @param {'hand-over'|'done'|null} deed */
export function openTask(task, deed) {
  focused.value = { id: task.id, deed };
  openPanel('tasks');
}
