// The TypeScript beside a live cell, run under convex-test: it does what the page shows the Python doing.
//
// What convex-test cannot show is left to the cells: callers at once, and the texts of errors.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { before, mock, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFunctionReference } from "convex/server";
import { convexTest } from "convex-test";
import { modulesOf } from "./modules.mjs";
import { projectOfModule } from "./samples.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @type {string} */
let work;

before(() => {
  // Inside of the repository, so that the built files find their packages.
  fs.mkdirSync(path.join(root, ".cache"), { recursive: true });
  work = fs.mkdtempSync(path.join(root, ".cache/cells-"));
  process.on("exit", () => fs.rmSync(work, { recursive: true, force: true }));
  mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"], now: Date.UTC(2026, 0, 5) });
});

/** A deployment of one cell. @param {string} cell such as "functions/nested" @returns {Promise<any>} */
async function deployed(cell) {
  const folder = path.join(work, cell);
  const file = path.join(root, `docs/cells/${cell}.ts`);
  const { files } = projectOfModule(file, fs.readFileSync(file, "utf8"), "cell");
  const texts = [...files].map(
    ([name, { text }]) => /** @type {[string, string]} */ ([name, text]),
  );
  const modules = await modulesOf(folder, texts);
  return convexTest((await modules["./convex/schema.ts"]()).default, modules);
}

/** @param {string} name @returns {any} */
const fn = (name) => makeFunctionReference(name);

/** @param {any} t @param {string} table @returns {Promise<any[]>} */
const rows = (t, table) => t.run((/** @type {any} */ ctx) => ctx.db.query(table).collect());

/** @param {any} t @param {string} table @param {any} row @returns {Promise<string>} */
const stored = (t, table, row) => t.run((/** @type {any} */ ctx) => ctx.db.insert(table, row));

test("functions: a nested mutation that throws takes its own writes back, a helper does not", async () => {
  mock.method(console, "log", () => {});
  for (const [nested, names] of /** @type {const} */ ([
    [false, ["tea", "cake"]],
    [true, ["tea"]],
  ])) {
    const t = await deployed("functions/nested");
    await t.mutation(fn("rows:importRows"), { nested });
    assert.deepEqual(
      (await rows(t, "rows")).map(({ name }) => name),
      names,
    );
    assert.equal((await rows(t, "details")).length, 1);
  }
});

test("validation: what does not fit is refused before the handler runs", async () => {
  const t = await deployed("validation/closed");
  const product = await stored(t, "products", { name: "tea" });
  const order = await t.mutation(fn("orders:place"), { product, count: 2 });
  for (const wrong of [
    { product },
    { product, count: "2" },
    { product, count: 2, price: 0 },
    { product: order, count: 2 },
    { product, count: 2, note: null },
  ]) {
    await assert.rejects(t.mutation(fn("orders:place"), wrong), JSON.stringify(wrong));
  }
  assert.equal((await rows(t, "orders")).length, 1);
});

test("validation: a result with one field more than declared does not leave", async () => {
  const t = await deployed("validation/returns");
  assert.equal(await t.query(fn("users:first"), {}), null);
  await stored(t, "users", { name: "ada", passwordHash: "5f4dcc3b" });
  assert.deepEqual(await t.query(fn("users:first"), {}), { name: "ada" });
  await assert.rejects(t.query(fn("users:careless"), {}), /passwordHash|_creationTime|_id/);
});

test("error handling: what is thrown takes the count of wrong codes with it", async () => {
  const t = await deployed("error-handling/keep");
  const [front, back] = [
    await stored(t, "doors", { code: "4711", wrong: 0 }),
    await stored(t, "doors", { code: "4711", wrong: 0 }),
  ];
  const said = [];
  for (const code of ["0000", "1111", "2222", "3333"]) {
    await assert.rejects(t.mutation(fn("doors:enterOrThrow"), { door: front, code }));
    said.push(await t.mutation(fn("doors:enter"), { door: back, code }));
  }
  assert.deepEqual(said, ["WRONG_CODE", "WRONG_CODE", "WRONG_CODE", "LOCKED"]);
  assert.deepEqual(
    (await rows(t, "doors")).map(({ wrong }) => wrong),
    [0, 3],
  );
});

test("scheduling: a mutation that fails has scheduled nothing, and a job waits for its time", async () => {
  const t = await deployed("scheduling/order");
  const order = await t.mutation(fn("orders:place"), { item: "tea", stock: 3 });
  await assert.rejects(t.mutation(fn("orders:place"), { item: "cake", stock: 0 }), /SOLD_OUT/);
  const jobs = () =>
    t.run((/** @type {any} */ ctx) => ctx.db.system.query("_scheduled_functions").collect());
  const kinds = async () => (await jobs()).map((/** @type {any} */ { state }) => state.kind);
  assert.deepEqual(await kinds(), ["pending"]);
  mock.timers.tick(59_000);
  await t.finishInProgressScheduledFunctions();
  assert.deepEqual(await rows(t, "mails"), []);
  mock.timers.tick(1_000);
  await t.finishInProgressScheduledFunctions();
  assert.deepEqual(await kinds(), ["success"]);
  assert.deepEqual(
    (await rows(t, "mails")).map((mail) => mail.order),
    [order],
  );
});

test("file storage: a file is kept when its stored facts allow it, and deleted otherwise", async () => {
  const t = await deployed("file-storage/avatar");
  await assert.rejects(t.mutation(fn("avatars:uploadUrl"), {}), /Sign in first/);
  const ada = t.withIdentity({ subject: "ada", tokenIdentifier: "issuer|ada" });
  const upload = (/** @type {string} */ text, /** @type {string} */ type) =>
    t.action(async (/** @type {any} */ ctx) => ctx.storage.store(new Blob([text], { type })));
  const large = await upload("x".repeat(100_001), "image/png");
  const page = await upload("<script>", "text/html");
  for (const file of [large, page]) {
    assert.equal(await ada.mutation(fn("avatars:keep"), { file }), "refused and deleted");
  }
  await assert.rejects(t.mutation(fn("avatars:keep"), { file: large }), /Sign in first/);
  await assert.rejects(ada.mutation(fn("avatars:keep"), { file: large }), /No such file/);
  const face = await upload("a face", "image/png");
  // convex-test forgets what kind of file it was given.
  await t.run((/** @type {any} */ ctx) => ctx.db.patch(face, { contentType: "image/png" }));
  assert.equal(await ada.mutation(fn("avatars:keep"), { file: face }), "kept");
  assert.deepEqual(
    (await rows(t, "avatars")).map(({ owner, file }) => ({ owner, file })),
    [{ owner: "issuer|ada", file: face }],
  );
});
