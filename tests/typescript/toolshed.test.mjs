// The guide's example, run under convex-test: it does what its pages say.
//
// convex-test runs one call at a time, so two callers at once are left to the page's cell.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, mock, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFunctionReference } from "convex/server";
import { convexTest } from "convex-test";
import { modulesOf } from "./modules.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const example = path.join(here, "fixtures/toolshed/convex");
const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 5, 12);

/** @type {Record<string, any>} */
let modules = {};
/** @type {any} */
let schema;
/** What the mail service was asked, and how it answers. */
const mail = { sent: /** @type {any[]} */ ([]), ok: true };

before(async () => {
  // Inside of the repository, so that the built files find their packages.
  const cache = path.join(here, "../../.cache");
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, "toolshed-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  const texts = fs
    .readdirSync(example, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => {
      const text = fs.readFileSync(path.join(example, name), "utf8");
      return /** @type {[string, string]} */ ([`convex/${name}`, text]);
    });
  modules = await modulesOf(folder, texts, 'export const env = { MAIL_KEY: "secret" };\n');
  schema = (await modules["./convex/schema.ts"]()).default;
  mock.timers.enable({ apis: ["Date", "setTimeout", "setInterval"], now: NOW });
  mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {any} */ init) => {
    mail.sent.push({ url, headers: init.headers, body: JSON.parse(init.body) });
    if (!mail.ok) throw new Error("no answer");
    return new Response("");
  });
});

/** @param {string} name @returns {any} */
const fn = (name) => makeFunctionReference(name);

/** ada's shed with a drill; bob is a neighbour, eve is not. */
async function street() {
  mail.sent = [];
  mail.ok = true;
  const t = convexTest(schema, modules);
  const as = (/** @type {string} */ name) =>
    t.withIdentity({
      name,
      subject: name,
      issuer: "https://issuer.example",
      email: `${name}@example.org`,
    });
  const [ada, bob, eve] = [as("ada"), as("bob"), as("eve")];
  for (const person of [ada, bob, eve]) await person.mutation(fn("users:store"), {});
  const shedId = await ada.mutation(fn("sheds:create"), { name: "Elm Street" });
  const bobId = await bob.mutation(fn("users:store"), {});
  for (const _ of [1, 2]) await ada.mutation(fn("sheds:addMember"), { shedId, userId: bobId });
  const toolId = await ada.mutation(fn("tools:add"), { shedId, name: "drill" });
  return { t, ada, bob, eve, shedId, toolId };
}

/** @param {any} t @param {string} table */
const rows = (t, table) => t.run((/** @type {any} */ ctx) => ctx.db.query(table).collect());

/** @param {any} t @param {number} ms */
async function pass(t, ms) {
  for (let gone = 0; gone < ms; gone += 60_000) {
    mock.timers.tick(Math.min(60_000, ms - gone));
    await t.finishInProgressScheduledFunctions();
  }
  for (let again = 0; again < 5; again += 1) {
    mock.timers.tick(1);
    await t.finishInProgressScheduledFunctions();
  }
}

/** @param {string} code */
const refused = (code) => (/** @type {any} */ error) => {
  const data = typeof error.data === "string" ? JSON.parse(error.data) : error.data;
  assert.equal(data?.code, code, String(error));
  return true;
};

test("a person has one row, and a shed has each member once", async () => {
  const { t } = await street();
  assert.equal((await rows(t, "users")).length, 3);
  assert.equal((await rows(t, "members")).length, 2);
});

test("a tool is lent once, is no longer free, and is free again when it is back", async () => {
  const { ada, bob, shedId, toolId } = await street();
  assert.deepEqual(await bob.query(fn("tools:free"), { shedId }), [{ _id: toolId, name: "drill" }]);
  const loanId = await bob.mutation(fn("loans:lend"), { toolId, days: 3 });
  assert.deepEqual(await ada.query(fn("tools:free"), { shedId }), []);
  await assert.rejects(
    ada.mutation(fn("loans:lend"), { toolId, days: 3 }),
    refused("ALREADY_LENT"),
  );
  for (const _ of [1, 2]) await bob.mutation(fn("loans:giveBack"), { loanId });
  assert.equal((await ada.query(fn("tools:free"), { shedId })).length, 1);
});

test("days that are no days are refused", async () => {
  const { bob, toolId } = await street();
  for (const days of [0, -1, 2.5, 15, Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(bob.mutation(fn("loans:lend"), { toolId, days }), refused("BAD_DAYS"));
  }
});

test("strangers and nobody get nothing, and no other member gives a loan back", async () => {
  const { t, ada, bob, eve, shedId, toolId } = await street();
  const loanId = await bob.mutation(fn("loans:lend"), { toolId, days: 3 });
  const paginationOpts = { numItems: 5, cursor: null };
  await assert.rejects(eve.query(fn("tools:free"), { shedId }), refused("NOT_FOUND"));
  await assert.rejects(
    eve.query(fn("history:list"), { shedId, paginationOpts }),
    refused("NOT_FOUND"),
  );
  await assert.rejects(eve.mutation(fn("loans:lend"), { toolId, days: 3 }), refused("NOT_FOUND"));
  await assert.rejects(ada.mutation(fn("loans:giveBack"), { loanId }), refused("NOT_FOUND"));
  await assert.rejects(t.query(fn("tools:free"), { shedId }), refused("UNAUTHENTICATED"));
});

test("the history comes in pages, newest first, with names", async () => {
  const { ada, bob, shedId, toolId } = await street();
  for (const days of [1, 2, 3]) {
    const loanId = await bob.mutation(fn("loans:lend"), { toolId, days });
    await bob.mutation(fn("loans:giveBack"), { loanId });
    mock.timers.tick(1);
  }
  const first = await ada.query(fn("history:list"), {
    shedId,
    paginationOpts: { numItems: 2, cursor: null },
  });
  const opts = { numItems: 2, cursor: first.continueCursor };
  const second = await ada.query(fn("history:list"), { shedId, paginationOpts: opts });
  assert.deepEqual([first.page.length, second.page.length, second.isDone], [2, 1, true]);
  assert.ok(first.page[0].dueAt > second.page[0].dueAt);
  assert.equal(first.page[0].borrower, "bob");
});

test("a late loan sends one mail and says so", async () => {
  const { t, bob, toolId } = await street();
  await bob.mutation(fn("loans:lend"), { toolId, days: 1 });
  await pass(t, DAY_MS + 11 * 60_000);
  const [loan] = await rows(t, "loans");
  assert.deepEqual([loan.state, loan.notice], ["overdue", "sent"]);
  assert.equal(mail.sent.length, 1);
  assert.deepEqual(mail.sent[0].body, { to: "bob@example.org", text: "Please bring back: drill" });
  assert.equal(mail.sent[0].headers["Idempotency-Key"], loan._id);
});

test("a mail service that does not answer leaves a loan that says failed", async () => {
  const { t, bob, toolId } = await street();
  mail.ok = false;
  mock.method(console, "error", () => {});
  await bob.mutation(fn("loans:lend"), { toolId, days: 1 });
  await pass(t, DAY_MS + 11 * 60_000);
  assert.equal((await rows(t, "loans"))[0].notice, "failed");
});

test("a tool that is back in time sends nothing", async () => {
  const { t, bob, toolId } = await street();
  const loanId = await bob.mutation(fn("loans:lend"), { toolId, days: 1 });
  await bob.mutation(fn("loans:giveBack"), { loanId });
  await pass(t, DAY_MS + 11 * 60_000);
  assert.deepEqual([(await rows(t, "loans"))[0].state, mail.sent.length], ["returned", 0]);
});

test("the night forgets what was returned a year ago, in batches, and nothing else", async () => {
  const { t, shedId, toolId } = await street();
  const [user] = await rows(t, "users");
  await t.run(async (/** @type {any} */ ctx) => {
    for (let n = 0; n < 250; n += 1) {
      const long = n < 230;
      await ctx.db.insert("loans", {
        shedId,
        toolId,
        borrowerId: user._id,
        dueAt: Date.now() - (long ? 400 : 10) * DAY_MS,
        state: n < 225 || !long ? "returned" : "overdue",
      });
    }
  });
  await t.mutation(fn("cleanup:forgetOld"), {});
  await pass(t, 60_000);
  assert.equal((await rows(t, "loans")).length, 25);
});
