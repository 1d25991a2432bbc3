/** Sends a deed until it is answered, under the same event id: one whose answer was lost is found out about and never done twice. */
import { NoAnswer, post } from '../shared/api.js';
import { signal } from '../shared/html.js';
import { connection } from './live.js';

/** So long a deed waits for the network; after that the day has moved on, and a person decides anew. */
const WAITS_MS = 120_000;
/** While the board itself is live, it is tried again so soon. */
const AGAIN_MS = [0, 1_000, 2_000];

/** How many deeds wait for the network. */
export const unsent = signal(0);
/** @type {Set<(again: boolean) => void>} */
const waiting = new Set();

/** What waits is not sent any more. */
export function giveUp() {
  for (const end of waiting) end(false);
}

/**
 * @param {string} path
 * @param {unknown} body with an event id, or so that twice is once
 * @param {(path: string, body: unknown) => Promise<any>} [send]
 */
export async function attempt(path, body, send = post) {
  const until = performance.now() + WAITS_MS;
  let tries = 0;
  for (;;) {
    try {
      return await send(path, body);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const isLive = navigator.onLine && connection.peek()?.state.peek() === 'live';
      if (isLive && tries >= AGAIN_MS.length) throw error;
      if (isLive) await new Promise(done => setTimeout(done, AGAIN_MS[tries]));
      else if (!await reconnected(until)) throw error;
      if (isLive) tries += 1;
    }
  }
}

/** Until the board is live again; false when that takes too long, or somebody gives up. @param {number} until @returns {Promise<boolean>} */
function reconnected(until) {
  const live = connection.peek()?.state;
  if (!live) return Promise.resolve(false);
  return new Promise(done => {
    let stop = () => {};
    const end = (/** @type {boolean} */ again) => {
      if (!waiting.delete(end)) return;
      clearTimeout(timer);
      unsent.value = waiting.size;
      queueMicrotask(() => stop());
      done(again && performance.now() <= until);
    };
    const timer = setTimeout(() => end(false), Math.max(0, until - performance.now()));
    waiting.add(end);
    unsent.value = waiting.size;
    stop = live.subscribe(state => {
      if (state === 'live') end(true);
    });
  });
}
