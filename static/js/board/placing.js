/** Puts an order between two visits that were chosen, and takes it back to where it stood. */
import { newId, Problem } from '../shared/api.js';
import { nowMs } from '../shared/clock.js';
import { t } from '../shared/i18n.js';
import { expectOwn, ownArrived } from './changes.js';
import { attempt, contested, refuse, remember, setBusy } from './deeds.js';
import { laneById } from './lanes_model.js';
import { takeOrder } from './live.js';
import { technicianName } from './naming.js';
import { date, orders } from './state.js';
import { MOVABLE } from './visits.js';

/** @typedef {{after_id: string|null, before_id: string|null}} Between */

/** Between which visits that are still to come an order stands. @param {string} orderId @returns {Between|null} */
function standing(orderId) {
  const technicianId = orders.row(orderId)?.peek().technician_id;
  const visits = (technicianId && laneById.peek().get(technicianId)?.visits.filter(({ order }) => MOVABLE.has(order.status) && order.planned)) || [];
  const index = visits.findIndex(({ order }) => order.id === orderId);
  return index < 0 ? null : { after_id: visits[index - 1]?.order.id ?? null, before_id: visits[index + 1]?.order.id ?? null };
}

/** @param {string} orderId @param {string} technicianId @param {Between} between @returns {Promise<string|null>} the id of the deed, null when it was refused */
async function put(orderId, technicianId, between) {
  const order = orders.row(orderId)?.peek();
  if (!order) return null;
  const id = newId();
  setBusy(orderId, true);
  expectOwn(orderId);
  try {
    const answer = await attempt(`/orders/${orderId}/place`, {
      event_id: id, technician_id: technicianId, date: date.peek(), expected_version: order.version,
      ...(between.after_id ? { after_id: between.after_id } : {}), ...(between.before_id ? { before_id: between.before_id } : {}),
    });
    takeOrder(answer.order, true);
    return id;
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale-version' && error.current?.id) {
      takeOrder(error.current, true);
      if (contested(order, 'assign', () => place(orderId, technicianId, between))) return null;
    }
    refuse(error);
    return null;
  } finally {
    setBusy(orderId, false);
    ownArrived(orderId);
  }
}

/** @param {string} orderId @param {string} technicianId @param {Between} between */
export async function place(orderId, technicianId, between) {
  const before = orders.row(orderId)?.peek();
  if (!before) return false;
  const home = standing(orderId);
  let id = await put(orderId, technicianId, between);
  if (!id) return false;
  remember({
    at: nowMs(), orderId,
    say: () => t('did-place', { customer: before.customer.name, technician: technicianName(technicianId), place: placeWords(between) }),
    undo: async () => {
      if (before.technician_id === technicianId) return home !== null && await put(orderId, technicianId, home) !== null;
      setBusy(orderId, true);
      try {
        await attempt(`/rescues/${id}/undo`, {});
        return true;
      } catch (error) {
        refuse(error);
        return false;
      } finally {
        setBusy(orderId, false);
      }
    },
    redo: async () => {
      const again = await put(orderId, technicianId, between);
      if (again) id = again;
      return again !== null;
    },
  });
  return true;
}

/** Between whom, in words. @param {Between} between */
export function placeWords({ after_id: after, before_id: before }) {
  const name = (/** @type {string} */ id) => orders.row(id)?.peek().customer.name ?? t('place-visit');
  if (after && before) return t('place-between', { after: name(after), before: name(before) });
  if (after) return t('place-last', { after: name(after) });
  return before ? t('place-first', { before: name(before) }) : t('place-alone');
}
