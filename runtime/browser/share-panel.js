/**
 * Share: makes a link of what is on screen, and shows what a link brought as somebody else's.
 *
 * What packs and unpacks links comes when there is one.
 */

import { button, html } from "./markup.js";
import { SHARE } from "./share-mark.js";

/** @import { Shared } from "./share-link.js" */

/**
 * A button and the line that it opens, with the link in a field to copy from.
 *
 * @param {object} options
 * @param {() => Shared} options.current what a link made now would hold
 * @param {(sentence: string) => void} options.announce
 */
export function sharePanel({ current, announce }) {
  const field = html("input", {
    class: "fb-share__link",
    readonly: true,
    "aria-label": "Link to this",
  });
  const said = html("span", { class: "fb-share__said" });
  const copy = button("Copy", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      say("Copied.");
    } catch {
      say("The browser did not allow it: the link is selected, so copy it with the keyboard.");
    }
  });
  const line = html("div", { class: "fb-share", hidden: true }, field, copy, said);
  const say = (/** @type {string} */ sentence) => {
    said.textContent = sentence;
    announce(sentence);
  };
  const share = button("Share", async () => {
    line.hidden = false;
    try {
      const { writeLink } = await import("./share-link.js");
      field.value = await writeLink(current(), location.href);
      field.hidden = copy.hidden = false;
      say("The code is in the link, and nowhere else.");
      field.focus();
      field.select();
    } catch (error) {
      field.hidden = copy.hidden = true;
      say(error instanceof Error ? error.message : `No link could be made: ${error}`);
    }
  });
  const offer = (/** @type {string} */ link) => {
    line.hidden = false;
    field.hidden = copy.hidden = false;
    field.value = link;
    say("The browser did not allow it: the link is selected, so copy it with the keyboard.");
    field.focus();
    field.select();
  };
  return { share, line, offer };
}

/**
 * Look for a shared piece of work in the address, now and whenever the part after `#` changes.
 *
 * @param {string} id of the element that asks: another one's link is not for it
 * @param {(shared: Shared) => void} open
 * @param {(sentence: string) => void} refuse
 * @returns {() => void} stop looking
 */
export function onSharedLink(id, open, refuse) {
  const stopped = new AbortController();
  const look = async () => {
    if (!location.hash.startsWith(SHARE)) return;
    try {
      const { readLink } = await import("./share-link.js");
      const shared = await readLink(location.hash);
      if (shared?.id === id && !stopped.signal.aborted) open(shared);
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  };
  window.addEventListener("hashchange", look, { signal: stopped.signal });
  look();
  return () => stopped.abort();
}

/**
 * What stands above somebody else's code.
 *
 * @param {object} options
 * @param {string} options.note what else the link brought
 * @param {{ name: string, act: () => void, isMain?: boolean }[]} options.actions
 */
export function foreignNotice({ note, actions }) {
  return html(
    "div",
    { class: "fb-notice fb-notice--foreign", role: "region", "aria-label": "Shared code" },
    html(
      "p",
      {},
      html("strong", {}, "This code is somebody else's. "),
      `It came with the link you opened. Nothing of it has run, and your own work is as you left it. ${note}`,
    ),
    html(
      "div",
      { class: "fb-bar" },
      ...actions.map(({ name, act, isMain }) =>
        button(name, act, { class: isMain ? "fb-button fb-button--main" : "fb-button" }),
      ),
    ),
  );
}
