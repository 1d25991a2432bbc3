/** Sound and a desktop notice when a promise turns red: only where somebody asked for it, one for several, and never while they look. */
import { effect, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';
import { notify } from './notices.js';
import { risky } from './risks_model.js';
import { phase } from './state.js';

const KEPT = 'sanxian.board.alarm';
/** What turns red within this time is told together. */
const TOGETHER_MS = 1_200;

export const alarmIsOn = signal(kept());

/** @type {Set<string>} */
let known = new Set();
/** @type {Set<string>} */
const fresh = new Set();
let begun = false;
let timer = 0;
/** @type {AudioContext|null} */
let audio = null;

/** Follow the risk list; what is red when the board opens is no news. */
export function startAlarm() {
  effect(() => {
    if (phase.value !== 'ready') {
      begun = false;
      return;
    }
    const red = new Set(risky.value.filter(risk => risk.promise.risk === 'jeop').map(risk => `${risk.order.id} ${risk.promise.promise} ${risk.promise.occasion}`));
    for (const key of red) if (begun && !known.has(key)) fresh.add(key);
    for (const key of fresh) if (!red.has(key)) fresh.delete(key);
    known = red;
    begun = true;
    if (fresh.size && !timer) timer = setTimeout(ring, TOGETHER_MS);
  });
}

function ring() {
  timer = 0;
  const count = fresh.size;
  fresh.clear();
  if (!count || !alarmIsOn.peek() || (document.visibilityState === 'visible' && document.hasFocus())) return;
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

export async function toggleAlarm() {
  const on = !alarmIsOn.peek();
  alarmIsOn.value = on;
  try {
    if (on) localStorage.setItem(KEPT, '1');
    else localStorage.removeItem(KEPT);
  } catch {
    // then it lasts as long as the page
  }
  if (!on) return;
  tone();
  if (!('Notification' in window) || (Notification.permission !== 'granted' && await Notification.requestPermission() !== 'granted')) {
    notify({ tone: 'refused', text: t('alarm-refused') });
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT) === '1';
  } catch {
    return false;
  }
}
