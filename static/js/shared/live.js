/**
 * The live connection: websocket only, says what the page has at every (re)connect and takes what is newer, so that a page
 * that was offline for any time converges without a reload.
 */
import { io } from 'socket.io-client';
import { signal } from '@preact/signals';
import { nowMs, rate } from './clock.js';

/** @typedef {'connecting'|'live'|'reconnecting'|'offline'} LiveState */

const ACK_MS = 8_000;
/** The server pings every 25 s: a connection that was silent for longer is not sure any more. */
const SILENCE_MS = 40_000;

/**
 * Open the live connection of a page.
 * @param {object} options
 * @param {() => Record<string, unknown>} options.watch what to watch and which versions are here, asked at every (re)connect
 * @param {(newer: any) => void} options.onNewer what the server has that is newer
 * @param {Record<string, (payload: any) => void>} [options.on] pushes: order, gone, track, position, plan, signed_out, presence
 * @param {Record<string, unknown>} [options.auth]
 */
export function openLive({ watch, onNewer, on = {}, auth }) {
  /** @type {import('@preact/signals').Signal<LiveState>} */
  const state = signal(/** @type {LiveState} */ (navigator.onLine ? 'connecting' : 'offline'));
  /** The product time (ms) at which the page was last sure to show the truth; null before the first time. @type {import('@preact/signals').Signal<number|null>} */
  const sureAt = signal(null);
  let heardAt = 0;
  let closed = false;

  const socket = io({ transports: ['websocket'], auth, reconnectionDelay: 500, reconnectionDelayMax: 8_000, timeout: 10_000, autoConnect: false });

  function heard() {
    heardAt = performance.now();
    if (state.peek() === 'live') sureAt.value = nowMs();
  }

  function lost() {
    if (!closed) state.value = navigator.onLine ? (sureAt.peek() === null ? 'connecting' : 'reconnecting') : 'offline';
  }

  async function catchUp() {
    try {
      const answer = await socket.timeout(ACK_MS).emitWithAck('watch', watch());
      if (closed) return;
      if (answer && answer.error) {
        console.warn('watch refused', answer.error);
        lost();
        return;
      }
      if (answer) onNewer(answer);
      state.value = 'live';
      heard();
    } catch {
      // connected, but nobody answers: start over
      if (!closed) socket.disconnect().connect();
    }
  }

  socket.on('connect', () => void catchUp());
  socket.on('disconnect', reason => {
    lost();
    // the server closed it; socket.io does not come back by itself then
    if (reason === 'io server disconnect' && !closed) setTimeout(() => !closed && socket.connect(), 1_000);
  });
  socket.on('connect_error', () => {
    lost();
    // refused by the server (not by the network): try again slowly, the sign-in may be renewed in another tab
    if (!socket.active && !closed) setTimeout(() => !closed && socket.connect(), 5_000);
  });
  socket.io.on('ping', heard);
  for (const [event, handler] of Object.entries(on)) {
    socket.on(event, payload => {
      heard();
      handler(payload);
    });
  }

  function wake() {
    if (closed || document.visibilityState === 'hidden') return;
    if (!socket.connected) {
      lost();
      socket.connect();
    } else if (performance.now() - heardAt > SILENCE_MS) {
      // the phone slept: the connection may be dead without knowing it
      socket.disconnect().connect();
    } else {
      void catchUp();
    }
  }

  function offline() {
    state.value = 'offline';
    // a websocket notices a lost network only by its missing pings; the page knows now
    socket.disconnect();
  }

  addEventListener('online', wake);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', wake);
  const tick = setInterval(() => {
    if (state.peek() === 'live' && performance.now() - heardAt < SILENCE_MS) sureAt.value = nowMs();
  }, Math.max(250, Math.min(5_000, 30_000 / rate())));
  socket.connect();

  return {
    state,
    sureAt,
    socket,
    /** Ask again what is newer, after the page changed what it watches. */
    refresh: () => (socket.connected ? catchUp() : undefined),
    close() {
      closed = true;
      clearInterval(tick);
      removeEventListener('online', wake);
      removeEventListener('offline', offline);
      document.removeEventListener('visibilitychange', wake);
      socket.disconnect();
    },
  };
}
