/** The one order of this page: the server's view of it, the live connection, and what the customer does with it. */
import { NoAnswer, Problem, get, newId, post } from '../shared/api.js';
import { follow } from '../shared/clock.js';
import { signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { openLive } from '../shared/live.js';

/** @typedef {import('../shared/types.js').TrackingView} TrackingView */
/** @typedef {import('../shared/types.js').Step} Step */

const LOOK_AGAIN_MS = 60_000;

export function openTrack() {
  /** @type {import('@preact/signals').Signal<TrackingView|null>} */
  const view = signal(null);
  /** Why there is nothing to show: no answer, or a sentence of the server. */
  const failure = signal('');
  /** The link is over: the server has its own page for that. */
  const over = signal(false);

  /** @param {TrackingView|null} next */
  function take(next) {
    if (!next) return;
    const last = view.peek();
    // the same version may carry a newer position; an older answer that was overtaken is left out
    if (last && (next.order.version < last.order.version || (next.order.version === last.order.version && next.now < last.now))) return;
    view.value = next;
    failure.value = '';
    follow({ now: next.now, rate: next.rate });
  }

  async function load() {
    try {
      take(await get('/track'));
    } catch (error) {
      if (error instanceof Problem && [401, 403, 404, 410].includes(error.status)) over.value = true;
      else if (!view.peek()) failure.value = sentence(error);
    }
  }

  const live = openLive({
    watch: () => ({ kind: 'track', version: view.peek()?.order.status === 'on_the_way' ? 0 : view.peek()?.order.version ?? 0 }),
    onNewer: take,
    on: {
      track: take,
      eta({ from, to, at }) {
        const last = view.peek();
        if (last?.eta && last.order.status !== 'on_the_way') view.value = { ...last, eta: { ...last.eta, from, to, at } };
      },
      position({ lat, lon, at }) {
        const last = view.peek();
        if (last?.technician) view.value = { ...last, technician: { ...last.technician, position: { lat, lon, at } } };
      },
      signed_out: () => (over.value = true),
    },
  });
  // promises age without anything happening, and no event says so
  setInterval(() => document.visibilityState === 'visible' && void load(), LOOK_AGAIN_MS);
  void load();

  /**
   * A deed of the customer's. It is sent again under the same id when no answer came, so that it counts once.
   * @param {string} path @param {Record<string, unknown>} body
   */
  async function send(path, body) {
    const event = { event_id: newId(), ...body };
    for (let tries = 0; ; tries += 1) {
      try {
        take(await post(path, event));
        return;
      } catch (error) {
        if (error instanceof Problem && error.current?.order) take(error.current);
        if (!(error instanceof NoAnswer) || tries >= 2) throw error;
        await new Promise(resolve => setTimeout(resolve, 600 * 2 ** tries));
      }
    }
  }

  return {
    view, failure, over, live, load,
    /** @param {Step} step @param {Record<string, unknown>} [data] */
    step: (step, data = {}) => send('/track/steps', { step, data }),
    /** Come at the time that is kept for me. @param {string} holdId */
    choose: holdId => send('/track/slots/choose', { hold_id: holdId }),
    /** @param {string} text */
    ask: text => send('/track/questions', { text }),
  };
}

/** The sentence of an error for the reader. @param {unknown} error */
export function sentence(error) {
  return error instanceof Problem ? error.message : t(error instanceof NoAnswer ? 'no-answer' : 'went-wrong');
}

/** @typedef {ReturnType<typeof openTrack>} Track */
