// Keyboard shortcuts and small conveniences. Every page works without this file.
"use strict";

(() => {
  const first = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // The target of a link may be inside a folded section.
  const unfold = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let parent = target.parentElement; parent; parent = parent.parentElement) {
      if (parent.tagName === "DETAILS") parent.open = true;
    }
    target.scrollIntoView({ block: "center" });
    if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  // A jump by keyboard happens at once. The browser's later event must not steal the focus again.
  let jumped = "";
  addEventListener("hashchange", () => {
    if (location.hash !== jumped) unfold();
    jumped = "";
  });
  unfold();

  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
    (event.target.closest && event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, dialog"));

  // On a narrow screen, scroll the navigation to the current page.
  const current = first(".top nav [aria-current]");
  const bar = current && current.closest("ul");
  if (bar) bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.clientWidth) / 2;

  const rows = () => all("[data-row]");
  const move = (step) => {
    const list = rows();
    if (!list.length) return;
    const position = list.findIndex((row) => row.contains(document.activeElement));
    const next = list[Math.min(Math.max(position + step, 0), list.length - 1)];
    const link = first("a", next);
    if (link) link.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const press = (selector) => {
    // The reasons of verdicts that aren't chosen are hidden.
    const button = all(selector).find((button) => button.closest(".pick") || button.offsetParent !== null);
    if (!button || button.disabled) return false;
    button.click();
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
    const field = first(selector);
    if (field) field.focus();
    return !!field;
  };

  // Selects the next option of a field, and announces it to screen readers.
  const selectNext = (selector, step) => {
    const field = first(selector);
    if (!field) return false;
    const count = field.options.length;
    field.selectedIndex = (field.selectedIndex + step + count) % count;
    const announcement = first("[data-announce]", field.form);
    if (announcement) announcement.textContent = field.selectedOptions[0].text;
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
    w: () => selectNext("[data-key=w]", 1),
    W: () => selectNext("[data-key=w]", -1),
    e: () => jump("evidence"),
    t: () => jump("sessions"),
    r: () => jump("links"),
    p: () => jump("profile"),
    // Back to the list of this page, or from a list to the queue.
    q: () => {
      if (press("[data-key=q]")) return true;
      const queue = first("nav a[href='/console/reviews']");
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
    const action = /^[1-9]$/.test(event.key) ? () => press(`[data-reason="${event.key}"]`) : keys[event.key];
    if (action && action()) event.preventDefault();
  });

  for (const button of all("[data-opens]")) {
    button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
  }
  for (const field of all("[data-select]")) {
    field.addEventListener("focus", () => field.select());
  }

  // Reject a file that is too large before it is sent.
  for (const field of all("[data-max-bytes]")) {
    field.addEventListener("change", () => {
      const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.maxBytes) - 65536);
      field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
      field.reportValidity();
    });
  }

  // Send a form only once, however often its button is pressed.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => { for (const form of all("form")) delete form.dataset.sent; });

  // Refresh the counts while the page is visible.
  const live = first("[data-live]");
  if (live) {
    const refresh = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) return;
        const counts = await answer.json();
        for (const element of all("[data-count]")) {
          const count = counts[element.dataset.count];
          if (count !== undefined) element.textContent = count;
        }
      } catch { /* The next attempt may succeed. */ }
    };
    setInterval(refresh, 10000);
  }

  // Refresh a part of the page while a job runs, and reload the page when the job has finished.
  const part = first("[data-refresh]");
  if (part) {
    const refresh = async () => {
      try {
        const answer = document.hidden ? null : await fetch(part.dataset.refresh);
        if (answer && answer.ok && !answer.redirected) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
          part.replaceChildren(...fresh.body.childNodes);
          if (first("[data-finished]", part)) { location.replace(location.pathname); return; }
          const log = first(".log", part);
          if (log) log.scrollTop = log.scrollHeight;
        }
      } catch { /* The next attempt may succeed. */ }
      setTimeout(refresh, 1500);
    };
    setTimeout(refresh, 1500);
  }

  // Renew the claim while someone works on the case.
  const claim = first("form[data-claim]");
  if (claim) {
    let isActive = true;
    for (const kind of ["keydown", "pointerdown", "scroll"]) {
      addEventListener(kind, () => { isActive = true; }, { passive: true });
    }
    setInterval(async () => {
      if (!isActive || document.hidden) return;
      isActive = false;
      try {
        const answer = await fetch(claim.action, { method: "POST", body: new URLSearchParams(new FormData(claim)) });
        if (!answer.ok) document.body.classList.add("claim-lost");
      } catch { /* The next attempt may succeed. */ }
    }, 60000);
  }
})();
