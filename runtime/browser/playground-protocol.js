/**
 * What the playground and its backend in Python say to each other; `protocol.js` has the rest.
 */

/** @import { LearnerError, Read, Refused } from "./protocol.js" */

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
 *
 * @typedef {{ op: string, table: string, id: string }} BenchWrite
 *
 * @typedef {object} BenchCall
 * @property {string} path
 * @property {boolean} ok
 * @property {string} value
 * @property {LearnerError | null} error
 * @property {string} data of a ConvexError
 * @property {[number, number]} commits before and after
 * @property {number} attempts
 * @property {Read[]} reads
 * @property {BenchWrite[]} writes
 *
 * @typedef {{ why: "first" | "restart" | "push" | "write", commit: number, changed: boolean, writer?: string,
 *   table?: string, document?: string, index?: string, range?: string }} BenchRun why a live query ran
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
 * @property {BenchFunction[]} functions
 * @property {BenchPane[]} panes
 * @property {LearnerError | null} problem why the pushed file does not run any more
 * @property {{ ok: boolean, error: LearnerError | null }} [pushed]
 * @property {BenchCall} [call]
 * @property {{ count: number, jobs: { label: string, error: string }[] }} [ran]
 * @property {{ records: number, bytes: number }} [crashed]
 * @property {{ tables: { name: string, count: number }[] }} [inspected] then nothing else is there
 *
 * @typedef {BenchReady | { kind: "workbench", state: "lost" }
 *   | { kind: "workbench", state: "failed", sentence: string } | (Refused & { state?: undefined })} BenchReply
 */

export {};
