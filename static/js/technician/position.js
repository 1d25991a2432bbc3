/** Shares the phone's position only while the technician is on the way, and stops on arrival. */
import { NoAnswer, post } from '../shared/api.js';
import { now } from '../shared/clock.js';
import { effect } from '../shared/html.js';

const EVERY_MS = 15_000;

/** @param {import('@preact/signals').ReadonlySignal<boolean>} onTheWay */
export function sharePosition(onTheWay) {
  if (!('geolocation' in navigator)) return;
  /** @type {number|null} */
  let watching = null;
  let sent = -EVERY_MS;
  effect(() => {
    if (onTheWay.value && watching === null) {
      watching = navigator.geolocation.watchPosition(
        ({ coords }) => {
          if (performance.now() - sent < EVERY_MS) return;
          sent = performance.now();
          const at = now().toISOString();
          post('/my/position', { lat: coords.latitude, lon: coords.longitude, at }).catch(error => {
            // a position that did not arrive is replaced by the next one
            if (!(error instanceof NoAnswer)) console.warn(error);
          });
        },
        () => undefined, // refused or not found: the customer's page then shows no map, and works without
        { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
      );
    } else if (!onTheWay.value && watching !== null) {
      navigator.geolocation.clearWatch(watching);
      watching = null;
    }
  });
}
