/** Signing out, in this tab, in every other tab of the device, and at the server. */
import { NoAnswer, Problem, remove } from './api.js';

const NAME = 'sanxian-session';
const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;

/** @type {Set<() => void>} */
const listeners = new Set();

/** Be told when this device is signed out, here or in another tab. @param {() => void} listener */
export function onSignedOut(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tellHere() {
  for (const listener of [...listeners]) listener();
}

channel?.addEventListener('message', event => {
  if (event.data === 'signed-out') tellHere();
});

/** The server said that this sign-in is over: all tabs learn it. */
export function signedOutByServer() {
  channel?.postMessage('signed-out');
  tellHere();
}

/**
 * Sign out. Rejects with NoAnswer when the server could not be reached, because then the sign-in would still be valid there.
 */
export async function signOut() {
  try {
    await remove('/session');
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    if (error instanceof Problem && error.status !== 401) throw error;
  }
  signedOutByServer();
}

/** Go to the sign-in page and come back here afterwards. */
export function goToSignIn() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`);
}
