/** Sound and a desktop notice when a promise turns red or a task rings: only where somebody asked for it, one for several, each once. */
import { effect, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { notify } from './notices.js';
import { riskOf } from './risks_model.js';
import { isOurs } from './scope.js';
import { date, district, orders, phase } from './state.js';
import { ringing } from './tasks.js';

/** Never; while the board is out of sight; always. @typedef {'off'|'away'|'always'} Alarm */

const KEPT = 'sanxian.board.alarm';
/** What turns red within this time is told together. */
const TOGETHER_MS = 1_200;

/** @type {import('@preact/signals').Signal<Alarm>} */
export const alarm = signal(kept());

/** What was red when the board opened is no news, and what was told once is not told again. @type {Set<string>} */
let known = new Set();
/** @type {Set<string>} */
const fresh = new Set();
let place = '';
let timer = 0;
/** @type {AudioContext|null} */
let audio = null;

export function startAlarm() {
  // a sound needs a touch of the page first, in every browser
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, wake, { once: true });
  effect(() => {
    if (phase.value !== 'ready') return;
    const red = redOnes();
    const here = `${district.value?.id} ${date.value}`;
    if (here !== place) {
      place = here;
      known = red;
      fresh.clear();
      return;
    }
    for (const key of red) if (!known.has(key)) fresh.add(key);
    for (const key of fresh) if (!red.has(key)) fresh.delete(key);
    if (fresh.size && !timer) timer = setTimeout(ring, TOGETHER_MS);
  });
}

/** All that is red here, whatever the search field narrows. @returns {Set<string>} */
function redOnes() {
  /** @type {Set<string>} */
  const found = new Set();
  for (const order of orders.all.value) {
    const risk = isOurs(order) ? riskOf(order) : null;
    if (risk?.promise.risk === 'jeop') found.add(`${order.id} ${risk.promise.promise} ${risk.promise.occasion}`);
  }
  for (const task of ringing.value) found.add(`${task.id} ${task.rung}`);
  return found;
}

function ring() {
  timer = 0;
  const count = fresh.size;
  for (const key of fresh) known.add(key);
  fresh.clear();
  const seen = document.visibilityState === 'visible' && document.hasFocus();
  if (!count || alarm.peek() === 'off' || (seen && alarm.peek() !== 'always')) return;
  tone();
  if ('Notification' in window && Notification.permission === 'granted') {
    // the number alone: a notice lies open on a screen, and a customer's name does not belong there
    const notice = new Notification(t('alarm-title', { count }), { tag: 'sanxian-red' });
    notice.onclick = () => {
      window.focus();
      notice.close();
    };
  }
}

function wake() {
  if (alarm.peek() === 'off') return;
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    // a device without sound has the notice
  }
}

/** Two soft notes, made here. */
function tone() {
  try {
    audio ??= new AudioContext();
    void audio.resume();
    const from = audio.currentTime;
    for (const [at, pitch] of [[0, 660], [0.18, 880]]) {
      const wave = audio.createOscillator();
      const loud = audio.createGain();
      wave.frequency.value = pitch;
      loud.gain.setValueAtTime(0, from + at);
      loud.gain.linearRampToValueAtTime(0.12, from + at + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.001, from + at + 0.3);
      wave.connect(loud).connect(audio.destination);
      wave.start(from + at);
      wave.stop(from + at + 0.32);
    }
  } catch {
    // a device without sound has the notice
  }
}

/** What the account's menu offers. */
export function alarmItems() {
  const now = alarm.value;
  return [
    { label: t(now === 'off' ? 'alarm-on' : 'alarm-off'), run: () => void setAlarm(now === 'off' ? 'away' : 'off') },
    ...(now === 'off' ? [] : [{ label: t(now === 'away' ? 'alarm-always' : 'alarm-away'), run: () => void setAlarm(now === 'away' ? 'always' : 'away') }]),
  ];
}

/** @param {Alarm} wanted */
async function setAlarm(wanted) {
  const was = alarm.peek();
  alarm.value = wanted;
  try {
    if (wanted === 'off') localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, wanted);
  } catch {
    // then it lasts as long as the page
  }
  if (was !== 'off' || wanted === 'off') return;
  tone();
  if (!('Notification' in window) || (Notification.permission !== 'granted' && await Notification.requestPermission() !== 'granted')) {
    notify({ tone: 'refused', text: t('alarm-refused') });
  }
}

/** @returns {Alarm} */
function kept() {
  try {
    const found = localStorage.getItem(KEPT);
    return found === 'always' ? 'always' : found ? 'away' : 'off';
  } catch {
    return 'off';
  }
}
