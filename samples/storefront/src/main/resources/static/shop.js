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
const WITHOUT_SERVER_MS = 3000;
const EVERY_MS = 10000;
let timer = null;
let source = null;
let looking = false;
let again = false;
let pressing = false;
let missed = false;

function live() {
  return document.querySelector("#live[data-live]");
}

// One look at a time: an older answer must never replace a newer one.
async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  try {
    do {
      again = false;
      await lookOnce();
    } while (again);
  } catch {
    // Without a connection there is nothing to see; the next look may have one.
  } finally {
    looking = false;
    if (!live()) stop();
  }
}

async function lookOnce() {
  // With its query: what was said to the buyer stays until the order is paid.
  const answer = await fetch(location.pathname + location.search, {
    headers: { Accept: "text/html" },
    cache: "no-store",
    signal: AbortSignal.timeout(5000),
  });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  const page = document.getElementById("live");
  if (!fresh || !page) return;
  const typing = page.contains(document.activeElement) && document.activeElement.tagName === "INPUT";
  const same = fresh.dataset.stage === page.dataset.stage;
  if (same && (typing || fresh.textContent === page.textContent)) return;
  if (pressing) {
    // Nothing is exchanged under a finger: its click would fall between the two.
    missed = true;
    return;
  }
  const details = fresh.querySelector("details");
  if (details && page.querySelector("details")?.open) details.open = true;
  page.replaceWith(fresh);
}

function stop() {
  source?.close();
  clearInterval(timer);
  source = timer = null;
}

function poll(every) {
  clearInterval(timer);
  timer = setInterval(look, every);
}

function follow() {
  const page = live();
  if (!page) return;
  if (!("EventSource" in window)) {
    poll(WITHOUT_SERVER_MS);
    return;
  }
  poll(EVERY_MS);
  source = new EventSource(page.dataset.live);
  source.addEventListener("changed", look);
  source.addEventListener("open", look);
  source.addEventListener("error", () => poll(WITHOUT_SERVER_MS));
}
follow();
document.addEventListener("pointerdown", () => {
  pressing = true;
});
for (const end of ["pointerup", "pointercancel"]) {
  // After the click that follows it.
  document.addEventListener(end, () => setTimeout(() => {
    pressing = false;
    if (missed && live()) look();
    missed = false;
  }, 0));
}
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && live()) look();
});
window.addEventListener("pagehide", stop);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    look();
    follow();
  }
});
