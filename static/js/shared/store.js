/** The orders that a page shows, one signal each; a row is replaced only by a newer version, so no step is shown twice. */
import { batch, computed, signal } from '@preact/signals';

/** @typedef {import('./types.js').CardView} CardView */

/**
 * A new store. `ids` changes only when orders come or go; a row's own signal changes with the row, so that one order's
 * change draws one card.
 */
export function createOrders() {
  /** @type {Map<string, import('@preact/signals').Signal<CardView>>} */
  const rows = new Map();
  /** Orders that left, with the version at which they did: an older message must not bring them back. @type {Map<string, number>} */
  const left = new Map();
  /** @type {import('@preact/signals').Signal<string[]>} */
  const ids = signal([]);

  /** Every order, newest state; drawn again at any change. */
  const all = computed(() => ids.value.flatMap(id => {
    const row = rows.get(id);
    return row ? [row.value] : [];
  }));

  /** @param {string} id @returns {import('@preact/signals').Signal<CardView>|undefined} */
  const row = id => rows.get(id);

  /**
   * Take an order over if it is newer than what is here.
   * @param {CardView} order
   * @returns {boolean} whether anything changed
   */
  function put(order) {
    const known = rows.get(order.id);
    if (known) {
      if (order.version <= known.peek().version) return false;
      known.value = order;
      return true;
    }
    if ((left.get(order.id) ?? -1) >= order.version) return false;
    left.delete(order.id);
    rows.set(order.id, signal(order));
    ids.value = [...ids.peek(), order.id];
    return true;
  }

  /**
   * An order is no longer this page's.
   * @param {string} id
   * @param {number} [version] when it left; without it, whatever version is here
   */
  function drop(id, version) {
    const known = rows.get(id);
    const had = known?.peek().version ?? -1;
    if (version !== undefined && had > version) return false;
    left.set(id, Math.max(version ?? had, left.get(id) ?? -1));
    if (!known) return false;
    rows.delete(id);
    ids.value = ids.peek().filter(other => other !== id);
    return true;
  }

  /**
   * What a `watch` or a changes call answered.
   * @param {{orders?: CardView[], gone?: (string|{order_id: string, version?: number})[]}} changes
   * @returns {string[]} ids that changed or left
   */
  function take(changes) {
    /** @type {string[]} */
    const touched = [];
    batch(() => {
      for (const order of changes.orders ?? []) if (put(order)) touched.push(order.id);
      for (const gone of changes.gone ?? []) {
        const [id, version] = typeof gone === 'string' ? [gone, undefined] : [gone.order_id, gone.version];
        if (drop(id, version)) touched.push(id);
      }
    });
    return touched;
  }

  /**
   * Make the store hold exactly these orders, as a first load does; rows here that are newer stay.
   * @param {CardView[]} orders
   */
  function reset(orders) {
    batch(() => {
      const wanted = new Set(orders.map(order => order.id));
      for (const id of ids.peek()) if (!wanted.has(id)) drop(id);
      /** @type {string[]} */
      const fresh = [];
      for (const order of orders) {
        left.delete(order.id);
        if (rows.has(order.id)) put(order);
        else {
          rows.set(order.id, signal(order));
          fresh.push(order.id);
        }
      }
      if (fresh.length) ids.value = [...ids.peek(), ...fresh];
    });
  }

  /**
   * When visits are expected has shifted: an estimate, which is no new version of the order.
   * @param {import('./types.js').ExpectedVisit[]} visits
   */
  function expect(visits) {
    batch(() => {
      for (const { order_id, technician_id, arrive_p50_at, arrive_p90_at, end_p50_at, end_p90_at } of visits) {
        const known = rows.get(order_id);
        const order = known?.peek();
        if (!known || !order?.planned || order.technician_id !== technician_id) continue;
        known.value = { ...order, planned: { ...order.planned, arrive_p50_at, arrive_p90_at, end_p50_at, end_p90_at } };
      }
    });
  }

  /** Which versions are here, for the server to send only what is newer. @returns {Record<string, number>} */
  function have() {
    /** @type {Record<string, number>} */
    const versions = {};
    for (const [id, row] of rows) versions[id] = row.peek().version;
    return versions;
  }

  return { ids, all, row, put, drop, take, reset, expect, have };
}
