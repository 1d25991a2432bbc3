/** The ways that lie before technicians: of the chosen one, and of everybody if wanted. */
import * as L from 'leaflet';
import { effect } from '../shared/html.js';
import { laneById, laneOfOne } from './lanes_model.js';
import { onMap } from './map_datum.js';
import { allRoutes } from './map_state.js';
import { positionOf, selected, selectedTechnician } from './state.js';

/** @typedef {import('./visits.js').Lane} Lane */

/** @param {L.LayerGroup} group @returns {() => void} */
export function followRoutes(group) {
  let all = L.layerGroup().addTo(group);
  const own = L.layerGroup().addTo(group);
  const stops = [
    effect(() => {
      all.remove();
      all = L.layerGroup();
      if (!allRoutes.value) return;
      const chosen = selectedTechnician.value ?? selected.value?.technician_id;
      for (const [id, lane] of laneById.value) {
        if (id !== chosen) add(all, wayOf(lane, positionOf(id).peek()).points, 'map-route everybody');
      }
      all.addTo(group);
    }),
    effect(() => {
      own.clearLayers();
      const order = selected.value;
      const id = selectedTechnician.value ?? order?.technician_id;
      const lane = id ? laneOfOne(id).value : undefined;
      if (!id || !lane) return;
      const { points, cut } = wayOf(lane, positionOf(id).value, order?.id);
      add(own, points.slice(Math.max(0, cut - 1)), 'map-route');
      add(own, points.slice(0, cut), 'map-route-case');
      add(own, points.slice(0, cut), 'map-route now');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** From where they are, through their visits in order; `cut`: how much of it leads to this order. @param {Lane} lane @param {import('./state.js').Position|null} position @param {string} [orderId] */
function wayOf(lane, position, orderId) {
  /** @type {[number, number][]} */
  const points = position ? [onMap(position.lat, position.lon)] : [];
  let cut = 0;
  for (const visit of lane.visits) {
    if (visit.past || visit.order.lat == null || visit.order.lon == null) continue;
    points.push(onMap(visit.order.lat, visit.order.lon));
    if (visit.order.id === orderId) cut = points.length;
  }
  return { points, cut };
}

/** @param {L.LayerGroup} group @param {[number, number][]} line @param {string} name */
function add(group, line, name) {
  if (line.length > 1) L.polyline(line, { className: name, interactive: false }).addTo(group);
}
