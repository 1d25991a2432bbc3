/** The map: the district's streets, technicians with the age of their position, orders by state; one selection with the lanes. */
import * as L from 'leaflet';
import { effect, html, useEffect, useRef } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { ago, ms } from '../shared/times.js';
import { nowMs } from '../shared/clock.js';
import { drawStreets } from './map_streets.js';
import { eye } from './hand.js';
import { isAtDoor, laneById } from './lanes_model.js';
import { initial, nameOf } from './naming.js';
import { district, mapIsLarge, minute, orders, positionOf, select, selected, selectedId, selectedTechnician, selectTechnician, technicians } from './state.js';
import { tiles } from './tiles.js';
import { CLOSED, stateOf } from './visits.js';

/** @typedef {import('./state.js').CardView} CardView */
/** @typedef {import('./state.js').TechnicianView} TechnicianView */

const STALE_MS = 20 * 60_000;
const MARK_PX = 15;
const FACE_PX = 24;
/** Below this zoom a whole district is in sight, and quiet marks shrink. */
const FAR = 13.5;

/** A small pane shows the middle of the district, its edge by dragging. */
const CLOSE_UP = -0.14;

/** What is drawn above what. */
const Z = { order: 0, trouble: 300, technician: 600, chosen: 1000 };

export function MapPane() {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => (place.current ? openMap(place.current) : undefined), []);
  return html`<section class="map-pane" aria-label=${t('map-title')}>
    <div class="leaflet-place" ref=${place}></div>
    <button class="expand" aria-label=${mapIsLarge.value ? t('map-smaller') : t('map-larger')} title=${mapIsLarge.value ? t('map-smaller') : t('map-larger')} onClick=${() => {
      mapIsLarge.value = !mapIsLarge.peek();
    }}><${Icon} name=${mapIsLarge.value ? 'x' : 'expand'} /></button>
  </section>`;
}

/** @param {HTMLElement} place @returns {() => void} how to close it */
function openMap(place) {
  const map = L.map(place, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 120, keyboard: true, maxZoom: 18 });
  const streets = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const routes = L.layerGroup().addTo(map);
  const far = () => place.classList.toggle('map-far', map.getZoom() < FAR);
  map.on('zoomend', far);
  const own = tiles();
  if (own) {
    L.control.attribution({ prefix: false }).addTo(map);
    L.tileLayer(own.url, { attribution: own.attribution ?? '', maxZoom: own.max_zoom ?? 18 }).addTo(map);
  }
  let drawn = '';
  /** @type {L.LatLngBounds|null} */
  let whole = null;
  let wasLarge = false;
  const stops = [
    effect(() => {
      const here = district.value;
      if (!here?.map || drawn === here.id) return;
      drawn = here.id;
      streets.clearLayers();
      const bounds = drawStreets(map, streets, here.map, { withStreets: !own });
      if (bounds.isValid()) {
        whole = bounds;
        fit(map, bounds);
      }
    }),
    effect(() => {
      const large = mapIsLarge.value;
      requestAnimationFrame(() => {
        map.invalidateSize({ animate: false });
        if (whole && large !== wasLarge) map.fitBounds(whole.pad(large ? 0.02 : CLOSE_UP), { animate: false });
        wasLarge = large;
      });
    }),
    effect(() => {
      selected.value;
      routes.clearLayers();
      drawRoute(routes);
    }),
    effect(() => {
      const order = selected.value;
      district.value;
      if (!drawn || order?.lat == null || order.lon == null) return;
      map.panInside([order.lat, order.lon], { padding: [48, 40], animate: !still() });
    }),
    effect(() => {
      const person = selectedTechnician.value;
      const position = person ? positionOf(person).peek() : null;
      if (drawn && position) map.panInside([position.lat, position.lon], { padding: [48, 40], animate: !still() });
    }),
    followOrders(marks),
    followTechnicians(marks),
  ];
  const sizes = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  sizes.observe(place);
  return () => {
    for (const stop of stops) stop();
    sizes.disconnect();
    map.remove();
  };
}

function still() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Show the middle of the district; a pane without a size yet waits until it has one. @param {L.Map} map @param {L.LatLngBounds} bounds */
function fit(map, bounds) {
  map.setView(bounds.getCenter(), 12);
  const go = () => {
    const size = map.getSize();
    if (!size.x || !size.y) return false;
    map.fitBounds(bounds.pad(CLOSE_UP), { animate: false });
    return true;
  };
  if (!go()) {
    const once = () => {
      if (go()) map.off('resize', once);
    };
    map.on('resize', once);
  }
}

/** A marker's face, made of elements so that the page's policy against inline styles holds. @param {string} name @param {number} size @param {HTMLElement|SVGElement} face */
function iconOf(name, size, face) {
  return L.divIcon({ className: name, iconSize: [size, size], html: /** @type {HTMLElement} */ (/** @type {unknown} */ (face)) });
}

/** @param {string} state */
function markOf(state) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', `m is-${state}`);
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#m-${state}`);
  svg.append(use);
  return svg;
}

/** Orders that somebody may have to act on; what is done and kept leaves the map. @param {CardView} order @param {boolean} chosen */
function isShown(order, chosen) {
  return order.lat != null && order.lon != null && (chosen || !CLOSED.has(order.status));
}

/** @param {L.LayerGroup} group */
function followOrders(group) {
  /** @type {Map<string, {marker: L.Marker, face: string}>} */
  const drawn = new Map();
  return effect(() => {
    const chosen = selectedId.value;
    const theirs = selectedTechnician.value;
    language.value;
    const seen = new Set();
    for (const order of orders.all.value) {
      if (!isShown(order, order.id === chosen)) continue;
      seen.add(order.id);
      const state = stateOf(order);
      const face = `${state}|${order.id === chosen}|${theirs && order.technician_id === theirs}|${order.lat},${order.lon}|${language.value}`;
      const known = drawn.get(order.id);
      if (known?.face === face) continue;
      known?.marker.remove();
      const marker = L.marker([Number(order.lat), Number(order.lon)], {
        icon: iconOf(`map-order is-${state}${order.id === chosen ? ' sel' : ''}${theirs && order.technician_id === theirs ? ' theirs' : ''}`, order.id === chosen ? MARK_PX + 8 : MARK_PX, /** @type {any} */ (markOf(state))),
        keyboard: false, title: `${order.customer.name} · ${order.address} · ${t(`state-${state}`)}`,
        zIndexOffset: order.id === chosen ? Z.chosen : state === 'jeop' || state === 'broken' || state === 'risk' ? Z.trouble : Z.order,
      });
      marker.on('click', () => {
        select(order.id);
        if (order.technician_id) eye.show(order.technician_id);
      });
      marker.addTo(group);
      drawn.set(order.id, { marker, face });
    }
    for (const [id, { marker }] of drawn) {
      if (seen.has(id)) continue;
      marker.remove();
      drawn.delete(id);
    }
  });
}

/** @param {L.LayerGroup} group @returns {() => void} */
function followTechnicians(group) {
  /** @type {Map<string, () => void>} */
  const following = new Map();
  const stop = effect(() => {
    const people = technicians.value;
    for (const end of following.values()) end();
    following.clear();
    for (const person of people) following.set(person.id, followOne(group, person));
  });
  return () => {
    stop();
    for (const end of following.values()) end();
  };
}

/** @param {L.LayerGroup} group @param {TechnicianView} person */
function followOne(group, person) {
  /** @type {L.Marker|null} */
  let marker = null;
  let drawn = '';
  const stop = effect(() => {
    const position = positionOf(person.id).value;
    const chosen = selectedTechnician.value === person.id || selected.value?.technician_id === person.id;
    minute.value;
    if (!position || person.on_leave) {
      marker?.remove();
      marker = null;
      drawn = '';
      return;
    }
    const stale = nowMs() - ms(position.at) > STALE_MS && !isAtDoor(person.id);
    const name = nameOf(person);
    const look = `${chosen}|${stale}|${name}`;
    if (!marker) {
      marker = L.marker([position.lat, position.lon], { keyboard: false });
      marker.on('click', () => {
        selectTechnician(person.id);
        eye.show(person.id);
      });
      marker.bindTooltip(() => t('map-technician', { name, ago: ago(position.at) }), { direction: 'top', offset: [0, -12], className: 'map-tip' });
      marker.addTo(group);
    }
    marker.setLatLng([position.lat, position.lon]);
    marker.setTooltipContent(t('map-technician', { name, ago: ago(position.at) }));
    if (look === drawn) return;
    drawn = look;
    const face = document.createElement('span');
    face.textContent = initial(name);
    marker.setIcon(iconOf(`map-tech${chosen ? ' sel' : ''}${stale ? ' stale' : ''}`, FACE_PX, face));
    marker.setZIndexOffset(chosen ? Z.chosen : Z.technician);
  });
  return () => {
    stop();
    marker?.remove();
  };
}

/** The way that lies before the chosen technician: from where they are, through their visits in order. @param {L.LayerGroup} group */
function drawRoute(group) {
  const order = selected.value;
  const id = selectedTechnician.value ?? order?.technician_id;
  const lane = id ? laneById.value.get(id) : undefined;
  if (!id || !lane) return;
  const position = positionOf(id).value;
  /** @type {[number, number][]} */
  const points = position ? [[position.lat, position.lon]] : [];
  let cut = 0;
  for (const visit of lane.visits) {
    if (visit.past || visit.order.lat == null || visit.order.lon == null) continue;
    points.push([visit.order.lat, visit.order.lon]);
    if (visit.order.id === order?.id) cut = points.length;
  }
  const add = (/** @type {[number, number][]} */ line, /** @type {string} */ name) => {
    if (line.length > 1) L.polyline(line, { className: name, interactive: false }).addTo(group);
  };
  add(points.slice(Math.max(0, cut - 1)), 'map-route');
  add(points.slice(0, cut), 'map-route-case');
  add(points.slice(0, cut), 'map-route now');
}
