// The service worker: static files and pages that are the same for everybody, and nothing else, so that a signed-in page
// never lies in a cache. What it keeps stands in /sw.js (programs/offline.py).
//   A new version is fetched whole before it replaces the old one; until then, and whenever something of it cannot be had,
//   the old one goes on. On a real site the files' names hold their digests, so that no page mixes two versions.
import { sendEverything } from "../device/everything.js";

const PREFIX = "backfit-shell-";
const DIGEST = /\.[0-9a-f]{12}\.[a-z0-9]+$/;
const NO_SERVER = new Set([502, 503, 504]);
const FALLBACK = "/offline/";

export function start(scope, keeps) {
  const name = PREFIX + keeps.version;
  scope.addEventListener("install", (event) => event.waitUntil(install(scope, name, keeps)));
  scope.addEventListener("activate", (event) => event.waitUntil(activate(scope, name)));
  scope.addEventListener("fetch", (event) => {
    const answer = answerTo(event.request, scope, name, keeps);
    if (answer) event.respondWith(answer);
  });
  scope.addEventListener("sync", (event) => {
    if (event.tag === "backfit-queue") event.waitUntil(sendEverything());
  });
}

async function install(scope, name, { files, shells }) {
  const cache = await caches.open(name);
  // Never as somebody: a page that knew its reader would come back as that reader's.
  const requests = [...files, ...shells].map((url) => new Request(url, { cache: "no-cache", credentials: "omit" }));
  await Promise.all(requests.map((request) => keep(cache, request)));
  await scope.skipWaiting();
}

// Refuses a sign-in page and a captive portal's, which would stand in for the real one from then on.
async function keep(cache, request) {
  const response = await fetch(request);
  const isPage = response.headers.get("Content-Type")?.startsWith("text/html") ?? false;
  const isWanted = isPage === request.url.endsWith("/");
  if (!response.ok || response.redirected || !isWanted) throw new Error(`${response.status} for ${request.url}`);
  await cache.put(request, response);
}

// The version before stays as long as this one, for a page that was opened with it and loads a part of it late.
async function activate(scope, name) {
  const older = (await caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== name);
  await Promise.all(older.slice(0, -1).map((each) => caches.delete(each)));
  await scope.clients.claim();
}

function answerTo(request, scope, name, { files, shells }) {
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin || request.method !== "GET") return null;
  if (request.mode === "navigate") return page(request, name, pathname, shells);
  if (DIGEST.test(pathname)) return digested(request);
  return files.includes(pathname) ? networkFirst(request, name) : null;
}

async function page(request, name, pathname, shells) {
  try {
    const response = await fetch(request);
    if (!NO_SERVER.has(response.status)) return response;
    return (await kept(name, pathname, shells)) ?? response;
  } catch (error) {
    const found = await kept(name, pathname, shells);
    if (found) return found;
    throw error;
  }
}

async function kept(name, pathname, shells) {
  const cache = await caches.open(name);
  return cache.match(shells.includes(pathname) ? pathname : FALLBACK);
}

async function digested(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}

// Names without digests, in development: all from the network, or all from what was kept.
async function networkFirst(request, name) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await (await caches.open(name)).match(request.url);
    if (found) return found;
    throw error;
  }
}
