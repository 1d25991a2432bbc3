/** The lasso: draw around orders on the map, or take all that are in sight, and say what they have in common. */
import * as L from 'leaflet';
import { batch } from '../shared/html.js';
import { canBeCaught, caught, drawn, lassoing } from './map_state.js';
import { onMap } from './map_datum.js';
import { mapIsLarge, pane } from './state.js';

/** A smaller loop was a slip of the hand. */
const LEAST_PX = 12;

export function startLasso() {
  batch(() => {
    pane.value = 'map';
    mapIsLarge.value = true;
    caught.value = new Set();
    lassoing.value = true;
  });
}

export function dropLasso() {
  batch(() => {
    lassoing.value = false;
    caught.value = new Set();
  });
}

/** Everything in sight, for whoever draws nothing. @param {L.Map} map */
export function catchInSight(map) {
  const bounds = map.getBounds();
  take(order => bounds.contains(onMap(Number(order.lat), Number(order.lon))));
}

/** @param {(order: import('../shared/types.js').CardView) => boolean} isIn */
function take(isIn) {
  const found = drawn.peek().filter(order => canBeCaught(order) && isIn(order)).map(order => order.id);
  batch(() => {
    caught.value = new Set([...caught.peek(), ...found]);
    lassoing.value = false;
  });
}

/** Follow the pointer while the lasso is in hand. @param {L.Map} map @param {HTMLElement} place @returns {() => void} */
export function followLasso(map, place) {
  /** @type {L.Point[]} */
  let loop = [];
  /** @type {L.Polygon|null} */
  let line = null;
  let pointer = -1;
  const at = (/** @type {PointerEvent} */ event) => map.mouseEventToContainerPoint(event);
  const down = (/** @type {PointerEvent} */ event) => {
    if (!lassoing.peek() || event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    event.stopPropagation();
    pointer = event.pointerId;
    place.setPointerCapture(pointer);
    loop = [at(event)];
    line = L.polygon([map.containerPointToLatLng(loop[0])], { className: 'map-lasso', interactive: false }).addTo(map);
  };
  const move = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== pointer || !line) return;
    const next = at(event);
    if (next.distanceTo(loop[loop.length - 1]) < 4) return;
    loop.push(next);
    line.addLatLng(map.containerPointToLatLng(next));
  };
  const up = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== pointer) return;
    pointer = -1;
    line?.remove();
    line = null;
    const drawnLoop = loop;
    loop = [];
    if (event.type === 'pointercancel') return;
    const box = L.bounds(drawnLoop).getSize();
    if (drawnLoop.length < 3 || Math.max(box.x, box.y) < LEAST_PX) return;
    take(order => isInside(map.latLngToContainerPoint(onMap(Number(order.lat), Number(order.lon))), drawnLoop));
  };
  place.addEventListener('pointerdown', down, { capture: true });
  place.addEventListener('pointermove', move);
  place.addEventListener('pointerup', up);
  place.addEventListener('pointercancel', up);
  return () => {
    place.removeEventListener('pointerdown', down, { capture: true });
    place.removeEventListener('pointermove', move);
    place.removeEventListener('pointerup', up);
    place.removeEventListener('pointercancel', up);
  };
}

/** Even-odd rule. @param {{x: number, y: number}} point @param {{x: number, y: number}[]} loop */
export function isInside(point, loop) {
  let inside = false;
  for (let here = 0, before = loop.length - 1; here < loop.length; before = here++) {
    const [a, b] = [loop[here], loop[before]];
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
