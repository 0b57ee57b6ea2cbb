/**
 * The script of sandbox.html. The frame has an opaque origin and a policy without network; all it
 * does is move messages, so that it stays responsive whatever the learner's code does.
 */

import { Pool } from "./pool.js";

// The one way to a network that no policy covers. Workers never have it; the frame needs none.
Reflect.deleteProperty(globalThis, "RTCPeerConnection");
Reflect.deleteProperty(globalThis, "webkitRTCPeerConnection");

addEventListener("message", function connect(event) {
  const port = event.ports[0];
  if (event.source !== parent || !port) return;
  removeEventListener("message", connect);
  new Pool(port, (url) => new Worker(url));
});
