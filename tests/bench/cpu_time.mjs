/**
 * The processor time that this process has used: `clock.py` for whoever runs in Node.
 *
 * V8's helper threads (garbage collection, compilation) are counted too: Node 20 cannot leave
 * them out.
 */

/** @returns {number} milliseconds */
export function cpuMilliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
