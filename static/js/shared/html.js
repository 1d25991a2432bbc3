/** The one place that names our view library: `html` templates, rendering, hooks and signals for every page. */

import { computed } from '@preact/signals';
import { options } from 'preact';

export { html, render } from 'htm/preact';
export { Component, Fragment } from 'preact';
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
export { batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals';

/** A component, and the node by which it was drawn last. @typedef {{[LAST]?: Node|null}} Drawn */
/** What Preact calls a node's parent and its component. @typedef {{__: Node|null, __c: Drawn|null}} Node */

const LAST = Symbol('last');
const diffed = options.diffed;

/*
 * An old node lets go of its parent. Preact does so where a component draws itself, not where its parent draws it; and some
 * old nodes stay: a parent keeps those it handed on as children, a template those in which nothing changes. One that stays
 * keeps the tree it was part of; that tree's components, which had nothing to draw since, have been told of every parent
 * after; and so it keeps every tree that was ever drawn since, one more for each visit that changes on the board.
 * Of one such tree: https://github.com/preactjs/preact/issues/4909
 */
options.diffed = vnode => {
  diffed?.(vnode);
  const node = /** @type {Node} */ (/** @type {unknown} */ (vnode));
  const component = node.__c;
  if (!component) return;
  const before = component[LAST];
  if (before && before !== node) before.__ = null;
  component[LAST] = node;
};

/**
 * A list that stays the same one as long as it holds the same things: who reads it is not drawn again for nothing.
 * @template T
 * @param {() => T[]} make
 * @returns {import('@preact/signals').ReadonlySignal<T[]>}
 */
export function steady(make) {
  /** @type {T[]} */
  let before = [];
  return computed(() => {
    const now = make();
    if (now.length !== before.length || now.some((each, index) => each !== before[index])) before = now;
    return before;
  });
}
