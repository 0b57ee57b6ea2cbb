/**
 * The page's only script: defines the elements, keeps the learner's work, and keeps the site for a
 * visit without a network. Python starts when an element needs it.
 */

import { onPageMadeToRun, whenSeen } from "./boot-triggers.js";
import { PythonClient } from "./client.js";
import { calmCodeButtons } from "./code-buttons.js";
import { lateElement } from "./live-element.js";
import { keepForOffline } from "./offline.js";
import { printCodeAsText } from "./printed-code.js";
import { Progress } from "./progress.js";
import { warmSearch } from "./search/warm.js";

const client = new PythonClient(new URL("./", import.meta.url));
const progress = new Progress();
onPageMadeToRun(() => client.prepare().catch(() => {})); // a status line says why, once there is one

/** @type {Record<string, CustomElementConstructor>} what only some pages have is a chunk of its own */
const elements = {
  exercise: lateElement(
    () => import("./exercise-element.js").then((module) => module.ExerciseView),
    client,
    progress,
  ),
  lab: lateElement(
    () => import("./lab-element.js").then((module) => module.LabView),
    client,
    progress,
  ),
  visual: lateElement(
    () => import("./visual-element.js").then((module) => module.VisualView),
    client,
    progress,
  ),
  cell: lateElement(() => import("./cell-element.js").then((module) => module.CellView), client),
  state: lateElement(
    () => import("./standing-view.js").then((module) => module.StateView),
    progress,
  ),
  tally: lateElement(
    () => import("./standing-view.js").then((module) => module.TallyView),
    progress,
  ),
  predict: lateElement(
    () => import("./predict-view.js").then((module) => module.PredictView),
    client,
    progress,
  ),
  replay: lateElement(
    (host) => whenSeen(host).then(async () => (await import("./replay-view.js")).ReplayView),
    client,
    progress,
  ),
  playground: lateElement(
    () => import("./playground-element.js").then((module) => module.PlaygroundView),
    client,
  ),
  progress: lateElement(() => import("./work-view.js").then((module) => module.WorkView), progress),
  passport: lateElement(
    () => import("./passport-element.js").then((module) => module.PassportView),
    progress,
  ),
  certificate: lateElement(
    () => import("./certificate-element.js").then((module) => module.CertificateView),
    progress,
  ),
  teach: lateElement(() => import("./teach-element.js").then((module) => module.TeachView)),
};
for (const [name, element] of Object.entries(elements)) {
  customElements.define(`minivex-${name}`, element);
}
keepForOffline(client);
calmCodeButtons();
printCodeAsText();
warmSearch();
