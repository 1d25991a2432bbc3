/** A small drawing of the streets between the technician and the door; shown only while somebody is on the way. */
import { ticking } from '../shared/clock.js';
import { html, useMemo } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { ago, distance } from '../shared/times.js';
import { km, routeBetween } from './route.js';
import { fullName } from './state.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('../shared/types.js').StreetMap} StreetMap */
/** @typedef {[number, number]} Point */

const WIDTH = 350;
const HEIGHT = 190;
const EDGE = 34;
/** How much is shown at least, in degrees of latitude: about 900 m. */
const LEAST = 0.008;
const ROAD = { trunk: [9.5, 7.5], street: [6, 4.4], lane: [3.4, 2.2] };
/** @type {('lane'|'street'|'trunk')[]} */
const CLASSES = ['lane', 'street', 'trunk'];

/**
 * How places become points of the picture: both ends inside, with a margin.
 * @param {{lat: number, lon: number}[]} ends
 */
function projection(ends) {
  const middle = { lat: (Math.min(...ends.map(e => e.lat)) + Math.max(...ends.map(e => e.lat))) / 2, lon: (Math.min(...ends.map(e => e.lon)) + Math.max(...ends.map(e => e.lon))) / 2 };
  const squeeze = Math.cos((middle.lat * Math.PI) / 180);
  const high = Math.max(LEAST, Math.max(...ends.map(e => e.lat)) - Math.min(...ends.map(e => e.lat)));
  const wide = Math.max(LEAST, (Math.max(...ends.map(e => e.lon)) - Math.min(...ends.map(e => e.lon))) * squeeze);
  const scale = Math.min((HEIGHT - 2 * EDGE) / high, (WIDTH - 2 * EDGE) / wide);
  /** @param {Point} place @returns {Point} */
  return ([lat, lon]) => [WIDTH / 2 + (lon - middle.lon) * squeeze * scale, HEIGHT / 2 - (lat - middle.lat) * scale];
}

/** @param {Point[]} points */
const line = points => points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

/** The parts of a line that can be seen, so that a whole city costs no more than its corner. @param {Point[]} points */
function seen(points) {
  /** @type {Point[][]} */
  const runs = [];
  /** @type {Point[]|null} */
  let run = null;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const inside = Math.max(a[0], b[0]) > -20 && Math.min(a[0], b[0]) < WIDTH + 20 && Math.max(a[1], b[1]) > -20 && Math.min(a[1], b[1]) < HEIGHT + 20;
    if (!inside) run = null;
    else if (run) run.push(b);
    else runs.push((run = [a, b]));
  }
  return runs;
}

/** Where a street's name fits: a stretch inside the picture, nearly straight, at least as long as the name. @param {Point[][]} runs @param {number} room */
function labelPlace(runs, room) {
  let best = { length: Infinity, x: 0, y: 0, turn: 0 };
  for (const run of runs) {
    const inside = run.filter(([x, y]) => x > 12 && x < WIDTH - 12 && y > 16 && y < HEIGHT - 10);
    for (let i = 0; i < inside.length; i += 1) {
      for (let k = i + 1; k < inside.length; k += 1) {
        const [a, b, middle] = [inside[i], inside[k], inside[Math.floor((i + k) / 2)]];
        const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
        const bend = Math.abs((b[0] - a[0]) * (a[1] - middle[1]) - (a[0] - middle[0]) * (b[1] - a[1])) / (length || 1);
        if (length < room || length >= best.length || bend > 5) continue;
        let turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
        if (turn > 90 || turn < -90) turn += turn > 0 ? -180 : 180;
        if (Math.abs(turn) < 45) best = { length, x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, turn };
        break; // a longer stretch from here only bends more
      }
    }
  }
  return best.x ? best : null;
}

/** What does not move while the technician drives. @param {StreetMap} map @param {(place: Point) => Point} project */
function streetsOf(map, project) {
  const streets = map.streets.map(street => ({ ...street, runs: seen(street.points.map(project)) })).filter(street => street.runs.length);
  /** @type {{x: number, y: number}[]} */
  const placed = [];
  const labels = streets
    .filter(street => street.class !== 'lane')
    .sort((a, b) => (a.class === b.class ? 0 : a.class === 'trunk' ? -1 : 1))
    .flatMap(street => {
      const place = labelPlace(street.runs, street.name.length * 11 + 8);
      if (!place || placed.length >= 3 || placed.some(other => Math.hypot(other.x - place.x, other.y - place.y) < 90)) return [];
      placed.push(place);
      return [{ ...place, name: street.name }];
    });
  return {
    parks: (map.parks ?? []).map(park => line(park.map(project)) + 'Z'),
    river: map.river?.length ? seen(map.river.map(project)).map(line).join('') : '',
    roads: CLASSES.map(kind => ({ kind, d: streets.filter(street => street.class === kind).flatMap(street => street.runs.map(line)).join('') })).filter(road => road.d),
    labels,
  };
}

/** @param {{view: TrackingView}} props */
export function Map({ view }) {
  const { map, home, technician } = view;
  const position = technician?.position;
  // positions arrive by themselves, newer than the rest of the view
  const metres = position && home ? km([position.lat, position.lon], [home.lat, home.lon]) * 1000 : 0;
  // what is drawn follows the position, but only as far as a step of some 20 m
  const place = position ? `${position.lat.toFixed(4)},${position.lon.toFixed(4)}` : '';
  const drawn = useMemo(() => {
    if (!map || !home || !position) return null;
    const way = routeBetween(map, position, home);
    const project = projection([home, position, ...way.map(([lat, lon]) => ({ lat, lon }))]);
    return {
      streets: streetsOf(map, project),
      way: line([project([position.lat, position.lon]), ...way.map(project), project([home.lat, home.lon])]),
      home: project([home.lat, home.lon]),
      here: project([position.lat, position.lon]),
    };
  }, [place, map?.streets.length, home?.lat, home?.lon]);
  if (!drawn || !position || !technician) return null;
  ticking.value;
  language.value;
  const [hx, hy] = drawn.home;
  const [tx, ty] = drawn.here;
  return html`<figure class="live">
    <svg class="map" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${t('map-label', { distance: distance(metres) })}>
      ${drawn.streets.parks.map((d, i) => html`<path key=${i} class="park" d=${d} />`)}
      ${drawn.streets.river && html`<path class="water" d=${drawn.streets.river} stroke-width="26" />`}
      ${drawn.streets.roads.map(({ kind, d }) => html`<path key=${kind} class="case" d=${d} stroke-width=${ROAD[kind][0]} />`)}
      ${drawn.streets.roads.map(({ kind, d }) => html`<path key=${kind} class="road" d=${d} stroke-width=${ROAD[kind][1]} />`)}
      ${drawn.streets.labels.map(({ name, x, y, turn }) => html`<text key=${name} x=${x.toFixed(1)} y=${(y + 4).toFixed(1)} text-anchor="middle" transform=${`rotate(${turn.toFixed(0)} ${x.toFixed(1)} ${y.toFixed(1)})`}>${name}</text>`)}
      <path class="route-case" d=${drawn.way} /><path class="route now" d=${drawn.way} />
      <g class="home"><circle cx=${hx} cy=${hy} r="11" /><use href="#i-basin" x=${hx - 7} y=${hy - 7} width="14" height="14" /></g>
      <g class="tech sel"><circle class="halo" cx=${tx} cy=${ty} r="19" /><circle cx=${tx} cy=${ty} r="12" /><text x=${tx} y=${ty + 4}>${fullName(technician).slice(0, 1)}</text></g>
    </svg>
    <figcaption><span>${t('map-left', { distance: distance(metres) })}</span><span class="muted">${t('map-age', { ago: ago(position.at) })}</span></figcaption>
  </figure>`;
}
