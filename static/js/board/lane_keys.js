/** Arrow keys in the lanes: left and right along a day, up and down to the visit of the neighbour at the same hour, `m` picks up. */
import { eye, pickUp } from './hand.js';
import { laneById, shownLanes } from './lanes_model.js';
import { orders, select } from './state.js';

/**
 * @param {KeyboardEvent} event
 * @param {string} orderId the visit that has the focus
 * @param {HTMLElement|null} scroller
 */
export function arrowTo(event, orderId, scroller) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'm' || event.key === 'M') {
    event.preventDefault();
    event.stopPropagation();
    select(orderId);
    pickUp(orderId, 'keys');
    return;
  }
  const target = neighbour(event.key, orderId);
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  const technicianId = orders.row(target)?.peek().technician_id;
  if (technicianId) eye.show(technicianId);
  focusVisit(target, scroller);
}

/** @param {string} key @param {string} orderId @returns {string|null} */
function neighbour(key, orderId) {
  const technicianId = orders.row(orderId)?.peek().technician_id;
  const lane = technicianId ? laneById.peek().get(technicianId) : undefined;
  if (!lane) return null;
  const index = lane.visits.findIndex(visit => visit.order.id === orderId);
  if (key === 'ArrowLeft') return lane.visits[index - 1]?.order.id ?? null;
  if (key === 'ArrowRight') return lane.visits[index + 1]?.order.id ?? null;
  if (key === 'Home') return lane.visits[0]?.order.id ?? null;
  if (key === 'End') return lane.visits.at(-1)?.order.id ?? null;
  const way = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (!way || index < 0) return null;
  const rows = shownLanes.peek();
  const middle = (lane.visits[index].from + lane.visits[index].to) / 2;
  for (let at = rows.indexOf(lane) + way; at >= 0 && at < rows.length; at += way) {
    const nearest = rows[at].visits.reduce((/** @type {{id: string, far: number}|null} */ best, visit) => {
      const far = Math.abs((visit.from + visit.to) / 2 - middle);
      return !best || far < best.far ? { id: visit.order.id, far } : best;
    }, null);
    if (nearest) return nearest.id;
  }
  return null;
}

/** Focus a visit, once it is drawn. @param {string} orderId @param {HTMLElement|null} scroller */
export function focusVisit(orderId, scroller) {
  const find = () => (scroller ?? document).querySelector(`[data-order="${CSS.escape(orderId)}"]`);
  const go = (/** @type {number} */ tries) => {
    const found = find();
    if (found instanceof HTMLElement) found.focus({ preventScroll: true });
    else if (tries > 0) requestAnimationFrame(() => go(tries - 1));
  };
  go(6);
}

/** Bring an order into sight, and select it. @param {string} orderId */
export function reveal(orderId) {
  select(orderId);
  const technicianId = orders.row(orderId)?.peek().technician_id;
  if (technicianId) eye.show(technicianId);
}
