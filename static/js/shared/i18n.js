/** Every text a person reads, from static/locales/<language>/<file>.ftl, changed in one tap without a reload. */
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { batch, signal } from '@preact/signals';

/** @typedef {import('./types.js').Language} Language */

/** @type {Language[]} */
export const LANGUAGES = ['zh-Hans', 'zh-Hant', 'en'];
/** What a language calls itself: the only words that are not translated. */
export const LANGUAGE_NAMES = { 'zh-Hans': '简体中文', 'zh-Hant': '繁體中文', en: 'English' };
/** The same in the two or three letters that fit a button. */
export const LANGUAGE_SHORT = { 'zh-Hans': '简体', 'zh-Hant': '繁體', en: 'EN' };

const KEPT = 'sanxian.language';

/** The language of the page. @type {import('@preact/signals').Signal<Language>} */
export const language = signal('zh-Hans');
/** @type {import('@preact/signals').Signal<FluentBundle|null>} */
const texts = signal(null);
/** @type {string[]} */
let files = [];
/** @type {Map<string, Promise<FluentBundle>>} */
const loaded = new Map();

/**
 * The text of a name, with its values; read inside a component it is drawn again when the language changes.
 * @param {string} id
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function t(id, values) {
  const bundle = texts.value;
  const message = bundle?.getMessage(id);
  if (!bundle || !message?.value) return id;
  const text = bundle.formatPattern(message.value, values ?? null, []);
  return values && language.value !== 'en' ? spaced(text) : text;
}

/** A space between Han and Latin letters where a value such as a name brought them together, none between Han and Han. @param {string} text */
function spaced(text) {
  return text.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1').replace(/(\p{Script=Han})(?=[A-Za-z])/gu, '$1 ').replace(/([A-Za-z])(?=\p{Script=Han})/gu, '$1 ');
}

/**
 * Whether a text of that name exists, for codes that a newer server may know and this page does not.
 * @param {string} id
 */
export function has(id) {
  return texts.value?.hasMessage(id) ?? false;
}

/**
 * The word of a code: word('status', 'on_the_way') is the text `status-on-the-way`; an unknown code stays itself.
 * @param {string} subject
 * @param {string} code
 * @param {Record<string, string|number>} [values]
 */
export function word(subject, code, values) {
  const id = `${subject}-${code.replaceAll('_', '-')}`;
  return has(id) ? t(id, values) : code;
}

/**
 * @param {Language} wanted
 * @returns {Promise<FluentBundle>}
 */
async function load(wanted) {
  const bundle = new FluentBundle(wanted, { useIsolating: false });
  const sources = await Promise.all(files.map(async file => {
    // beside this module, so that the address carries the same build as the page
    const answer = await fetch(new URL(`../../locales/${wanted}/${file}.ftl`, import.meta.url));
    if (!answer.ok) throw new Error(`${file}.ftl: ${answer.status}`);
    return answer.text();
  }));
  for (const source of sources) bundle.addResource(new FluentResource(source));
  return bundle;
}

/** @param {Language} wanted */
function bundleOf(wanted) {
  let promise = loaded.get(wanted);
  if (!promise) {
    promise = load(wanted);
    promise.catch(() => loaded.delete(wanted));
    loaded.set(wanted, promise);
  }
  return promise;
}

/**
 * Show the page in a language; rejects, and changes nothing, when its texts cannot be loaded.
 * @param {Language} wanted
 */
async function show(wanted) {
  const bundle = await bundleOf(wanted);
  batch(() => {
    texts.value = bundle;
    language.value = wanted;
  });
  document.documentElement.lang = wanted;
}

/**
 * Change the language, and remember it for this device and for the server's own pages and messages.
 * @param {Language} wanted
 */
export async function setLanguage(wanted) {
  await show(wanted);
  try {
    localStorage.setItem(KEPT, wanted);
  } catch {
    // the choice then holds for this page only
  }
  document.cookie = `lang=${wanted}; path=/; max-age=31536000; samesite=lax`;
}

/** The language after this one, for a page whose switch is one button. @returns {Language} */
export function nextLanguage() {
  return LANGUAGES[(LANGUAGES.indexOf(language.value) + 1) % LANGUAGES.length];
}

/**
 * Load the texts of a page: the reader's own choice first, then what the server chose from the browser's languages.
 * @param {Language} chosen
 * @param {string[]} names files without .ftl
 */
export async function startLanguage(chosen, names) {
  files = names;
  const kept = /** @type {Language|null} */ (localStorage.getItem(KEPT));
  const wanted = kept && LANGUAGES.includes(kept) ? kept : LANGUAGES.includes(chosen) ? chosen : 'en';
  await show(wanted);
}

/**
 * The texts of a part that is loaded when somebody opens it.
 * @param {string} name the file without .ftl
 */
export async function addTexts(name) {
  if (files.includes(name)) return;
  files = [...files, name];
  loaded.clear();
  await show(language.peek());
}

/** Fetch the other languages in a quiet moment, so that a tap on the switch works without signal too. */
export async function loadOtherLanguages() {
  await Promise.allSettled(LANGUAGES.map(bundleOf));
}
