/**
 * Every message between the page, the sandbox frame and the worker, and the lab kit's JSON.
 *
 *     page ──FrameRequest──▶ frame ──WorkerRequest──▶ worker ──JSON──▶ labkit.entry
 *     page ◀──FrameReply──── frame ◀──WorkerReply──── worker ◀──JSON──
 *
 * A run carries a nonce chosen by the page. Learner code does not know it, so what a run left
 * behind cannot speak for a later one.
 */

/**
 * What the frame needs once, all of it bytes or text: it has no network.
 * @typedef {object} RuntimeFiles
 * @property {ArrayBuffer} wasm the interpreter
 * @property {ArrayBuffer} core standard library, bytecode
 * @property {ArrayBuffer} engine minivex, labkit, worker seam
 * @property {ArrayBuffer} worker the worker's script
 */

/**
 * Page to frame. A run that `isGraded` gets a Python in which nothing ran before. A `ping` asks whether
 * the frame is still there.
 * @typedef {{ kind: "boot", files: RuntimeFiles, snapshot: ArrayBuffer | null, keepSpare: boolean }
 *   | { kind: "library", bytes: ArrayBuffer }
 *   | { kind: "run", nonce: string, request: string, isGraded: boolean }
 *   | { kind: "stop", nonce: string }
 *   | { kind: "ping" }} FrameRequest
 */

/**
 * Frame to page.
 * @typedef {{ kind: "phase", phase: Phase }
 *   | { kind: "ready", canPause: boolean }
 *   | { kind: "broken", message: string }
 *   | { kind: "pong" }
 *   | SnapshotMessage
 *   | RunMessage} FrameReply
 *
 * @typedef {"compiling" | "starting" | "restarting"} Phase
 */

/**
 * What a run says, whoever passes it on. After `reply`, `stopped` or `crashed` it says no more.
 * @typedef {{ kind: "output", nonce: string, text: string }
 *   | { kind: "progress", nonce: string, progress: string }
 *   | { kind: "reply", nonce: string, reply: string }
 *   | { kind: "stopped", nonce: string }
 *   | { kind: "crashed", nonce: string, message: string }} RunMessage
 */

/**
 * The memory of a Python in which nothing ran, to start others from; null: the one that was given
 * is of no use. Made in this browser and kept by it, so it costs no download.
 * @typedef {{ kind: "snapshot", bytes: ArrayBuffer | null }} SnapshotMessage
 */

/**
 * Frame to worker.
 * @typedef {{ kind: "start", module: WebAssembly.Module, core: ArrayBuffer, engine: ArrayBuffer,
 *     library: ArrayBuffer | null, snapshot: ArrayBuffer | null, makesSnapshot: boolean }
 *   | { kind: "library", bytes: ArrayBuffer }
 *   | { kind: "run", nonce: string, request: string }
 *   | { kind: "stop", nonce: string }} WorkerRequest
 */

/**
 * Worker to frame.
 * @typedef {{ kind: "started", canPause: boolean }
 *   | { kind: "broken", message: string }
 *   | SnapshotMessage
 *   | RunMessage} WorkerReply
 */

/**
 * The lab kit's requests and replies.
 * @typedef {{ id: string, files: Record<string, string> }} Content
 *
 * @typedef {"serializable" | "snapshot" | "none"} Isolation
 *
 * @typedef {{ kind: "grade", exercise: Content, source: string }
 *   | { kind: "run", exercise: Content, source: string }
 *   | { kind: "cell", module: string, source: string }
 *   | { kind: "predict", exercise: Content, source: string }
 *   | { kind: "replay", exercise: Content, source: string }
 *   | { kind: "lanes", lab: Content, scene: string, source: string, moves: string,
 *       isolation: Isolation }
 *   | { kind: "visual", lab: Content, scene: string, source: string, settings: SettingValues }
 *   | { kind: "workbench", session: string, op: string, source: string, [name: string]: unknown }} LabRequest
 *
 * @typedef {{ kind: "graded", report: Report }} Graded
 * @typedef {{ kind: "ran", output: string, value: string, error: LearnerError | null }} Ran
 * @typedef {{ kind: "lanes", timeline: Timeline, next: Record<string, string | null>,
 *   verdict: LanesVerdict, documents: ShownDocument[], error: LearnerError | null,
 *   answer: Answer | null }} Lanes
 * @typedef {{ kind: "visual" } & Film} Visual
 * @typedef {{ kind: "predicted", answer: string, timeline: Timeline | null }} Predicted
 * @typedef {{ timeline: Timeline, sentence: string | null }} Played sentence: what is wrong at its end
 * @typedef {{ kind: "replayed", off: Played | null, on: Played | null, orders: number,
 *   error: LearnerError | null }} Replayed
 * @typedef {{ kind: "refused", message: string }} Refused
 * @typedef {Graded | Ran | Lanes | Visual | Predicted | Replayed | Refused} LabReply
 *
 * @typedef {{ state: "open" | "kept" | "broken", sentence: string }} LanesVerdict
 * @typedef {{ kind: "progress", done: number, total: number, label: string }} LabProgress
 */

/**
 * A visual lab: one run as frames.
 * @typedef {Record<string, string | number | boolean>} SettingValues by the id of the setting
 *
 * @typedef {object} Setting
 * @property {string} id
 * @property {string} label
 * @property {"choice" | "range" | "switch"} kind
 * @property {string | number | boolean} default
 * @property {{ value: string, text: string }[]} [choices]
 * @property {number} [min]
 * @property {number} [max]
 *
 * @typedef {object} Frame
 * @property {string} title a sentence: what happens in this step
 * @property {number | null} line
 * @property {any} picture what the view draws
 * @property {{ caption: string, columns: string[], rows: string[][] }} table the same in words
 * @property {string | null} broken the sentence that does not hold any more
 *
 * What a scene asks before it shows anything: one of `options`, or a number up to `most`.
 * @typedef {object} Question
 * @property {string} question
 * @property {string[]} [options]
 * @property {number} [most]
 * @property {string} [unit] of the number
 * @property {string} because
 * @property {string} [moves] of lanes, that answer it
 *
 * @typedef {{ step: number, text: string }} Answer what the run said to it, and the step that shows it
 *
 * @typedef {object} Film
 * @property {string} view
 * @property {Frame[]} frames
 * @property {LanesVerdict} verdict
 * @property {Record<string, number>} highest of ranges, in this run
 * @property {Answer | null} answer to the scene's question
 * @property {string} output
 * @property {LearnerError | null} error
 */

/**
 * @typedef {{ type: string, message: string, line: number | null, traceback: string }} LearnerError
 *
 * @typedef {"right" | "unsafe" | "costly" | "wrong" | "error"} Verdict
 *
 * @typedef {object} Check
 * @property {string} id
 * @property {string} title
 * @property {"passed" | "failed" | "not-run"} status
 * @property {string} message
 * @property {{ orders: number, run: number, distinct?: number, capped?: boolean,
 *   crash_points?: number, crash_runs?: number } | null} explored
 *
 * @typedef {object} Failure
 * @property {string} check
 * @property {string} message
 * @property {{ id: string, steps: string[] } | null} hint
 * @property {Timeline | null} timeline
 * @property {string | null} [schedule] the order's id
 * @property {{ sentence: string } | null} [witness] why no sequence of the calls explains it, or which does
 *
 * @typedef {object} Report
 * @property {string} exercise
 * @property {string} version
 * @property {Verdict} verdict
 * @property {string} summary
 * @property {Check[]} checks
 * @property {Failure | null} failure
 * @property {LearnerError | null} error
 * @property {string} output
 * @property {Record<string, number | string>} meters
 * @property {Budget[]} [budgets] meters that are judged
 *
 * @typedef {object} Budget
 * @property {string} meter such as "documents read"
 * @property {string} subject of what; may be ""
 * @property {string} formula in the size of the answer
 * @property {number} limit
 * @property {number} actual
 * @property {boolean} met
 * @property {string} text "rows + 1 = 11, read 12"
 * @property {Usage | null} usage of the call that was measured
 *
 * @typedef {object} Usage
 * @property {string} call
 * @property {Record<string, number>} meters
 * @property {Read[]} reads
 * @property {number} more_reads ranges that are not among `reads`
 * @property {string[]} surface a sentence for each range: what would make the call run again
 */

/**
 * @typedef {object} Lane
 * @property {string} id one letter
 * @property {string} path
 * @property {string} title
 * @property {number} attempts
 * @property {{ status: "open" | "returned" | "raised", text: string }} outcome
 *
 * @typedef {{ index: string, range: string, documents: number }} Read
 * @typedef {{ op: string, document: string, text: string }} Write
 * @typedef {{ index: string, range: string, document: string, writer: string,
 *   version: number }} Conflict
 *
 * @typedef {object} Move
 * @property {number} n
 * @property {string} lane
 * @property {number} attempt
 * @property {"begin" | "step" | "commit" | "conflict" | "crash" | "restart" | "wait"} kind
 * @property {string} label
 * @property {string} text
 * @property {number | null} line
 * @property {number | null} version
 * @property {Read[]} reads
 * @property {Write[]} writes
 * @property {Conflict | null} conflict
 *
 * @typedef {{ table: string, name: string, fields: Record<string, string> }} ShownDocument
 *
 * @typedef {object} Timeline
 * @property {string} schedule
 * @property {Isolation} isolation
 * @property {Lane[]} lanes
 * @property {Move[]} moves
 * @property {{ before: ShownDocument[], after: ShownDocument[] }} documents
 */

/**
 * Reached only when a union has grown and a switch has not; the type check finds it first.
 * @param {never} value
 * @returns {never}
 */
export function unreachable(value) {
  throw new Error(`No case for ${JSON.stringify(value)}`);
}
