/** The times that can be offered for an order, and the one that is kept while somebody chooses: the same on every page. */
import { NoAnswer, Problem, get, newId, post } from './api.js';
import { useEffect, useRef, useState } from './html.js';
import { ms } from './times.js';

/** @typedef {import('./types.js').Offer} Offer */
/** @typedef {import('./types.js').HeldSlot} HeldSlot */
/** @typedef {import('./types.js').SlotsView} SlotsView */

/**
 * @param {string} path `/track` or `/orders/<id>`
 * @param {{on?: boolean, letGo?: boolean}} [options] `on`: whether they are wanted yet; `letGo`: whoever leaves without
 *   choosing leaves the time to others (else it runs out, or a step that waits for a signal takes it)
 */
export function useSlots(path, { on = true, letGo = true } = {}) {
  const [view, setView] = useState(/** @type {SlotsView|null} */ (null));
  /** Why there is nothing to show, or why a time is not to be had. */
  const [failure, setFailure] = useState(/** @type {unknown} */ (null));
  /** The time that was tapped, whether or not it is kept yet. */
  const [time, setTime] = useState(/** @type {number|null} */ (null));
  const [held, setHeld] = useState(/** @type {HeldSlot|null} */ (null));
  const last = useRef({ turn: 0, hold: /** @type {HeldSlot|null} */ (null), over: false });

  const load = async () => {
    setFailure(null);
    try {
      setView(await get(`${path}/slots`));
    } catch (error) {
      setFailure(error);
    }
  };
  useEffect(() => {
    if (on) void load();
  }, [path, on]);
  useEffect(() => () => {
    const { hold, over } = last.current;
    if (hold && !over && letGo) void post(`${path}/slots/release`, { hold_id: hold.id }).catch(() => undefined);
  }, [path, letGo]);

  /** Keep this one; the one kept before is let go by the server. @param {Offer} offer */
  const pick = async offer => {
    const turn = (last.current.turn += 1);
    setTime(ms(offer.agreed_at ?? offer.from_at));
    setHeld(null);
    setFailure(null);
    const body = { event_id: newId(), ...(offer.agreed_at ? { agreed_at: offer.agreed_at } : { date: offer.date, half: offer.half }) };
    try {
      const kept = await again(() => post(`${path}/slots/holds`, body));
      last.current.hold = kept;
      if (turn === last.current.turn) setHeld(kept);
    } catch (error) {
      if (turn !== last.current.turn) return;
      setTime(null);
      setFailure(error);
      if (error instanceof Problem && error.code === 'slot-taken' && error.current?.times) setView(error.current);
    }
  };
  /** Nothing is kept any more for this choice. */
  const clear = () => {
    last.current.turn += 1;
    setTime(null);
    setHeld(null);
  };
  return {
    view, failure, time, held, load, pick, clear,
    /** The choice was made: there is nothing to let go. */
    done: () => (last.current.over = true),
    /** What can be had instead. @param {SlotsView} next */
    instead(next) {
      clear();
      setView(next);
    },
  };
}

/** Without an answer it is sent again under the same id, so that it counts once. @template T @param {() => Promise<T>} call @returns {Promise<T>} */
async function again(call) {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof NoAnswer) || !navigator.onLine) throw error;
    return call();
  }
}

/** The dates that have an offer, in order. @param {Offer[]} offers */
export function datesOf(offers) {
  return [...new Set(offers.map(offer => offer.date))].sort();
}

/** The offers of a date, the earliest first. @param {Offer[]} offers @param {string} date */
export function offersOn(offers, date) {
  return offers.filter(offer => offer.date === date).sort((a, b) => (a.from_at < b.from_at ? -1 : 1));
}
