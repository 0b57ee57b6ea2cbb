/** What a lab's stage is to the view around it: types alone. */

/** @import { LineNote } from "./editor.js" */
/** @import { State } from "./live-element.js" */
/** @import { Content, LabReply, LabRequest } from "./protocol.js" */
/** @import { Shared } from "./share-link.js" */

/** @typedef {{ content: Content, scene: string, source: string }} Asked */
/** @typedef {{ state: State, spoken: string, notes: LineNote[] }} Said */

/**
 * The controls and the picture of one lab.
 *
 * @typedef {object} Stage
 * @property {string} label of the whole, for a screen reader
 * @property {string} running what the status line says meanwhile
 * @property {HTMLElement[]} parts
 * @property {(asked: Asked) => LabRequest} request
 * @property {(reply: LabReply, output: string) => Said | null} show null: it is no reply to this stage
 * @property {(message: string) => boolean} refused whether it asks for another run by itself
 * @property {() => void} wait Python is not there yet
 * @property {() => void} stopped
 * @property {(scene: string) => void} begin another scene, or the same one anew
 * @property {(sentence: string, kind?: "" | "error") => void} showEnd
 * @property {() => Partial<Shared>} shared what a link holds besides the code
 * @property {(shared: Shared) => string} open take what a link brought; the sentence that says what it asks for
 * @property {(step: number) => void} goTo
 */

export {};
