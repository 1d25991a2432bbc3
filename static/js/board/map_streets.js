/** Draws a district's own streets, river and parks, for a map without tiles; the paint is in the style sheet, so it follows the theme. */
import * as L from 'leaflet';

/** @typedef {import('../shared/types.js').StreetMap} StreetMap */
/** @typedef {StreetMap['streets'][number]} Street */

/** Widths on the ground, in pixels at zoom 13: [case, road]. @type {Record<Street['class'], [number, number]>} */
const WIDTHS = { trunk: [8.5, 6.5], street: [5, 3.6], lane: [0, 1.8] };
const AT_ZOOM = 13;
const RIVER = 24;
/** A label closer than this (px) to another is left out. */
const APART = 70;

/**
 * @param {L.Map} map
 * @param {L.LayerGroup} group
 * @param {StreetMap} streets
 * @param {{withStreets: boolean}} options
 * @returns {L.LatLngBounds} all of it
 */
export function drawStreets(map, group, streets, { withStreets }) {
  const bounds = L.latLngBounds([]);
  for (const street of streets.streets) for (const point of street.points) bounds.extend(point);
  if (!withStreets) return bounds;
  map.createPane('streets').classList.add('map-streets');
  map.createPane('names').classList.add('map-names');
  /** @type {{line: L.Polyline, width: number}[]} */
  const wide = [];
  const add = (/** @type {[number, number][]} */ points, /** @type {string} */ className, /** @type {number} */ width) => {
    const line = L.polyline(points, { pane: 'streets', className, interactive: false, smoothFactor: 0.6 });
    wide.push({ line, width });
    line.addTo(group);
  };
  for (const park of streets.parks ?? []) L.polygon(park, { pane: 'streets', className: 'map-park', interactive: false, stroke: false }).addTo(group);
  if (streets.river?.length) add(streets.river, 'map-water', RIVER);
  for (const kind of /** @type {Street['class'][]} */ (['lane', 'street', 'trunk'])) {
    const [edge, road] = WIDTHS[kind];
    const those = streets.streets.filter(street => street.class === kind);
    if (edge) for (const street of those) add(street.points, 'map-case', edge);
    for (const street of those) add(street.points, 'map-road', road);
  }
  const scale = () => {
    const factor = 2 ** ((map.getZoom() - AT_ZOOM) * 0.75);
    for (const { line, width } of wide) line.setStyle({ weight: Math.max(0.6, width * factor) });
  };
  const labels = L.layerGroup().addTo(group);
  const name = () => nameStreets(map, labels, streets.streets);
  map.on('zoomend', scale);
  map.on('zoomend moveend', name);
  map.whenReady(() => {
    scale();
    name();
  });
  return bounds;
}

/** Names of the streets in sight, along the street, as many as have room. @param {L.Map} map @param {L.LayerGroup} group @param {Street[]} streets */
function nameStreets(map, group, streets) {
  group.clearLayers();
  const size = map.getSize();
  const zoom = map.getZoom();
  const kinds = zoom >= 14.5 ? ['trunk', 'street', 'lane'] : zoom >= 13 ? ['trunk', 'street'] : ['trunk'];
  /** @type {L.Point[]} */
  const taken = [];
  /** @type {Set<string>} */
  const named = new Set();
  for (const kind of kinds) {
    for (const street of streets) {
      if (street.class !== kind || named.has(street.name)) continue;
      const points = street.points.map(point => map.latLngToContainerPoint(point));
      const spot = middleInSight(points, size);
      if (!spot || taken.some(other => other.distanceTo(spot.at) < APART)) continue;
      taken.push(spot.at);
      named.add(street.name);
      const label = document.createElement('span');
      label.textContent = street.name;
      label.style.transform = `translate(-50%, -50%) rotate(${spot.turn.toFixed(1)}deg)`;
      L.marker(map.containerPointToLatLng(spot.at), {
        pane: 'names', interactive: false, keyboard: false, icon: L.divIcon({ className: 'map-name', iconSize: [0, 0], html: label }),
      }).addTo(group);
    }
  }
}

/** The longest piece of a line whose middle is well inside the map, and how it is turned. @param {L.Point[]} points @param {L.Point} size */
function middleInSight(points, size) {
  /** @type {{at: L.Point, turn: number, length: number}|null} */
  let best = null;
  for (let index = 1; index < points.length; index++) {
    const [a, b] = [points[index - 1], points[index]];
    const at = L.point((a.x + b.x) / 2, (a.y + b.y) / 2);
    if (at.x < 40 || at.y < 16 || at.x > size.x - 40 || at.y > size.y - 16) continue;
    const length = a.distanceTo(b);
    if (best && length <= best.length) continue;
    let turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    if (turn > 90) turn -= 180;
    if (turn < -90) turn += 180;
    // a name that stands upright is not read in passing
    if (Math.abs(turn) > 70) continue;
    best = { at, turn, length };
  }
  return best;
}
