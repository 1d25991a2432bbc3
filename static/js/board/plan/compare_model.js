/** Two plans beside each other, as rows: whose lane changes, which changes are asked for, what goes along. Pure. */

/** @typedef {import('../proposals.js').Change} Change */
/** @typedef {'all'|'agreed'|'promises'} Filter */
/** @typedef {{technicianId: string|null, changes: Change[]}} LaneOfChanges */
/** @typedef {{order_id: string, with: string, code: string, why: string}} Because */

/** @type {Filter[]} */
export const FILTERS = ['all', 'agreed', 'promises'];

/** @param {Change[]} changes @param {Filter} filter */
export function filtered(changes, filter) {
  if (filter === 'agreed') return changes.filter(change => change.leaves_promise);
  if (filter === 'promises') return changes.filter(change => change.promise);
  return changes;
}

/** Each change once: in the lane that gets the visit, else in the one that loses it; each lane by time. @param {Change[]} changes @returns {LaneOfChanges[]} */
export function byLane(changes) {
  /** @type {Map<string|null, Change[]>} */
  const lanes = new Map();
  for (const change of changes) {
    const id = (change.now ?? change.was)?.technician_id ?? null;
    lanes.set(id, [...(lanes.get(id) ?? []), change]);
  }
  const begins = (/** @type {Change} */ change) => Date.parse((change.now ?? change.was)?.start_at ?? '') || 0;
  return [...lanes].map(([technicianId, own]) => ({ technicianId, changes: own.sort((one, other) => begins(one) - begins(other)) }));
}

/** What goes along though nobody ticked it, with the reason. @param {string[]} ticked @param {string[]} closed @param {Because[]} because */
export function alongWith(ticked, closed, because) {
  const own = new Set(ticked);
  return closed.filter(id => !own.has(id)).map(id => ({ id, why: because.find(one => one.order_id === id) ?? null }));
}
