/** What the page of the promises knows: the versions, the one that is shown, the draft, its problems and its preview. */
import { get, NoAnswer, post, Problem, remove } from '../shared/api.js';
import { batch, computed, signal } from '../shared/html.js';
import { t } from '../shared/i18n.js';

/** @typedef {{version: string, valid_from: string, created_at: string|null, created_by: string|null, fixed: boolean, state: 'past'|'current'|'future', open_orders: number}} Version */
/** @typedef {{today: string, current: string, versions: Version[], tiers_in_use: string[]}} Listing */
/** @typedef {{field: string, code: string, expected: string, got: any}} Fault */

/** @type {import('@preact/signals').Signal<any>} */
export const user = signal(null);
/** @type {import('@preact/signals').Signal<Listing|null>} */
export const listing = signal(null);
/** The version that is shown, in full. @type {import('@preact/signals').Signal<{version: string, document: any, toml: string}|null>} */
export const shown = signal(null);
/** What is being written; null while reading. @type {import('@preact/signals').Signal<any>} */
export const draft = signal(null);
/** The same as text, while it is edited as text. @type {import('@preact/signals').Signal<string|null>} */
export const text = signal(null);
/** @type {import('@preact/signals').Signal<Fault[]>} */
export const faults = signal([]);
/** @type {import('@preact/signals').Signal<any>} */
export const preview = signal(null);
/** One sentence: what was done, or what went wrong. @type {import('@preact/signals').Signal<{kind: 'done'|'failed', text: string}|null>} */
export const said = signal(null);
export const busy = signal(false);

export const maySave = computed(() => user.value?.role === 'admin');

/** The problem of a field, if it has one. @param {string} field */
export function faultOf(field) {
  return faults.value.find(fault => fault.field === field) ?? null;
}

/** Do one thing at a time, and say what went wrong. @param {() => Promise<void>} deed */
async function doing(deed) {
  if (busy.peek()) return;
  busy.value = true;
  said.value = null;
  try {
    await deed();
  } catch (error) {
    if (error instanceof Problem && error.code === 'unsound-policy') {
      faults.value = error.errors;
      said.value = { kind: 'failed', text: t('admin-faults', { count: error.errors.length }) };
    } else if (error instanceof Problem) said.value = { kind: 'failed', text: error.message };
    else if (error instanceof NoAnswer) said.value = { kind: 'failed', text: t('no-answer') };
    else throw error;
  } finally {
    busy.value = false;
  }
}

/** Read the versions, and show the one in force unless another is wanted. @param {string} [wanted] */
async function read(wanted) {
  const found = await get('/policies');
  const version = wanted ?? found.current;
  const full = await get(`/policies/${encodeURIComponent(version)}`);
  batch(() => {
    listing.value = found;
    shown.value = full;
  });
}

export const load = () => doing(() => read());

/** @param {string} version */
export const show = version => doing(async () => {
  shown.value = await get(`/policies/${encodeURIComponent(version)}`);
});

/** Begin a new version from the one that is shown, or change one that waits. @param {boolean} again */
export function begin(again) {
  const from = shown.peek();
  const known = listing.peek();
  if (!from || !known) return;
  const copy = structuredClone(from.document);
  if (!again) {
    copy.valid_from = monthAfter(known.today);
    copy.version = freeName(copy.valid_from, known.versions.map(each => each.version));
  }
  leave();
  draft.value = copy;
}

export function leave() {
  batch(() => {
    draft.value = null;
    text.value = null;
    faults.value = [];
    preview.value = null;
    said.value = null;
  });
}

/** Change the draft; what was seen in a preview no longer holds. @param {(document: any) => void} change */
export function edit(change) {
  const copy = structuredClone(draft.peek());
  change(copy);
  batch(() => {
    draft.value = copy;
    preview.value = null;
  });
}

/** @param {string} written */
export function write(written) {
  batch(() => {
    text.value = written;
    preview.value = null;
  });
}

const body = () => (text.peek() === null ? { document: draft.peek() } : { toml: text.peek() });

/** See what saving would change. */
export const look = () => doing(async () => {
  const seen = await post('/policies/preview', body());
  batch(() => {
    faults.value = [];
    preview.value = seen;
  });
});

/** From the form to the text and back: the server reads the one and writes the other, so nothing is lost. */
export const turn = () => doing(async () => {
  const seen = await post('/policies/preview', body());
  batch(() => {
    faults.value = [];
    draft.value = seen.document;
    text.value = text.peek() === null ? seen.toml : null;
  });
});

export const save = () => doing(async () => {
  const kept = await post('/policies', body());
  leave();
  await read(kept.version);
  said.value = { kind: 'done', text: t('admin-saved', { version: kept.version }) };
});

/** @param {string} version */
export const takeBack = version => doing(async () => {
  await remove(`/policies/${encodeURIComponent(version)}`);
  await read();
  said.value = { kind: 'done', text: t('admin-removed', { version }) };
});

/** The first day of the next month. @param {string} today */
function monthAfter(today) {
  const [year, month] = today.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}

/** 2027-1, 2027-2, …: the first that is free. @param {string} day @param {string[]} taken */
function freeName(day, taken) {
  const year = day.slice(0, 4);
  let number = 1;
  while (taken.includes(`${year}-${number}`)) number += 1;
  return `${year}-${number}`;
}
