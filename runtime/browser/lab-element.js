/**
 * <minivex-lab>: two calls side by side, moved by hand.
 *
 * The state is the string of moves: each change replays the schedule from the start, so Back is a
 * shorter string and an edit is the same string over new code. Moves made before Python is there
 * are kept in the same way, and the first replay has them.
 */

import { LANES, LaneControls } from "./lane-controls.js";
import { LanesResult, spokenLanes } from "./lanes-result.js";
import { SceneQuestion } from "./scene-question.js";
import { SceneView } from "./scene-view.js";

/** @import { PythonClient } from "./client.js" */
/** @import { LineNote } from "./editor.js" */
/** @import { Progress } from "./progress.js" */
/** @import { LabReply, LabRequest, Move } from "./protocol.js" */
/** @import { Asked, Said, Stage } from "./scene-stage.js" */
/** @import { Shared } from "./share-link.js" */

export class LabView extends SceneView {
  /** @param {HTMLElement} host @param {PythonClient} client @param {Progress} progress */
  constructor(host, client, progress) {
    super(host, client, progress, (view) => new LanesStage(view));
  }
}

/** @implements {Stage} */
class LanesStage {
  label = "Two lanes";
  running = "replaying";
  #moves = "";
  /** The moves of the schedule that is shown; a replay that was stopped leaves it as it is. */
  #shownMoves = "";

  /** @param {SceneView} view */
  constructor(view) {
    this.view = view;
    this.controls = new LaneControls({
      onMove: (lane) => this.#play(this.#moves + lane),
      onBack: () => this.#play(this.#moves.slice(0, -1)),
      onRestart: () => this.#play(""),
      onIsolation: () => view.run(),
    });
    this.result = new LanesResult({
      onMove: (move) => this.#pointAt(move),
      goToLine: (line) => view.editor.goToLine(line),
    });
    this.asked = new SceneQuestion({
      host: view.host,
      progress: view.text.progress,
      onOpen: (choice) => this.#answer(choice),
    });
    this.asked.show(Object.keys(this.asked.questions)[0] ?? "");
    this.controls.rest.append(view.link);
    this.parts = [this.asked.element, this.controls.element, ...this.result.parts];
  }

  /** @param {Asked} asked @returns {LabRequest} */
  request({ content, scene, source }) {
    const { isolation } = this.controls;
    return { kind: "lanes", lab: content, scene, source, moves: this.#moves, isolation };
  }

  /** @param {LabReply} reply @param {string} output @returns {Said | null} */
  show(reply, output) {
    if (reply.kind !== "lanes") return null;
    const { error, timeline, verdict } = reply;
    const told = this.asked.tell(reply.answer);
    this.#shownMoves = this.#moves;
    this.result.show(reply, output);
    this.controls.showNext(reply.next, { hasMoved: this.#moves !== "" });
    const states = /** @type {const} */ ({ open: "idle", kept: "passed", broken: "failed" });
    return {
      state: error ? "error" : states[verdict.state],
      spoken: told?.sentence ?? spokenLanes(reply),
      notes: error?.line
        ? [{ line: error.line, kind: "error", text: error.message }]
        : lineNotes(timeline.moves),
    };
  }

  /**
   * After an edit, with the check off, or when more was pressed than there is to do, a lane may end
   * earlier than the moves say. The moves that still apply are kept.
   */
  refused() {
    if (this.#moves === "") return false;
    this.#play(this.#moves.slice(0, -1));
    return true;
  }

  wait() {
    if (this.#moves !== this.#shownMoves) this.result.showWaiting([...this.#moves]);
  }

  stopped() {
    this.#moves = this.#shownMoves;
  }

  /** @param {string} scene */
  begin(scene) {
    this.asked.show(scene);
    this.#moves = "";
    this.#shownMoves = "";
  }

  /** @param {string} sentence @param {"" | "error"} [kind] */
  showEnd(sentence, kind) {
    this.result.showEnd(sentence, kind);
  }

  shared() {
    const { isolation } = this.controls;
    return { moves: this.#moves, isolation, step: this.result.timeline.current };
  }

  /** @param {Shared} shared */
  open(shared) {
    this.asked.show(shared.scene ?? "", { isPassed: true });
    this.#moves = shared.moves ?? "";
    this.#shownMoves = "";
    this.controls.isolation = shared.isolation ?? "serializable";
    return this.#moves ? `It asks for the moves ${[...this.#moves].join(", ")}.` : "";
  }

  /** @param {number} step */
  goTo(step) {
    this.result.timeline.goTo(step);
  }

  /** The moves that answer the question are made; without a guess the reader makes their own. @param {string | null} choice */
  #answer(choice) {
    if (choice === null) {
      this.controls.moves[0].focus({ preventScroll: true });
      return;
    }
    this.controls.isolation = "serializable";
    this.#play(this.asked.question?.moves ?? "");
    this.result.timeline.canvas.focus({ preventScroll: true });
  }

  /** @param {string} moves */
  #play(moves) {
    this.#moves = moves;
    this.view.run();
  }

  /** @param {Move | undefined} move */
  #pointAt(move) {
    if (!move?.line) return;
    const note = /** @type {LineNote} */ ({ line: move.line, kind: `lane-${move.lane}` });
    this.view.editor.showNotes([{ ...note, text: move.text }]);
  }
}

/** Where each lane stands in the learner's text. @param {Move[]} moves @returns {LineNote[]} */
function lineNotes(moves) {
  return LANES.flatMap((lane) => {
    const last = moves.findLast((move) => move.lane === lane);
    if (!last?.line) return [];
    return [{ line: last.line, kind: /** @type {const} */ (`lane-${lane}`), text: last.text }];
  });
}
