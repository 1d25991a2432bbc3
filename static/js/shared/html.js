/** The one place that names our view library: `html` templates, rendering, hooks and signals for every page. */

export { html, render } from 'htm/preact';
export { Component, Fragment } from 'preact';
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
export { batch, computed, effect, signal, untracked, useComputed, useSignal, useSignalEffect } from '@preact/signals';
