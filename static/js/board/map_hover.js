/** An order under the pointer is marked in the lanes and on the map alike. */
import { effect } from '../shared/html.js';
import { hovered } from './map_state.js';

/** So long a pointer rests on it: what passes beneath it in a scroll or a drag is not looked at. */
const REST_MS = 90;
const ELSEWHERE = '.visit[data-order], [data-order].risk';

/** @returns {() => void} */
export function followHover() {
  let resting = 0;
  const pass = (/** @type {Event} */ event) => {
    clearTimeout(resting);
    resting = setTimeout(() => enter(event), REST_MS);
  };
  const enter = (/** @type {Event} */ event) => {
    const found = event.target instanceof Element ? event.target.closest(ELSEWHERE) : null;
    const id = found instanceof HTMLElement ? found.dataset.order ?? null : null;
    if (id !== hovered.peek() && (id || !(event.target instanceof Element && event.target.closest('.leaflet-place')))) hovered.value = id;
  };
  addEventListener('pointerover', pass, { passive: true });
  const stop = effect(() => {
    const id = hovered.value;
    for (const marked of document.querySelectorAll('.visit.linked')) marked.classList.remove('linked');
    if (id) for (const visit of document.querySelectorAll(`.visit[data-order="${CSS.escape(id)}"]`)) visit.classList.add('linked');
  });
  return () => {
    clearTimeout(resting);
    removeEventListener('pointerover', pass);
    stop();
  };
}
