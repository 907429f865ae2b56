// Buttons and keys.

/**
 * @param {Record<string, HTMLElement>} parts @param {Node} root
 * @param {{player: ReturnType<typeof makePlayer>, release: Function, zoom: Function, window: Function}} acts
 * @param {AbortSignal} signal
 */
function attachTools(parts, root, { player, release, zoom, window }, signal) {
  const on = (part, act) => parts[part].addEventListener("click", act, { signal });
  const toggle = () => (player.playing() ? player.stop() : player.start());
  const nudge = (direction) => {
    player.stop();
    const next = player.nudge(direction);
    if (next) release(next);
  };
  on("play", toggle);
  on("back", () => nudge(-1));
  on("forward", () => nudge(1));
  on("loop", () => (parts.loop.ariaPressed = String(parts.loop.ariaPressed !== "true")));
  on("clear", () => release(null));
  on("zoom", () => zoom(padded(window())));
  on("whole", () => zoom(null));
  root.addEventListener(
    "keydown",
    (event) => {
      if (event.key === " " && !event.target.closest("button, select")) {
        event.preventDefault();
        toggle();
      } else if (event.key === "Escape") {
        if (player.playing()) player.stop(true);
        else release(null);
      }
    },
    { signal },
  );
}

/** @returns {{start: number, end: number}|null} the window with room around it, so that its handles can be reached */
function padded(window) {
  if (!window || !Number.isFinite(window.start) || !Number.isFinite(window.end)) return null;
  const room = Math.max(3, Math.ceil((window.end - window.start + 1) * 0.25));
  return { start: window.start - room, end: window.end + room };
}
