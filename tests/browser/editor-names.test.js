// What the editor offers at a place of the learner's text, and what it says of a name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choicesAt, likeness, nameAt } from "../../runtime/browser/editor-names.js";
import { tablesIn } from "../../runtime/browser/editor-schema.js";

/** @import { Entry, Names } from "../../runtime/browser/editor-names.js" */

/** @param {Partial<Entry>} [entry] @returns {Entry} */
const method = (entry) => ({ kind: "method", text: "", ...entry });
/** @param {string} gives @returns {Entry} */
const property = (gives) => ({ kind: "property", text: "", gives });
const database = {
  get: method(),
  query: method({ gives: "QueryInitializer" }),
};

/** As small as it can be with the shape of the real one, which tests/site holds. @type {Names} */
const names = {
  globals: {
    v: { kind: "value", text: "validators", gives: "Builder" },
    define_table: { kind: "function", text: "a table", gives: "TableDefinition" },
    internal: { kind: "value", text: "references" },
  },
  types: {
    QueryCtx: { text: "reads", members: { db: property("DatabaseReader") } },
    MutationCtx: {
      text: "writes",
      members: { db: property("DatabaseWriter"), scheduler: property("Scheduler") },
    },
    ActionCtx: {
      text: "calls",
      members: { run_action: method(), scheduler: property("Scheduler") },
    },
    DatabaseReader: { text: "", members: database },
    DatabaseWriter: { text: "", members: { ...database, insert: method(), patch: method() } },
    QueryInitializer: {
      text: "",
      members: {
        with_index: method({ gives: "Query", callback: "IndexRangeBuilder", text: "reads" }),
        with_search_index: method({ gives: "Query", callback: "TextFilterBuilder" }),
        filter: method({ gives: "Query", callback: "FilterBuilder" }),
      },
    },
    Query: {
      text: "",
      members: {
        filter: method({ gives: "Query", callback: "FilterBuilder" }),
        order: method({ gives: "Query" }),
        take: method(),
      },
    },
    IndexRangeBuilder: {
      text: "",
      members: { eq: method({ gives: "IndexRangeBuilder" }), gt: method() },
    },
    TextFilterBuilder: { text: "", members: { search: method() } },
    FilterBuilder: {
      text: "",
      members: { and_: method(), eq: method(), field: method() },
    },
    Scheduler: { text: "", members: { run_after: method(), run_at: method() } },
    Builder: { text: "", members: { id: method(), string: method() } },
    TableDefinition: {
      text: "",
      members: { index: method({ gives: "TableDefinition" }), search_index: method() },
    },
  },
};

const SCHEMA = `"""A file: ctx.db."""
from minivex import define_schema, define_table, v

schema = define_schema(
    {
        "jobs": define_table({"title": v.string(), "status": v.string()})
        .index("by_status", ["status", "title"])
        .search_index("by_words", search_field="title"),
        "users": define_table({"name": v.string()}).index("by_name", ["name"]),
    }
)

`;
const MUTATION = "@mutation\nasync def claim(ctx, job_id):\n    ";

/** What is offered at the end of `text`. @param {string} text @returns {string[] | null} */
function offered(text) {
  return choicesAt(names, text, text.length)?.choices.map(({ name }) => name) ?? null;
}

test("ctx has what the kind of the function has", () => {
  assert.deepEqual(offered("@query\nasync def f(ctx):\n    ctx."), ["db"]);
  assert.deepEqual(offered(`${MUTATION}await ctx.`), ["db", "scheduler"]);
  assert.deepEqual(
    offered('@internal_action(args={"a": v.any()})\nasync def f(ctx, a):\n    ctx.'),
    ["run_action", "scheduler"],
  );
  assert.deepEqual(offered(`${MUTATION}pass\n\nasync def helper(ctx):\n    ctx.`), [
    "db",
    "scheduler",
    "run_action",
  ]);
});

test("a chain is followed from one type to the next", () => {
  assert.deepEqual(offered(`${MUTATION}await ctx.db.`), ["get", "query", "insert", "patch"]);
  assert.deepEqual(offered("@query\nasync def f(ctx):\n    ctx.db."), ["get", "query"]);
  assert.deepEqual(offered(`${MUTATION}ctx.scheduler.ru`), ["run_after", "run_at"]);
  assert.deepEqual(offered(`${MUTATION}ctx.db.query("jo)bs").`), [
    "with_index",
    "with_search_index",
    "filter",
  ]);
  const chain =
    'await (\n        ctx.db.query("jobs")\n        .with_index("by_status")\n        .';
  assert.deepEqual(offered(MUTATION + chain), ["filter", "order", "take"]);
  assert.deepEqual(offered('t = define_table({"a": v.string()}).'), ["index", "search_index"]);
});

test("where a chain cannot be followed nothing is offered", () => {
  for (const end of ["ctx.db.query.", "ctx.db().", "row.", "ctx.db.get(job_id).", "(a + b)."]) {
    assert.deepEqual(offered(MUTATION + end) ?? [], [], end);
  }
  assert.equal(offered("# ctx.db."), null);
  assert.equal(offered('x = "ctx.db.'), null);
  assert.equal(offered('"""\nctx.db.'), null);
  assert.equal(offered("def cla"), null);
});

test("the parameter of a lambda has the type that the call gives it", () => {
  const query = `${MUTATION}ctx.db.query("jobs")`;
  assert.deepEqual(offered(`${query}.with_index("by_status", lambda q: q.`), ["eq", "gt"]);
  assert.deepEqual(offered(`${query}.with_index("by_status", lambda q: q.eq("status", "a").`), [
    "eq",
    "gt",
  ]);
  assert.deepEqual(offered(`${query}.filter(lambda q: q.and_(q.eq(q.`), ["and_", "eq", "field"]);
  assert.deepEqual(offered(`${MUTATION}sorted(rows, key=lambda q: q.`), []);
});

test("a name that was given a query is one", () => {
  const given = `${MUTATION}found = ctx.db.query("jobs").with_index(\n        "by_status"\n    )\n    `;
  assert.deepEqual(offered(`${given}found.`), ["filter", "order", "take"]);
  assert.deepEqual(
    offered(`${MUTATION}row = await ctx.db.query("jobs").order("asc")\n    row.`),
    [],
  );
});

test("tables, indexes and fields are those of the file", () => {
  const start = SCHEMA + MUTATION;
  assert.deepEqual(offered(`${start}ctx.db.query("`), ["jobs", "users"]);
  assert.deepEqual(offered(`${start}ctx.db.patch('us`), ["jobs", "users"]);
  assert.deepEqual(offered(`${SCHEMA}@mutation(args={"job": v.id("`), ["jobs", "users"]);
  assert.deepEqual(offered(`${start}ctx.db.query("jobs").with_index("`), ["by_status"]);
  assert.deepEqual(offered(`${start}ctx.db.query("jobs").with_search_index("`), ["by_words"]);
  assert.deepEqual(
    offered(`${start}ctx.db.query("jobs").with_index("by_status", lambda q: q.eq("`),
    ["status", "title", "_creationTime"],
  );
  assert.deepEqual(offered(`${start}ctx.db.query("users").filter(lambda q: q.eq(q.field("`), [
    "name",
  ]);
  assert.equal(offered(`${start}ctx.db.insert("jobs", {"`), null);
  assert.equal(offered(`${start}print("`), null);
});

test("an index is defined over the fields of its own table", () => {
  const text = SCHEMA.replace('["name"]', '["');
  const at = text.indexOf('by_name", ["') + 'by_name", ["'.length;
  assert.deepEqual(
    choicesAt(names, text, at)?.choices.map(({ name }) => name),
    ["name"],
  );
  assert.deepEqual(
    tablesIn(SCHEMA).map(({ name, fields }) => [name, fields]),
    [
      ["jobs", ["title", "status"]],
      ["users", ["name"]],
    ],
  );
});

test("references name the functions of the file, the internal ones apart", () => {
  const text = `${MUTATION}pass\n\n@internal_query\nasync def first(ctx):\n    `;
  assert.deepEqual(offered(`${text}internal.jobs.`), ["first"]);
  assert.deepEqual(offered(`${text}api.jobs.`), ["claim"]);
});

test("a bare name is one of the file or one of the engine", () => {
  const found = offered(`${MUTATION}row = 1\n    jo`);
  for (const name of ["ctx", "claim", "job_id", "row", "v", "define_table"]) {
    assert.ok(found?.includes(name), name);
  }
});

test("what is typed in camelCase finds the name of Python", () => {
  assert.ok(likeness("with_index", "withIndex") > 0);
  assert.ok(likeness("run_after", "runA") > 0);
  assert.ok(likeness("with_index", "with_i") > likeness("with_index", "withI"));
  assert.ok(likeness("run_after", "run") > likeness("run_after", "after"));
  assert.equal(likeness("run_after", "xyz"), 0);
});

test("a name is told by where it stands", () => {
  const text = `${MUTATION}ctx.db.query("jobs").with_index("by_status")  # with_index\n`;
  const at = text.indexOf("with_index") + 3;
  const found = nameAt(names, text, at);
  assert.equal(found?.of, "QueryInitializer");
  assert.equal(found?.text, "reads");
  assert.equal(text.slice(found?.from, found?.to), "with_index");
  assert.equal(nameAt(names, text, text.lastIndexOf("with_index")), null); // in a comment
  assert.equal(nameAt(names, text, text.indexOf("by_status") + 1), null);
  assert.equal(nameAt(names, text, text.indexOf("ctx.db") + 1)?.text, "writes");
  assert.equal(nameAt(names, "x = v.string()", 4)?.text, "validators");
});
