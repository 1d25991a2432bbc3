/**
 * Drags an order by pointer or finger: a small copy follows, the lane below is the target, the lanes scroll near their edges.
 * A finger picks up by resting; until then it scrolls. What is measured is measured at the start: no frame reads a layout.
 */
import { axis } from './day.js';
import { drop, hand, over, pickUp, putBack } from './hand.js';
import { shortName } from './naming.js';
import { aim } from './places.js';
import { orders } from './state.js';

/** So far the pointer travels before it is a drag and not a click. */
const SLACK_PX = 5;
/** A finger that rests so long picks up; one that has moved so far before scrolls. */
const REST_MS = 350;
const STRAY_PX = 9;
const EDGE_PX = 36;
const AXIS_PX = 32;
const STEP_PX = 9;
/** So near to the seam between two visits it is dropped there; a finger is broader. */
const SEAM_PX = 9;
const SEAM_TOUCH_PX = 16;

/** @typedef {{scroller: HTMLElement, laneAt: (clientY: number, scrolled?: {top: number, paneTop: number}) => string|null}} Field */

/**
 * Watch a pointer that went down on an order.
 * @param {PointerEvent} start
 * @param {string} orderId
 * @param {Field} field
 */
export function watchPointer(start, orderId, field) {
  if (start.button !== 0 || !start.isPrimary || hand.peek()) return;
  const controller = new AbortController();
  const { signal } = controller;
  const { scroller } = field;
  const touch = start.pointerType === 'touch';
  /** @type {HTMLElement|null} */
  let copy = null;
  /** @type {DOMRect} */
  let box;
  let scroll = { top: 0, left: 0, lowest: 0, widest: 0 };
  let head = 0;
  let track = { left: 0, width: 1 };
  let frame = 0;
  let resting = 0;
  let x = start.clientX;
  let y = start.clientY;

  const begin = () => {
    if (!pickUp(orderId, 'drag')) return end();
    box = scroller.getBoundingClientRect();
    head = scroller.querySelector('.axis .head')?.clientWidth ?? 0;
    scroll = { top: scroller.scrollTop, left: scroller.scrollLeft, lowest: scroller.scrollHeight - scroller.clientHeight, widest: scroller.scrollWidth - scroller.clientWidth };
    const first = scroller.querySelector('.track')?.getBoundingClientRect();
    if (first) track = { left: first.left + scroll.left, width: first.width };
    copy = makeCopy(orderId);
    document.body.append(copy);
    document.documentElement.classList.add('dragging');
    if (touch) navigator.vibrate?.(12);
    later();
    return undefined;
  };

  const later = () => {
    if (!frame) frame = requestAnimationFrame(draw);
  };

  const move = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== start.pointerId) return;
    x = event.clientX;
    y = event.clientY;
    if (!copy) {
      const far = Math.hypot(x - start.clientX, y - start.clientY);
      if (touch ? far > STRAY_PX : far >= SLACK_PX) {
        if (touch) end();
        else begin();
      }
      return;
    }
    event.preventDefault();
    later();
  };

  const draw = () => {
    frame = 0;
    if (!copy || !hand.peek()) return;
    // above the finger or beside the pointer, so that the lane itself stays in sight
    copy.style.transform = touch ? `translate(${x - 36}px, ${y - 54}px)` : `translate(${x + 14}px, ${y + 14}px)`;
    const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
    const target = inside ? field.laneAt(y, { top: scroll.top, paneTop: box.top }) : null;
    if (target !== over.peek()) over.value = target;
    const { from, hours } = axis.peek();
    const perMinute = track.width / (hours * 60);
    aim(target, from + (x - track.left + scroll.left) / perMinute, (touch ? SEAM_TOUCH_PX : SEAM_PX) / perMinute);
    if (!inside) return;
    const down = y > box.bottom - EDGE_PX ? 1 : y < box.top + AXIS_PX + EDGE_PX ? -1 : 0;
    const right = x > box.right - EDGE_PX ? 1 : x > box.left + head && x < box.left + head + EDGE_PX ? -1 : 0;
    const top = Math.max(0, Math.min(scroll.lowest, scroll.top + down * STEP_PX));
    const left = Math.max(0, Math.min(scroll.widest, scroll.left + right * STEP_PX));
    if (top === scroll.top && left === scroll.left) return;
    if (top !== scroll.top) scroller.scrollTop = top;
    if (left !== scroll.left) scroller.scrollLeft = left;
    scroll = { ...scroll, top, left };
    later();
  };

  const end = () => {
    controller.abort();
    clearTimeout(resting);
    cancelAnimationFrame(frame);
    copy?.remove();
    document.documentElement.classList.remove('dragging');
  };

  const cancel = () => {
    const dragged = copy !== null;
    end();
    if (dragged) putBack();
  };

  addEventListener('pointermove', move, { signal });
  addEventListener('pointerup', (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== start.pointerId) return;
    const dragged = copy !== null;
    end();
    if (!dragged || !hand.peek()) return;
    // the click that follows a drag is not a click on the visit
    const swallow = (/** @type {Event} */ click) => click.stopPropagation();
    addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => {
      removeEventListener('click', swallow, { capture: true });
      void drop();
    });
  }, { signal });
  addEventListener('pointercancel', (/** @type {PointerEvent} */ event) => {
    if (event.pointerId === start.pointerId) cancel();
  }, { signal });
  // the wheel scrolls while something is in hand
  scroller.addEventListener('scroll', () => {
    if (copy && !frame) scroll = { ...scroll, top: scroller.scrollTop, left: scroller.scrollLeft };
  }, { signal, passive: true });
  addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !copy) return;
    event.preventDefault();
    event.stopPropagation();
    cancel();
  }, { signal, capture: true });
  if (touch) {
    // once it is picked up the finger moves the order and not the page
    addEventListener('touchmove', event => {
      if (copy && event.cancelable) event.preventDefault();
    }, { signal, passive: false });
    addEventListener('contextmenu', event => event.preventDefault(), { signal, capture: true });
    resting = setTimeout(begin, REST_MS);
  }
}

/** Where on a lane somebody points who has picked an order up. @param {MouseEvent} event */
export function aimAt(event) {
  const track = event.target instanceof Element ? event.target.closest('.track')?.getBoundingClientRect() : null;
  if (!track) return;
  const { from, hours } = axis.peek();
  const perMinute = track.width / (hours * 60);
  aim(over.peek(), from + (event.clientX - track.left) / perMinute, SEAM_TOUCH_PX / perMinute);
}

/** @param {string} orderId */
function makeCopy(orderId) {
  const copy = document.createElement('div');
  copy.className = 'in-hand';
  copy.setAttribute('aria-hidden', 'true');
  const order = orders.row(orderId)?.peek();
  if (order) copy.textContent = shortName(order);
  return copy;
}
