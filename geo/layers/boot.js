// Loaded first and by a plain script tag: collects faults from the very beginning, and starts the map.
(() => {
  const home = document.currentScript.src.replace(/[^/]*$/, "");
  /** @type {{message: string, at: number}[]} */ const errors = [];
  const main = import(`${home}main.js`); // beside Leaflet, not after it
  let message = null;

  /** @param {string} text */
  function fail(text) {
    errors.push({ message: text, at: performance.now() });
    let box = document.getElementById("atlas-fault");
    if (!box) {
      box = document.body.appendChild(document.createElement("div"));
      box.id = "atlas-fault";
      box.setAttribute("role", "alert");
      Object.assign(box.style, {
        position: "fixed", inset: "auto 12px 12px 12px", zIndex: 9999, padding: "10px 14px", borderRadius: "6px",
        font: "13px system-ui, sans-serif", background: "#7a1f1f", color: "#fff",
      });
    }
    box.textContent = `${text} Reload the page; if that does not help, the server may have stopped.`;
  }

  window.addEventListener("error", (event) => {
    const { target } = event;
    if (target instanceof HTMLScriptElement || target instanceof HTMLLinkElement) {
      fail(`The map could not load ${(target.src || target.href).split("/").pop()}.`);
    } else if (event.message) {
      fail(`The map met a fault: ${event.message}.`);
    }
  }, true);
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason?.name === "AbortError") event.preventDefault(); // a newer filter took its place
    else fail(`The map met a fault: ${event.reason?.message ?? event.reason}.`);
  });

  /** @param {string} hex UTF-8 JSON, two digits a byte: no character of it means anything on its way here */
  function decode(hex) {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  window.incidentAtlas = {
    errors,
    /** Begin on a Leaflet map; what was shown before it began is shown then. */
    attach(map) {
      const sheet = document.head.appendChild(document.createElement("link"));
      Object.assign(sheet, { rel: "stylesheet", href: `${home}map.css` });
      main.then((module) => module.attach(map)).then((atlas) => {
        window.incidentAtlas.view = atlas;
        if (message) atlas.show(message);
      });
    },
    /** Hand over what the page wants shown. */
    show(hex) {
      if (window.feature_group) window.feature_group.length = 0;
      message = decode(hex);
      window.incidentAtlas.view?.show(message);
    },
  };
})();
