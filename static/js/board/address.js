/** Keeps the day, the district, the open order, the open panel and how the lanes are looked at in the page's address, so that a reload or a sent link shows the same. */
import { effect } from '../shared/html.js';
import { dateOf } from '../shared/times.js';
import { nowMs } from '../shared/clock.js';
import { openTab, tab } from './drawer/tabs.js';
import { grouping, zoom } from './lanes_view.js';
import { fromAddress, inAddress, list } from './lists/address.js';
import { allRoutes, leftOutStates } from './map_state.js';
import { date, district, districts, mapIsLarge, panel, query, selectedId, selectedTechnician } from './state.js';
import { scope } from './tasks.js';

export function readAddress() {
  const asked = new URLSearchParams(location.search);
  const day = asked.get('date');
  return {
    date: day && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null,
    district: asked.get('district'),
    order: asked.get('order'),
    panel: asked.get('panel'),
    technician: asked.get('technician'),
  };
}

/** What the address says of the list and the map, taken over before anything is drawn. */
export function takeView() {
  const asked = new URLSearchParams(location.search);
  query.value = asked.get('q')?.slice(0, 100) ?? '';
  const wanted = asked.get('list');
  if (wanted !== null) list.value = fromAddress(wanted);
  const shown = asked.get('tab');
  if (shown) openTab(shown);
  scope.value = asked.get('tasks')?.slice(0, 40) || 'mine';
  const [large, routes, ...states] = (asked.get('map') ?? '').split('.');
  mapIsLarge.value = large === 'large';
  allRoutes.value = routes === 'routes';
  const known = states.filter(state => /^[a-z_]{1,12}$/.test(state));
  if (known.length) leftOutStates.value = /** @type {any} */ (new Set(known));
}

export function showAddress() {
  const parts = new URLSearchParams();
  if (date.value && date.value !== dateOf(nowMs())) parts.set('date', date.value);
  if (districts.value.length > 1 && district.value) parts.set('district', district.value.id);
  if (selectedId.value) {
    parts.set('order', selectedId.value);
    if (tab.value !== 'now') parts.set('tab', tab.value);
  }
  if (panel.value) parts.set('panel', panel.value);
  if (zoom.value !== 'day') parts.set('zoom', zoom.value);
  if (grouping.value !== 'none') parts.set('group', grouping.value);
  if (selectedTechnician.value) parts.set('technician', selectedTechnician.value);
  if (query.value.trim()) parts.set('q', query.value.trim());
  if (panel.value === 'lists') parts.set('list', inAddress(list.value));
  if (panel.value === 'tasks' && scope.value !== 'mine') parts.set('tasks', scope.value);
  const map = [mapIsLarge.value ? 'large' : '', allRoutes.value ? 'routes' : '', ...leftOutStates.value].join('.');
  if (map !== '.') parts.set('map', map);
  const shown = parts.toString();
  history.replaceState(null, '', shown ? `?${shown}` : location.pathname);
}

/** Write the address whenever one of them changes. */
export function followAddress() {
  effect(() => {
    if (date.value) showAddress();
  });
}
