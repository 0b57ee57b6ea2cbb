// The playground: what is kept, what survives Stop and another Python, files, tabs, words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveDraft, takeDraft } from "../../runtime/browser/playground-journal.js";
import { fromBase64, LogBytes, toBase64 } from "../../runtime/browser/playground-log.js";
import { PlaygroundSession } from "../../runtime/browser/playground-session.js";
import { MemoryStore, NotOwnerError } from "../../runtime/browser/playground-store.js";
import { callText, reason, short, span, utc } from "../../runtime/browser/playground-words.js";

/** @import { Outcome, RunOptions } from "../../runtime/browser/client.js" */

/** @param {...number} values */
const bytes = (...values) => Uint8Array.from(values);

/** @param {LogBytes} log */
const listed = (log) => [...log.toBytes()];

test("a part takes the place of everything from its byte on", () => {
  const log = new LogBytes();
  log.take({ from: 0, bytes: bytes(1, 2, 3) });
  log.take({ from: 3, bytes: bytes(4, 5) });
  assert.deepEqual(listed(log), [1, 2, 3, 4, 5]);
  log.take({ from: 4, bytes: bytes(9) });
  assert.deepEqual(listed(log), [1, 2, 3, 4, 9]);
  log.take({ from: 0, bytes: bytes(7) });
  assert.deepEqual(listed(log), [7]);
  assert.throws(() => log.take({ from: 2, bytes: bytes(8) }), RangeError);
});

test("what is kept behind a gap is not read", () => {
  const log = new LogBytes([
    { from: 0, bytes: bytes(1, 2) },
    { from: 3, bytes: bytes(4) },
  ]);
  assert.deepEqual(listed(log), [1, 2]);
});

test("bytes of any number and value travel as text", () => {
  const many = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  assert.deepEqual(fromBase64(toBase64(many)), many);
  assert.equal(toBase64(bytes()), "");
});

/**
 * A Python that keeps one session, as long as it is told to live. Each run adds one byte to the log.
 */
class FakePython {
  state = { phase: "ready" };
  /** @type {string | null} */
  session = null;
  /** @type {number[]} */
  log = [];
  /** @type {Record<string, any>[]} */
  heard = [];
  /** @type {Outcome | null} instead of the next answer, after the byte was handed over */
  ends = null;

  /** @param {any} request @param {RunOptions} options @returns {Promise<any>} */
  async run(request, options) {
    this.heard.push(request);
    const reply = (/** @type {object} */ more) => ({
      kind: "reply",
      reply: { kind: "workbench", ...more },
    });
    if (request.op === "open") {
      this.session = request.session;
      this.log = [...fromBase64(request.log)];
      if (this.ends) return this.#end();
    } else if (request.session !== this.session || request.position !== this.log.length) {
      return reply({ state: "lost" });
    } else if (request.op === "run") {
      this.log.push(this.log.length);
      const from = this.log.length - 1;
      const data = toBase64(bytes(from));
      options.onLog?.({ kind: "log", from, data, commits: this.log.length });
    }
    if (this.ends) return this.#end();
    const pushed = request.op === "push" ? { pushed: { ok: true, error: null } } : {};
    return reply({ state: "ready", clock: { now: 5, next: null }, ...pushed });
  }

  #end() {
    const { ends } = this;
    this.ends = null;
    this.session = null;
    return ends;
  }
}

async function started(store = new MemoryStore()) {
  const python = new FakePython();
  const session = new PlaygroundSession(/** @type {any} */ (python), store, "me");
  await session.load(true);
  return { python, session, store };
}

const run = { op: "run", path: "app:add", args: "{}" };

test("a session is opened once, and its commits are kept", async () => {
  const { python, session, store } = await started();
  await session.ask(run);
  const answer = await session.ask(run);
  assert.equal(answer.kind, "ready");
  assert.deepEqual(
    python.heard.map((request) => request.op),
    ["open", "run", "run"],
  );
  const kept = await store.read();
  assert.deepEqual(listed(kept.log), [0, 1]);
  assert.deepEqual([kept.state.commits, kept.state.now], [2, 5]);
});

test("another Python goes on from the log", async () => {
  const { python, session } = await started();
  await session.ask(run);
  python.session = null; // a fresh one took over
  await session.ask(run);
  assert.deepEqual(
    python.heard.map((request) => request.op),
    ["open", "run", "run", "open", "run"],
  );
  assert.deepEqual(listed(session.log), [0, 1]);
});

for (const ends of /** @type {Outcome[]} */ ([
  { kind: "stopped" },
  { kind: "crashed", message: "Python ran out of memory." },
])) {
  test(`a run that is ${ends.kind} keeps what it had committed`, async () => {
    const { python, session, store } = await started();
    await session.ask(run);
    python.ends = ends;
    assert.equal((await session.ask(run)).kind, ends.kind);
    assert.deepEqual(listed((await store.read()).log), [0, 1]);
    assert.equal((await session.ask(run)).kind, "ready");
    assert.deepEqual(listed((await store.read()).log), [0, 1, 2]);
  });
}

test("live queries that keep a session from opening are left out of the next one", async () => {
  const { python, session } = await started();
  await session.remember({ panes: [{ id: "1", path: "app:endless", args: "{}", as: "" }] });
  python.ends = { kind: "stopped" };
  assert.equal((await session.ask({ op: "look" })).kind, "stopped");
  assert.equal(session.isCautious, true);
  const files = [
    { name: "app", text: "import calendar" },
    { name: "lib/b", text: "fixed" },
  ];
  await session.ask({ op: "push", files });
  assert.deepEqual(python.heard.at(-2)?.panes, []);
  assert.equal(session.isCautious, false);
  assert.deepEqual(session.state.files, files);
  assert.match(
    python.heard.at(-1)?.source,
    /import calendar\nfixed/,
    "what of the library it names",
  );
});

test("what finds no room is written later, and nothing of it is lost", async () => {
  const store = new MemoryStore();
  const { session } = await started(store);
  const write = store.write.bind(store);
  store.write = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  await session.ask(run);
  assert.equal(session.keeping, "full");
  store.write = write;
  await session.ask(run);
  assert.equal(session.keeping, "memory");
  assert.deepEqual(listed((await store.read()).log), [0, 1]);
});

test("a write that takes long loses nothing that comes meanwhile", async () => {
  const store = new MemoryStore();
  const { session } = await started(store);
  const write = store.write.bind(store);
  /** @type {() => void} */
  let goOn = () => {};
  const held = new Promise((resolve) => {
    goOn = () => resolve(undefined);
  });
  store.write = async (...all) => {
    await held;
    await write(...all);
  };
  const draft = [{ name: "app", text: "x" }];
  const first = session.remember({ draft });
  const second = session.ask(run);
  goOn();
  await Promise.all([first, second]);
  const kept = await store.read();
  assert.deepEqual([listed(kept.log), kept.state.draft], [[0], draft]);
});

test("a tab that is not the owner any more changes nothing", async () => {
  const { session, store } = await started();
  await session.ask(run);
  await store.take("another tab");
  await session.ask(run);
  assert.equal(session.keeping, "elsewhere");
  assert.deepEqual(listed((await store.read()).log), [0]);
  await assert.rejects(session.replace({}, new LogBytes()), NotOwnerError);
});

test("a draft that was left behind is taken up once", () => {
  const items = new Map();
  const storage = /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => items.set(key, text),
    removeItem: (/** @type {string} */ key) => items.delete(key),
  });
  const draft = [
    { name: "app", text: "x = 1" },
    { name: "b", text: "" },
  ];
  leaveDraft(storage, draft);
  assert.deepEqual([takeDraft(storage), takeDraft(storage)], [draft, null]);
  storage.setItem("fieldbook:playground-draft", "x = 1\n"); // as a page with one file left it
  assert.deepEqual(takeDraft(storage), [{ name: "app", text: "x = 1\n" }]);
  assert.equal(takeDraft(undefined), null);
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  leaveDraft(storage, draft);
  assert.equal(takeDraft(storage), null);
});

test("ids, times and reasons are said in few words", () => {
  const id = "j57abpj8xdkzmhakwwfkhc999977kczh";
  assert.equal(short(`get ${id} now`), "get j57a…kczh now");
  assert.equal(utc(1_735_689_600_000), "2025-01-01 00:00:00");
  assert.deepEqual([0, 59_000, 90_000, 5_400_000, 90_000_000, 180_000_000].map(span), [
    "now",
    "59 s",
    "1 min 30 s",
    "1 h 30 min",
    "25 h",
    "2 days 2 h",
  ]);
  assert.equal(callText("app:get", `{\n "id": "${id}"\n}`), 'app:get({ "id": "j57a…kczh" })');
  assert.equal(callText("app:all", "{}", "ada"), "app:all() as ada");
  const write = { why: /** @type {const} */ ("write"), commit: 3, changed: false };
  const where = {
    writer: "app:send",
    document: id,
    table: "rows",
    index: "rows.by_id",
    range: "[all]",
  };
  assert.equal(
    reason({ ...write, ...where }),
    "app:send wrote j57a…kczh of rows, inside rows.by_id [all]: the same result",
  );
});
