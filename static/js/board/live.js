/** Fills the board and keeps it true: one load for a day, then the socket; a lost connection or a new date converges without a reload. */
import { get, NoAnswer, Problem } from '../shared/api.js';
import { batch, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { openLive } from '../shared/live.js';
import { goToSignIn, signedOutByServer } from '../shared/session.js';
import { dateOf, setZone } from '../shared/times.js';
import { nowMs } from '../shared/clock.js';
import { forgetChanges, noteChange } from './changes.js';
import { figuresStart, figuresTake } from './figures.js';
import { belongs } from './day.js';
import { showAddress } from './address.js';
import { takeMessage } from './drawer/told.js';
import { followIncidents, takeIncident } from './incidents.js';
import { followEscalations, takeEscalation } from './escalations.js';
import { followTasks, takeTask } from './tasks.js';
import { loadProposals, takeProposal } from './proposals.js';
import {
  areas, date, district, districts, failure, orders, people, phase, plan, positionOf, selectedId, technicians, toldRules, user,
} from './state.js';

/** @typedef {import('./state.js').CardView} CardView */

const AGAIN_MS = 5_000;
const TOGETHER_MS = 16;
let loading = 0;
let retry = 0;

/** The live connection, for what shows its state. */
export const connection = signal(/** @type {ReturnType<typeof openLive>|null} */ (null));

/** The first load; then the socket. @param {string|null} wantedDate @param {string|null} wantedDistrict */
export async function start(wantedDate, wantedDistrict) {
  date.value = wantedDate ?? dateOf(nowMs());
  try {
    districts.value = await get('/districts');
  } catch (error) {
    if (refused(error)) return;
  }
  const own = user.value?.district_id;
  const chosen = districts.value.find(each => each.id === (own ?? wantedDistrict)) ?? districts.value[0];
  district.value = chosen ?? (own ? { id: own, name: own } : null);
  await load();
  followIncidents();
  followEscalations();
  followTasks();
  connection.value = openLive({
    watch: () => ({ kind: 'board', district: district.value?.id, date: date.value, have: orders.have() }),
    onNewer: takeNewer,
    on: {
      order: takeSoon,
      gone: ({ order_id, version }) => void orders.drop(order_id, version),
      plan: takePlan,
      proposal: takeProposal,
      incident: takeIncident,
      escalation: takeEscalation,
      task: takeTask,
      rules: told => (toldRules.value = told),
      message: takeMessage,
      duty: ({ district_id }) => {
        if (district_id === district.peek()?.id) void load({ quiet: true });
      },
      eta: ({ visits }) => orders.expect(visits),
      position: ({ technician_id, ...place }) => {
        const known = positionOf(technician_id);
        if (!known.peek() || /** @type {any} */ (known.peek()).at < place.at) known.value = place;
      },
      presence: ({ people: here, district: where }) => {
        if (where === district.peek()?.id) people.value = here;
      },
      signed_out: signedOutByServer,
    },
  });
}

/** Load the day on show. @param {{quiet?: boolean}} [options] quiet: the board stays up meanwhile */
export async function load({ quiet = false } = {}) {
  const mine = ++loading;
  clearTimeout(retry);
  if (!quiet) {
    phase.value = 'loading';
    failure.value = '';
  }
  if (!district.value) {
    phase.value = 'failed';
    failure.value = t('board-no-district');
    return;
  }
  try {
    const answer = await get(`/board?district=${encodeURIComponent(district.value.id)}&date=${date.value}`);
    if (mine === loading) fill(answer);
  } catch (error) {
    if (mine !== loading || refused(error)) return;
    if (quiet) return;
    phase.value = 'failed';
    failure.value = error instanceof Problem ? error.message : t('board-no-answer');
    if (error instanceof NoAnswer) retry = setTimeout(() => void load(), AGAIN_MS);
  }
}

/** @param {unknown} error */
function refused(error) {
  if (!(error instanceof Problem) || error.status !== 401) return false;
  goToSignIn();
  return true;
}

/** @param {any} answer of GET /board */
function fill(answer) {
  batch(() => {
    if (answer.zone) setZone(answer.zone);
    district.value = answer.district;
    areas.value = answer.areas ?? [];
    for (const person of answer.technicians) positionOf(person.id).value = person.position ?? null;
    technicians.value = answer.technicians;
    plan.value = answer.plan;
    orders.reset(answer.orders);
    figuresStart(answer.figures, orders.all.peek());
    phase.value = 'ready';
  });
  void loadProposals();
}

/** @param {any} newer what `watch` answered */
function takeNewer(newer) {
  batch(() => {
    for (const order of newer.orders ?? []) takeOrder(order);
    for (const gone of newer.gone ?? []) orders.drop(typeof gone === 'string' ? gone : gone.order_id, gone.version);
  });
  if (newer.plan_version && newer.plan_version > (plan.peek()?.version ?? 0) && phase.peek() === 'ready') void load({ quiet: true });
}

/** @param {any} pushed the plan's head: which version, who was left out */
function takePlan(pushed) {
  if (pushed.district_id !== district.peek()?.id || pushed.version <= (plan.peek()?.version ?? 0)) return;
  const roads = pushed.roads ?? plan.peek()?.roads ?? {};
  plan.value = { version: pushed.version, created_at: pushed.created_at, unassigned: pushed.unassigned ?? [], roads };
}

/** Pushes that arrived since the board was last drawn: a new plan touches a hundred orders, and is drawn once. @type {CardView[]} */
let arrived = [];
let drawing = 0;
let drawnAt = -TOGETHER_MS;

/** @param {CardView} order */
function takeSoon(order) {
  arrived.push(order);
  // one that comes alone is drawn at once; a flock waits for its last
  if (drawing) return;
  const wait = drawnAt + TOGETHER_MS - performance.now();
  if (wait > 0) drawing = setTimeout(takeArrived, wait);
  else takeArrived();
}

function takeArrived() {
  drawing = 0;
  drawnAt = performance.now();
  const now = arrived;
  arrived = [];
  const today = dateOf(nowMs());
  batch(() => {
    for (const order of now) {
      if (belongs(order, today)) takeOrder(order);
      else orders.drop(order.id, order.version);
    }
  });
}

/** Take one order over, from wherever it comes. @param {CardView} order @param {boolean} [own] done here @returns {boolean} whether it was newer */
export function takeOrder(order, own = false) {
  const before = orders.row(order.id)?.peek() ?? null;
  if (!orders.put(order)) return false;
  figuresTake(order);
  noteChange(before, order, own);
  return true;
}

/** @param {string} day */
export async function goToDate(day) {
  if (day === date.peek()) return;
  batch(() => {
    date.value = day;
    orders.reset([]);
    selectedId.value = null;
    forgetChanges();
  });
  showAddress();
  await load();
  await connection.peek()?.refresh();
}

/** @param {string} id */
export async function goToDistrict(id) {
  const found = districts.peek().find(each => each.id === id);
  if (!found || id === district.peek()?.id) return;
  batch(() => {
    district.value = found;
    orders.reset([]);
    people.value = [];
    selectedId.value = null;
    forgetChanges();
  });
  showAddress();
  await load();
  await connection.peek()?.refresh();
}
