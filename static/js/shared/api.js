/** Talks to /api/v1: CSRF, the reader's language, and every refusal as an error that carries a sentence. */
import { language } from './i18n.js';

const BASE = '/api/v1';
const PATIENCE_MS = 15_000;

let csrf = '';

/** @param {string|undefined} token */
export function setCsrf(token) {
  if (token) csrf = token;
}

/** The server said no: RFC 9457 problem+json. `message` is a sentence in the reader's language. */
export class Problem extends Error {
  /** @param {number} status @param {Record<string, any>} body */
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    /** @type {string} */
    this.title = body.title ?? '';
    /** @type {string} */
    this.code = body.code ?? String(status);
    /** @type {string|undefined} */
    this.field = body.field;
    this.expected = body.expected;
    this.got = body.got;
    /** Every field that was refused, where there are several. @type {{field: string, code: string, expected: string, got: any}[]} */
    this.errors = body.errors ?? [];
    /** @type {string|undefined} */
    this.kept = body.kept;
    /** The state that the refusal was judged by, with 409. @type {any} */
    this.current = body.current;
  }
}

/** No answer arrived: nothing is known about what the server did, so the same event id is sent again. */
export class NoAnswer extends Error {
  /** @param {unknown} cause */
  constructor(cause) {
    super('no answer', { cause });
    this.name = 'NoAnswer';
  }
}

/**
 * @param {'GET'|'POST'|'DELETE'|'PUT'|'PATCH'} method
 * @param {string} path below /api/v1
 * @param {unknown} [body]
 * @returns {Promise<any>} the answer's JSON, null when it has none
 */
async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json, application/problem+json', 'Accept-Language': language.value };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf || document.querySelector('meta[name=csrf]')?.getAttribute('content') || '';
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let answer;
  let text;
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    answer = await fetch(BASE + path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin', cache: 'no-store', signal: patience.signal,
    });
    text = await answer.text();
  } catch (cause) {
    throw new NoAnswer(cause);
  } finally {
    clearTimeout(timer);
  }
  /** @type {any} */
  let data = null;
  try {
    data = text ? JSON.parse(text) : null;
  } catch (cause) {
    // a proxy's own page instead of ours: no answer from us
    throw new NoAnswer(cause);
  }
  if (answer.ok) return data;
  throw new Problem(answer.status, data ?? {});
}

/** @param {string} path */
export const get = path => call('GET', path);
/** @param {string} path @param {unknown} [body] */
export const post = (path, body = {}) => call('POST', path, body);
/** @param {string} path @param {unknown} body */
export const put = (path, body) => call('PUT', path, body);
/** @param {string} path */
export const remove = path => call('DELETE', path);

/** A client-made id of an event: the same tap, however often it is sent. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // phones reached over plain http have no randomUUID, but have randomness
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
