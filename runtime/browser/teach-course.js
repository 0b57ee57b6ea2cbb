/** What a page says of the site's exercises, for those who compare passports with it. */

/** @import { Course } from "./teach-room.js" */

/** @typedef {{ course: string, exercises: Course[] }} CourseFacts course: version of all of them */

/** @param {HTMLElement} host @returns {CourseFacts} */
export function courseFacts(host) {
  /** @type {CourseFacts} */
  const facts = JSON.parse(host.getAttribute("course") ?? '{"course":"","exercises":[]}');
  return facts;
}
