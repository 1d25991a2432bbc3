/** The orders on the map, by state; where they would cover each other, their number. */
import * as L from 'leaflet';
import { effect } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { eye } from './hand.js';
import { cluster } from './map_clusters.js';
import { onMap } from './map_datum.js';
import { iconOf, ringOf, shapeOf, Z } from './map_icons.js';
import { caught, drawn, hovered, markOf } from './map_state.js';
import { select, selectedId, selectedTechnician } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {{marker: L.Marker, face: string}} Drawn */

const MARK_PX = 15;
const CLUSTER_PX = 30;
/** Beyond the edge of what is in sight, so that a short drag shows no bare strip. */
const EDGE = 0.15;
/** So long (ms) marks are put and taken away in one frame: nine hundred at once would hold up whoever drags. */
const SLICE_MS = 6;
/** What others change is drawn when nothing else is to be done, but by then. */
const IDLE_MS = 400;

/** @param {L.Map} map @param {L.LayerGroup} group @returns {() => void} */
export function followOrders(map, group) {
  /** @type {Map<string, Drawn>} */
  const marks = new Map();
  let frame = 0;
  let idle = 0;
  let placing = 0;
  /** @type {(() => void)[]} */
  let tasks = [];
  const place = () => {
    const until = performance.now() + SLICE_MS;
    let done = 0;
    while (done < tasks.length && performance.now() < until) tasks[done++]();
    tasks = tasks.slice(done);
    placing = tasks.length ? requestAnimationFrame(place) : 0;
  };
  const draw = () => {
    frame = 0;
    tasks = [];
    cancelAnimationFrame(placing);
    if (map.getZoom() === undefined || !map.getSize().x) return;
    const zoom = map.getZoom();
    const sight = map.getBounds().pad(EDGE);
    const chosen = selectedId.peek();
    const theirs = selectedTechnician.peek();
    const picked = caught.peek();
    const { singles, clusters } = cluster(drawn.peek(), order => {
      const at = L.latLng(onMap(Number(order.lat), Number(order.lon)));
      return sight.contains(at) || order.id === chosen ? map.project(at, zoom) : null;
    }, order => order.id === chosen || order.id === hovered.peek() || (theirs !== null && order.technician_id === theirs), zoom);
    /** @type {Set<string>} */
    const seen = new Set();
    for (const order of singles) {
      seen.add(order.id);
      drawOrder(order, { chosen: order.id === chosen, theirs: theirs !== null && order.technician_id === theirs, picked: picked.has(order.id), under: order.id === hovered.peek() });
    }
    for (const one of clusters) {
      seen.add(one.key);
      drawCluster(one, one.orders.filter(order => picked.has(order.id)).length, zoom);
    }
    for (const [key, { marker }] of marks) {
      if (seen.has(key)) continue;
      tasks.push(() => {
        marker.remove();
        marks.delete(key);
      });
    }
    place();
  };

  /** @param {string} key @param {string} face @param {() => L.Marker} make */
  const put = (key, face, make) => {
    const known = marks.get(key);
    if (known?.face === face) return;
    tasks.push(() => {
      known?.marker.remove();
      marks.set(key, { marker: make().addTo(group), face });
    });
  };

  /** @param {CardView} order @param {{chosen: boolean, theirs: boolean, picked: boolean, under: boolean}} is */
  const drawOrder = (order, is) => {
    const state = markOf(order);
    const names = [`map-order is-${state}`, is.chosen && 'sel', is.theirs && 'theirs', is.picked && 'picked', is.under && 'under', order.incident_id && 'of-incident'];
    const className = names.filter(Boolean).join(' ');
    put(order.id, `${className}|${order.lat},${order.lon}|${language.peek()}`, () => {
      const marker = L.marker(onMap(Number(order.lat), Number(order.lon)), {
        icon: iconOf(className, is.chosen ? MARK_PX + 8 : MARK_PX, shapeOf(state)),
        keyboard: false, title: [order.customer.name, order.address, t(`state-${state}`), order.incident_id ? t('order-in-incident') : ''].filter(Boolean).join(' · '),
        zIndexOffset: is.chosen || is.under ? Z.chosen : state === 'jeop' || state === 'broken' || state === 'risk' ? Z.trouble : Z.order,
      });
      marker.on('click', () => {
        select(order.id);
        if (order.technician_id) eye.show(order.technician_id);
      });
      marker.on('mouseover', () => {
        hovered.value = order.id;
      });
      marker.on('mouseout', () => {
        if (hovered.peek() === order.id) hovered.value = null;
      });
      return marker;
    });
  };

  /** @param {import('./map_clusters.js').Cluster} one @param {number} picked @param {number} zoom */
  const drawCluster = (one, picked, zoom) => {
    const count = one.orders.length;
    const className = `map-cluster is-${one.worst}${picked ? ' picked' : ''}`;
    put(one.key, `${className}|${one.shares.join()}|${Math.round(one.x)},${Math.round(one.y)}|${language.peek()}`, () => {
      const face = document.createElement('span');
      face.append(ringOf(one.shares), shapeOf(one.worst), String(count));
      const marker = L.marker(map.unproject([one.x, one.y], zoom), {
        icon: iconOf(className, CLUSTER_PX, face), keyboard: false, title: t('map-cluster', { count, state: t(`state-${one.worst}`) }),
        zIndexOffset: one.worst === 'track' || one.worst === 'kept' || one.worst === 'paused' ? Z.order : Z.trouble,
      });
      marker.on('click', () => {
        const bounds = L.latLngBounds(one.orders.map(order => onMap(Number(order.lat), Number(order.lon))));
        if (bounds.getNorthEast().equals(bounds.getSouthWest()) || map.getBoundsZoom(bounds) <= zoom) map.setView(bounds.getCenter(), Math.min(map.getMaxZoom(), zoom + 1.5));
        else map.fitBounds(bounds.pad(0.2));
      });
      return marker;
    });
  };

  const soon = () => {
    if (!frame) frame = requestAnimationFrame(draw);
  };
  const later = () => {
    if (!idle && !frame) {
      idle = whenIdle(() => {
        idle = 0;
        if (!frame) draw();
      });
    }
  };
  map.on('moveend zoomend resize viewreset', soon);
  const stopLate = effect(() => {
    drawn.value;
    later();
  });
  const stop = effect(() => {
    selectedId.value;
    selectedTechnician.value;
    caught.value;
    hovered.value;
    language.value;
    soon();
  });
  return () => {
    stop();
    stopLate();
    tasks = [];
    cancelAnimationFrame(frame);
    cancelAnimationFrame(placing);
    map.off('moveend zoomend resize viewreset', soon);
  };
}

/** Safari has no idle time to ask for. @param {() => void} run */
function whenIdle(run) {
  return 'requestIdleCallback' in globalThis ? requestIdleCallback(run, { timeout: IDLE_MS }) : setTimeout(run, IDLE_MS / 4);
}
