/** One lane: who, doing what, and the day's visits with their travel, breaks and limits. */
import { Component, html, useComputed } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Icon, Mark } from '../shared/marks.js';
import { local, span, when } from '../shared/times.js';
import { unseen } from './changes.js';
import { axis, midnight, minutesOf, timeOf } from './day.js';
import { busy } from './deeds.js';
import { matches } from './find.js';
import { hand, offers, over, pricing, refusalOf } from './hand.js';
import { heldByOthers } from './holding.js';
import { doingOf, positionAge } from './lanes_model.js';
import { areaName, areaWord, initial, laneName, nameOf, shortName } from './naming.js';
import { openLaneMenu } from './lane_menu.js';
import { Ghosts } from './plan/ghosts.js';
import { price } from './rescues.js';
import { afterShift, slackOf } from './slack.js';
import { minuteOf, places, seat } from './places.js';
import { orders, query, selectedId, selectedTechnician, selectTechnician } from './state.js';

/** @typedef {import('./visits.js').Lane} LaneRow */
/** @typedef {import('./visits.js').Visit} VisitBar */

/** Pixels below which a visit gives up its kind, and then its mark beside the name. */
const NARROW = 56;
const TINY = 32;
/** What a visit's edges take, and the width of a Han and of any other character at its size. */
const EDGES = 10;
/** An icon or a mark with its gap. */
const SIGN = 16;
const HAN_PX = 12;
const LETTER_PX = 6.7;
const DAY = 24 * 60;
/** So much of a name and of an area has room in a lane's head for certain; what is longer may be cut. */
const NAME_PX = 4 * HAN_PX;
const AREA_PX = 3 * HAN_PX;
/** Open visits of a usual day, for the load gauge. */
const FULL_DAY = 7;

/** @typedef {{lane: LaneRow, top: number, height: number, place: number, count: number, perMinute: number}} Props */

/** Drawn again only when something in it changed. @extends {Component<Props>} */
export class Lane extends Component {
  /** @param {Props} next */
  shouldComponentUpdate(next) {
    const now = /** @type {Props} */ (this.props);
    return next.lane !== now.lane || next.top !== now.top || next.height !== now.height || next.count !== now.count || next.perMinute !== now.perMinute;
  }

  /** @param {Props} props */
  render({ lane, top, height, place, count, perMinute }) {
    return html`<${Frame} lane=${lane} top=${top} height=${height} place=${place} count=${count}>
      <${Head} lane=${lane} /><div class="track">
        <${Still} lane=${lane} /><${Visits} lane=${lane} perMinute=${perMinute} /><${Seams} id=${lane.technician.id} /><${Landing} id=${lane.technician.id} /><${Ghosts} id=${lane.technician.id} />
      </div><//>`;
  }
}

/** @param {{lane: LaneRow, top: number, height: number, place: number, count: number, children?: any}} props */
function Frame({ lane, top, height, place, count, children }) {
  const { id, on_leave: leave } = lane.technician;
  // while the hand moves on, only the lane that it leaves and the one that it enters are drawn again
  const inHand = useComputed(() => {
    if (hand.value === null) return '';
    const eligible = offers.value.has(id);
    const refused = hand.value.from !== id && refusalOf(id) !== undefined;
    return [eligible && 'eligible', refused && 'refused', over.value === id && (eligible ? 'target' : 'refuses')].filter(Boolean).join(' ');
  }).value;
  const classes = ['lane', leave && 'sick', inHand, lane.rows > 1 && 'tall',
    useComputed(() => selectedTechnician.value === id).value && 'sel'];
  return html`<li class=${classes.filter(Boolean).join(' ')} aria-posinset=${place} aria-setsize=${count} aria-label=${nameOf(lane.technician)}
    style=${{ top: `${top}px`, height: `${height}px`, '--rows': lane.rows }}>${children}</li>`;
}

/** @param {{lane: LaneRow}} props */
function Head({ lane }) {
  const { technician } = lane;
  const { doing, area } = doingOf(lane);
  const age = doing === 'lost' ? positionAge(technician.id) : null;
  const name = laneName(technician);
  const where = area && areaWord(area);
  return html`<button class="head" title=${[nameOf(technician), technician.badge, technician.team].filter(Boolean).join(' · ')} aria-haspopup="menu" onContextMenu=${(/** @type {MouseEvent} */ event) => openLaneMenu(event, technician.id)} onClick=${(/** @type {Event} */ event) => {
      if (hand.peek()) return;
      event.stopPropagation();
      selectTechnician(technician.id);
    }} aria-pressed=${selectedTechnician.value === technician.id ? 'true' : 'false'}>
    <span class=${long(name) > NAME_PX ? 'name long' : 'name'}>${name}</span>
    <span class="sub"><i class=${`dot ${doing}`}></i>${where ? html`<span class=${long(where) > AREA_PX ? 'where long' : 'where'}>${where}</span>` : null}<span class="doing" title=${age === null ? '' : span(age)}>${t(`doing-${doing}`)}</span></span>
    ${hand.value ? html`<${Price} id=${technician.id} />` : html`<${Load} lane=${lane} />`}
  </button>`;
}

/** @param {{lane: LaneRow}} props */
function Load({ lane }) {
  if (lane.technician.on_leave) return html`<span class="load">${t('doing-leave')}</span>`;
  const total = lane.visits.length;
  const told = t('lane-load', { open: lane.open, total });
  return html`<span class="load" role="img" aria-label=${told} title=${told}><i style=${{ '--n': Math.min(1, lane.open / FULL_DAY) }}></i>${lane.open}</span>`;
}

/** @param {{id: string}} props */
function Price({ id }) {
  const held = hand.value;
  if (!held) return null;
  if (held.from === id) return html`<span class="load">${t('hand-here')}</span>`;
  const offer = offers.value.get(id);
  if (!offer) {
    const refusal = refusalOf(id);
    return html`<span class="load no" title=${refusal?.text ?? ''}>${refusal ? refusal.text : pricing.value === 'asking' ? '…' : ''}</span>`;
  }
  if (offer.breaks.length) return html`<span class="cost bad is-jeop"><${Mark} state="jeop" />${t('rescue-breaks-short', { count: offer.breaks.length })}</span>`;
  // the planner's best place may be on a later day
  const later = minutesOf(offer.arrive_at) >= DAY;
  return html`<span class="cost" title=${when(offer.arrive_at)}>${later ? t('cost-later', { day: t(`weekday-${local(offer.arrive_at).weekday}`), price: price(offer) }) : price(offer)}</span>`;
}

/** Lunch, travel, limits and clashes: what stands in the lane and is not pressed. @param {{lane: LaneRow}} props */
function Still({ lane }) {
  const { from, to } = axis.value;
  const { shift_start_at: starts, shift_end_at: ends } = lane.technician;
  const opens = starts ? minutesOf(starts) : null;
  const closes = ends ? minutesOf(ends) : null;
  return html`
    ${opens !== null && opens > from ? html`<i class="off-shift" style=${{ '--a': from, '--b': opens }}></i>` : null}
    ${closes !== null && closes < to ? html`<i class="off-shift after" title=${t('lane-shift-end', { time: timeOf(closes) })} style=${{ '--a': Math.max(from, closes), '--b': to }}></i>` : null}
    ${(lane.technician.absences ?? []).map(absence => html`<${Absent} key=${absence.id} absence=${absence} />`)}
    <${Slack} lane=${lane} />
    ${lane.lunch ? html`<span class="lunch" style=${{ '--a': lane.lunch.from, '--b': lane.lunch.to }}>${t('lane-lunch')}</span>` : null}
    <div class="legs" style=${{ '--a': from, '--b': to }}>${lane.visits.map((visit, index) => {
      if (!visit.leg) return null;
      const before = lane.visits[index - 1];
      const begins = Math.max(visit.from - visit.leg, before && before.row === visit.row ? before.to : -Infinity, from);
      return begins < visit.from ? html`<i key=${visit.order.id} class=${`leg${visit.past || visit.running ? ' done' : visit.driving ? ' live' : ''}`}
        style=${{ '--a': begins, '--b': visit.from, '--row': visit.row }}></i>` : null;
    })}</div>
    ${lane.clashes.map(clash => html`<i key=${`clash${clash.from}`} class="clash" title=${t('lane-clash', { minutes: clash.minutes })} style=${{ '--a': clash.from, '--b': clash.to }}></i>`)}
    ${lane.clashes.length ? html`<span class="clash-note is-jeop" style=${{ '--a': Math.max(...lane.visits.filter(visit => visit.row > 0 || overlaps(visit, lane)).map(visit => visit.to)) }}><${Mark} state="jeop" />${t('lane-clash', { minutes: Math.max(...lane.clashes.map(clash => clash.minutes)) })}</span>` : null}
    <${Limits} lane=${lane} from=${from} to=${to} />`;
}

/** Hatched, with the reason and until when. @param {{absence: import('../shared/types.js').AbsenceView}} props */
function Absent({ absence }) {
  const { from, to } = axis.value;
  const begins = Math.max(from, minutesOf(absence.from_at));
  const ends = absence.until_at ? Math.min(to, minutesOf(absence.until_at)) : to;
  // taken back at once: they never were away
  if (ends - begins < 5) return null;
  const told = absence.until_at ? t(`absent-${absence.kind}-until`, { until: when(absence.until_at) }) : t(`absent-${absence.kind}`);
  return html`<span class="absent" title=${[told, absence.note].filter(Boolean).join(t('list-comma'))} style=${{ '--a': begins, '--b': ends }}>${told}</span>`;
}

/** So much slack is worth showing: more is no worry. */
const TIGHT = 60;

/** How far a visit may slip, where that is little, or it is the chosen one. @param {{lane: LaneRow}} props */
function Slack({ lane }) {
  const chosen = useChosen(lane).value;
  const { to } = axis.value;
  return lane.visits.flatMap(visit => {
    const slack = slackOf(visit, midnight.value);
    if (slack === null || slack <= 0 || (slack > TIGHT && chosen !== visit.order.id)) return [];
    return html`<i key=${visit.order.id} class="slack" title=${t('lane-slack', { minutes: Math.round(slack) })} style=${{ '--a': visit.to, '--b': Math.min(to, visit.to + slack), '--row': visit.row }}></i>`;
  });
}

/** @param {VisitBar} visit @param {LaneRow} lane */
function overlaps(visit, lane) {
  return lane.clashes.some(clash => visit.from < clash.to && visit.to > clash.from);
}

/** The times until which promises hold: those in danger always, all of the order that is open. @param {{lane: LaneRow, from: number, to: number}} props */
function Limits({ lane, from, to }) {
  const chosen = useChosen(lane).value;
  return lane.visits.flatMap(({ order, past }) => (past ? [] : order.promises
    .filter(promise => promise.state === 'running' && promise.due_at && promise.promise !== 'contact' && promise.promise !== 'accept'
      && (promise.risk === 'risk' || promise.risk === 'jeop' || chosen === order.id))
    .flatMap(promise => {
      const at = minutesOf(/** @type {string} */ (promise.due_at));
      return at >= from && at <= to ? html`<i key=${`${order.id}${promise.promise}${promise.occasion}`} class=${`limit is-${promise.risk}`} style=${{ '--a': at }}></i>` : [];
    })));
}

/** The selected order if it is in this lane: the other lanes are not drawn again when something is selected. @param {LaneRow} lane */
function useChosen(lane) {
  return useComputed(() => (lane.visits.some(visit => visit.order.id === selectedId.value) ? selectedId.value : null));
}

/** @param {{lane: LaneRow, perMinute: number}} props */
function Visits({ lane, perMinute }) {
  const chosen = useChosen(lane).value;
  const wanted = query.value.trim();
  const has = (/** @type {{has: (id: string) => boolean}} */ ids) => lane.visits.filter(visit => ids.has(visit.order.id)).map(visit => visit.order.id).join();
  const fresh = useComputed(() => has(unseen.value)).value;
  const waiting = useComputed(() => has(busy.value)).value;
  const elsewhere = useComputed(() => lane.visits.map(visit => heldByOthers.value.get(visit.order.id)?.name ?? '').join('|')).value.split('|');
  const closes = lane.technician.shift_end_at ? minutesOf(lane.technician.shift_end_at) : null;
  const held = useComputed(() => (hand.value?.from === lane.technician.id ? hand.value.orderId : null)).value;
  return lane.visits.map((visit, index) => {
    const { order } = visit;
    const mover = elsewhere[index];
    const late = visit.over ? 0 : afterShift(visit, closes);
    const width = (visit.to - visit.from) * perMinute;
    const classes = ['visit', `is-${visit.state}`, visit.past && 'past', visit.running && 'running', visit.driving && 'driving',
      !visit.past && !order.planned && 'unplanned', lane.technician.on_leave && !visit.past && 'orphan', lane.rows > 1 && 'half',
      width < TINY ? 'tiny' : width < NARROW && 'narrow', fresh.includes(order.id) && 'changed', chosen === order.id && 'sel',
      held === order.id && 'ghost', mover && 'held', waiting.includes(order.id) && 'busy', wanted && !matches(order, wanted) && 'dimmed'];
    const short = whole(shortName(order), width - EDGES - (width < TINY ? 0 : width < NARROW ? SIGN : 2 * SIGN));
    const place = lane.rows > 1 ? '' : fitting(areaName(order), width) ?? hourIn(visit.from, width);
    // what stands on the bar opens its name, so that it can be called by it
    const told = [`${short} ${place}`.trim(), label(visit), mover && t('held-by', { who: mover })].filter(Boolean).join(t('list-comma'));
    return html`<button key=${order.id} class=${classes.filter(Boolean).join(' ')} data-order=${order.id} tabindex=${chosen === order.id || (!chosen && visit === lane.visits[0]) ? 0 : -1}
      style=${{ '--a': visit.from, '--b': visit.to, '--row': visit.row }} aria-label=${told} title=${mover ? t('held-by', { who: mover }) : width < NARROW ? label(visit) : undefined} aria-pressed=${chosen === order.id ? 'true' : 'false'}>
      ${visit.over ? html`<i class="over" style=${{ '--n': visit.over }}></i>` : null}
      ${late ? html`<i class="over overtime" style=${{ '--n': late }}></i>` : null}
      <span class="who">${width < NARROW ? null : html`<${Icon} name=${order.incident_id ? 'incident' : order.kind} />`}<b>${short}</b>${width < TINY ? null : visit.state === 'track' ? html`<i class="m hoop"></i>` : html`<${Mark} state=${visit.state} />`}</span>${' '}
      ${place ? html`<span class="at" data-at=${place.includes(':') ? '' : timeOf(visit.from)}>${place}</span>` : null}
      ${mover ? html`<span class="held-by" data-who=${initial(mover)}><${Icon} name="user" /></span>` : null}
    </button>`;
  });
}

/** How wide a text is drawn, about: to measure it would cost a layout for each. @param {string} text */
function long(text) {
  let width = 0;
  for (const sign of text) width += sign > '\u2e7f' ? HAN_PX : LETTER_PX;
  return width;
}

/** As much of a name as fits: a character is shown whole or not at all, but for the first. @param {string} name @param {number} room */
function whole(name, room) {
  if (long(name) <= room) return name;
  const signs = [...name];
  while (signs.length > 1 && long(signs.join('')) > room) signs.pop();
  return signs.join('');
}

/** The words of a name that fit, whole; null where not even the first does: then the hour says more. @param {string} name @param {number} width */
function fitting(name, width) {
  const room = width - EDGES;
  const words = name.split(' ');
  while (words.length && long(words.join(' ')) > room) words.pop();
  return words.length ? words.join(' ') : null;
}

/** 09:30, 9:30 or nothing: an hour that is cut is a wrong one. @param {number} minutes @param {number} width */
function hourIn(minutes, width) {
  const whole = timeOf(minutes);
  const room = width - EDGES;
  return [whole, whole.replace(/^0/, '')].find(text => text.length * LETTER_PX <= room) ?? '';
}

/** @param {VisitBar} visit */
function label({ order, from, to, state }) {
  const words = t('visit-label', {
    kind: t(`kind-${order.kind}`), customer: order.customer.name, area: areaName(order), from: timeOf(from), to: timeOf(to),
    status: t(`status-${order.status.replaceAll('_', '-')}`), state: t(`state-${state}`),
  });
  return order.incident_id ? [words, t('order-in-incident')].join(t('list-comma')) : words;
}

/** Between which visits it could be put; the places show themselves to whoever rests here. @param {{id: string}} props */
function Seams({ id }) {
  const here = useComputed(() => hand.value !== null && over.value === id && places.value.technicianId === id).value;
  if (!here || places.value.seats.length < 2) return null;
  return places.value.seats.map(one => {
    const at = one.offer ? minuteOf(one) : null;
    return at === null ? null : html`<i key=${one.after_id ?? 'first'} class=${`seam${seat.value === one ? ' taken' : ''}`} style=${{ '--a': at }}></i>`;
  });
}

/** Where it would land. @param {{id: string}} props */
function Landing({ id }) {
  const here = useComputed(() => hand.value !== null && over.value === id).value;
  if (!here || !hand.value) return null;
  const offer = seat.value?.offer ?? offers.value.get(id);
  if (!offer) return null;
  const order = orders.row(hand.value.orderId)?.value;
  const from = minutesOf(offer.arrive_at);
  // an offer for another day has no place on this axis; the bar below says when it is
  if (from > axis.value.to) return null;
  return html`<span class="landing" style=${{ '--a': from, '--b': from + (order?.duration_min ?? 60) }}>${timeOf(from)}</span>`;
}
