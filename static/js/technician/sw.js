/**
 * Opens the technician's app without signal: the shell is fetched first and kept as a copy, files with the build in their
 * address never change and are kept. Served as /t/sw.js, so that its scope is /t/ and nothing else. The day itself and the
 * steps live in IndexedDB; nothing of the API is ever cached here.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = 'sanxian-technician-1';
const SHELL = '/t/';
const PATIENCE_MS = 4_000;

worker.addEventListener('install', event => {
  event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('sanxian-technician-') && name !== CACHE) await caches.delete(name);
    await worker.clients.claim();
  })());
});

worker.addEventListener('message', event => {
  // the page says what it loaded before this worker was there, so that the first visit is enough for the next cold start
  if (event.data?.type === 'keep') event.waitUntil(keep(event.data.urls));
  if (event.data?.type === 'forget') event.waitUntil(caches.delete(CACHE));
});

/**
 * Keep what a page has loaded, and the shell that belongs to it. A server that was renewed meanwhile sends a shell of
 * another build, whose files are not here: then the shell that is kept already stays.
 * @param {string[]} urls
 */
async function keep(urls) {
  const cache = await caches.open(CACHE);
  const build = buildOf(urls.find(url => buildOf(url)) ?? '');
  await Promise.all(urls.map(async url => {
    if (url !== SHELL && (await cache.match(url))) return;
    const answer = await fetch(url);
    if (!answer.ok || answer.redirected) return;
    if (url === SHELL && buildOf(await answer.clone().text()) !== build) return;
    await cache.put(url, answer);
  }));
  await dropOldBuilds(cache, build);
}

/** Files of builds that no kept page uses any more. @param {Cache} cache @param {string|null} build */
async function dropOldBuilds(cache, build) {
  if (!build) return;
  for (const request of await cache.keys()) {
    const found = buildOf(request.url);
    if (found && found !== build) await cache.delete(request);
  }
}

/** @param {string} url */
function buildOf(url) {
  return /\/static\/([0-9a-f]{12})\//.exec(url)?.[1] ?? null;
}

/** @param {Request} request */
async function shell(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await Promise.race([
      fetch(request),
      new Promise((_, reject) => setTimeout(() => reject(new Error('slow')), PATIENCE_MS)),
    ]);
    // a redirect to the sign-in page is shown, and never kept as the shell
    if (answer.ok && !answer.redirected && answer.type === 'basic') await cache.put(SHELL, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(SHELL);
    if (kept) return kept;
    if (/** @type {Error} */ (error).message === 'slow') return fetch(request);
    throw error;
  }
}

/** @param {Request} request */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

worker.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate' && url.pathname === SHELL) event.respondWith(shell(request));
  else if (buildOf(url.pathname)) event.respondWith(file(request));
});
