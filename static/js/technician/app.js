/** What all screens of the technician's app share: the day, the route in the address, and a short message at the bottom. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { signal } from '../shared/html.js';

/** @typedef {import('./day.js').Day} Day */

/** @type {import('preact').Context<Day>} */
const DayContext = createContext(/** @type {any} */ (null));
export const DayProvider = DayContext.Provider;
export const useDay = () => useContext(DayContext);

/** today, visit, ladder, messages or me, and the order it is about. @typedef {{screen: string, id: string}} Route */

function readRoute() {
  const [, screen = 'today', id = ''] = location.hash.split('/');
  return { screen: screen || 'today', id: decodeURIComponent(id) };
}

/** @type {import('@preact/signals').Signal<Route>} */
export const route = signal(readRoute());
addEventListener('hashchange', () => {
  route.value = readRoute();
  scrollTo(0, 0);
});

/** @param {string} screen @param {string} [id] */
export function path(screen, id = '') {
  return id ? `#/${screen}/${encodeURIComponent(id)}` : `#/${screen}`;
}

/** @param {string} screen @param {string} [id] */
export function go(screen, id = '') {
  location.hash = path(screen, id);
}

/** What was just done, said once. @type {import('@preact/signals').Signal<string>} */
export const said = signal('');
let clearing = 0;
/** @param {string} sentence */
export function say(sentence) {
  said.value = sentence;
  clearTimeout(clearing);
  clearing = window.setTimeout(() => (said.value = ''), 4_000);
}

/** What the technician is called upon to call: when the phone was last handed to the dialler, by order. @type {import('@preact/signals').Signal<Record<string, number>>} */
export const called = signal(JSON.parse(sessionStorage.getItem('sanxian.called') ?? '{}'));
/** @param {string} id @param {number|null} at */
export function setCalled(id, at) {
  const { [id]: _, ...others } = called.value;
  called.value = at === null ? others : { ...others, [id]: at };
  sessionStorage.setItem('sanxian.called', JSON.stringify(called.value));
}

/** The phone's own map with the way to the door. @param {{lat: number|null, lon: number|null, address: string}} order */
export function wayTo({ lat, lon, address }) {
  const place = lat !== null && lon !== null ? `${lat},${lon}` : '';
  const apple = /iPad|iPhone|Macintosh/.test(navigator.userAgent);
  return apple
    ? `https://maps.apple.com/?daddr=${place || encodeURIComponent(address)}`
    : `geo:${place || '0,0'}?q=${place ? `${place}(${encodeURIComponent(address)})` : encodeURIComponent(address)}`;
}
