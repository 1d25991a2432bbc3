/** Promise marks and icons: a promise's state is always told three ways, by colour, shape and word. */
import { html } from './html.js';
import { t } from './i18n.js';

/** @typedef {import('./types.js').Risk} Risk */
/** @typedef {import('./types.js').PromiseView} PromiseView */

/** A line icon of the sprite. @param {{name: string}} props */
export function Icon({ name }) {
  return html`<svg class="i" aria-hidden="true"><use href=${`#i-${name}`}></use></svg>`;
}

/** The shape alone, where the word stands nearby. @param {{state: Risk}} props */
export function Mark({ state }) {
  return html`<svg class=${`m is-${state}`} aria-hidden="true"><use href=${`#m-${state}`}></use></svg>`;
}

/** Shape and word. @param {{state: Risk, word?: string}} props */
export function PromiseMark({ state, word }) {
  return html`<span class=${`promise is-${state}`}><${Mark} state=${state} />${word ?? t(`state-${state}`)}</span>`;
}

/** What a person must look at first. @type {Risk[]} */
export const BY_URGENCY = ['broken', 'jeop', 'risk', 'paused', 'track', 'kept'];

/**
 * The promise of an order that matters most now: the worst state, then the one that is due first.
 * @param {PromiseView[]} promises
 * @returns {PromiseView|null}
 */
export function worst(promises) {
  /** @type {PromiseView|null} */
  let found = null;
  for (const promise of promises) {
    if (promise.state === 'void') continue;
    if (!found || rank(promise) < rank(found) || (rank(promise) === rank(found) && (promise.due_at ?? '~') < (found.due_at ?? '~'))) {
      found = promise;
    }
  }
  return found;
}

/** @param {PromiseView} promise */
function rank(promise) {
  return BY_URGENCY.indexOf(promise.risk);
}

/**
 * The newest clock of a promise that is still owed.
 * @param {PromiseView[]} promises
 * @param {string} name
 * @returns {PromiseView|null}
 */
export function promiseOf(promises, name) {
  /** @type {PromiseView|null} */
  let found = null;
  for (const promise of promises) {
    if (promise.promise === name && promise.state !== 'void' && (!found || promise.occasion >= found.occasion)) found = promise;
  }
  return found;
}
