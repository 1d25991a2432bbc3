/** The technician's day on this phone: orders from the server, the queue's steps on top of them, and the connection. */
import { NoAnswer, Problem, get, setCsrf } from '../shared/api.js';
import { nowMs } from '../shared/clock.js';
import { computed, effect, signal } from '../shared/html.js';
import { openLive } from '../shared/live.js';
import { forget, keep, kept, openQueue } from '../shared/queue.js';
import { createOrders } from '../shared/store.js';
import { sharePosition } from './position.js';
import { DONE, UNDER_WAY, applied, byRoute } from './steps.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('../shared/types.js').DayView} DayView */
/** @typedef {import('../shared/types.js').TechnicianView} TechnicianView */

const TWO_DAYS_MS = 48 * 3_600_000;

/**
 * @param {string} user
 * @param {() => void} onSignedOut
 */
export function openDay(user, onSignedOut) {
  const store = createOrders();
  /** @type {import('@preact/signals').Signal<TechnicianView|null>} */
  const technician = signal(null);
  /** loading, ready, or what went wrong when there is nothing to show. @type {import('@preact/signals').Signal<'loading'|'ready'|'no answer'|'refused'>} */
  const state = signal(/** @type {any} */ ('loading'));
  /** The server's sentence when it refused. */
  const refusal = signal('');
  /** What is shown was kept on the phone at this time; null once the server has said more. @type {import('@preact/signals').Signal<number|null>} */
  const keptAt = signal(null);

  const queue = openQueue({ user, onOrder: order => store.put(order), onSignedOut });

  /** Every order with the waiting steps on top. */
  const orders = computed(() => {
    const waiting = queue.waiting.value;
    return store.all.value
      .map(order => waiting.reduce((view, step) => (step.order_id === order.id ? applied(view, step) : view), order))
      .sort(byRoute);
  });
  const open = computed(() => orders.value.filter(order => !DONE.includes(order.status) && order.status !== 'accepted' && order.status !== 'withdrawn'));
  const done = computed(() => orders.value.filter(order => DONE.includes(order.status)));

  /** @type {Promise<void>|null} */
  let loading = null;
  /** Fetch the day; a call while one is under way waits for that one. */
  function load() {
    loading ??= fetchDay().finally(() => (loading = null));
    return loading;
  }

  async function fetchDay() {
    try {
      /** @type {DayView} */
      const day = await get('/my/day');
      setCsrf(day.csrf);
      technician.value = day.technician;
      store.reset([...day.orders, ...day.done]);
      keptAt.value = null;
      state.value = 'ready';
      void queue.flush();
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        onSignedOut();
      } else if (state.peek() !== 'ready') {
        state.value = error instanceof NoAnswer ? 'no answer' : 'refused';
        refusal.value = error instanceof Problem ? error.message : '';
      }
    }
  }

  async function start() {
    const last = await kept(`day:${user}`);
    if (last && state.peek() !== 'ready' && Math.abs(nowMs() - last.at) < TWO_DAYS_MS) {
      technician.value = last.technician;
      store.take({ orders: last.orders });
      keptAt.value = last.at;
      state.value = 'ready';
    }
    await load();
  }

  const live = openLive({
    watch: () => ({ kind: 'day', have: store.have() }),
    onNewer(newer) {
      // an empty page has nothing that could be older or gone: the day's own call fills it
      if (state.peek() !== 'ready' || technician.peek() === null) void load();
      else {
        store.take(newer);
        keptAt.value = null;
      }
      void queue.flush();
    },
    on: {
      order: order => store.put(order),
      gone: ({ order_id: id, version }) => store.drop(id, version),
      eta: ({ visits }) => store.expect(visits),
      signed_out: onSignedOut,
    },
  });

  let writing = 0;
  effect(() => {
    const rows = store.all.value;
    if (!technician.value) return;
    clearTimeout(writing);
    writing = window.setTimeout(
      () => void keep(`day:${user}`, { at: live.sureAt.peek() ?? nowMs(), technician: technician.peek(), orders: rows }), 400);
  });
  sharePosition(computed(() => open.value.some(order => order.status === 'on_the_way')));

  /** @param {string} id @returns {CardView|undefined} */
  const order = id => orders.value.find(one => one.id === id);

  return {
    user, technician, state, refusal, keptAt, orders, open, done, order, queue, live, load,
    underWay: computed(() => open.value.find(one => UNDER_WAY.includes(one.status)) ?? null),
    start: () => void start(),
    close() {
      live.close();
      void forget();
    },
  };
}

/** @typedef {ReturnType<typeof openDay>} Day */
