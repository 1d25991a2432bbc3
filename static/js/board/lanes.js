/** The lanes: technicians × time. One scroller, sticky names and hours, and only the lanes in sight are drawn. */
import { Component, effect, html, useEffect, useMemo, useRef, useSignal } from '../shared/html.js';
import { nowMs, ticking } from '../shared/clock.js';
import { language, t } from '../shared/i18n.js';
import { Icon } from '../shared/marks.js';
import { clockTime } from '../shared/times.js';
import { axis, midnight, minutesOf, timeOf } from './day.js';
import { aimAt, watchPointer } from './drag.js';
import { drop, eye, ForceForm, hand, HandBar, over } from './hand.js';
import { followHand } from './holding.js';
import { Lane } from './lane.js';
import { arrowTo } from './lane_keys.js';
import { groups, shownLanes } from './lanes_model.js';
import { isMine } from './scope.js';
import { grouping, HALF_HOURS, toggleGroup, zoom } from './lanes_view.js';
import { ViewTools } from './lanes_tools.js';
import { markSeen } from './changes.js';
import { date, minute, orders, pane, phase, query, select, technicians } from './state.js';
import { Tray } from './tray.js';
import { UrgentStrip } from './urgent.js';
import { EmptyLanes } from './empty.js';
import { useWeek, WeekAxis, WeekLane } from './week.js';

/** @typedef {import('./visits.js').Lane} LaneRow */

const LOWEST = 40;
const HIGHEST = 54;
/** What every further row of an overlap adds. */
const ROW = 25;
const OVERSCAN = 3;
const SEEN_MS = 700;
/** A group that was unfolded is drawn by then. */
const UNFOLDED_MS = 60;
const GROUP = 26;
const AXIS = 32;
/** From here on a lane's head is broader, see board.css. */
const WIDE = 1760;

/** @typedef {{group: import('./lanes_model.js').Group, top: number, height: number}} Section */

/**
 * Heights and tops of all lanes, and of the groups around them.
 * @param {import('./lanes_model.js').Group[]} shown
 * @param {number} room
 * @param {boolean} headed whether groups have a head of their own
 * @param {boolean} flat one row a lane, whatever overlaps
 */
function layOut(shown, room, headed, flat) {
  const rows = shown.flatMap(group => (group.folded ? [] : group.lanes));
  const more = (/** @type {LaneRow} */ lane) => (flat ? 0 : (lane.rows - 1) * ROW);
  const extra = rows.reduce((sum, lane) => sum + more(lane), headed ? shown.length * GROUP : 0);
  const height = Math.max(LOWEST, Math.min(HIGHEST, Math.floor((room - extra) / Math.max(1, rows.length))));
  /** @type {number[]} */
  const tops = [];
  /** @type {number[]} */
  const heights = [];
  /** @type {Section[]} */
  const sections = [];
  let at = 0;
  for (const group of shown) {
    const top = at;
    if (headed) at += GROUP;
    if (!group.folded) {
      for (const lane of group.lanes) {
        tops.push(at);
        heights.push(height + more(lane));
        at += height + more(lane);
      }
    }
    sections.push({ group, top, height: at - top });
  }
  return { tops, heights, sections, total: at };
}

/** The index of the lane at a height. @param {number[]} tops @param {number} y */
function indexAt(tops, y) {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** What stands beside the hours: a lane's head and the room at its end, as board_lanes.css has them. */
function beside() {
  return (innerWidth >= WIDE ? 156 : language.value === 'en' ? 142 : 124) + 10;
}

export function Lanes() {
  const scroller = useRef(/** @type {HTMLElement|null} */ (null));
  const inner = useRef(/** @type {HTMLElement|null} */ (null));
  const box = useSignal({ top: 0, height: 800, width: 800 });
  const rows = shownLanes.value;
  const isWeek = zoom.value === 'week';
  const headed = grouping.value !== 'none';
  const shown = groups.value;
  const { tops, heights, sections, total } = useMemo(() => layOut(shown, box.value.height - AXIS, headed, isWeek), [shown, box.value.height, headed, isWeek]);
  const { from, hours } = axis.value;
  const first = rows.length ? Math.max(0, indexAt(tops, box.value.top) - OVERSCAN) : 0;
  const last = rows.length ? Math.min(rows.length - 1, indexAt(tops, box.value.top + box.value.height) + OVERSCAN) : -1;
  const hourPx = Math.max(50, (box.value.width - 134) / (zoom.value === 'half' ? Math.min(HALF_HOURS, hours) : hours));
  const perMinute = hourPx / 60;
  const fits = zoom.value === 'day' && beside() + hours * Math.floor(hourPx) <= box.value.width;

  useSize(scroller, box);
  useNow(inner);
  useNowInSight(scroller);
  useWeek();
  useEffect(followHand, []);
  useEffect(() => {
    eye.show = id => {
      const index = shownLanes.peek().findIndex(lane => lane.technician.id === id);
      const group = index < 0 ? groups.peek().find(each => each.folded && each.lanes.some(lane => lane.technician.id === id)) : undefined;
      if (group) {
        toggleGroup(group.key);
        setTimeout(() => eye.show(id), UNFOLDED_MS);
      } else if (index >= 0) bring(scroller.current, tops[index] - (headed ? GROUP : 0), tops[index] + heights[index]);
    };
  }, [tops]);
  // a drag knows how far it has scrolled and measures nothing
  /** @type {import('./drag.js').Field['laneAt']} */
  const laneAt = (clientY, scrolled) => {
    if (isWeek || !rows.length) return null;
    // a drag knows how far it has scrolled and measures nothing
    const top = scrolled ? scrolled.paneTop - scrolled.top : inner.current?.getBoundingClientRect().top ?? 0;
    const y = clientY - top - AXIS;
    const index = indexAt(tops, y);
    return y >= tops[index] && y < tops[index] + heights[index] ? rows[index].technician.id : null;
  };
  const on = handlers(scroller, laneAt);

  return html`<section class="plan" aria-label=${t('lanes-title')}>
    <${UrgentStrip} />
    <${ViewTools} />
    <div class=${`lane-scroll${hand.value ? ' in-use' : ''}`} ref=${scroller} ...${on}>
      <div class=${`lane-inner is-${zoom.value}${fits ? ' fits' : ''}`} ref=${inner} style=${{ '--from': from, '--len': hours * 60, '--hours': hours, '--hour-px': `${Math.floor(hourPx)}px` }}>
        <${Axis} from=${from} hours=${hours} />
        ${isWeek ? null : html`<i class="now" aria-hidden="true"></i>`}
        <ol class="lanes" style=${{ height: `${total}px` }}>
          ${rows.slice(first, last + 1).map((lane, index) => html`<${isWeek ? WeekLane : Lane} key=${lane.technician.id} lane=${lane}
            top=${tops[first + index]} height=${heights[first + index]} place=${first + index + 1} count=${rows.length} perMinute=${perMinute} />`)}
        </ol>
        ${headed ? sections.map(section => html`<${GroupHead} key=${section.group.key} section=${section} />`) : null}
      </div>
      <${EmptyLanes} />
    </div>
    <${Tray} laneAt=${laneAt} scroller=${scroller} />
    <${HandBar} />
    <${ForceForm} />
  </section>`;
}

/** A group's name stays in sight as long as one of its lanes does. @param {{section: Section}} props */
function GroupHead({ section: { group, top, height } }) {
  const open = group.lanes.reduce((sum, lane) => sum + lane.open, 0);
  return html`<div class="lane-group" style=${{ top: `${AXIS + top}px`, height: `${height}px` }}>
    <button class="group-head" aria-expanded=${group.folded ? 'false' : 'true'} onClick=${(/** @type {Event} */ event) => {
      event.stopPropagation();
      if (!hand.peek()) toggleGroup(group.key);
    }}><${Icon} name=${group.folded ? 'right' : 'down'} /><b>${group.name}</b><span class="faint">${t('group-count', { people: group.lanes.length, open })}</span></button></div>`;
}

/** Scroll so that a lane is in sight. @param {HTMLElement|null} element @param {number} top @param {number} bottom */
function bring(element, top, bottom) {
  if (!element) return;
  const below = element.scrollTop + element.clientHeight - AXIS - 52;
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
  const day = `${date.value}|${phase.value}|${pane.value === 'lanes'}|${zoom.value}`;
  useEffect(() => {
    const element = scroller.current;
    const { from, to } = axis.peek();
    const now = minutesOf(nowMs());
    if (!element || phase.peek() !== 'ready' || shown.current === `${date.peek()}|${zoom.peek()}` || now < from || now > to || !element.clientWidth) return;
    shown.current = `${date.peek()}|${zoom.peek()}`;
    const wide = element.scrollWidth - element.clientWidth;
    if (wide > 0) element.scrollLeft = ((now - from) / (to - from)) * element.scrollWidth - element.clientWidth * 0.4;
  }, [day]);
}

/**
 * One set of listeners for all visits.
 * @param {{current: HTMLElement|null}} scroller
 * @param {import('./drag.js').Field['laneAt']} laneAt
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
      if (hand.peek()?.mode !== 'pick') return;
      over.value = laneAt(event.clientY);
      aimAt(event);
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
        aimAt(event);
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
  const all = technicians.value.filter(isMine);
  const now = minute.value;
  const working = all.filter(({ on_leave: leave, shift_start_at: start, shift_end_at: end }) =>
    !leave && (!start || Date.parse(start) <= now) && (!end || now < Date.parse(end))).length;
  return html`<div class="axis"><div class="head"><b>${t('lanes-people', { count: query.value ? shownLanes.value.length : all.length })}</b>
      ${phase.value === 'ready' && all.length ? html`<span class="faint">${t('lanes-working', { count: working })}</span>` : null}</div>
    ${zoom.value === 'week' ? html`<${WeekAxis} />` : html`<div class="hours" aria-hidden="true">${Array.from({ length: hours }, (_, index) => from + index * 60).map(minutes => html`
      <span key=${minutes} style=${{ '--a': minutes }}>${timeOf(minutes).slice(0, 2)}</span>`)}<${NowTime} /></div>`}</div>`;
}

class NowTime extends Component {
  render() {
    date.value;
    orders.ids.value;
    return html`<span class="now-time">${clockTime(minute.value)}</span>`;
  }
}
