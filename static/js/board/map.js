/** The map: tiles or the district's own streets, orders by state, technicians, routes; one selection with the lanes. */
import * as L from 'leaflet';
import { effect, html, useEffect, useRef } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { catchInSight, followLasso } from './lasso.js';
import { onMap } from './map_datum.js';
import { followHover } from './map_hover.js';
import { followOrders } from './map_orders.js';
import { followTechnicians } from './map_people.js';
import { followRoutes } from './map_routes.js';
import { lassoing } from './map_state.js';
import { drawStreets } from './map_streets.js';
import { Legend, Tools } from './map_tools.js';
import { district, mapIsLarge, positionOf, selected, selectedTechnician } from './state.js';
import { tiles } from './tiles.js';

/** Below this zoom a whole district is in sight, and quiet marks shrink. */
const FAR = 13.5;

/** A small pane shows the middle of the district, its edge by dragging. */
const CLOSE_UP = -0.14;

export function MapPane() {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  const map = useRef(/** @type {L.Map|null} */ (null));
  useEffect(() => {
    if (!place.current) return;
    const opened = openMap(place.current);
    map.current = opened.map;
    return opened.close;
  }, []);
  return html`<section class=${`map-pane${lassoing.value ? ' lassoing' : ''}`} aria-label=${t('map-title')}>
    <div class="leaflet-place" ref=${place}></div>
    <${Tools} onSight=${() => map.current && catchInSight(map.current)} />
    <${Legend} />
  </section>`;
}

/** @param {HTMLElement} place @returns {{map: L.Map, close: () => void}} */
function openMap(place) {
  const own = tiles();
  const map = L.map(place, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, wheelPxPerZoomLevel: 120, keyboard: true, maxZoom: own?.max_zoom ?? 18 });
  const streets = L.layerGroup().addTo(map);
  const marks = L.layerGroup().addTo(map);
  const routes = L.layerGroup().addTo(map);
  const far = () => place.classList.toggle('map-far', map.getZoom() < FAR);
  map.on('zoomend', far);
  if (own) {
    L.control.attribution({ prefix: false, position: 'topleft' }).addTo(map);
    // a tile server may refuse whoever does not say where the map is shown; it learns the site and no more
    L.tileLayer(own.url, { attribution: own.attribution ?? '', maxZoom: own.max_zoom ?? 18, referrerPolicy: 'origin' }).addTo(map);
  }
  let drawn = '';
  /** @type {L.LatLngBounds|null} */
  let whole = null;
  let wasLarge = false;
  const show = (/** @type {number} */ lat, /** @type {number} */ lon) => map.panInside(onMap(lat, lon), { padding: [48, 40], animate: !still() });
  const stops = [
    effect(() => {
      const here = district.value;
      if (!here?.map || drawn === here.id) return;
      drawn = here.id;
      streets.clearLayers();
      const bounds = drawStreets(map, streets, here.map, { withStreets: !own });
      if (bounds.isValid()) {
        const corners = [bounds.getSouthWest(), bounds.getNorthEast()].map(corner => onMap(corner.lat, corner.lng));
        whole = L.latLngBounds(corners);
        fit(map, whole);
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
      const order = selected.value;
      district.value;
      if (drawn && order?.lat != null && order.lon != null) show(order.lat, order.lon);
    }),
    effect(() => {
      const person = selectedTechnician.value;
      const position = person ? positionOf(person).peek() : null;
      if (drawn && position) show(position.lat, position.lon);
    }),
    effect(() => {
      if (lassoing.value) map.dragging.disable();
      else map.dragging.enable();
    }),
    followOrders(map, marks),
    followTechnicians(marks),
    followRoutes(routes),
    followLasso(map, place),
    followHover(),
  ];
  const sizes = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  sizes.observe(place);
  return {
    map,
    close: () => {
      for (const stop of stops) stop();
      sizes.disconnect();
      map.remove();
    },
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
