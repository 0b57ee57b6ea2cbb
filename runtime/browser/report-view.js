/** A report as HTML for people: the verdict, the checks, what failed and why, what to try next. */

import { costView, grouped } from "./budget-view.js";
import { hintText, inlineText } from "./hint-text.js";
import { button, html } from "./markup.js";
import { unreachable } from "./protocol.js";
import { TimelineView } from "./timeline-view.js";
import { verdictName } from "./verdict-name.js";

/** @import { Check, Failure, LearnerError, Report } from "./protocol.js" */

/**
 * @typedef {object} ReportActions
 * @property {(line: number) => void} goToLine
 * @property {(line: number | null, text: string) => void} pointAtLine mark the line of a move
 * @property {(hint: string) => number} [hintsShown] how many steps of it were shown before
 * @property {(hint: string, steps: number) => void} [onHint] another step is shown
 * @property {(view: TimelineView) => void} [onTimeline]
 */

/**
 * The verdict of a report. An error that ended a check is not one that ended the file.
 *
 * @param {Pick<Report, "verdict" | "failure">} report
 */
export function headline({ verdict, failure }) {
  return verdict === "error" && failure ? "Stopped by an error" : verdictName(verdict);
}

/** @param {Check["status"]} status */
export function statusWord(status) {
  switch (status) {
    case "passed":
      return "passed";
    case "failed":
      return "failed";
    case "not-run":
      return "not run";
    default:
      return unreachable(status);
  }
}

/** @param {Check["explored"]} explored @returns {string} such as "all 90 orders" */
export function exploredWords(explored) {
  if (!explored) return "";
  const { orders, run, distinct = run, capped = false, crash_points: points = 0 } = explored;
  if (points > 0) {
    const crashes = points === 1 ? "1 crash point" : `${grouped(points)} crash points`;
    if (orders === 0) return crashes;
    return `${exploredWords({ orders, run, distinct, capped })}, ${crashes}`;
  }
  if (capped) return `${grouped(distinct)} orders run, more exist`;
  if (run >= orders) return orders === 1 ? "the one order" : `all ${grouped(orders)} orders`;
  return `${grouped(run)} of ${grouped(orders)} orders`;
}

/**
 * @param {Report} report
 * @param {ReportActions} actions
 * @returns {HTMLElement}
 */
export function reportView(report, actions) {
  return html(
    "div",
    { class: "fb-report" },
    html(
      "div",
      { class: `fb-banner fb-banner--${report.verdict}` },
      html("strong", { class: "fb-banner__name" }, headline(report)),
      html("span", { class: "fb-banner__summary" }, ...inlineText(report.summary)),
    ),
    report.error ? errorView(report.error, actions, { isSaid: report.failure !== null }) : null,
    report.failure ? failureView(report.failure, report, actions) : null,
    report.checks.length > 0 ? checkList(report.checks) : null,
    costView(report),
  );
}

/** @param {Check[]} checks */
function checkList(checks) {
  const items = checks.map((check) =>
    html(
      "li",
      { class: `fb-check fb-check--${check.status}` },
      html("span", { class: "fb-check__status" }, statusWord(check.status)),
      html("span", { class: "fb-check__title" }, ...inlineText(check.title)),
      check.explored
        ? html("span", { class: "fb-check__explored" }, exploredWords(check.explored))
        : null,
    ),
  );
  return html("ol", { class: "fb-checks", "aria-label": "Checks" }, ...items);
}

/** @param {Failure} failure @param {Report} report @param {ReportActions} actions */
function failureView(failure, report, actions) {
  const check = report.checks.find((one) => one.id === failure.check);
  const body = html(
    "section",
    { class: "fb-failure", "aria-label": "What failed" },
    html("p", { class: "fb-failure__title" }, ...inlineText(check?.title ?? failure.check)),
    messageView(failure.message, actions),
  );
  if (failure.timeline) {
    const view = new TimelineView({
      onMove: (move) => actions.pointAtLine(move?.line ?? null, move?.text ?? ""),
    });
    body.append(view.element);
    view.show(failure.timeline);
    actions.onTimeline?.(view);
  }
  const { witness } = failure;
  if (witness) body.append(html("p", { class: "fb-witness" }, ...inlineText(witness.sentence)));
  if (failure.hint && failure.hint.steps.length > 0) body.append(hintSteps(failure.hint, actions));
  return body;
}

/**
 * A message, in which "line 12" is a button that goes there.
 *
 * @param {string} message
 * @param {ReportActions} actions
 */
function messageView(message, actions) {
  const body = html("div", { class: "fb-message" });
  for (const paragraph of message.split("\n")) {
    const line = html("p", {});
    let at = 0;
    for (const match of paragraph.matchAll(/\bline (\d+)\b/g)) {
      line.append(...inlineText(paragraph.slice(at, match.index)));
      line.append(lineButton(Number(match[1]), actions));
      at = match.index + match[0].length;
    }
    line.append(...inlineText(paragraph.slice(at)));
    body.append(line);
  }
  return body;
}

/** @param {number} line @param {ReportActions} actions */
function lineButton(line, actions) {
  return button(`line ${line}`, () => actions.goToLine(line), { class: "fb-line-link" });
}

/**
 * One step at a time: the next one is asked for. What was shown for an earlier attempt is there again.
 *
 * @param {{ id: string, steps: string[] }} hint
 * @param {ReportActions} actions
 */
function hintSteps({ id, steps }, { hintsShown = () => 0, onHint = () => {} }) {
  const shown = html("ol", { class: "fb-hints__steps" });
  let count = 0;
  const add = () => {
    const item = html("li", { tabindex: -1 }, hintText(steps[count]));
    shown.append(item);
    count += 1;
    more.textContent = `Show hint ${count + 1} of ${steps.length}`;
    if (count === steps.length) more.remove();
    return item;
  };
  const more = button("Show a hint", () => {
    add().focus();
    onHint(id, count);
  });
  const body = html("div", { class: "fb-hints" }, shown, more);
  for (const before = Math.min(hintsShown(id), steps.length); count < before; ) add();
  return body;
}

/**
 * @param {LearnerError} error
 * @param {ReportActions} actions
 * @param {{ isSaid?: boolean }} [options] isSaid: what failed says the message already
 */
export function errorView(error, actions, { isSaid = false } = {}) {
  return html(
    "section",
    { class: "fb-error", "aria-label": "Error" },
    html(
      "p",
      { class: "fb-error__line" },
      html("code", {}, error.type),
      error.line === null ? null : " in ",
      error.line === null ? null : lineButton(error.line, actions),
    ),
    isSaid ? null : messageView(error.message, actions),
    error.traceback
      ? html(
          "details",
          {},
          html("summary", {}, "Traceback"),
          html("pre", { tabindex: 0, role: "region", "aria-label": "Traceback" }, error.traceback),
        )
      : null,
  );
}

/** @param {string} output */
export function outputView(output) {
  return html(
    "section",
    { class: "fb-output", "aria-label": "Output" },
    html("p", { class: "fb-output__title" }, "Output"),
    html("pre", { tabindex: 0, role: "region", "aria-label": "What was printed" }, output),
  );
}

/** One sentence for the live region. @param {Report} report */
export function announcement(report) {
  const failed = report.checks.find((check) => check.status === "failed");
  const which = failed ? ` Failed: ${failed.title}.` : "";
  return `${headline(report)}. ${report.summary}${which}`;
}
