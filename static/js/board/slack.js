/** How long a visit may still slip before its window ends or a promise of it breaks, and how much of it is overtime: pure. */

const MINUTE = 60_000;

/**
 * Minutes; null when nothing limits it.
 * @param {import('./visits.js').Visit} visit
 * @param {number} midnight ms
 */
export function slackOf({ order, from, to, past, running }, midnight) {
  if (past) return null;
  const minute = (/** @type {string} */ at) => (Date.parse(at) - midnight) / MINUTE;
  const limits = order.promises
    .filter(promise => promise.state === 'running' && promise.due_at && (promise.promise === 'complete' || promise.promise === 'urgent'))
    .map(promise => minute(/** @type {string} */ (promise.due_at)) - to);
  if (!running && order.agreed_at && order.window) limits.push(minute(order.window.to) - from);
  return limits.length ? Math.min(...limits) : null;
}

/**
 * Which part of a bar lies after the shift, 0–1.
 * @param {import('./visits.js').Visit} visit
 * @param {number|null} shiftEnd minute of the day
 */
export function afterShift({ from, to, past }, shiftEnd) {
  return past || shiftEnd === null || to <= shiftEnd ? 0 : Math.min(1, (to - shiftEnd) / (to - from));
}
