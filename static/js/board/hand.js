/** An order in the dispatcher's hand: picked up by pointer, finger, key or button, foreseen in every lane before it is put down. */
import { computed, effect, html, signal, useEffect, useRef, useSignal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { Mark } from '../shared/marks.js';
import { clockTime, ms, when } from '../shared/times.js';
import { assign, contested } from './deeds.js';
import { foresee, foresight } from './foresight.js';
import { shownLanes } from './lanes_model.js';
import { say, technicianName } from './naming.js';
import { notify } from './notices.js';
import { askPlaces, forgetPlaces, places, seat, stepPlace } from './places.js';
import { place, placeWords } from './placing.js';
import { focusVisit } from './lane_keys.js';
import { askRescues, canMove, price, rescuesOf } from './rescues.js';
import { orders, pane } from './state.js';

/** @typedef {import('../shared/types.js').CardView} CardView */
/** @typedef {import('./rescues.js').Rescue} Rescue */
/** @typedef {import('./foresight.js').Refusal} Refusal */
/** @typedef {'drag'|'keys'|'pick'} Mode */
/** `before`: the order as it was when it was picked up. @typedef {{orderId: string, from: string|null, mode: Mode, before: CardView}} Hand */

/** @type {import('@preact/signals').Signal<Hand|null>} */
export const hand = signal(null);
/** The technician over whose lane it is. @type {import('@preact/signals').Signal<string|null>} */
export const over = signal(null);
/** An order that was put down where the planner refuses it: waits for a reason. @type {import('@preact/signals').Signal<{order: CardView, technicianId: string, refusal: Refusal}|null>} */
export const forcing = signal(null);
/** The pointer rests so long on a lane before its places are asked for. */
const REST_MS = 140;

/** Another lane has other places; a pointer that rests on one is shown them. */
let resting = 0;
effect(() => {
  const target = over.value;
  const held = hand.value;
  clearTimeout(resting);
  if (!held || !target || places.peek().technicianId !== target) forgetPlaces();
  if (held && target && held.mode !== 'keys') resting = setTimeout(() => void askPlaces(held.orderId, target), REST_MS);
});

/** Called when a lane must come into sight. @type {{show: (technicianId: string) => void}} */
export const eye = { show: () => undefined };

/** Why a reason was chosen: what is recorded. */
const REASONS = ['customer_asks', 'arranged', 'skilled', 'overtime_agreed'];

/** Whether the planner has answered for every lane. */
export const pricing = computed(() => {
  const held = hand.value;
  return held && foresight.value.orderId === held.orderId ? foresight.value.state : 'asking';
});

/** Who could take what is in hand and move nobody, by technician: of everybody once it is known, until then the quick offers. */
export const offers = computed(() => {
  const held = hand.value;
  if (!held) return new Map();
  if (pricing.value === 'known') return foresight.value.offers;
  const found = rescuesOf(held.orderId).value.offers;
  return /** @type {Map<string, Rescue & {overtime_s?: number}>} */ (new Map(found.filter(offer => !offer.moves).map(offer => [offer.technician_id, offer])));
});

/** The planner's rule that keeps what is in hand out of a lane. @param {string} technicianId @returns {Refusal|undefined} */
export function refusalOf(technicianId) {
  return pricing.value === 'known' ? foresight.value.refused.get(technicianId) : undefined;
}

/** @param {string} orderId @param {Mode} mode */
export function pickUp(orderId, mode) {
  const order = orders.row(orderId)?.peek();
  if (!order) return false;
  if (!canMove(order)) {
    notify({ tone: 'refused', text: t('hand-not-movable', { customer: order.customer.name }), detail: t('hand-not-movable-why', { status: t(`status-${order.status.replaceAll('_', '-')}`) }) });
    return false;
  }
  forcing.value = null;
  const found = askRescues(order, { now: true });
  void foresee(orderId);
  hand.value = { orderId, from: order.technician_id, mode, before: order };
  over.value = null;
  if (mode !== 'drag') pane.value = 'lanes';
  if (mode === 'keys') {
    const begin = () => {
      if (hand.peek()?.orderId === orderId && !over.peek()) goTo(byPrice()[0] ?? null);
    };
    if (found.peek().state === 'known' && offers.peek().size) begin();
    else {
      const stop = offers.subscribe(known => {
        if (!known.size) return;
        queueMicrotask(() => stop());
        begin();
      });
    }
  }
  return true;
}

export function putBack() {
  hand.value = null;
  over.value = null;
}

/** @param {string|null} technicianId */
function goTo(technicianId) {
  over.value = technicianId;
  if (technicianId) eye.show(technicianId);
}

/** Who could take it and is shown, what breaks least and costs least first. */
function byPrice() {
  const shown = new Set(shownLanes.peek().map(lane => lane.technician.id));
  return [...offers.peek().values()].filter(offer => shown.has(offer.technician_id))
    .sort((a, b) => a.breaks.length - b.breaks.length || a.extra_s - b.extra_s).map(offer => offer.technician_id);
}

/** To the next lane of a list. @param {string[]} ids @param {1|-1} way */
function stepIn(ids, way) {
  if (!ids.length) return;
  const here = over.peek() ? ids.indexOf(/** @type {string} */ (over.peek())) : -1;
  goTo(ids[here < 0 ? (way > 0 ? 0 : ids.length - 1) : (here + way + ids.length) % ids.length]);
}

/** Earlier or later among the places of the lane; without one, of its own lane. @param {1|-1} way */
async function stepWithin(way) {
  const held = hand.peek();
  if (!held) return;
  if (!over.peek()) goTo(held.from);
  const target = over.peek();
  if (!target) return;
  await askPlaces(held.orderId, target);
  if (hand.peek() === held && over.peek() === target) stepPlace(way);
}

/** Up or down to the next lane that could take it; with Shift to any lane. @param {1|-1} way @param {boolean} any */
export function step(way, any = false) {
  const all = shownLanes.peek().map(lane => lane.technician.id);
  stepIn(any ? all : all.filter(id => offers.peek().has(id)), way);
}

/** Put it down where it is. */
export async function drop() {
  const held = hand.peek();
  const target = over.peek();
  const refusal = target ? refusalOf(target) : undefined;
  const between = seat.peek();
  putBack();
  if (!held || !target || (target === held.from && !between)) return;
  if (refusal && !between) {
    forcing.value = { order: held.before, technicianId: target, refusal };
    return;
  }
  const give = () => (between ? place(held.orderId, target, between) : assign(held.orderId, target));
  // somebody else was quicker while it was in hand
  if (contested(held.before, 'assign', give)) return;
  if (await give() && held.mode === 'keys') focusVisit(held.orderId, null);
}

/** Keys while something is in hand; true when the key was used. @param {KeyboardEvent} event */
export function handKey(event) {
  if (!hand.peek()) return false;
  if (event.key === 'Escape') putBack();
  else if (event.code === 'BracketLeft' || event.key === '[') void stepWithin(-1);
  else if (event.code === 'BracketRight' || event.key === ']') void stepWithin(1);
  else if (event.key === 'ArrowDown') step(1, event.shiftKey);
  else if (event.key === 'ArrowUp') step(-1, event.shiftKey);
  else if (event.key === 'ArrowRight') stepIn(byPrice(), 1);
  else if (event.key === 'ArrowLeft') stepIn(byPrice(), -1);
  else if (event.key === 'Home') goTo(byPrice()[0] ?? null);
  else if (event.key === 'Enter' && hand.peek()?.mode !== 'drag') void drop();
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

/** What is in hand, where it would go and what that costs: docked below the lanes, so that it hides no neighbour. */
export function HandBar() {
  const held = hand.value;
  const order = held && orders.row(held.orderId)?.value;
  // the live region is there before anything is said in it: one that comes with its words is not read out
  if (!held || !order) return html`<div role="status" aria-live="polite"></div>`;
  const target = over.value;
  const between = seat.value;
  const offer = between?.offer ?? (target ? offers.value.get(target) : undefined);
  const refusal = target ? refusalOf(target) : undefined;
  const hereToo = between || (target && target !== held.from);
  return html`<div role="status" aria-live="polite"><div class="hand-bar">
    <p><b>${t('hand-what', { customer: order.customer.name, kind: t(`kind-${order.kind}`) })}</b>
      ${target && hereToo ? html`<span class="hand-to">${t('hand-to', { technician: technicianName(target) })}${between ? html` <b class="hand-place">${placeWords(between)}</b>` : null}</span>` : null}
      ${offer ? html`<${Cost} offer=${offer} minutes=${order.duration_min} />`
        : html`<span class="hand-hint">${target === places.value.technicianId && held.mode === 'keys' && !places.value.seats.some(one => one.offer) ? t(places.value.state === 'asking' ? 'rescue-asking' : 'hand-no-place') : !target || target === held.from ? hint() : refusal ? t('hand-blocked', { reason: refusal.text }) : pricing.value === 'failed' ? t('hand-unknown') : t('rescue-asking')}</span>`}
    </p>
    <p class="keys">${held.mode === 'keys' ? html`<kbd>↑</kbd><kbd>↓</kbd><span>${t('hand-key-move')}</span><kbd>←</kbd><kbd>→</kbd><span>${t('hand-key-price')}</span><kbd>⇧↑↓</kbd><span>${t('hand-key-any')}</span><kbd>[</kbd><kbd>]</kbd><span>${t('hand-key-place')}</span><kbd>${t('key-enter')}</kbd><span>${t('hand-key-drop')}</span>` : null}
      ${held.mode === 'pick' ? html`<span>${t('hand-pick')}</span>` : null}
      <button class="key" onClick=${putBack}><kbd>Esc</kbd>${t('hand-key-cancel')}</button></p>
  </div></div>`;
}

function hint() {
  if (pricing.value === 'asking' && !offers.value.size) return t('rescue-asking');
  return t('hand-count', { count: offers.value.size });
}

/** @param {{offer: Rescue & {overtime_s?: number}, minutes: number}} props */
function Cost({ offer, minutes }) {
  const good = offer.breaks.length === 0;
  const late = Math.round((offer.overtime_s ?? 0) / 60);
  return html`<span class=${`hand-cost ${good ? 'is-kept' : 'is-jeop'}`}>${t('hand-price', { price: price(offer) })}
    <span class="promise"><${Mark} state=${good ? 'kept' : 'jeop'} />${good ? t('rescue-breaks-none') : t('rescue-breaks', {
      count: offer.breaks.length, promises: offer.breaks.map(code => t(`promise-${code.replaceAll('_', '-')}`)).join(t('list-and')),
    })}</span>
    ${late > 0 ? html`<span>${t('hand-overtime', { minutes: late })}</span>` : null}
    <span>${say('hand-times', { arrive: when(offer.arrive_at), end: clockTime(ms(offer.arrive_at) + minutes * 60_000) })}</span></span>`;
}

/** Against the planner only with a reason, which is recorded with the step. */
export function ForceForm() {
  const open = forcing.value;
  const reason = useSignal('');
  const missing = useSignal(false);
  const first = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => {
    reason.value = '';
    missing.value = false;
    if (open) first.current?.focus();
  }, [open]);
  if (!open) return null;
  const { order, technicianId, refusal } = open;
  const close = () => {
    forcing.value = null;
    focusVisit(order.id, null);
  };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    const given = reason.peek().trim();
    if (!given) {
      missing.value = true;
      first.current?.focus();
      return;
    }
    close();
    const why = { reason: given, forced: true, rule: refusal.code };
    if (contested(order, 'assign', () => assign(order.id, technicianId, why))) return;
    void assign(order.id, technicianId, why).then(given => given && focusVisit(order.id, null));
  };
  return html`<form class="force-form" role="dialog" aria-label=${t('force-title', { technician: technicianName(technicianId) })} onSubmit=${send}
    onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      close();
    }}>
    <p><b>${t('force-title', { technician: technicianName(technicianId) })}</b><span>${t('hand-blocked', { reason: refusal.text })}</span></p>
    <p class="force-reasons" role="group" aria-label=${t('force-why')}>${REASONS.map(code => html`<button key=${code} type="button" class="chip" aria-pressed=${reason.value === t(`force-${code.replaceAll('_', '-')}`) ? 'true' : 'false'} onClick=${() => {
      reason.value = t(`force-${code.replaceAll('_', '-')}`);
      missing.value = false;
    }}>${t(`force-${code.replaceAll('_', '-')}`)}</button>`)}</p>
    <label><span>${t('force-why')}</span><input ref=${first} maxlength="200" value=${reason.value} aria-invalid=${missing.value ? 'true' : 'false'} onInput=${(/** @type {InputEvent} */ event) => {
      reason.value = /** @type {HTMLInputElement} */ (event.currentTarget).value;
      missing.value = false;
    }} /></label>
    ${missing.value ? html`<p class="force-missing" role="alert">${t('force-missing')}</p>` : null}
    <p class="force-acts"><button type="button" class="btn" onClick=${close}>${t('force-cancel')}</button><button class="btn btn-main">${t('force-do')}</button></p>
  </form>`;
}
