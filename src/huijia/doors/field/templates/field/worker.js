{% autoescape off %}/* Keeps the app's own files, so that it opens without a signal; everything else goes to the server. */
"use strict";
const NAME = "huijia-field-{{ version }}";
const PAGE = "{% url 'field:app' %}";
const FILES = [PAGE, "{% url 'field:manifest' %}"{% for file in files %}, "{{ file }}"{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(FILES.map((file) => new Request(file, { cache: "reload" })))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("huijia-field-") && name !== NAME).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (event.request.method !== "GET" || !FILES.includes(path)) return;
  event.respondWith(caches.open(NAME).then((kept) => kept.match(path)).then((there) => there || fetch(event.request)));
});
{% endautoescape %}
