/** The lanes: technicians × time. One scroller, sticky names and hours, and only the lanes in sight are drawn. */
import { Component, effect, html, useEffect, useMemo, useRef, useSignal } from '../shared/html.js';
import { nowMs, ticking } from '../shared/clock.js';
import { t } from '../shared/i18n.js';
import { clockTime } from '../shared/times.js';
import { axis, midnight, minutesOf, timeOf } from './day.js';
import { watchPointer } from './drag.js';
import { drop, eye, hand, HandBar, over } from './hand.js';
import { Lane } from './lane.js';
import { arrowTo } from './lane_keys.js';
import { lanes, shownLanes } from './lanes_model.js';
import { markSeen } from './changes.js';
import { date, minute, orders, pane, phase, query, select, technicians } from './state.js';
import { Tray } from './tray.js';
import { EmptyLanes } from './empty.js';

/** @typedef {import('./visits.js').Lane} LaneRow */

const LOWEST = 40;
const HIGHEST = 54;
/** What every further row of an overlap adds. */
const ROW = 25;
const OVERSCAN = 3;
const SEEN_MS = 700;

/** Heights and tops of all lanes. @param {LaneRow[]} rows @param {number} room */
function layOut(rows, room) {
  const extra = rows.reduce((sum, lane) => sum + (lane.rows - 1) * ROW, 0);
  const height = Math.max(LOWEST, Math.min(HIGHEST, Math.floor((room - extra) / Math.max(1, rows.length))));
  const tops = [0];
  for (const lane of rows) tops.push(tops[tops.length - 1] + height + (lane.rows - 1) * ROW);
  return { tops, total: tops[tops.length - 1] };
}

/** The index of the lane at a height. @param {number[]} tops @param {number} y */
function indexAt(tops, y) {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

export function Lanes() {
  const scroller = useRef(/** @type {HTMLElement|null} */ (null));
  const inner = useRef(/** @type {HTMLElement|null} */ (null));
  const box = useSignal({ top: 0, height: 800, width: 800 });
  const rows = shownLanes.value;
  const { tops, total } = useMemo(() => layOut(rows, box.value.height - 32), [rows, box.value.height]);
  const { from, hours } = axis.value;
  const first = rows.length ? Math.max(0, indexAt(tops, box.value.top) - OVERSCAN) : 0;
  const last = rows.length ? Math.min(rows.length - 1, indexAt(tops, box.value.top + box.value.height) + OVERSCAN) : -1;
  const perMinute = Math.max(50, (box.value.width - 134) / hours) / 60;

  useSize(scroller, box);
  useNow(inner);
  useNowInSight(scroller);
  useEffect(() => {
    eye.show = id => {
      const index = shownLanes.peek().findIndex(lane => lane.technician.id === id);
      if (index >= 0) bring(scroller.current, tops[index], tops[index + 1]);
    };
  }, [tops]);
  const laneAt = (/** @type {number} */ clientY) => {
    const top = inner.current?.getBoundingClientRect().top ?? 0;
    const y = clientY - top - 32;
    return y >= 0 && y < total ? rows[indexAt(tops, y)]?.technician.id ?? null : null;
  };
  const on = handlers(scroller, laneAt);

  return html`<section class="plan" aria-label=${t('lanes-title')}>
    <div class=${`lane-scroll${hand.value ? ' in-use' : ''}`} ref=${scroller} ...${on}>
      <div class="lane-inner" ref=${inner} style=${{ '--from': from, '--len': hours * 60, '--hours': hours }}>
        <${Axis} from=${from} hours=${hours} />
        <i class="now" aria-hidden="true"></i>
        <ol class="lanes" style=${{ height: `${total}px` }}>
          ${rows.slice(first, last + 1).map((lane, index) => html`<${Lane} key=${lane.technician.id} lane=${lane}
            top=${tops[first + index]} height=${tops[first + index + 1] - tops[first + index]} place=${first + index + 1} count=${rows.length} perMinute=${perMinute} />`)}
        </ol>
      </div>
      <${EmptyLanes} />
    </div>
    <${Tray} laneAt=${laneAt} scroller=${scroller} />
    <${HandBar} />
  </section>`;
}

/** Scroll so that a lane is in sight. @param {HTMLElement|null} element @param {number} top @param {number} bottom */
function bring(element, top, bottom) {
  if (!element) return;
  const below = element.scrollTop + element.clientHeight - 32 - 52;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > below) element.scrollTop += bottom - below;
}

/** @param {{current: HTMLElement|null}} scroller @param {import('@preact/signals').Signal<{top: number, height: number, width: number}>} box */
function useSize(scroller, box) {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let frame = 0;
    const read = () => {
      frame = 0;
      // in steps of a lane: a scroll within one draws nothing
      const top = Math.floor(element.scrollTop / LOWEST) * LOWEST;
      const { clientHeight: height, clientWidth: width } = element;
      const known = box.peek();
      if (top !== known.top || height !== known.height || width !== known.width) box.value = { top, height, width };
    };
    const later = () => {
      if (!frame) frame = requestAnimationFrame(read);
    };
    const sizes = new ResizeObserver(later);
    sizes.observe(element);
    element.addEventListener('scroll', later, { passive: true });
    read();
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', later);
      cancelAnimationFrame(frame);
    };
  }, []);
}

/** The now-line, and every bar that grows with it, follow one number; nothing is drawn again for it. @param {{current: HTMLElement|null}} inner */
function useNow(inner) {
  useEffect(() => effect(() => {
    ticking.value;
    midnight.value;
    const { from, to } = axis.value;
    const now = minutesOf(nowMs());
    const element = inner.current;
    if (!element) return;
    element.style.setProperty('--now', now.toFixed(1));
    element.classList.toggle('without-now', now < from || now > to);
  }), []);
}

/** Where the hours do not fit, the day opens a little before now. @param {{current: HTMLElement|null}} scroller */
function useNowInSight(scroller) {
  const shown = useRef('');
  const day = `${date.value}|${phase.value}|${pane.value === 'lanes'}`;
  useEffect(() => {
    const element = scroller.current;
    const { from, to } = axis.peek();
    const now = minutesOf(nowMs());
    if (!element || phase.peek() !== 'ready' || shown.current === date.peek() || now < from || now > to || !element.clientWidth) return;
    shown.current = date.peek();
    const wide = element.scrollWidth - element.clientWidth;
    if (wide > 0) element.scrollLeft = ((now - from) / (to - from)) * element.scrollWidth - element.clientWidth * 0.4;
  }, [day]);
}

/**
 * One set of listeners for all visits.
 * @param {{current: HTMLElement|null}} scroller
 * @param {(clientY: number) => string|null} laneAt
 */
function handlers(scroller, laneAt) {
  const orderOf = (/** @type {Event} */ event) => {
    const found = event.target instanceof Element ? event.target.closest('[data-order]') : null;
    return found instanceof HTMLElement ? found.dataset.order ?? null : null;
  };
  let looking = 0;
  return {
    onPointerDown: (/** @type {PointerEvent} */ event) => {
      const id = orderOf(event);
      if (id && scroller.current && !hand.peek()) watchPointer(event, id, { scroller: scroller.current, laneAt });
    },
    onPointerMove: (/** @type {PointerEvent} */ event) => {
      if (hand.peek()?.mode === 'pick') over.value = laneAt(event.clientY);
    },
    onPointerOver: (/** @type {PointerEvent} */ event) => {
      clearTimeout(looking);
      const id = orderOf(event);
      if (id) looking = setTimeout(() => markSeen(id), SEEN_MS);
    },
    onClick: (/** @type {MouseEvent} */ event) => {
      if (hand.peek()) {
        const target = laneAt(event.clientY);
        if (!target || hand.peek()?.mode === 'drag') return;
        over.value = target;
        void drop();
        return;
      }
      const id = orderOf(event);
      if (!id) return;
      markSeen(id);
      select(id);
    },
    onKeyDown: (/** @type {KeyboardEvent} */ event) => {
      const id = orderOf(event);
      if (id && !hand.peek()) arrowTo(event, id, scroller.current);
    },
    onFocusIn: (/** @type {FocusEvent} */ event) => {
      const id = orderOf(event);
      if (id) markSeen(id);
    },
  };
}

/** @param {{from: number, hours: number}} props */
function Axis({ from, hours }) {
  const all = lanes.value;
  const now = minute.value;
  const working = all.filter(({ technician: { on_leave: leave, shift_start_at: start, shift_end_at: end } }) =>
    !leave && (!start || Date.parse(start) <= now) && (!end || now < Date.parse(end))).length;
  return html`<div class="axis"><div class="head"><b>${t('lanes-people', { count: query.value ? shownLanes.value.length : technicians.value.length })}</b>
      ${phase.value === 'ready' && all.length ? html`<span class="faint">${t('lanes-working', { count: working })}</span>` : null}</div>
    <div class="hours" aria-hidden="true">${Array.from({ length: hours }, (_, index) => from + index * 60).map(minutes => html`
      <span key=${minutes} style=${{ '--a': minutes }}>${timeOf(minutes).slice(0, 2)}</span>`)}<${NowTime} /></div></div>`;
}

class NowTime extends Component {
  render() {
    date.value;
    orders.ids.value;
    return html`<span class="now-time">${clockTime(minute.value)}</span>`;
  }
}
