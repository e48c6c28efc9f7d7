// The console's keys and small conveniences. Every page works without this file; nothing here decides anything.
"use strict";

(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // A place that evidence leads to may be inside something folded.
  const unfold = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let at = target.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView({ block: "center" });
    if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  // A jump by key is done at once: the browser's word of it comes later, and would take the focus from whoever
  // types on.
  let jumped = "";
  addEventListener("hashchange", () => {
    if (location.hash !== jumped) unfold();
    jumped = "";
  });
  unfold();

  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
    (event.target.closest && event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog"));

  // On a narrow screen the navigation is moved to where one is.
  const here = one(".top nav [aria-current]");
  const bar = here && here.closest("ul");
  if (bar) bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.clientWidth) / 2;

  const rows = () => all("[data-row]");
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.contains(document.activeElement));
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    const link = one("a", next);
    if (link) link.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const press = (selector) => {
    // Reasons of a verdict that is not chosen are not there.
    const found = all(selector).find((button) => button.closest(".pick") || button.offsetParent !== null);
    if (!found || found.disabled) return false;
    found.click();
    return true;
  };

  const jump = (id) => {
    if (!document.getElementById(id)) return false;
    if (location.hash !== "#" + id) {
      jumped = "#" + id;
      location.hash = id;
    }
    unfold();
    return true;
  };

  const help = () => {
    const keys = document.getElementById("keys");
    if (keys) keys.showModal();
    return !!keys;
  };

  const focus = (selector) => {
    const found = one(selector);
    if (found) found.focus();
    return !!found;
  };

  // The next choice of a field, told to whoever does not see it.
  const turn = (selector, step) => {
    const field = one(selector);
    if (!field) return false;
    const many = field.options.length;
    field.selectedIndex = (field.selectedIndex + step + many) % many;
    const told = one("[data-told]", field.form);
    if (told) told.textContent = field.selectedOptions[0].text;
    return true;
  };

  const keys = {
    j: () => { move(1); return true; },
    k: () => { move(-1); return true; },
    c: () => press("[data-key=c]"),
    f: () => press("[data-key=f]"),
    g: () => press("[data-key=g]"),
    u: () => press("[data-key=u]"),
    o: () => press("[data-key=o]"),
    s: () => press("[data-key=s]"),
    a: () => press("[data-key=a]"),
    n: () => focus("[data-key=n]"),
    w: () => turn("[data-key=w]", 1),
    W: () => turn("[data-key=w]", -1),
    e: () => jump("evidence"),
    t: () => jump("sessions"),
    r: () => jump("links"),
    p: () => jump("profile"),
    // Back to the list that this page is of; from a list to the queue.
    q: () => {
      if (press("[data-key=q]")) return true;
      const queue = one("nav a[href='/console/reviews']");
      if (queue) queue.click();
      return !!queue;
    },
    "?": help,
  };

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("textarea, input, select")) {
      event.target.blur();
      return;
    }
    if (typing(event)) return;
    const act = /^[1-9]$/.test(event.key) ? () => press(`[data-reason="${event.key}"]`) : keys[event.key];
    if (act && act()) event.preventDefault();
  });

  for (const button of all("[data-opens]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
  for (const field of all("[data-select]")) {
    field.addEventListener("focus", () => field.select());
  }

  // A file that would be refused is refused before it is sent.
  for (const field of all("[data-most]")) {
    field.addEventListener("change", () => {
      const large = [...field.files].some((file) => file.size > Number(field.dataset.most) - 65536);
      field.setCustomValidity(large ? field.dataset.tooLarge : "");
      field.reportValidity();
    });
  }

  // A form is sent once, however often its button is pressed.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of all("form")) delete form.dataset.sent; });

  // Figures that change while the page stands: asked for again, quietly, while somebody looks.
  const live = one("[data-live]");
  if (live) {
    const ask = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) return;
        const figures = await answer.json();
        for (const place of all("[data-figure]")) {
          const figure = figures[place.dataset.figure];
          if (figure !== undefined) place.textContent = figure;
        }
      } catch { /* The next one may come through. */ }
    };
    setInterval(ask, 10000);
  }

  // A part of the page that changes while something runs. When that is over the page is asked for whole.
  const part = one("[data-refresh]");
  if (part) {
    const ask = async () => {
      try {
        const answer = document.hidden ? null : await fetch(part.dataset.refresh);
        if (answer && answer.ok && !answer.redirected) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
          part.replaceChildren(...fresh.body.childNodes);
          if (one("[data-over]", part)) { location.replace(location.pathname); return; }
          const log = one(".log", part);
          if (log) log.scrollTop = log.scrollHeight;
        }
      } catch { /* The next one may come through. */ }
      setTimeout(ask, 1500);
    };
    setTimeout(ask, 1500);
  }

  // A lease is kept while somebody works on the case.
  const lease = one("form[data-lease]");
  if (lease) {
    let worked = true;
    for (const kind of ["keydown", "pointerdown", "scroll"]) {
      addEventListener(kind, () => { worked = true; }, { passive: true });
    }
    setInterval(async () => {
      if (!worked || document.hidden) return;
      worked = false;
      try {
        const answer = await fetch(lease.action, { method: "POST", body: new URLSearchParams(new FormData(lease)) });
        if (!answer.ok) document.body.classList.add("lease-lost");
      } catch { /* The next one may come through. */ }
    }, 60000);
  }
})();
