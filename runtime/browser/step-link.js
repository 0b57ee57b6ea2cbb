/** A button that copies a link to what is shown: an address to read, or all of the code where it was edited. */

import { button } from "./markup.js";
import { writePlace } from "./place-link.js";

/** @import { Shared } from "./share-link.js" */

const SHOWN_MS = 2_000;

/**
 * @param {object} options
 * @param {() => Shared} options.current what is shown
 * @param {() => boolean} options.isStarter whether its code is what the scene begins with
 * @param {(link: string) => void} options.offer where the browser lets no page copy
 * @param {(sentence: string) => void} options.announce
 */
export function stepLink({ current, isStarter, offer, announce }) {
  const copy = button("Copy link", async () => {
    const shared = current();
    const link = isStarter()
      ? writePlace({ ...shared, settings: shared.settings ?? {} }, location.href)
      : await import("./share-link.js")
          .then(({ writeLink }) => writeLink(shared, location.href))
          .catch((error) => announce(error.message));
    if (!link) return;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      offer(link);
      return;
    }
    copy.textContent = "Copied";
    announce(isStarter() ? "Link copied." : "Link copied, with your code in it.");
    setTimeout(() => {
      copy.textContent = "Copy link";
    }, SHOWN_MS);
  });
  return copy;
}
