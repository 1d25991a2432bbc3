/** Drags an order by pointer: a copy follows the pointer, the lane below is the target, the lanes scroll near their edges. */
import { clockTime } from '../shared/times.js';
import { drop, hand, over, pickUp, putBack } from './hand.js';
import { shortName } from './naming.js';
import { orders } from './state.js';

/** So far the pointer travels before it is a drag and not a click. */
const SLACK_PX = 5;
const EDGE_PX = 36;

/** @typedef {{scroller: HTMLElement, laneAt: (clientY: number) => string|null}} Field */

/**
 * Watch a pointer that went down on an order.
 * @param {PointerEvent} start
 * @param {string} orderId
 * @param {Field} field
 */
export function watchPointer(start, orderId, field) {
  if (start.button !== 0 || start.pointerType === 'touch' || hand.peek()) return;
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {HTMLElement|null} */
  let copy = null;
  let frame = 0;
  let x = start.clientX;
  let y = start.clientY;

  const move = (/** @type {PointerEvent} */ event) => {
    x = event.clientX;
    y = event.clientY;
    if (!copy) {
      if (Math.hypot(x - start.clientX, y - start.clientY) < SLACK_PX) return;
      if (!pickUp(orderId, 'drag')) return end();
      copy = makeCopy(orderId);
      document.body.append(copy);
      document.documentElement.classList.add('dragging');
    }
    event.preventDefault();
    if (!frame) frame = requestAnimationFrame(draw);
  };

  const draw = () => {
    frame = 0;
    if (!copy || !hand.peek()) return;
    copy.style.transform = `translate(${x + 6}px, ${y + 8}px)`;
    const box = field.scroller.getBoundingClientRect();
    const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
    const target = inside ? field.laneAt(y) : null;
    if (target !== over.peek()) over.value = target;
    const up = y < box.top + EDGE_PX + 32;
    const down = y > box.bottom - EDGE_PX;
    if (inside && (up || down)) {
      field.scroller.scrollTop += up ? -8 : 8;
      frame = requestAnimationFrame(draw);
    }
  };

  const end = () => {
    controller.abort();
    cancelAnimationFrame(frame);
    copy?.remove();
    document.documentElement.classList.remove('dragging');
  };

  addEventListener('pointermove', move, { signal });
  addEventListener('pointerup', () => {
    const dragged = copy !== null;
    end();
    if (!dragged || !hand.peek()) return;
    // the click that follows a drag is not a click on the visit
    addEventListener('click', event => event.stopPropagation(), { capture: true, once: true });
    setTimeout(() => void drop());
  }, { signal });
  addEventListener('pointercancel', () => {
    end();
    if (copy) putBack();
  }, { signal });
  addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape' || !copy) return;
    event.preventDefault();
    event.stopPropagation();
    end();
    putBack();
  }, { signal, capture: true });
}

/** @param {string} orderId */
function makeCopy(orderId) {
  const copy = document.createElement('div');
  copy.className = 'in-hand';
  copy.setAttribute('aria-hidden', 'true');
  const order = orders.row(orderId)?.peek();
  if (order) {
    const name = document.createElement('b');
    name.textContent = shortName(order);
    const at = document.createElement('span');
    at.textContent = order.agreed_at ? clockTime(order.agreed_at) : order.area ?? '';
    copy.append(name, at);
  }
  return copy;
}
