/**
 * The page's only script: defines the elements, and keeps the site for a visit without a
 * network. Python starts when an element needs it.
 */

import { cellElement } from "./cell-element.js";
import { PythonClient } from "./client.js";
import { exerciseElement } from "./exercise-element.js";
import { labElement } from "./lab-element.js";
import { keepForOffline } from "./offline.js";

const client = new PythonClient(new URL("./", import.meta.url));
customElements.define("minivex-cell", cellElement(client));
customElements.define("minivex-exercise", exerciseElement(client));
customElements.define("minivex-lab", labElement(client));
keepForOffline(client);
