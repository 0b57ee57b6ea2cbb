/**
 * What the playground and its backend in Python say to each other; `protocol.js` has the rest.
 */

/** @import { LearnerError, Read, Refused } from "./protocol.js" */

/** @typedef {LearnerError & { file: string }} BenchError file: the module in which it happened; "": in none */

/**
 * @typedef {object} BenchField one argument, in a form
 * @property {string} name
 * @property {"text" | "number" | "bigint" | "choice" | "json"} input
 * @property {string[]} choices as JSON
 * @property {string} validator
 * @property {boolean} optional
 * @property {string} value to begin with: text for "text", the number for "bigint", else JSON
 */

/**
 * The playground's backend: what Python hands over while it works, and how things stand afterwards.
 * @typedef {{ kind: "log", from: number, data: string, commits: number }} LogMessage
 *
 * @typedef {object} BenchFunction
 * @property {string} path
 * @property {"query" | "mutation" | "action"} kind
 * @property {boolean} public
 * @property {string} args the validator, as text
 * @property {string} skeleton arguments to begin with, as JSON
 * @property {BenchField[] | null} fields null: it takes any object
 *
 * @typedef {{ op: string, table: string, id: string }} BenchWrite
 *
 * @typedef {object} Footprint what something that ran has done
 * @property {[number, number]} commits before and after
 * @property {number} attempts
 * @property {number} steps
 * @property {number} documents that were read
 * @property {number} ranges in which they were read
 * @property {number} written
 * @property {Read[]} reads not all, if there are very many
 * @property {BenchWrite[]} writes likewise
 * @property {(BenchReason & { attempt: number })[]} conflicts why it had to begin again
 *
 * @typedef {Footprint & { path: string, ok: boolean, value: string, error: BenchError | null, data: string,
 *   problems: Record<string, string>, crowd: BenchOne[] }} BenchCall data: of a ConvexError; problems: by argument
 * @typedef {{ label: string, attempts: number, value: string, error: BenchError | null }} BenchOne of several calls
 * @typedef {Footprint & { label: string, path: string, at: number, output: string, value: string,
 *   error: BenchError | null }} BenchEntry one thing that ran
 *
 * @typedef {Footprint & { url: string, method: string, response: BenchResponse | null,
 *   error: BenchError | null }} BenchFetched response null: it was not sent
 * @typedef {{ status: number, headers: [string, string][], kind: "json" | "text" | "bytes", body: string,
 *   bytes: number }} BenchResponse
 * @typedef {{ ok: boolean, error: BenchError | null, text: string, commits: number }} BenchChanged
 *
 * @typedef {{ why: "first" | "restart" | "push" | "write", writer?: string, table?: string, document?: string,
 *   index?: string, range?: string }} BenchReason
 * @typedef {BenchReason & { commit: number, changed: boolean }} BenchRun why a live query ran
 *
 * @typedef {object} BenchPane
 * @property {string} id
 * @property {string} path
 * @property {string} args
 * @property {string} as who is signed in; "": nobody
 * @property {string} problem why it is not watched; may be ""
 * @property {string} error what the query raised; may be ""
 * @property {string} value
 * @property {number} commit
 * @property {number} runs
 * @property {number} wasted runs that gave what was there before
 * @property {Read[]} reads
 * @property {BenchRun[]} history the newest last
 *
 * @typedef {object} BenchTable
 * @property {string} name
 * @property {number} count
 * @property {boolean} defined by the schema
 * @property {{ name: string, fields: string[], state: "enabled" | "backfilling" | "staged" }[]} indexes
 * @property {string[]} search names of text and vector indexes
 * @property {string} skeleton a document to begin with, as JSON
 *
 * @typedef {{ table: string, index: string, reverse: boolean, after: string }} PageRequest
 * @typedef {object} BenchPage
 * @property {string} table
 * @property {string} index
 * @property {boolean} reverse
 * @property {string[]} columns
 * @property {{ id: string, created: number, fields: Record<string, string> }[]} rows
 * @property {string} next where the next page begins; "" if there is none
 *
 * @typedef {{ id: string, name: string, args: string, state: string, error: string, due: number,
 *   completed: number | null }} BenchJob
 * @typedef {{ name: string, path: string, schedule: string, next: number | null,
 *   last: { status: string, at: number, error: string | null, note: string | null } | null }} BenchCron
 * @typedef {{ id: string, created: number, size: number, type: string, url: string }} BenchFile
 * @typedef {{ count: number, rows: BenchFile[] }} BenchFiles
 * @typedef {{ path: string, method: string }} BenchRoute
 * @typedef {{ now: number, next: { at: number, what: string } | null }} BenchClock
 *
 * @typedef {object} BenchReady
 * @property {"workbench"} kind
 * @property {"ready"} state
 * @property {number} commits
 * @property {string} output
 * @property {BenchClock} clock
 * @property {BenchTable[]} tables
 * @property {BenchPage | null} page
 * @property {BenchJob[]} jobs
 * @property {BenchCron[]} crons
 * @property {BenchFiles} files
 * @property {BenchRoute[]} routes
 * @property {BenchFunction[]} functions
 * @property {BenchPane[]} panes
 * @property {BenchEntry[]} entries what ran in this request, the newest last
 * @property {number} more_entries that are not listed
 * @property {BenchError | null} problem why what was pushed does not run any more
 * @property {{ ok: boolean, error: BenchError | null }} [pushed]
 * @property {BenchCall} [call]
 * @property {BenchFetched} [fetched]
 * @property {BenchChanged} [changed]
 * @property {{ count: number, jobs: { label: string, error: string }[] }} [ran]
 * @property {{ records: number, bytes: number }} [crashed]
 * @property {{ tables: { name: string, count: number }[] }} [inspected] then nothing else is there
 *
 * @typedef {BenchReady | { kind: "workbench", state: "lost" }
 *   | { kind: "workbench", state: "failed", sentence: string } | (Refused & { state?: undefined })} BenchReply
 */

export {};
