/** The tasks between teams: the list, kept true by pushes; making one, accepting it, handing it over, ending it. */
import { get, newId, NoAnswer } from '../shared/api.js';
import { computed, effect, signal } from '../shared/html.js';
import { attempt, refuse } from './deeds.js';
import { waiting } from './panels.js';
import { district, phase, user } from './state.js';

/** @typedef {{id: string, name: string, role?: string}} Who */
/** @typedef {{deed: string, at: string, by: string, to: string|null, to_team: string|null, words: string}} Entry */
/**
 * @typedef {{id: string, version: number, order_id: string|null, number: string|null, incident_id: string|null, kind: string, title: string, state: string, owner: Who, offered: Who|null, offered_team: string|null, created_by: Who, created_at: string, due_at: string, done_at: string|null, percent: number, mine: boolean, waits_for_me: boolean, history: Entry[]}} Task
 */

export const KINDS = ['line_work', 'parts', 'access', 'call', 'other'];
const SOON_MS = 300;
/** Clocks pass their warnings without anybody's deed. */
const AGAIN_MS = 60_000;

/** @type {import('@preact/signals').Signal<Task[]>} */
export const tasks = signal([]);
/** @type {import('@preact/signals').Signal<{people: Who[], teams: string[]}>} */
export const takers = signal({ people: [], teams: [] });
export const loadState = signal(/** @type {'loading'|'ready'|'failed'} */ ('loading'));
/** Whose deed is on its way. @type {import('@preact/signals').Signal<string|null>} */
export const sending = signal(null);
/** The order that a new task is made for. @type {import('@preact/signals').Signal<string|null>} */
export const making = signal(null);

export const isLive = (/** @type {Task} */ task) => task.state === 'open' || task.state === 'accepted';
export const live = computed(() => tasks.value.filter(isLive));

const LEADS = ['lead', 'manager', 'admin'];
/** Mine, waiting for me, or overdue where I am the lead: whom I have to do something about. @param {Task} task */
export function concerns(task) {
  return task.mine || task.waits_for_me || (task.percent >= 100 && LEADS.includes(user.value?.role ?? ''));
}

effect(() => {
  const count = waiting.tasks;
  if (count) count.value = live.value.filter(concerns).length;
});

let asked = 0;
export async function loadTasks() {
  const here = district.peek();
  if (!here) return;
  const mine = ++asked;
  try {
    const answer = await get(`/tasks?district=${encodeURIComponent(here.id)}`);
    if (mine === asked) take(answer);
  } catch (error) {
    if (mine === asked && loadState.peek() === 'loading') loadState.value = 'failed';
    if (!(error instanceof NoAnswer)) refuse(error);
  }
}

/** @param {any} answer */
function take(answer) {
  tasks.value = answer.tasks;
  takers.value = { people: answer.people, teams: answer.teams };
  loadState.value = 'ready';
}

let soon = 0;
export function takeTask() {
  clearTimeout(soon);
  soon = setTimeout(() => void loadTasks(), SOON_MS);
}

/** Ask when the board is there, when it shows another district, and once a minute for the clocks. */
export function followTasks() {
  let known = '';
  const stop = effect(() => {
    const here = phase.value === 'ready' ? district.value?.id ?? '' : '';
    if (!here || here === known) return;
    known = here;
    tasks.value = [];
    loadState.value = 'loading';
    void loadTasks();
  });
  const again = setInterval(() => {
    if (phase.peek() === 'ready' && !document.hidden) void loadTasks();
  }, AGAIN_MS);
  return () => {
    stop();
    clearInterval(again);
  };
}

/** @param {string} key @param {string} path @param {Record<string, unknown>} body @returns {Promise<boolean>} */
async function send(key, path, body) {
  if (sending.peek()) return false;
  sending.value = key;
  try {
    asked += 1;
    take(await attempt(path, { event_id: newId(), ...body }));
    return true;
  } catch (error) {
    refuse(error);
    void loadTasks();
    return false;
  } finally {
    sending.value = null;
  }
}

/** @param {Task} task @param {'accept'|'hand-over'|'done'|'cancel'|'comments'} deed @param {Record<string, unknown>} [more] */
export function act(task, deed, more = {}) {
  const body = deed === 'comments' ? more : { version: task.version, ...more };
  return send(task.id, `/tasks/${encodeURIComponent(task.id)}/${deed}`, body);
}

/** @param {Record<string, unknown>} draft */
export function makeTask(draft) {
  return send('new', '/tasks', { id: newId(), district_id: district.peek()?.id, ...draft });
}

/** "team:desk" or "user:7" as the API takes it. @param {string} to */
export function whom(to) {
  const at = to.indexOf(':');
  return to.slice(0, at) === 'team' ? { to_team: to.slice(at + 1) } : { to_user: to.slice(at + 1) };
}
