/** What the board knows and what it looks at: one signal a fact, read by every part of the page. */
import { computed, signal } from '../shared/html.js';
import { ticking } from '../shared/clock.js';
import { createOrders } from '../shared/store.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */
/** @typedef {import('../shared/types.js').Position} Position */
/** @typedef {import('../shared/types.js').StreetMap} StreetMap */
/** @typedef {{id: string, name: string, name_en?: string|null, map?: StreetMap|null}} District */
/** @typedef {{id: string, name: string, name_en?: string|null}} Area */
/** @typedef {{order_id: string, reason: string|null}} Unassigned */
/** For how many of the plan's places the travel times are only estimated. @typedef {{places?: number, estimated?: boolean, estimated_places?: number}} PlanRoads */
/** @typedef {{version: number, created_at: string|null, unassigned: Unassigned[], roads: PlanRoads}} Plan */
/** @typedef {{kept: number, broken: number, running: number, pct: number|null}} Figure */
/** @typedef {{id: string, name: string, connection: string}} Person */
/** @typedef {'risks'|'lanes'|'map'|'order'} Pane */
/** @typedef {NonNullable<import('../shared/types.js').Boot['user']>} User */

export const orders = createOrders();
/** @type {import('@preact/signals').Signal<TechnicianView[]>} */
export const technicians = signal([]);
export const technicianById = computed(() => new Map(technicians.value.map(person => [person.id, person])));
/** Where each technician was last, a signal each: a position moves one marker, not the board. @type {Map<string, import('@preact/signals').Signal<Position|null>>} */
export const positions = new Map();

/** @type {import('@preact/signals').Signal<District|null>} */
export const district = signal(null);
/** @type {import('@preact/signals').Signal<District[]>} */
export const districts = signal([]);
/** @type {import('@preact/signals').Signal<Area[]>} */
export const areas = signal([]);
/** @type {import('@preact/signals').Signal<Plan|null>} */
export const plan = signal(null);
/** Why the planner left an order out, by order. */
export const leftOut = computed(() => new Map((plan.value?.unassigned ?? []).map(row => [row.order_id, row.reason])));
/** @type {import('@preact/signals').Signal<Person[]>} */
export const people = signal([]);
/** @type {import('@preact/signals').Signal<User|null>} */
export const user = signal(null);

/** The local date on show, 2026-11-20. */
export const date = signal('');
/** @type {import('@preact/signals').Signal<'loading'|'ready'|'failed'>} */
export const phase = signal('loading');
/** Why the board could not be loaded, a sentence. */
export const failure = signal('');

/** @type {import('@preact/signals').Signal<string|null>} */
export const selectedId = signal(null);
/** @type {import('@preact/signals').Signal<string|null>} */
export const selectedTechnician = signal(null);
export const query = signal('');
/** Which pane a narrow screen shows. @type {import('@preact/signals').Signal<Pane>} */
export const pane = signal('risks');
export const mapIsLarge = signal(false);
/** Which panel lies over the side, by its name in panels.js. @type {import('@preact/signals').Signal<string|null>} */
export const panel = signal(null);

/** Whose planning rules were changed last, and their version now. @type {import('@preact/signals').Signal<{district_id: string, version: number}|null>} */
export const toldRules = signal(null);

/** The product's minute, for whatever counts down: drawn again once a minute and not once a second. */
export const minute = computed(() => Math.floor(ticking.value / 60_000) * 60_000);

/** @param {string} id */
export function positionOf(id) {
  let found = positions.get(id);
  if (!found) {
    found = signal(/** @type {Position|null} */ (null));
    positions.set(id, found);
  }
  return found;
}

/** The order that is open in the drawer, always its newest state. */
export const selected = computed(() => {
  const id = selectedId.value;
  orders.ids.value;
  return id ? orders.row(id)?.value ?? null : null;
});

/** @param {string|null} id */
export function select(id) {
  selectedId.value = id;
  if (id) {
    selectedTechnician.value = null;
    pane.value = 'order';
  } else if (pane.value === 'order') {
    pane.value = 'risks';
  }
}

/** @param {string|null} id */
export function selectTechnician(id) {
  selectedTechnician.value = selectedTechnician.peek() === id ? null : id;
}
