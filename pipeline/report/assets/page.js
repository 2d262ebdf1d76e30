"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words } = data.locale;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  // Charts. Expressions are interpreted, so that the page needs no right to evaluate code.
  const views = {};
  const drawn = all("[data-chart]").map(async (plot) => {
    const name = plot.dataset.chart;
    try {
      const made = await vegaEmbed(plot, data.charts[name], {
        mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
        logLevel: 1, formatLocale: data.locale.number, timeFormatLocale: data.locale.time,
      });
      views[name] = made.view;
      plot.dataset.drawn = "yes";
    } catch (error) {
      plot.textContent = words.failed;
      console.error(name, error);
    }
  });

  // Links to a sentence or a card open whatever is folded around it.
  const reveal = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") node.open = true;
    }
    // A text opens itself, a card the sentences that it was made from.
    const inside = target.matches(".text, .card, .places li") && target.querySelector("details");
    if (inside) inside.open = true;
    target.scrollIntoView({ block: /^s-/.test(id) ? "center" : "start" });
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  };
  const hash = () => decodeURIComponent(location.hash.slice(1));
  addEventListener("hashchange", () => reveal(hash()));
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) reveal(hash());
  });
  if (location.hash) Promise.all(drawn).then(() => reveal(hash()));

  // The sentence behind a figure, shown while one points at it.
  const peek = document.createElement("div");
  peek.className = "peek";
  peek.hidden = true;
  peek.setAttribute("aria-hidden", "true");
  document.body.append(peek);
  const show = (event) => {
    const link = event.target.closest?.("a.fig[href^='#s-'], a.src[href^='#s-']");
    const sentence = link && document.getElementById(link.getAttribute("href").slice(1));
    peek.hidden = !sentence;
    if (!sentence) return;
    const said = sentence.textContent.trim();
    peek.textContent = said.length > 400 ? `${said.slice(0, 400)}…` : said;
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, innerWidth - peek.offsetWidth - 12);
    const below = box.bottom + peek.offsetHeight + 12 < innerHeight;
    peek.style.left = `${Math.max(8, left) + scrollX}px`;
    peek.style.top = `${(below ? box.bottom + 6 : box.top - peek.offsetHeight - 6) + scrollY}px`;
  };
  if (matchMedia("(hover: hover)").matches) {
    addEventListener("mouseover", show);
    addEventListener("focusin", show);
    addEventListener("keydown", (event) => { if (event.key === "Escape") peek.hidden = true; });
  }

  // Mentions shown in the texts.
  all("[data-label]").forEach((box) => {
    const apply = () => document.body.classList.toggle(`no-${box.dataset.label}`, !box.checked);
    box.addEventListener("change", apply);
    apply();
  });
  all("[data-open]").forEach((button) => button.addEventListener("click", () => {
    all(".text > details, .group").forEach((text) => { text.open = button.dataset.open === "true"; });
  }));

  // Search.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();
  const index = data.index.map((entry) => ({ ...entry, key: fold(`${entry.n} ${entry.o}`) }));
  const input = document.getElementById("search");
  const results = document.getElementById("results");
  const search = () => {
    const query = fold(input.value.trim());
    results.replaceChildren();
    results.hidden = !query;
    const said = document.getElementById("results-said");
    if (!query) { said.textContent = ""; return; }
    const rank = (entry) => {
      const at = entry.key.indexOf(query);
      return at < 0 ? 2 : at === 0 || /[\s'(-]/.test(entry.key[at - 1]) ? 0 : 1;
    };
    const found = index.map((entry) => [rank(entry), entry]).filter(([r]) => r < 2)
      .sort(([a, x], [b, y]) => a - b || y.m - x.m);
    for (const [, entry] of found.slice(0, 12)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const kind = document.createElement("span");
      link.href = `#${entry.a}`;
      link.textContent = entry.n;
      kind.textContent = `${words[entry.g]} · ${entry.m}`;
      link.append(kind);
      item.append(link);
      results.append(item);
    }
    if (!found.length) {
      const item = document.createElement("li");
      item.className = "none";
      item.textContent = words.nothing;
      results.append(item);
    }
    said.textContent = found.length
      ? `${found.length} ${found.length > 1 ? words.results : words.result}` : words.nothing;
  };
  const close = () => { input.value = ""; search(); };
  if (input) {
    input.addEventListener("input", search);
    input.parentElement.addEventListener("keydown", (event) => {
      const links = all("a", results);
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { close(); input.focus(); }
      else if (event.key === "ArrowDown") { links[Math.min(at + 1, links.length - 1)]?.focus(); }
      else if (event.key === "ArrowUp") { (links[at - 1] || input).focus(); }
      else if (event.key === "Enter" && at < 0) { links[0]?.click(); }
      else return;
      event.preventDefault();
    });
    results.addEventListener("click", (event) => {
      if (event.target.closest("a")) setTimeout(close, 0);
    });
    addEventListener("click", (event) => {
      if (!input.parentElement.contains(event.target)) results.hidden = true;
    });
  }

  // The map: zoom, move, filter through the chart's parameters.
  Promise.all(drawn).then(() => {
    const map = views.map;
    if (!map) return;
    const plot = document.getElementById("chart-map");
    const home = { zoom: 1, lon: map.signal("lon"), lat: map.signal("lat") };
    const set = (values) => {
      for (const [name, value] of Object.entries(values)) map.signal(name, value);
      map.runAsync();
    };
    const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
    const move = (zoom, east, north) => set({
      zoom: clamp(map.signal("zoom") * zoom, 0.08, 60),
      lon: clamp(map.signal("lon") + east / map.signal("zoom"), -180, 180),
      lat: clamp(map.signal("lat") + north / map.signal("zoom"), -60, 75),
    });
    const moves = {
      in: () => move(1.6, 0, 0), out: () => move(1 / 1.6, 0, 0),
      left: () => move(1, -8, 0), right: () => move(1, 8, 0),
      up: () => move(1, 0, 5), down: () => move(1, 0, -5),
      reset: () => set(home), world: () => set({ zoom: 0.16, lon: 10, lat: 25 }),
    };
    all("[data-move]").forEach((button) =>
      button.addEventListener("click", () => moves[button.dataset.move]()));
    all("[data-param]").forEach((select) => {
      const apply = () => set({ [select.dataset.param]: select.value });
      select.addEventListener("change", apply);
      if (select.value) apply();
    });
    // Degrees that a pixel covers, from the scale that the map is drawn at.
    const degrees = () => 43.5 / (map.signal("zoom") * Math.min(plot.clientWidth, plot.clientHeight * 1.9));
    let from = null;
    let moved = 0;
    plot.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && event.button === 0) { from = event; moved = 0; }
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [event.clientX - from.clientX, event.clientY - from.clientY];
      moved += Math.abs(x) + Math.abs(y);
      plot.classList.toggle("drag", moved > 4);
      const zoom = map.signal("zoom");
      move(1, -x * degrees() * zoom, y * degrees() * zoom);
      from = event;
    });
    addEventListener("pointerup", () => { from = null; plot.classList.remove("drag"); });
    plot.addEventListener("click", (event) => { if (moved > 4) event.stopPropagation(); }, true);
    plot.addEventListener("dblclick", () => move(1.6, 0, 0));
    plot.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      move(event.deltaY < 0 ? 1.15 : 1 / 1.15, 0, 0);
    }, { passive: false });
  });

  // What is folded is printed too, the texts while they are few.
  let folded = [];
  addEventListener("beforeprint", () => {
    const few = all(".text").length <= 20;
    folded = all("details:not([open])").filter((d) => few || !d.closest(".text"));
    folded.forEach((d) => { d.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((d) => { d.open = false; }));

  // The section that one reads, in the navigation.
  const links = new Map(all(".top nav a[href^='#']").map((a) => [a.hash.slice(1), a]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      links.forEach((a) => a.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -75% 0px" });
  all("main > section[id]").forEach((section) => watch.observe(section));
  Promise.all(drawn).then(() => { document.documentElement.dataset.ready = "yes"; });
})();
