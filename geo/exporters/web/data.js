// What the file carries, and the only ways by which its texts reach the page: as text nodes.

/** @param {string} id @returns {any} the plain data of a script element */
function carried(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {unknown} [text] put in as a text node
 */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = String(text);
  return made;
}

const ABOUT = carried("data-about");
const INCIDENTS = carried("data-incidents");
const SHAPES = carried("data-shapes");
const GROUND = carried("data-ground");
const ROLES = { initiator: "Initiator", target: "Target", claimant: "Claimed by", party: "Party" };
const COLOURS = ABOUT.colours;

/** @returns {string} the colour of an incident's class of event */
function colourOf(incident) {
  return COLOURS[ABOUT.classes[incident.event_type]] ?? COLOURS.unspecified;
}

/** @returns {string} what a list calls an incident */
function nameOf(incident) {
  return incident.title ?? [incident.event_type_words, incident.place_name].filter(Boolean).join(", ");
}

/** @returns {string} the days in words */
function daysOf(incident) {
  if (!incident.date_start) return "undated";
  const { date_start: start, date_end: end } = incident;
  return !end || end === start ? start : `${start} to ${end}`;
}

/** @returns {boolean} whether the incident has a place on the map */
function isMapped(incident) {
  return incident.longitude !== null || incident.shape !== null;
}
