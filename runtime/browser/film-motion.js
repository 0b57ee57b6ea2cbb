/**
 * From one picture to the next: what is in both goes from its old place to its new one, what is new appears.
 *
 *     data-key="row:tasks#4"     the same thing in both pictures
 *     data-grow                  it has another size too, such as a range that a scan makes longer
 *     data-pulse                 it swells once when it appears: a write into what was read, a conflict
 *
 * The picture is drawn whole at once; only what the eye follows is late. Whoever wishes for less motion gets none.
 */

const MOTION_MS = 180;
const NEAR = 0.5;

/** @typedef {Map<string, DOMRect>} Places */

/** Where everything stands that has a key. @param {Element} root @returns {Places} */
export function placesIn(root) {
  const origin = root.getBoundingClientRect();
  return new Map(
    keyed(root).map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [keyOf(element), new DOMRect(x - origin.x, y - origin.y, width, height)];
    }),
  );
}

/** @param {Element} root holds the new picture @param {Places} before */
export function moveFrom(root, before) {
  if (before.size === 0) return; // there was no picture
  const after = placesIn(root);
  for (const element of keyed(root)) {
    const [from, to] = [before.get(keyOf(element)), after.get(keyOf(element))];
    const frames = from && to ? path(from, to, "grow" in element.dataset) : entrance(element);
    if (frames) element.animate(frames, { duration: MOTION_MS, easing: "ease-out" });
  }
}

/** @param {Element} root @returns {(HTMLElement | SVGElement)[]} */
function keyed(root) {
  return [...root.querySelectorAll("[data-key]")].map(
    (element) => /** @type {HTMLElement | SVGElement} */ (element),
  );
}

/** @param {HTMLElement | SVGElement} element */
function keyOf({ dataset }) {
  return dataset.key ?? "";
}

/** @param {DOMRect} from @param {DOMRect} to @param {boolean} grows @returns {Keyframe[] | null} null: it stays */
function path(from, to, grows) {
  const scales = grows && to.width > 0 && to.height > 0;
  const [x, y] = scales ? [from.width / to.width, from.height / to.height] : [1, 1];
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  if (Math.abs(dx) + Math.abs(dy) < NEAR && Math.abs(x - 1) + Math.abs(y - 1) < 0.01) return null;
  return [{ transform: `translate(${dx}px, ${dy}px) scale(${x}, ${y})` }, { transform: "none" }];
}

/** @param {HTMLElement | SVGElement} element @returns {Keyframe[]} */
function entrance({ dataset }) {
  const swells = "pulse" in dataset;
  return swells
    ? [{ opacity: 0 }, { opacity: 1, transform: "scale(1.03)" }, { transform: "none" }]
    : [{ opacity: 0 }, { opacity: 1 }];
}
