/** Which rows of the risk list are drawn: those in sight and some around them; a row's height is measured when it is drawn. */
import { useEffect, useRef, useSignal } from '../shared/html.js';

/** Fewer rows are drawn all: measuring them would cost more. */
const FEW = 30;
/** A row that was never drawn is taken to be so high. */
const USUAL = 124;
/** So much beyond what is in sight is drawn, so that a key or a turn of the wheel never meets an empty place. */
const AROUND = 600;
/** A scroll within so many pixels draws nothing. */
const STEP = 100;

/**
 * @param {{current: HTMLElement|null}} scroller
 * @param {string[]} ids of the rows, in their order
 * @returns {{from: number, to: number, above: number, below: number}} rows from `from` up to `to`, and the room of the others
 */
export function useRowsInSight(scroller, ids) {
  const heights = useRef(/** @type {Map<string, number>} */ (new Map())).current;
  const sight = useSignal({ top: 0, height: 900, measured: 0 });
  const watcher = useRef(/** @type {ResizeObserver|null} */ (null));
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    let frame = 0;
    const read = () => {
      frame = 0;
      const top = Math.floor(box.scrollTop / STEP) * STEP;
      const known = sight.peek();
      if (top !== known.top || box.clientHeight !== known.height) sight.value = { ...known, top, height: box.clientHeight };
    };
    const later = () => {
      if (!frame) frame = requestAnimationFrame(read);
    };
    watcher.current = new ResizeObserver(entries => {
      let changed = false;
      for (const { target } of entries) {
        if (target === box) {
          later();
          continue;
        }
        const { dataset: { risk }, offsetHeight } = /** @type {HTMLElement} */ (target);
        if (!risk || !offsetHeight || heights.get(risk) === offsetHeight) continue;
        heights.set(risk, offsetHeight);
        changed = true;
      }
      if (changed) sight.value = { ...sight.peek(), measured: sight.peek().measured + 1 };
    });
    watcher.current.observe(box);
    box.addEventListener('scroll', later, { passive: true });
    read();
    return () => {
      watcher.current?.disconnect();
      box.removeEventListener('scroll', later);
      cancelAnimationFrame(frame);
    };
  }, []);
  const { top, height } = sight.value;
  let from = 0;
  let to = ids.length;
  let above = 0;
  let below = 0;
  if (ids.length > FEW) {
    let at = 0;
    to = 0;
    ids.forEach((id, index) => {
      const high = heights.get(id) ?? USUAL;
      if (at + high < top - AROUND) {
        above += high;
        from = index + 1;
      } else if (at > top + height + AROUND) below += high;
      else to = index + 1;
      at += high;
    });
    if (to <= from) {
      // scrolled below a list that has become shorter
      from = ids.length - FEW;
      to = ids.length;
      above = Math.max(0, at - FEW * USUAL);
      below = 0;
    }
  }
  useEffect(() => {
    const box = scroller.current;
    if (box && ids.length > FEW) for (const row of box.querySelectorAll('[data-risk]')) watcher.current?.observe(row);
  }, [from, to, ids.length]);
  return { from, to, above, below };
}
