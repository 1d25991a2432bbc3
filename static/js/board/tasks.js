/** The tasks between teams: the list, kept true by pushes; making one, accepting it, handing it over, ending it. */
import { get, newId, NoAnswer } from '../shared/api.js';
import { computed, effect, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { attempt, refuse } from './deeds.js';
import { notify } from './notices.js';
import { openPanel, waiting } from './panels.js';
import { district, phase, user } from './state.js';

/** @typedef {{id: string, name: string, role?: string, team?: string|null, away?: boolean, away_until?: string|null}} Who */
/** @typedef {{deed: string, at: string, by: string, to: string|null, to_team: string|null, words: string}} Entry */
/**
 * @typedef {{id: string, version: number, order_id: string|null, number: string|null, incident_id: string|null, kind: string, title: string, state: string, owner: Who, offered: Who|null, offered_team: string|null, created_by: Who, created_at: string, due_at: string, done_at: string|null, percent: number, mine: boolean, waits_for_me: boolean, visit_waits: boolean, rung: number, rings_for_me: boolean, attended_by: Who|null, history: Entry[]}} Task
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
/** What a new task is made for: an order or an incident. @type {import('@preact/signals').Signal<{order?: string, incident?: {id: string, title: string, due: string|null}}|null>} */
export const making = signal(null);
/** The one to look at in the panel, and what is to be done with it. @type {import('@preact/signals').Signal<{id: string, deed: 'hand-over'|'done'|null}|null>} */
export const focused = signal(null);
/** Whose tasks the panel shows: mine, everybody's or a team's by its name; kept in the address. */
export const scope = signal('mine');

export const isLive = (/** @type {Task} */ task) => task.state === 'open' || task.state === 'accepted';
export const live = computed(() => tasks.value.filter(isLive));

const LEADS = ['lead', 'manager', 'admin'];
/** Mine, waiting for me, ringing for me, or overdue where I am the lead: whom I have to do something about. @param {Task} task */
export function concerns(task) {
  return task.mine || task.waits_for_me || rings(task) || (task.percent >= 100 && LEADS.includes(user.value?.role ?? ''));
}

/** Its clock rang for me and nobody has said that they see to it. @param {Task} task */
export function rings(task) {
  return task.rings_for_me && !task.attended_by;
}

export const ringing = computed(() => live.value.filter(rings));
/** Whose owner has left or is ill: these are to be handed over. */
export const stranded = computed(() => live.value.filter(task => task.owner.away));
/** What an order's visit waits for; the last of them to be done. @param {string} orderId @returns {Task|null} */
export function waitedFor(orderId) {
  return live.value.findLast(task => task.order_id === orderId && task.visit_waits) ?? null;
}

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

/** What had rung when the list was last read. @type {Map<string, number>} */
let rung = new Map();

/** @param {any} answer */
function take(answer) {
  const begun = loadState.peek() === 'ready';
  for (const task of /** @type {Task[]} */ (answer.tasks)) {
    if (begun && isLive(task) && rings(task) && task.rung > (rung.get(task.id) ?? 0)) {
      notify({ tone: 'refused', text: task.rung >= 100 ? t('task-rang-over', { title: task.title }) : t('task-rang', { title: task.title, percent: task.rung }), detail: t('task-rang-owner', { name: task.owner.name }), act: { label: t('action-see'), run: () => {
        focused.value = { id: task.id, deed: null };
        openPanel('tasks');
      } } });
    }
  }
  rung = new Map(answer.tasks.map((/** @type {Task} */ task) => [task.id, task.rung]));
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
  const stopCounting = effect(() => {
    waiting.tasks.value = live.value.filter(task => concerns(task) || task.owner.away).length;
  });
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
    stopCounting();
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

/** @param {Task} task @param {'accept'|'attend'|'hand-over'|'done'|'cancel'|'comments'} deed @param {Record<string, unknown>} [more] */
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
