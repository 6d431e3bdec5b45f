// Small conveniences; every page works without them.
"use strict";

// A button pressed twice asks once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.classList.add("sent");
});

// Back by the browser's own button: buttons work again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    form.classList.remove("sent");
  }
});

// On to the channel's page; once, so that the browser's way back does not lead there again.
const away = document.querySelector("[data-away]");
if (away && !sessionStorage.getItem(away.dataset.attempt)) {
  sessionStorage.setItem(away.dataset.attempt, "gone");
  if (away.tagName === "FORM") away.submit();
  else location.assign(away.href);
}

// An order's page follows its order: told by the server, and asking by itself where that fails.
const EVERY_MS = 4000;
let timer = null;
let source = null;

function live() {
  return document.querySelector("#live[data-live]");
}

async function look() {
  const page = document.getElementById("live");
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (!fresh || !page) return;
    const open = page.querySelector("details")?.open;
    const typed = page.contains(document.activeElement) && document.activeElement.tagName === "INPUT";
    if (fresh.dataset.stage === page.dataset.stage && (typed || fresh.textContent === page.textContent)) return;
    const details = fresh.querySelector("details");
    if (details && open) details.open = true;
    page.replaceWith(fresh);
  } catch {
    // Without a connection there is nothing to see; the next look may have one.
  } finally {
    if (!live()) stop();
  }
}

function stop() {
  source?.close();
  clearInterval(timer);
  source = timer = null;
}

function poll() {
  timer ??= setInterval(look, EVERY_MS);
}

function follow() {
  const page = live();
  if (!page) return;
  if (!("EventSource" in window)) {
    poll();
    return;
  }
  source = new EventSource(page.dataset.live);
  source.addEventListener("changed", look);
  source.addEventListener("open", look);
  source.addEventListener("error", poll);
}
follow();
window.addEventListener("pagehide", stop);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    look();
    follow();
  }
});
