/** The one place that names our view library: `html` templates, rendering, hooks and signals for every page. */

import { computed } from '@preact/signals';

export { html, render } from 'htm/preact';
export { Component, Fragment } from 'preact';
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
export { batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals';

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
