/** Technicians on the map, each with the age of the position; an old one is dashed, because nobody may be there any more. */
import * as L from 'leaflet';
import { nowMs } from '../shared/clock.js';
import { effect } from '../shared/html.js';
import { language, t } from '../shared/i18n.js';
import { ago, ms, span } from '../shared/times.js';
import { eye } from './hand.js';
import { isAtDoor } from './lanes_model.js';
import { onMap } from './map_datum.js';
import { iconOf, Z } from './map_icons.js';
import { initial, nameOf } from './naming.js';
import { minute, positionOf, selected, selectedTechnician, selectTechnician, technicians } from './state.js';

/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */

const STALE_MS = 20 * 60_000;
const FACE_PX = 24;

/** @param {L.LayerGroup} group @returns {() => void} */
export function followTechnicians(group) {
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
  let look = '';
  const stop = effect(() => {
    const position = positionOf(person.id).value;
    const chosen = selectedTechnician.value === person.id || selected.value?.technician_id === person.id;
    minute.value;
    language.value;
    if (!position || person.on_leave) {
      marker?.remove();
      marker = null;
      look = '';
      return;
    }
    const old = nowMs() - ms(position.at);
    // whoever works at a door sends nothing, and is there
    const stale = old > STALE_MS && !isAtDoor(person.id);
    const name = nameOf(person);
    const age = old < 60_000 ? '' : span(old);
    const at = onMap(position.lat, position.lon);
    if (!marker) {
      marker = L.marker(at, { keyboard: false });
      marker.on('click', () => {
        selectTechnician(person.id);
        eye.show(person.id);
      });
      marker.bindTooltip(() => t('map-technician', { name, ago: ago(position.at) }), { direction: 'top', offset: [0, -12], className: 'map-tip' });
      marker.addTo(group);
    }
    marker.setLatLng(at);
    marker.setTooltipContent(t('map-technician', { name, ago: ago(position.at) }));
    const now = `${chosen}|${stale}|${name}|${age}`;
    if (look === now) return;
    look = now;
    const face = document.createElement('span');
    face.textContent = initial(name);
    if (age) {
      const label = document.createElement('small');
      label.textContent = age;
      face.append(label);
    }
    marker.setIcon(iconOf(`map-tech${chosen ? ' sel' : ''}${stale ? ' stale' : ''}`, FACE_PX, face));
    marker.setZIndexOffset(chosen ? Z.chosen : Z.technician);
  });
  return () => {
    stop();
    marker?.remove();
  };
}
