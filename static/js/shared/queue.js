/**
 * The technician's step queue: a tap is written to IndexedDB first and then sent in order, once in effect, by one tab of
 * the device. A lost reply is sent again under the same event id; a refusal stays visible with its reason.
 */
import { openDB } from 'idb';
import { computed, signal } from '@preact/signals';
import { NoAnswer, Problem, get, newId, post, setCsrf } from './api.js';
import { at, deviceMs, now, reading } from './clock.js';

/** @typedef {import('./types.js').CardView} CardView */
/** @typedef {import('./types.js').Step} Step */

/**
 * A step on its way. `reading` is how the device's clock was read at the tap: at sending it says what that clock shows
 * then, from which the server measures how wrong it was.
 * @typedef {object} QueuedStep
 * @property {number} [n] its place in the queue
 * @property {string} event_id
 * @property {string} user whose tap it was
 * @property {string} order_id
 * @property {Step} step
 * @property {Record<string, unknown>} data
 * @property {string} occurred_at
 * @property {number} tapped the device's own time (ms) of the tap
 * @property {import('./clock.js').Mapping} reading
 * @property {'waiting'|'refused'} state
 * @property {{code: string, sentence: string, kept?: string}} [refusal]
 * @property {string} label whom it concerns, for the list of refused steps
 */

const NAME = 'sanxian';
const VERSION = 1;
const LOCK = 'sanxian-steps';
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/** @type {Promise<import('idb').IDBPDatabase>|null} */
let database = null;

/** @param {number} [version] */
function open(version) {
  return openDB(NAME, version, {
    upgrade(db) {
      // A later version may add stores; `steps` and `kept` stay as they are, so that older tabs go on.
      if (!db.objectStoreNames.contains('steps')) db.createObjectStore('steps', { keyPath: 'n', autoIncrement: true });
      if (!db.objectStoreNames.contains('kept')) db.createObjectStore('kept');
    },
    blocking(_current, _wanted, event) {
      // a newer tab wants to upgrade: let go now, and open again at the next use
      /** @type {IDBDatabase} */ (event.target).close();
      database = null;
    },
    terminated() {
      database = null;
    },
  });
}

function db() {
  if (!database) {
    const opening = open(VERSION).catch(error => {
      // a newer tab has upgraded already: take what is there
      if (error instanceof DOMException && error.name === 'VersionError') return open();
      throw error;
    });
    opening.catch(() => {
      database = null;
    });
    database = opening;
  }
  return database;
}

/**
 * Use the database, once more if it was closed under our hands by an upgrade.
 * @template T
 * @param {(db: import('idb').IDBPDatabase) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withDb(use) {
  try {
    return await use(await db());
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
    database = null;
    return use(await db());
  }
}

/** What the device keeps beside the queue: the last seen day, drafts. @param {string} key @param {unknown} value */
export const keep = (key, value) => withDb(db => db.put('kept', value, key)).then(() => undefined, () => undefined);
/** @param {string} key @returns {Promise<any>} */
export const kept = key => withDb(db => db.get('kept', key)).catch(() => undefined);
/** Forget everything that is kept except the steps that are not sent. */
export const forget = () => withDb(db => db.clear('kept')).catch(() => undefined);

/**
 * @param {object} options
 * @param {string} options.user
 * @param {(order: CardView) => void} options.onOrder the order as the server has it after a step
 * @param {() => void} options.onSignedOut the sign-in is over; the steps stay
 */
export function openQueue({ user, onOrder, onSignedOut }) {
  /** @type {import('@preact/signals').Signal<QueuedStep[]>} */
  const items = signal([]);
  /** Whether the device refused to store a step, so that it lives in this tab only. */
  const unstored = signal(false);
  const waiting = computed(() => items.value.filter(item => item.state === 'waiting'));
  const refused = computed(() => items.value.filter(item => item.state === 'refused'));
  /** Steps that the device would not store. @type {QueuedStep[]} */
  let memory = [];
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('sanxian-steps') : null;
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let asked = false;
  let draining = false;

  async function read() {
    /** @type {QueuedStep[]} */
    let stored = [];
    try {
      stored = await withDb(db => db.getAll('steps'));
    } catch {
      stored = [];
    }
    items.value = [...stored, ...memory].filter(item => item.user === user);
    unstored.value = memory.length > 0;
  }

  /** @param {CardView} [order] */
  function tellTabs(order) {
    channel?.postMessage({ order });
  }

  channel?.addEventListener('message', event => {
    if (event.data.order) onOrder(event.data.order);
    void read();
  });

  /**
   * Take a step: stored first, shown at once, sent as soon as there is a network.
   * @param {{order_id: string, step: Step, data?: Record<string, unknown>, label: string}} tap
   */
  async function add({ order_id, step, data = {}, label }) {
    /** @type {QueuedStep} */
    const item = {
      event_id: newId(), user, order_id, step, data, label, occurred_at: now().toISOString(), tapped: deviceMs(), reading: reading(), state: 'waiting',
    };
    try {
      item.n = /** @type {number} */ (await withDb(db => db.add('steps', item)));
      items.value = [...items.peek(), item];
    } catch {
      memory.push(item);
      items.value = [...items.peek(), item];
      unstored.value = true;
    }
    tellTabs();
    void flush();
    return item;
  }

  /** @param {QueuedStep} item */
  async function discard(item) {
    memory = memory.filter(other => other.event_id !== item.event_id);
    if (item.n !== undefined) await withDb(db => db.delete('steps', /** @type {number} */ (item.n)));
  }

  /** @param {QueuedStep} item @param {Problem} problem */
  async function refuse(item, problem) {
    item.state = 'refused';
    item.refusal = { code: problem.code, sentence: problem.message, kept: problem.kept };
    if (item.n !== undefined) await withDb(db => db.put('steps', item));
    if (problem.current && problem.current.id === item.order_id && problem.current.promises) onOrder(problem.current);
  }

  /** @param {QueuedStep} item */
  const send = item => post(`/orders/${item.order_id}/steps`, {
    event_id: item.event_id, step: item.step, data: item.data, occurred_at: item.occurred_at,
    device_now: new Date(at(item.reading)).toISOString(),
  });

  /** @param {QueuedStep} item @returns {Promise<'next'|'later'|'signed out'>} */
  async function deliver(item) {
    let answer;
    try {
      answer = await send(item).catch(async error => {
        // the form token may be of an older sign-in: fetch the present one and try once more
        if (!(error instanceof Problem) || error.status !== 403 || !error.code.includes('csrf')) throw error;
        setCsrf((await get('/session')).csrf);
        return send(item);
      });
    } catch (error) {
      if (error instanceof NoAnswer || !(error instanceof Problem)) return 'later';
      if (error.status === 401) return 'signed out';
      if (error.status >= 500 || error.status === 429 || error.status === 408) return 'later';
      await refuse(item, error);
      await read();
      tellTabs();
      return 'next';
    }
    if (answer?.order) onOrder(answer.order);
    await discard(item);
    await read();
    tellTabs(answer?.order);
    return 'next';
  }

  async function drain() {
    for (;;) {
      await read();
      const item = waiting.peek()[0];
      if (!item) {
        wait = FIRST_WAIT_MS;
        return;
      }
      const outcome = await deliver(item);
      if (outcome === 'next') {
        wait = FIRST_WAIT_MS;
        continue;
      }
      if (outcome === 'signed out') onSignedOut();
      else later();
      return;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(() => void flush(), wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  /** Send what waits. One tab of the device sends; another tab's request waits its turn and finds nothing left. */
  async function flush() {
    if (draining) {
      asked = true;
      return;
    }
    draining = true;
    clearTimeout(timer);
    try {
      do {
        asked = false;
        if (navigator.locks) await navigator.locks.request(LOCK, drain);
        else await drain();
      } while (asked);
    } catch (error) {
      console.error(error);
      later();
    } finally {
      draining = false;
    }
  }

  /** The reader has seen a refusal: take it off the list. @param {QueuedStep} item */
  async function dismiss(item) {
    await discard(item);
    await read();
    tellTabs();
  }

  function wake() {
    if (document.visibilityState === 'hidden') return;
    wait = FIRST_WAIT_MS;
    void flush();
  }
  addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  void read().then(flush);

  /** How long the oldest unsent step has waited, in ms of the reader's own time. */
  const oldest = () => (waiting.peek()[0] ? deviceMs() - waiting.peek()[0].tapped : 0);

  return { items, waiting, refused, unstored, add, flush, dismiss, oldest };
}

/** @typedef {ReturnType<typeof openQueue>} Queue */
