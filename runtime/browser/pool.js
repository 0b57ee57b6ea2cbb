/**
 * One Python that answers and one that waits to take over, whatever learner code does to the first.
 *
 *     stop ──▶ the worker ends its run by itself, within a tick
 *       └─ grace passed, or no way to pause ──▶ the worker is ended, the spare takes its place
 *     graded run ──▶ in a Python where nothing ran before, and nothing runs after
 *
 * Learner code can change anything in its Python: a builtin, the engine, the grader. So what one
 * run left behind must not be there when another one is graded.
 */

import { unreachable } from "./protocol.js";

/** @import { FrameReply, FrameRequest, RunMessage, RuntimeFiles, WorkerReply, WorkerRequest } from "./protocol.js" */

/**
 * How long a stopped run may take to end by itself. Only one long native call (such as
 * 10**10**8) needs longer than a tick, and waiting is no use to it; without a ready spare the
 * wait is worth more, because starting Python again takes most of a second.
 */
const GRACE_WITH_SPARE_MS = 200;
const GRACE_WITHOUT_SPARE_MS = 1_000;

/**
 * @typedef {object} Interpreter
 * @property {Worker} worker
 * @property {boolean} hasStarted
 * @property {boolean} canPause
 * @property {boolean} isUsed whether learner code has run in it
 * @property {boolean} isFromSnapshot
 */

export class Pool {
  /** @type {RuntimeFiles | undefined} */
  #files;
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {ArrayBuffer | null} */
  #library = null;
  /** @type {ArrayBuffer | null} */
  #snapshot = null;
  #wantsSnapshot = true;
  #scriptUrl = "";
  #keepSpare = true;
  /** @type {Interpreter | undefined} */
  #current;
  /** @type {Interpreter | undefined} */
  #spare;
  /** @type {{ nonce: string, request: string, isGraded: boolean } | undefined} under way, or waits */
  #run;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #grace;

  /**
   * @param {MessagePort} port to the page
   * @param {(scriptUrl: string) => Worker} startWorker
   */
  constructor(port, startWorker) {
    this.port = port;
    this.startWorker = startWorker;
    port.onmessage = (event) => this.#onRequest(event.data);
  }

  /** @param {FrameReply} reply @param {Transferable[]} [transfer] */
  #tell(reply, transfer = []) {
    this.port.postMessage(reply, transfer);
  }

  /** @param {FrameRequest} request */
  #onRequest(request) {
    switch (request.kind) {
      case "boot":
        this.#boot(request).catch((error) =>
          this.#tell({ kind: "broken", message: String(error) }),
        );
        break;
      case "library":
        this.#library = request.bytes;
        for (const one of [this.#current, this.#spare]) {
          // One that has not started yet may or may not have been given it; twice does no harm.
          if (one) send(one, { kind: "library", bytes: request.bytes });
        }
        break;
      case "run":
        this.#run = request;
        if (request.isGraded && this.#current?.isUsed) this.#replaceCurrent();
        else if (this.#current?.hasStarted) this.#sendRun(this.#current);
        break;
      case "stop":
        this.#stop(request.nonce);
        break;
      case "ping":
        this.#tell({ kind: "pong" });
        break;
      default:
        unreachable(request);
    }
  }

  /** @param {Extract<FrameRequest, { kind: "boot" }>} request */
  async #boot({ files, snapshot, keepSpare }) {
    this.#files = files;
    this.#snapshot = snapshot;
    this.#keepSpare = keepSpare;
    this.#wantsSnapshot = keepSpare; // it takes memory for a moment, and the spare to make it
    this.#scriptUrl = URL.createObjectURL(new Blob([files.worker], { type: "text/javascript" }));
    this.#tell({ kind: "phase", phase: "compiling" });
    this.#module = await WebAssembly.compile(files.wasm);
    files.wasm = new ArrayBuffer(0); // 9 MB that nothing needs any more
    this.#tell({ kind: "phase", phase: "starting" });
    this.#current = this.#startInterpreter();
  }

  /** @returns {Interpreter} */
  #startInterpreter() {
    if (!this.#files || !this.#module) throw new Error("The sandbox has not been booted");
    const worker = this.startWorker(this.#scriptUrl);
    const snapshot = this.#snapshot;
    // Never by the first: its learner waits, and the spare has time.
    const makesSnapshot = !snapshot && this.#wantsSnapshot && this.#current !== undefined;
    if (makesSnapshot) this.#wantsSnapshot = false;
    const isFromSnapshot = snapshot !== null;
    const one = { worker, hasStarted: false, canPause: false, isUsed: false, isFromSnapshot };
    worker.onmessage = (event) => this.#onReply(one, event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#onLost(one, event.message || "the worker did not start");
    };
    const { core, engine } = this.#files;
    const [module, library] = [this.#module, this.#library];
    send(one, { kind: "start", module, core, engine, library, snapshot, makesSnapshot });
    return one;
  }

  /** @param {Interpreter} from @param {WorkerReply} reply */
  #onReply(from, reply) {
    switch (reply.kind) {
      case "started":
        from.hasStarted = true;
        from.canPause = reply.canPause;
        if (from === this.#current) this.#onCurrentReady();
        break;
      case "broken":
        this.#onLost(from, reply.message);
        break;
      case "snapshot":
        // From one in which a learner's code has run it could hold anything.
        if (reply.bytes && !from.isUsed) {
          this.#snapshot = reply.bytes;
          const copy = reply.bytes.slice();
          this.#tell({ kind: "snapshot", bytes: copy }, [copy]);
        }
        break;
      case "output":
        if (this.#isOfThisRun(from, reply)) this.#tell(reply);
        break;
      case "progress":
        if (this.#isOfThisRun(from, reply) && isJson(reply.progress)) this.#tell(reply);
        break;
      case "reply":
        if (!this.#isOfThisRun(from, reply)) break;
        if (isJson(reply.reply)) this.#endRunCleanly(reply);
        else this.#onLost(from, "its memory was damaged");
        break;
      case "stopped":
        if (this.#isOfThisRun(from, reply)) this.#endRunCleanly(reply);
        break;
      case "crashed":
        if (this.#isOfThisRun(from, reply)) {
          this.#endRun(reply);
          this.#replaceCurrent();
        }
        break;
      default:
        unreachable(reply);
    }
  }

  /** @param {Interpreter} from @param {RunMessage} message */
  #isOfThisRun(from, message) {
    return from === this.#current && message.nonce === this.#run?.nonce;
  }

  #onCurrentReady() {
    if (!this.#current) return;
    this.#tell({ kind: "ready", canPause: this.#current.canPause });
    if (this.#run) this.#sendRun(this.#current);
    if (this.#keepSpare && !this.#spare) this.#spare = this.#startInterpreter();
  }

  /** @param {Interpreter} to */
  #sendRun(to) {
    if (!this.#run) return;
    const { nonce, request } = this.#run;
    to.isUsed = true;
    send(to, { kind: "run", nonce, request });
  }

  /**
   * A graded run leaves its Python behind at once, so that the next one finds a Python ready.
   *
   * @param {RunMessage} message
   */
  #endRunCleanly(message) {
    const wasGraded = this.#run?.isGraded;
    this.#endRun(message);
    if (wasGraded) this.#replaceCurrent();
  }

  /** @param {RunMessage} message */
  #endRun(message) {
    clearTimeout(this.#grace);
    this.#run = undefined;
    this.#tell(message);
  }

  /** @param {string} nonce */
  #stop(nonce) {
    if (this.#run?.nonce !== nonce || !this.#current) return;
    if (!this.#current.hasStarted) {
      this.#endRun({ kind: "stopped", nonce }); // it waited for Python to start
      return;
    }
    const end = () => {
      if (this.#run?.nonce !== nonce) return;
      this.#endRun({ kind: "stopped", nonce });
      this.#replaceCurrent();
    };
    if (!this.#current.canPause) {
      end();
      return;
    }
    send(this.#current, { kind: "stop", nonce });
    clearTimeout(this.#grace);
    this.#grace = setTimeout(
      end,
      this.#spare?.hasStarted ? GRACE_WITH_SPARE_MS : GRACE_WITHOUT_SPARE_MS,
    );
  }

  /** @param {Interpreter} lost @param {string} message */
  #onLost(lost, message) {
    lost.worker.terminate();
    if (lost.isFromSnapshot && !lost.hasStarted) {
      this.#startWithoutSnapshot(lost);
      return;
    }
    if (lost === this.#spare) {
      this.#spare = undefined; // not tried again: probably short of memory
      this.#keepSpare = false;
      return;
    }
    if (lost !== this.#current) return;
    if (!lost.hasStarted) {
      this.#tell({ kind: "broken", message });
      return;
    }
    if (this.#run) this.#endRun({ kind: "crashed", nonce: this.#run.nonce, message });
    this.#replaceCurrent();
  }

  /** @param {Interpreter} lost */
  #startWithoutSnapshot(lost) {
    if (this.#snapshot) this.#tell({ kind: "snapshot", bytes: null });
    this.#snapshot = null;
    this.#wantsSnapshot = false;
    if (lost === this.#spare) this.#spare = this.#startInterpreter();
    else if (lost === this.#current) this.#current = this.#startInterpreter();
  }

  #replaceCurrent() {
    this.#current?.worker.terminate();
    this.#current = this.#spare ?? this.#startInterpreter();
    this.#spare = undefined;
    if (this.#current.hasStarted) this.#onCurrentReady();
    else this.#tell({ kind: "phase", phase: "restarting" });
  }
}

/** Whether a worker whose memory ran out could still spell. @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Interpreter} to @param {WorkerRequest} request */
function send(to, request) {
  to.worker.postMessage(request);
}
