/** The page's only script: defines the two elements. Python starts when one of them needs it. */

import { PythonClient } from "./client.js";
import { exerciseElement } from "./exercise-element.js";
import { labElement } from "./lab-element.js";

const client = new PythonClient(new URL("./", import.meta.url));
customElements.define("minivex-exercise", exerciseElement(client));
customElements.define("minivex-lab", labElement(client));
