/** Times, spans, money and distances in the reader's words: 今天, 昨天, 24 日上午; 26 分, 1 时 04 分; 14:00–16:00. */
import { nowMs } from './clock.js';
import { has, language, t, word } from './i18n.js';

/** @typedef {string|number|Date} Instant */
/** @typedef {{year: number, month: number, day: number, hour: number, minute: number, second: number, weekday: number}} Local */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let zone = 'Asia/Shanghai';
/** @type {Intl.DateTimeFormat|null} */
let parts = null;
/** The zone's offset never changes inside a quarter of an hour, so one look-up serves a thousand visits. @type {Map<number, number>} */
const offsets = new Map();

/** Read and write local times in this zone, the district's. @param {string} name */
export function setZone(name) {
  zone = name;
  parts = null;
  offsets.clear();
}

/** @param {Instant} instant */
export function ms(instant) {
  return typeof instant === 'number' ? instant : instant instanceof Date ? instant.getTime() : Date.parse(instant);
}

/** @param {number} time */
function offset(time) {
  const key = Math.floor(time / (15 * MINUTE));
  let found = offsets.get(key);
  if (found === undefined) {
    parts ??= new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
    });
    const base = key * 15 * MINUTE;
    /** @type {Record<string, number>} */
    const part = {};
    for (const { type, value } of parts.formatToParts(base)) part[type] = Number(value);
    found = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) - base;
    offsets.set(key, found);
  }
  return found;
}

/** The local calendar and clock of an instant. @param {Instant} instant @returns {Local} */
export function local(instant) {
  const time = ms(instant);
  const shifted = new Date(time + offset(time));
  return {
    year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(), minute: shifted.getUTCMinutes(), second: shifted.getUTCSeconds(), weekday: shifted.getUTCDay(),
  };
}

/**
 * The instant (ms) of a local time; one that a clock change skips is the first instant after it.
 * @param {number} year @param {number} month @param {number} day @param {number} [hour] @param {number} [minute]
 */
export function instantOf(year, month, day, hour = 0, minute = 0) {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const guess = wall - offset(wall);
  return wall - offset(guess);
}

/** The local date as 2026-11-20. @param {Instant} instant */
export function dateOf(instant) {
  const { year, month, day } = local(instant);
  return `${year}-${two(month)}-${two(day)}`;
}

/** The first instant (ms) of the local day that is `days` after the day of `instant`. @param {Instant} instant @param {number} [days] */
export function startOfDay(instant, days = 0) {
  const { year, month, day } = local(instant);
  return instantOf(year, month, day + days);
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0');
}

/** 15:04 @param {Instant} instant */
export function clockTime(instant) {
  const { hour, minute } = local(instant);
  return `${two(hour)}:${two(minute)}`;
}

/** 14:00–16:00 @param {Instant} from @param {Instant} to */
export function timeRange(from, to) {
  return `${clockTime(from)}–${clockTime(to)}`;
}

/** How many local days later than `from`, 0 for the same day. @param {Instant} instant @param {Instant} from */
export function daysBetween(instant, from) {
  const a = local(instant);
  const b = local(from);
  return Math.round((Date.UTC(a.year, a.month - 1, a.day) - Date.UTC(b.year, b.month - 1, b.day)) / DAY);
}

/** 今天, 昨天, 明天, 后天, else 24 日 in this month and 12 月 3 日 in another. @param {Instant} instant @param {Instant} [from] */
export function dayWord(instant, from = nowMs()) {
  const days = daysBetween(instant, from);
  if (days === 0) return t('day-today');
  if (days === -1) return t('day-yesterday');
  if (days === 1) return t('day-tomorrow');
  if (days === 2 && language.value !== 'en') return t('day-after-tomorrow');
  return dateWord(instant, from);
}

/** 24 日 in this month, 12 月 3 日 in another; 24 Nov in English. @param {Instant} instant @param {Instant} [from] */
export function dateWord(instant, from = nowMs()) {
  const { year, month, day } = local(instant);
  const today = local(from);
  const same = today.year === year && today.month === month;
  return t(same ? 'date-same-month' : 'date-other-month', { day, month });
}

/** 11 月 24 日 / 24 November, whatever today is. @param {Instant} instant */
export function fullDate(instant) {
  const { month, day } = local(instant);
  return t('date-other-month', { day, month });
}

/** 11 月 20 日 周五 @param {Instant} instant */
export function longDate(instant) {
  const { month, day, weekday } = local(instant);
  return t('date-long', { day, month, weekday: t(`weekday-${weekday}`) });
}

/** 今天 14:21; the day is always said. @param {Instant} instant */
export function dayTime(instant) {
  return t('day-and-time', { day: dayWord(instant), time: clockTime(instant) });
}

/** 14:21 today, 昨天 16:20 otherwise. @param {Instant} instant */
export function when(instant) {
  return daysBetween(instant, nowMs()) === 0 ? clockTime(instant) : dayTime(instant);
}

/**
 * The end of a promise. Midnight belongs to the day that it ends: 今天 24:00, not 明天 00:00.
 * @param {Instant} instant
 */
export function dueTime(instant) {
  const { hour, minute } = local(instant);
  if (hour || minute) return dayTime(instant);
  return t('day-and-time', { day: dayWord(ms(instant) - 1), time: '24:00' });
}

/** 24 日上午, 明天下午, 今天 @param {string} date 2026-11-24 @param {'am'|'pm'|'day'|null} half */
export function halfDay(date, half) {
  const [year, month, day] = date.split('-').map(Number);
  const noon = instantOf(year, month, day, 12);
  return half === 'am' || half === 'pm' ? t(`half-${half}`, { day: dayWord(noon) }) : dayWord(noon);
}

/** A rest of time: 26 分, 1 时 04 分, 2 天 2 时. Rounded down, so that it never promises too much. @param {number} span ms */
export function span(span) {
  const minutes = Math.max(0, Math.floor(span / MINUTE));
  if (minutes < 1) return t('span-less');
  if (minutes < 60) return t('span-minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('span-hours', { hours, minutes: two(minutes % 60) });
  return t('span-days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** How long ago: 20 秒前, 3 分前. @param {Instant} instant */
export function ago(instant) {
  const passed = Math.max(0, nowMs() - ms(instant));
  if (passed < MINUTE) return t('ago-seconds', { seconds: Math.floor(passed / 1000) });
  return t('ago', { span: span(passed) });
}

/** ¥20 or ¥12.50 @param {number} cents */
export function money(cents) {
  return `¥${cents % 100 ? (cents / 100).toFixed(2) : cents / 100}`;
}

/** 5.1 公里, 480 米 @param {number} metres */
export function distance(metres) {
  return metres < 950
    ? t('distance-metres', { metres: Math.max(10, Math.round(metres / 10) * 10) })
    : t('distance-kilometres', { kilometres: (metres / 1000).toFixed(1) });
}

/**
 * The reasoning behind a promise as sentences; a code that this page does not know is left out rather than shown raw.
 * Values that are times become times, seconds spans, *_cents money, `reason` its words.
 * @param {import('./types.js').Because[]|undefined} lines
 * @returns {string[]}
 */
export function becauseLines(lines) {
  return (lines ?? []).flatMap(({ code, ...values }) => {
    const closed = `because-${code.replaceAll('_', '-')}`;
    // a pause that goes on has no end to tell
    const id = !values.until && has(`${closed}-open`) ? `${closed}-open` : closed;
    if (!has(id)) return [];
    /** @type {Record<string, string|number>} */
    const words = {};
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) words[name] = '';
      else if (name.endsWith('_at') || name === 'at' || name === 'until' || name === 'from' || name === 'to') words[name] = dayTime(String(value));
      else if (name.endsWith('_s') || name === 'seconds') words[name] = span(Number(value) * 1000);
      else if (name.endsWith('_cents')) words[name] = money(Number(value));
      else if (name === 'reason') words[name] = word('reason', String(value));
      else words[name] = typeof value === 'number' ? value : String(value);
    }
    return [t(id, words)];
  });
}
