/** A promise's row in the reader's words: whom it concerns, its target, what counts, what a breach costs. */
import { t, word } from '../shared/i18n.js';

/** @param {any} row */
export const kindWord = row => (row.kind === 'any' ? t('admin-any-kind') : word('kind', row.kind));
/** @param {string} tier */
export const tierWord = tier => word('tier', tier);
/** @param {any} row */
export const orderWord = row => (row.tier === 'standard' ? kindWord(row) : t('admin-kind-and-tier', { kind: kindWord(row), tier: tierWord(row.tier) }));
/** @param {any} row */
export const promiseWord = row => word('about', row.promise);

/** "72h" → 72 小时. @param {unknown} span */
export function spanWord(span) {
  return String(span).replace(/(\d+(?:\.\d+)?)\s*(d|h|min|s)\b/g, (_, n, unit) => t(`admin-unit-${unit}`, { n }));
}

/** "15:00 next day" → 次日 15:00. @param {unknown} point */
export function pointWord(point) {
  const { at, days } = readPoint(point);
  const time = at === '24:00' ? t('admin-end-of-day') : at;
  return days === 0 ? t('admin-point-same', { time }) : days === 1 ? t('admin-point-next', { time }) : t('admin-point-later', { time, days });
}

/** @param {unknown} point @returns {{at: string, days: number}} */
export function readPoint(point) {
  const [, at = '', where = ''] = /^(\S*)\s*(.*)$/.exec(String(point ?? '')) ?? [];
  const later = /^in (\d+) days$/.exec(where);
  return { at, days: later ? Number(later[1]) : where === 'next day' ? 1 : 0 };
}

/** @param {string} at @param {number} days */
export const writePoint = (at, days) => `${at} ${days === 0 ? 'same day' : days === 1 ? 'next day' : `in ${days} days`}`;

/** @param {any} target */
export function targetWord(target) {
  if ('within' in target) return t('admin-target-within', { span: spanWord(target.within) });
  if ('by' in target) return t('admin-target-by', { point: pointWord(target.by) });
  if ('cut_off' in target) return t('admin-target-cut-off', { cutOff: target.cut_off, before: pointWord(target.before), after: pointWord(target.after) });
  if ('early' in target) {
    return target.early === target.late ? t('admin-target-around', { span: spanWord(target.early) })
      : t('admin-target-early-late', { early: spanWord(target.early), late: spanWord(target.late) });
  }
  if ('percent_of_contract' in target) return t('admin-target-share', { percent: target.percent_of_contract });
  return t('admin-target-own');
}

/** @param {any} row */
export const countsWord = row => ('percent_of_contract' in row.target || 'own_deadline' in row.target ? t('admin-none') : t(`admin-counts-${row.counts ?? 'always'}`) + (row.pausable ? t('admin-may-pause') : ''));

/** @param {string[]} audiences */
export const tellsWord = audiences => audiences.map(each => t(`admin-tells-${each}`)).join(t('admin-comma'));

/** @param {any} row */
export function costsWord(row) {
  const price = row.compensation;
  if (!price) return t('admin-costs-nothing');
  return 'once_yuan' in price ? t('admin-costs-once', { yuan: price.once_yuan }) : t('admin-costs-day', { yuan: price.per_started_day_yuan });
}

/** A warning as one line: 50 %: technician. @param {any} warned */
export const warnedWord = warned => t('admin-warned', { percent: warned.percent, tells: tellsWord(warned.tells) });

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Mon–Fri 09:00–12:00, 13:30–18:00: days that follow each other with the same hours are one span. @param {Record<string, string[][]>} week */
function weekWord(week) {
  const said = DAYS.map(day => (week[day] ?? []).map(window => window.join('–')).join(t('admin-comma')));
  const name = (/** @type {number} */ index) => t(`weekday-${(index + 1) % 7}`);
  /** @type {string[]} */
  const spans = [];
  for (let first = 0; first < DAYS.length;) {
    let last = first;
    while (last + 1 < DAYS.length && said[last + 1] === said[first]) last += 1;
    if (said[first]) spans.push(`${first === last ? name(first) : `${name(first)}–${name(last)}`} ${said[first]}`);
    first = last + 1;
  }
  return spans.join(t('admin-semicolon'));
}

/** A setting's value in words. @param {string} name @param {any} value */
export function settingWord(name, value) {
  if (name === 'cap_yuan') return t('admin-yuan', { yuan: value });
  if (name === 'at_risk_percent') return `${value} %`;
  if (name === 'cancel_ahead') return spanWord(value);
  if (name === 'contact_hours') return value.join('–');
  if (name === 'office_hours') return weekWord(value);
  if (name === 'halves') return ['am', 'pm', 'day'].map(half => value[half]?.join('–')).join(t('admin-comma'));
  if (name === 'ladder') return value.map((/** @type {any} */ part) => `${part.opens}–${part.closes}`).join(t('admin-comma'));
  return String(value);
}

/** What a problem is, at its place. @param {import('./state.js').Fault} fault */
export function faultWord(fault) {
  const got = fault.got === null || fault.got === undefined ? '' : String(fault.got);
  return t(`fault-${fault.code}`, { got });
}

/** Where a problem is, in words: the promise, else the setting. @param {string} field @param {any} document */
export function placeWord(field, document) {
  const [, number] = /^promises\[(\d+)\]/.exec(field) ?? [];
  const row = number === undefined ? null : document?.promises?.[Number(number)];
  if (row?.promise) return t('admin-place', { promise: promiseWord(row), order: orderWord(row) });
  const [name = ''] = field.split(/[.[]/);
  return name ? word('field', name) : t('admin-as-text');
}
