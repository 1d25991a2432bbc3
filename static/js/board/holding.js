/** Who is moving which order just now: told to the others who look at this board, and shown on the bar of what others move. */
import { computed, effect } from '../shared/html.js';
import { hand } from './hand.js';
import { connection } from './live.js';
import { people, user } from './state.js';

/** @typedef {import('./state.js').Person & {holding?: string}} Holder */

/** While something is in hand it is said again so often; a page that falls silent has let it go. */
const AGAIN_MS = 20_000;
const EXPIRES_MS = 60_000;

/** Who moves an order, by order; not what is in this page's own hand. */
export const heldByOthers = computed(() => {
  const own = hand.value?.orderId;
  const found = new Map();
  for (const person of /** @type {Holder[]} */ (people.value)) {
    if (person.holding && !(person.holding === own && person.id === user.value?.id)) found.set(person.holding, person);
  }
  return found;
});

/** Tell the others, as long as the lanes are shown. @returns {() => void} */
export function followHand() {
  let told = /** @type {string|null} */ (null);
  const tell = (/** @type {string|null} */ id) => {
    told = id;
    connection.peek()?.socket.emit('holding', { order_id: id });
  };
  const stop = effect(() => {
    const id = hand.value?.orderId ?? null;
    if (id !== told) tell(id);
  });
  const again = setInterval(() => told && tell(told), AGAIN_MS);
  let fading = 0;
  const fade = effect(() => {
    const here = /** @type {Holder[]} */ (people.value);
    clearTimeout(fading);
    if (!here.some(person => person.holding)) return;
    fading = setTimeout(() => {
      if (people.peek() === here) people.value = here.map(({ holding: _, ...person }) => person);
    }, EXPIRES_MS);
  });
  return () => {
    stop();
    fade();
    clearInterval(again);
    clearTimeout(fading);
  };
}
