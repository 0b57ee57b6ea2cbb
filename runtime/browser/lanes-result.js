/** What a replay showed: an error or an end, the verdict, the timeline and the documents. */

import { documentTables } from "./document-view.js";
import { html } from "./markup.js";
import { errorView, outputView } from "./report-view.js";
import { TimelineView } from "./timeline-view.js";

/** @import { Lanes, Move } from "./protocol.js" */

export class LanesResult {
  /**
   * @param {{ onMove: (move: Move | undefined) => void, goToLine: (line: number) => void }} actions
   */
  constructor({ onMove, goToLine }) {
    this.goToLine = goToLine;
    this.trouble = html("div", { class: "fb-trouble" });
    this.verdict = html("p", { class: "fb-verdict", "data-verdict": "open" });
    this.timeline = new TimelineView({ onMove });
    this.documents = html("div", { class: "fb-documents" });
    this.parts = [this.trouble, this.verdict, this.timeline.element, this.documents];
  }

  /** @param {Lanes} lanes @param {string} output */
  show({ timeline, verdict, documents, error }, output) {
    const { goToLine } = this;
    this.trouble.replaceChildren(
      ...(error ? [errorView(error, { goToLine, pointAtLine: () => {} })] : []),
      ...(output ? [outputView(output)] : []),
    );
    this.verdict.dataset.verdict = verdict.state;
    this.verdict.textContent = verdict.sentence;
    this.timeline.show(timeline);
    this.documents.replaceChildren(...documentTables(documents, timeline.documents?.before ?? []));
  }

  /** Moves were made that Python is not there to play. @param {string[]} moves */
  showWaiting(moves) {
    this.trouble.replaceChildren();
    this.verdict.dataset.verdict = "open";
    this.verdict.textContent = `Python is on its way. It will play: ${moves.join(", ")}.`;
  }

  /** Say why there is nothing new to show. @param {string} sentence @param {"" | "error"} kind */
  showEnd(sentence, kind = "") {
    if (!this.timeline.hasTimeline) this.verdict.textContent = "";
    const look = kind ? `fb-lab__ended fb-lab__ended--${kind}` : "fb-lab__ended";
    this.trouble.replaceChildren(html("p", { class: look }, sentence));
  }
}

/** One sentence for a screen reader. @param {Lanes} lanes @returns {string} */
export function spokenLanes({ timeline, verdict, error }) {
  if (error) return `Error: ${error.message}`;
  const last = timeline.moves.at(-1);
  return `${last ? `${last.lane}: ${last.text} ` : ""}${verdict.sentence}`;
}
