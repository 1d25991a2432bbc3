/** The lanes of the board: who is drawn, how high each lane is, and what somebody does now. */
import { computed } from '../shared/html.js';
import { BY_URGENCY } from '../shared/marks.js';
import { minute, orders, positionOf, query, technicians } from './state.js';
import { isLater, midnight } from './day.js';
import { AT_DOOR, laneOf, stateOf, STANDING, visitOf } from './visits.js';
import { matches, matchesTechnician } from './find.js';
import { language, t, word } from '../shared/i18n.js';
import { ms } from '../shared/times.js';
import { folded, grouping } from './lanes_view.js';
import { areaWord } from './naming.js';
import { isMine, team } from './scope.js';

/** @typedef {import('./visits.js').Lane} Lane */
/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {'road'|'on'|'free'|'off'|'lost'|'leave'} Doing */

/** A position older than this says nothing about where somebody is. */
const LOST_MS = 20 * 60_000;

/** Each technician's lane, and what it was made of. @type {Map<string, {lane: Lane, start: number, orders: CardView[]}>} */
const kept = new Map();

/** Every technician's lane; a lane in which nothing changed stays the same object, so it is not drawn again. */
export const lanes = computed(() => {
  /** @type {Map<string, CardView[]>} */
  const mine = new Map(technicians.value.map(person => [person.id, []]));
  for (const order of orders.all.value) if (order.technician_id) mine.get(order.technician_id)?.push(order);
  const start = midnight.value;
  return technicians.value.map(person => {
    const theirs = mine.get(person.id) ?? [];
    const before = kept.get(person.id);
    if (before && before.start === start && before.lane.technician === person && isSame(before.orders, theirs)) return before.lane;
    const lane = laneOf(person, theirs, start);
    kept.set(person.id, { lane, start, orders: theirs });
    return lane;
  });
});

/** Whether these are the same orders in the same versions. @param {CardView[]} before @param {CardView[]} now */
function isSame(before, now) {
  return before.length === now.length && now.every((order, index) => order.id === before[index].id && order.version === before[index].version);
}

export const laneById = computed(() => new Map(lanes.value.map(lane => [lane.technician.id, lane])));

/** @type {Map<string, import('@preact/signals').ReadonlySignal<Lane|undefined>>} */
const single = new Map();

/** One technician's lane: who reads it hears of no other's. @param {string} id */
export function laneOfOne(id) {
  let found = single.get(id);
  if (!found) {
    found = computed(() => laneById.value.get(id));
    single.set(id, found);
  }
  return found;
}

/** The lanes that the search leaves. */
const foundLanes = computed(() => {
  const wanted = query.value.trim();
  const ours = team.value === null ? lanes.value : lanes.value.filter(lane => isMine(lane.technician));
  if (!wanted) return ours;
  return ours.filter(lane => matchesTechnician(lane.technician, wanted) || lane.visits.some(visit => matches(visit.order, wanted)));
});

/** @typedef {{key: string, name: string, lanes: Lane[], folded: boolean}} Group */

/** Where somebody works on a day is settled by the first look: a lane does not jump to another group under the pointer. @type {Map<string, string>} */
const areaOf = new Map();

/** @param {Lane} lane */
function groupName(lane) {
  const { technician } = lane;
  if (grouping.value === 'team') return technician.team ?? '';
  if (grouping.value === 'skill') return [...(technician.skills ?? [])].sort().map(skill => word('skill', skill)).join(t('list-comma'));
  const key = `${midnight.value}|${technician.id}`;
  const known = areaOf.get(key);
  if (known !== undefined) return areaWord(known);
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { order } of lane.visits) if (order.area) counts.set(order.area, (counts.get(order.area) ?? 0) + 1);
  const most = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
  if (most) areaOf.set(key, most);
  return areaWord(most ?? '');
}

/** The lanes as they are shown: one group without a name, or by team, area or skill. @type {import('@preact/signals').ReadonlySignal<Group[]>} */
export const groups = computed(() => {
  const found = foundLanes.value;
  const by = grouping.value;
  // what was searched for is shown, wherever it is
  const searched = Boolean(query.value.trim());
  if (by === 'none') return [{ key: '', name: '', lanes: found, folded: false }];
  /** @type {Map<string, Lane[]>} */
  const named = new Map();
  for (const lane of found) {
    const name = groupName(lane);
    const here = named.get(name);
    if (here) here.push(lane);
    else named.set(name, [lane]);
  }
  return [...named].sort(([a], [b]) => Number(!a) - Number(!b) || a.localeCompare(b, language.value))
    .map(([name, mine]) => ({ key: `${by}:${name}`, name: name || t('group-other'), lanes: mine, folded: !searched && folded.value.has(`${by}:${name}`) }));
});

/** The lanes that can be seen by scrolling, in their order. */
export const shownLanes = computed(() => groups.value.flatMap(group => (group.folded ? [] : group.lanes)));

/** Open orders that stand in no lane, by what they wait for. */
export const waiting = computed(() => {
  const start = midnight.value;
  /** @type {CardView[]} */
  const unassigned = [];
  /** @type {CardView[]} */
  const untimed = [];
  /** @type {CardView[]} */
  const paused = [];
  let later = 0;
  const known = new Set(technicians.value.map(person => person.id));
  for (const order of orders.all.value) {
    if (order.status === 'completed' || order.status === 'confirmed' || order.status === 'withdrawn') continue;
    const homeless = !order.technician_id || !known.has(order.technician_id);
    if (!homeless && visitOf(order, start)) continue;
    if (isLater(order)) {
      later += 1;
      continue;
    }
    if (STANDING.has(order.status)) paused.push(order);
    else if (homeless || order.status === 'visit_failed') unassigned.push(order);
    else untimed.push(order);
  }
  const byNeed = (/** @type {CardView} */ a, /** @type {CardView} */ b) =>
    BY_URGENCY.indexOf(stateOf(a)) - BY_URGENCY.indexOf(stateOf(b)) || (a.accepted_at < b.accepted_at ? -1 : 1);
  return { unassigned: unassigned.sort(byNeed), untimed: untimed.sort(byNeed), paused: paused.sort(byNeed), later };
});

/**
 * What the technician of a lane does now, and where.
 * @param {Lane} lane
 * @returns {{doing: Doing, area: string|null}}
 */
export function doingOf(lane) {
  const { technician, visits } = lane;
  const now = minute.value;
  const current = visits.find(visit => AT_DOOR.has(visit.order.status)) ?? visits.find(visit => visit.driving);
  const next = current ?? visits.find(visit => !visit.past);
  const area = (next ?? visits.at(-1))?.order.area ?? null;
  if (technician.on_leave) return { doing: 'leave', area };
  const position = positionOf(technician.id).value;
  // at the door we know where somebody is; on the road a silent phone is news
  if (current?.driving && position && now - ms(position.at) > LOST_MS && now - ms(current.order.actual?.on_the_way_at ?? position.at) > LOST_MS) return { doing: 'lost', area };
  if (current) return { doing: current.driving ? 'road' : 'on', area };
  const before = technician.shift_start_at && now < ms(technician.shift_start_at);
  const after = technician.shift_end_at && now > ms(technician.shift_end_at);
  return { doing: before || after ? 'off' : 'free', area };
}

/** Whether a technician is at a customer's door now. @param {string} technicianId */
export function isAtDoor(technicianId) {
  return laneOfOne(technicianId).value?.visits.some(visit => visit.running) ?? false;
}

/** How old the last position is, in ms; null without one. @param {string} technicianId */
export function positionAge(technicianId) {
  const position = positionOf(technicianId).value;
  return position ? Math.max(0, minute.value - ms(position.at)) : null;
}
