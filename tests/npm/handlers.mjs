// Handlers written for npm convex/server, run by it; whoever started this process answers them.
//
//   {"op": "1.0/get", "args": "{…}", "isNow": false}  ──▶  {"answer": "{…}"} or {"error": "…"}
//   {"result": "…"}                                        at the end
import { readSync, writeSync } from "node:fs";
import process from "node:process";
import { makeFunctionReference, mutationGeneric } from "convex/server";
import { ConvexError, v } from "convex/values";

/** @type {import("convex/server").FunctionReference<"mutation">} */
const note = makeFunctionReference("m:note");
/** @type {import("convex/server").FunctionReference<"mutation">} */
const refuse = makeFunctionReference("m:refuse");

/** @type {Record<string, unknown>} */
const handlers = {
  documents: mutationGeneric(async (ctx) => {
    const id = await ctx.db.insert("users", { email: "new", n: 9 });
    await ctx.db.patch(id, { n: undefined });
    const before = await ctx.db.get(id);
    await ctx.db.replace("users", id, { email: "replaced" });
    const gone = await ctx.db.insert("users", { email: "gone" });
    await ctx.db.delete(gone);
    return [before, await ctx.db.get("users", id), await ctx.db.get(gone)];
  }),
  queries: mutationGeneric({
    args: { above: v.number() },
    handler: async (ctx, { above }) => {
      const users = ctx.db.query("users");
      const some = users.withIndex("by_n", (q) => q.gt("n", above)).order("desc");
      const kept = await some.filter((q) => q.neq(q.field("email"), "c")).collect();
      const page = await ctx.db.query("users").paginate({ numItems: 2, cursor: null });
      const first = [];
      for await (const user of ctx.db.query("users").withIndex("by_email")) {
        first.push(user.email);
        if (first.length === 2) break;
      }
      const emails = (/** @type {any[]} */ rows) => rows.map((row) => row.email);
      const { email } = await ctx.db
        .query("users")
        .withIndex("by_email", (q) => q.eq("email", "d"))
        .unique();
      return [emails(kept), emails(page.page), page.isDone, first, email];
    },
  }),
  calls: mutationGeneric(async (ctx) => {
    const noted = await ctx.runMutation(note, { body: "called" });
    let caught = null;
    try {
      await ctx.runMutation(refuse, {});
    } catch (error) {
      caught = error instanceof ConvexError ? error.data : String(error);
    }
    const id = await ctx.scheduler.runAfter(1500, note, { body: "later" });
    const job = await ctx.db.system.get(id);
    return [noted, caught, job?.name, job?.scheduledTime, await ctx.auth.getUserIdentity()];
  }),
};

const byte = Buffer.alloc(1);
const nobody = new Int32Array(new SharedArrayBuffer(4));

/** One line of the input; a request of the package that may not wait has to block. @returns {string} */
function readLine() {
  const bytes = [];
  while (readByte() === 1 && byte[0] !== 10) bytes.push(byte[0]);
  return Buffer.from(bytes).toString("utf8");
}

/** How many bytes were read: one, or none at the end. @returns {number} */
function readByte() {
  for (;;) {
    try {
      return readSync(0, byte);
    } catch (error) {
      // A pipe that is empty for now.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") throw error;
      Atomics.wait(nobody, 0, 0, 1);
    }
  }
}

/** @param {string} op @param {string} args @param {boolean} isNow @returns {string} */
function ask(op, args, isNow) {
  writeSync(1, `${JSON.stringify({ op, args, isNow })}\n`);
  const { answer, error, data } = JSON.parse(readLine());
  if (error !== undefined) throw Object.assign(new Error(error), { data });
  return answer;
}

Object.assign(globalThis, {
  Convex: {
    syscall: (/** @type {string} */ op, /** @type {string} */ args) => ask(op, args, true),
    asyncSyscall: async (/** @type {string} */ op, /** @type {string} */ args) =>
      ask(op, args, false),
  },
});

const [name, args, now] = process.argv.slice(2);
Date.now = () => Number(now);
const handler = /** @type {{ invokeMutation(args: string): Promise<string> }} */ (handlers[name]);
const result = await handler.invokeMutation(args);
writeSync(1, `${JSON.stringify({ result })}\n`);
