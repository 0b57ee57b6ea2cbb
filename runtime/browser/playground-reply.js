/** An answer of the playground's backend, handed to the panels that show a part of it. */

import { sameFiles } from "./playground-modules.js";
import { keptCall } from "./playground-runner.js";

/** @import { PlaygroundView } from "./playground-element.js" */
/** @import { BenchReady } from "./playground-protocol.js" */
/** @import { CallForm } from "./playground-runner.js" */
/** @import { Answer, Op } from "./playground-session.js" */

const STOPPED = "Stopped. What was committed before is kept; the rest has not happened.";
const STOPPED_WATCHING = "Stopped. The live queries are left out until the next push.";

/**
 * @param {PlaygroundView} view @param {BenchReady} reply @param {Op} op @param {CallForm} [call]
 * @returns {"passed" | "failed"} whether what was asked for was refused
 */
export function showReply(view, reply, op, call) {
  const { code, runner, session, side } = view;
  const said = [];
  if (reply.pushed) said.push(code.showPushed(reply));
  if (reply.pushed?.ok && sameFiles(op.files ?? null, code.files))
    session.remember({ draft: null });
  if (reply.call && call) {
    runner.showCall(reply.call, reply.output);
    const kept = keptCall(reply.call, call);
    session.addCall(kept);
    runner.showCalls(session.state.calls);
    said.push(`${kept.path} ${kept.ok ? "returned" : "raised"} ${kept.text}`);
    code.mark(reply.call.error);
  }
  if (reply.fetched) {
    side.showFetched(reply.fetched, reply.output);
    const { response, error } = reply.fetched;
    said.push(response ? `Answered ${response.status}.` : (error?.message ?? ""));
    code.mark(error);
  }
  runner.show(reply.functions);
  if (reply.call) runner.showProblems(reply.call);
  side.show(reply.routes);
  said.push(view.clock.show(reply));
  view.data.show(reply);
  said.push(...view.panes.show(reply.panes));
  view.doors.showProblem(reply.problem);
  view.announce(said.filter(Boolean).join(" "));
  const answers = [reply.pushed, reply.call, reply.changed];
  return answers.some((one) => one?.ok === false) ? "failed" : "passed";
}

/**
 * What is said of a request that has no reply.
 *
 * @param {Exclude<Answer, { kind: "ready" }>} answer @param {boolean} isCautious live queries are left out now
 */
export function endedSentence(answer, isCautious) {
  switch (answer.kind) {
    case "stopped":
      return isCautious ? STOPPED_WATCHING : STOPPED;
    case "crashed":
      return `${answer.message} A fresh Python goes on from the log.`;
    default:
      return `${answer.sentence} Export it as a file, or start over.`;
  }
}
