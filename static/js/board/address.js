/** Keeps the day, the district, the open order and the open panel in the page's address, so that a reload or a sent link shows the same. */
import { effect } from '../shared/html.js';
import { dateOf } from '../shared/times.js';
import { nowMs } from '../shared/clock.js';
import { date, district, districts, panel, selectedId } from './state.js';

export function readAddress() {
  const asked = new URLSearchParams(location.search);
  const day = asked.get('date');
  return {
    date: day && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null,
    district: asked.get('district'),
    order: asked.get('order'),
    panel: asked.get('panel'),
  };
}

export function showAddress() {
  const parts = new URLSearchParams();
  if (date.value && date.value !== dateOf(nowMs())) parts.set('date', date.value);
  if (districts.value.length > 1 && district.value) parts.set('district', district.value.id);
  if (selectedId.value) parts.set('order', selectedId.value);
  if (panel.value) parts.set('panel', panel.value);
  const query = parts.toString();
  history.replaceState(null, '', query ? `?${query}` : location.pathname);
}

/** Write the address whenever one of them changes. */
export function followAddress() {
  effect(() => {
    if (date.value) showAddress();
  });
}
