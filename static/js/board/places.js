/** Between which visits of a lane the order in hand could stand: the server's planner prices each place, a person may choose one. */
import { get } from '../shared/api.js';
import { computed, signal } from '../shared/html.js';
import { laneById } from './lanes_model.js';
import { date, orders } from './state.js';

/** @typedef {import('./foresight.js').Foreseen} Foreseen */
/** `offer` is null where there is no room. @typedef {{after_id: string|null, before_id: string|null, offer: Foreseen|null}} Seat */
/** @typedef {{key: string, technicianId: string, state: 'asking'|'known'|'failed', seats: Seat[]}} Places */

/** @type {Places} */
const NONE = { key: '', technicianId: '', state: 'asking', seats: [] };
/** Beside the first and the last visit, so many minutes from it. */
const BESIDE = 12;

/** Of the lane that was asked about last. @type {import('@preact/signals').Signal<Places>} */
export const places = signal(NONE);
/** Which of them is chosen; null: the planner's own choice. @type {import('@preact/signals').Signal<number|null>} */
export const chosen = signal(/** @type {number|null} */ (null));
/** The place that is chosen. */
export const seat = computed(() => (chosen.value === null ? null : places.value.seats[chosen.value] ?? null));

export function forgetPlaces() {
  if (chosen.peek() !== null) chosen.value = null;
  if (places.peek() !== NONE) places.value = NONE;
}

/** Ask for a lane's places, unless they are known. @param {string} orderId @param {string} technicianId */
export async function askPlaces(orderId, technicianId) {
  const key = `${orderId}|${orders.row(orderId)?.peek().version}|${technicianId}|${date.peek()}`;
  if (places.peek().key === key && places.peek().state !== 'failed') return;
  chosen.value = null;
  places.value = { key, technicianId, state: 'asking', seats: [] };
  /** @type {Places} */
  let found;
  try {
    const answer = await get(`/board/places?order=${encodeURIComponent(orderId)}&technician=${encodeURIComponent(technicianId)}&date=${date.peek()}`);
    found = { key, technicianId, state: 'known', seats: answer.places };
  } catch {
    found = { key, technicianId, state: 'failed', seats: [] };
  }
  if (places.peek().key === key) places.value = found;
}

/** To the next place that has room, earlier or later; the first step shows the cheapest. @param {1|-1} way */
export function stepPlace(way) {
  const { seats } = places.peek();
  const open = seats.flatMap(({ offer }, index) => (offer ? [{ index, offer }] : []));
  if (!open.length) return;
  const here = chosen.peek();
  if (here === null) {
    chosen.value = open.reduce((best, one) => (one.offer.breaks.length - best.offer.breaks.length || one.offer.extra_s - best.offer.extra_s) < 0 ? one : best).index;
    return;
  }
  const at = open.findIndex(one => one.index === here);
  chosen.value = open[Math.max(0, Math.min(open.length - 1, at + way))].index;
}

/** Where on the axis a place is shown, in minutes of the day. @param {Seat} one */
export function minuteOf({ after_id: after, before_id: before }) {
  const lane = laneById.value.get(places.value.technicianId);
  const ends = after ? lane?.visits.find(visit => visit.order.id === after)?.to : undefined;
  const begins = before ? lane?.visits.find(visit => visit.order.id === before)?.from : undefined;
  if (ends !== undefined && begins !== undefined) return (ends + begins) / 2;
  if (ends !== undefined) return ends + BESIDE;
  return begins === undefined ? null : begins - BESIDE;
}

/** The pointer is over this minute of the lane: a place that is near enough is chosen. @param {string|null} technicianId @param {number} minute @param {number} reach minutes */
export function aim(technicianId, minute, reach) {
  const { seats, technicianId: asked } = places.peek();
  let best = /** @type {number|null} */ (null);
  let least = reach;
  if (technicianId === asked && seats.length > 1) {
    seats.forEach((one, index) => {
      const at = one.offer ? minuteOf(one) : null;
      if (at !== null && Math.abs(at - minute) <= least) {
        least = Math.abs(at - minute);
        best = index;
      }
    });
  }
  if (best !== chosen.peek()) chosen.value = best;
}
