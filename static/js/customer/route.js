/** The way along the streets between two places, so that the map shows a road and not a line through houses. */

/** @typedef {import('../shared/types.js').StreetMap} StreetMap */
/** @typedef {{lat: number, lon: number}} Place */
/** @typedef {[number, number]} Point lat, lon */

const SPEED = { trunk: 1.6, street: 1.2, lane: 1 };
const LAT_KM = 110.6;

/** As the crow flies, which at a city's size is a plane. @param {Point} a @param {Point} b */
export function km(a, b) {
  return Math.hypot((a[0] - b[0]) * LAT_KM, (a[1] - b[1]) * LAT_KM * Math.cos((a[0] * Math.PI) / 180));
}

/** @param {Point} point */
const key = point => `${point[0].toFixed(5)},${point[1].toFixed(5)}`;

/** @param {StreetMap} map */
function graphOf(map) {
  /** @type {Map<string, {point: Point, next: {key: string, cost: number}[]}>} */
  const nodes = new Map();
  /** @param {Point} point */
  const node = point => {
    const name = key(point);
    let found = nodes.get(name);
    if (!found) nodes.set(name, (found = { point, next: [] }));
    return found;
  };
  for (const { points, class: kind } of map.streets) {
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1], points[i]];
      const cost = km(a, b) / (SPEED[kind] ?? 1);
      node(a).next.push({ key: key(b), cost });
      node(b).next.push({ key: key(a), cost });
    }
  }
  return nodes;
}

/** The point of the streets nearest to a place, and the corner on either side of it. @param {StreetMap} map @param {Point} place */
function nearest(map, place) {
  const stretch = Math.cos((place[0] * Math.PI) / 180);
  let best = { distance: Infinity, point: place, ends: /** @type {Point[]} */ ([]) };
  for (const { points } of map.streets) {
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1], points[i]];
      const dx = (b[1] - a[1]) * stretch;
      const dy = b[0] - a[0];
      const along = Math.max(0, Math.min(1, (((place[1] - a[1]) * stretch) * dx + (place[0] - a[0]) * dy) / (dx * dx + dy * dy || 1)));
      /** @type {Point} */
      const foot = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
      const distance = km(foot, place);
      if (distance < best.distance) best = { distance, point: foot, ends: [a, b] };
    }
  }
  return best;
}

/**
 * @param {StreetMap} map @param {Place} from @param {Place} to
 * @returns {Point[]} empty when the streets do not connect them
 */
export function routeBetween(map, from, to) {
  const start = nearest(map, [from.lat, from.lon]);
  const goal = nearest(map, [to.lat, to.lon]);
  if (!start.ends.length || !goal.ends.length) return [];
  if (key(start.ends[0]) === key(goal.ends[0]) && key(start.ends[1]) === key(goal.ends[1])) return [start.point, goal.point];
  const nodes = graphOf(map);
  /** @type {Map<string, number>} */
  const costs = new Map();
  /** @type {Map<string, string>} */
  const before = new Map();
  const open = new Map(start.ends.map(end => [key(end), km(start.point, end)]));
  const goals = new Map(goal.ends.map(end => [key(end), km(goal.point, end)]));
  let best = { cost: Infinity, key: '' };
  while (open.size) {
    let [name, cost] = ['', Infinity];
    for (const [candidate, value] of open) if (value < cost) [name, cost] = [candidate, value];
    open.delete(name);
    costs.set(name, cost);
    if (cost >= best.cost) break;
    const rest = goals.get(name);
    if (rest !== undefined && cost + rest < best.cost) best = { cost: cost + rest, key: name };
    for (const next of nodes.get(name)?.next ?? []) {
      const total = cost + next.cost;
      if (!costs.has(next.key) && total < (open.get(next.key) ?? Infinity)) {
        open.set(next.key, total);
        before.set(next.key, name);
      }
    }
  }
  if (!best.key) return [];
  /** @type {Point[]} */
  const way = [goal.point];
  for (let name = /** @type {string|undefined} */ (best.key); name; name = before.get(name)) way.push(/** @type {Point} */ (nodes.get(name)?.point));
  way.push(start.point);
  return way.reverse();
}
