/** What of the browser may keep things; reading a property alone throws when site data is blocked. */

const CHANNEL = "fieldbook:work";

/** Each is left out where the browser has none. */
export function storageParts() {
  /** @type {{ factory?: IDBFactory, storage?: Storage, channel?: () => BroadcastChannel }} */
  const parts = {};
  try {
    parts.factory = globalThis.indexedDB;
  } catch {}
  try {
    parts.storage = globalThis.localStorage;
  } catch {}
  if ("BroadcastChannel" in globalThis) parts.channel = () => new BroadcastChannel(CHANNEL);
  return parts;
}
