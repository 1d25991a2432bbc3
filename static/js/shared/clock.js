/**
 * The only place where pages read the time. It follows the server's clock, which in a demo has its own origin and rate,
 * so that a newcomer's phone is neither an hour off nor sixty times too slow.
 */
import { signal } from '@preact/signals';

/**
 * How the device's clock maps to the product's: at device time `device` (ms) it was `now` (ms), running `rate` times as fast.
 * @typedef {{device: number, now: number, rate: number}} Mapping
 */

const KEPT = 'sanxian.clock';
const SHELL = 'sanxian.clock.shell';
const RESYNC_MS = 60_000;

/** @type {Mapping} */
let mapping = { device: Date.now(), now: Date.now(), rate: 1 };

/** Ticks once a (real) second with the product's time in ms; a component that reads it is drawn again. */
export const ticking = signal(Date.now());

/** The product's time in ms now, without subscribing. */
export function nowMs() {
  return at(mapping, Date.now());
}

/** The device's own time in ms, for how long a person has waited. */
export function deviceMs() {
  return Date.now();
}

/** The product's time now. */
export function now() {
  return new Date(nowMs());
}

/** How many product seconds pass in a real second. */
export function rate() {
  return mapping.rate;
}

/**
 * How the device's clock is read at this moment. A queued step keeps it, and says at sending what *that* reading gives then,
 * so that the server measures how wrong it was.
 * @returns {Mapping}
 */
export function reading() {
  return { ...mapping };
}

/**
 * The product's time that a reading gives for a device time.
 * @param {Mapping} read
 * @param {number} [device]
 */
export function at(read, device = Date.now()) {
  return read.now + (device - read.device) * read.rate;
}

/**
 * Follow the server: `{now, rate}` from the boot data, `GET /api/v1/clock` or any answer that carries them.
 * @param {{now: string, rate: number}} said
 * @param {number} [device] when it was said, by the device
 */
export function follow(said, device = Date.now()) {
  const then = Date.parse(said.now);
  if (!Number.isFinite(then) || !(said.rate > 0)) return;
  mapping = { device, now: then, rate: said.rate };
  ticking.value = nowMs();
  try {
    localStorage.setItem(KEPT, JSON.stringify(mapping));
  } catch {
    // a full or forbidden storage only costs the clock of a cold start without signal
  }
}

async function sync() {
  const sent = Date.now();
  try {
    const answer = await fetch('/api/v1/clock', { headers: { Accept: 'application/json' }, cache: 'no-store' });
    const received = Date.now();
    if (answer.ok && received - sent < 5_000) follow(await answer.json(), (sent + received) / 2);
  } catch {
    // offline: the last reading holds
  }
}

/**
 * Start the clock of a page. A shell that a service worker kept says an old time: the same one as the last time it was
 * opened, and then the reading kept on the device is truer.
 * @param {{now: string, rate: number}|null} said what the shell said
 */
export function startClock(said) {
  try {
    const kept = localStorage.getItem(KEPT);
    if (kept && (!said || said.now === localStorage.getItem(SHELL))) mapping = JSON.parse(kept);
    else if (said) follow(said);
    if (said) localStorage.setItem(SHELL, said.now);
  } catch {
    if (said) follow(said);
  }
  ticking.value = nowMs();
  setInterval(() => {
    if (document.visibilityState === 'visible') ticking.value = nowMs();
  }, 1_000);
  setInterval(() => {
    if (document.visibilityState === 'visible') void sync();
  }, RESYNC_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    ticking.value = nowMs();
    void sync();
  });
  addEventListener('online', () => void sync());
  setTimeout(() => void sync(), 2_000);
}
