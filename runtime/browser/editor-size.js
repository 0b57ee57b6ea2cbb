/** How large code is in the editors: two buttons, kept in the browser, the same in all of them. */

import { button, html, setEnabled } from "./markup.js";

const KEY = "fieldbook:code-size";
/** Of the page's text, in rem; the middle one is what the page has without a choice. */
const SIZES = [0.6, 0.65, 0.7, 0.8, 0.9, 1.05, 1.2];
const USUAL = 2;

/** @type {Map<HTMLElement, () => void>} the editors' buttons, and what to do when the size has changed */
const shown = new Map();
let size = USUAL;

/** What a browser says of a store that it blocks is that there is none. @returns {Storage | null} */
function store() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

function read() {
  const kept = Number.parseInt(store()?.getItem(KEY) ?? "", 10);
  set(SIZES[kept] === undefined ? USUAL : kept);
}

/** @param {number} next */
function set(next) {
  size = next;
  document.documentElement.style.setProperty("--fb-code-size", `${SIZES[size]}rem`);
  for (const [buttons, refresh] of shown) {
    if (buttons.isConnected) refresh();
    else shown.delete(buttons); // its page was left
  }
}

/** @param {number} by */
function change(by) {
  set(Math.min(Math.max(size + by, 0), SIZES.length - 1));
  try {
    store()?.setItem(KEY, String(size));
  } catch {} // it lasts until the page closes
}

/** @param {() => void} onChange the code has another size now @returns {HTMLElement} */
export function sizeButtons(onChange) {
  const said = html("span", { class: "fb-live", "aria-live": "polite" });
  const refresh = () => {
    setEnabled(smaller, size > 0);
    setEnabled(larger, size < SIZES.length - 1);
    onChange();
  };
  const press = (/** @type {number} */ by) => {
    shown.set(element, refresh);
    change(by);
    said.textContent = `Code size ${size + 1} of ${SIZES.length}.`;
  };
  const smaller = button("A−", () => press(-1), {
    class: "fb-size",
    "aria-label": "A−, smaller code",
  });
  const larger = button("A+", () => press(1), {
    class: "fb-size",
    "aria-label": "A+, larger code",
  });
  const element = html("span", { class: "fb-sizes" }, smaller, larger, said);
  read();
  setEnabled(smaller, size > 0);
  setEnabled(larger, size < SIZES.length - 1);
  shown.set(element, refresh);
  return element;
}

globalThis.window?.addEventListener("storage", ({ key }) => {
  if (key === KEY) read();
});
