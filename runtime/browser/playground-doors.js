/** What comes into the playground and goes out: files, links, another tab, and the notices about them. */

import { button, html, setEnabled } from "./markup.js";
import { writePlaygroundFile } from "./playground-file.js";
import { LogBytes } from "./playground-log.js";
import { TemplateMenu } from "./playground-menu.js";
import { onlyFile, sameFiles } from "./playground-modules.js";
import { Question } from "./playground-question.js";
import { foreignNotice, onSharedLink, sharePanel } from "./share-panel.js";

/** @import { PlaygroundView } from "./playground-element.js" */
/** @import { CodeFile } from "./playground-modules.js" */
/** @import { BenchError } from "./playground-protocol.js" */
/** @import { Shared } from "./share-link.js" */
/** @import { Template } from "./playground-templates.js" */

const ID = "playground";
const VERSION = "1";

export class PlaygroundDoors {
  #unfollow = () => {};
  #isBusy = false;

  /** @param {PlaygroundView} view */
  constructor(view) {
    this.view = view;
    this.file = html("input", { type: "file", accept: "application/json,.json", hidden: true });
    this.file.addEventListener("change", () => this.#read());
    this.export = button("Export", () => this.#export());
    this.import = button("Import", () => this.file.click());
    this.fresh = button("Start over", () => this.#offerFresh());
    this.share = sharePanel({
      current: () => shared(view.code.files),
      announce: (sentence) => view.announce(sentence),
    });
    this.menu = new TemplateMenu(view, (template) => this.#offerTemplate(template));
    this.bar = html(
      "div",
      { class: "fb-bar" },
      this.menu.button,
      this.export,
      this.import,
      this.share.share,
      this.fresh,
      this.file,
    );
    this.foreign = html("div", { hidden: true });
    this.tenancy = html("div", { class: "fb-notice", hidden: true });
    this.problem = html("div", { class: "fb-notice", hidden: true });
    this.question = new Question({
      announce: (sentence) => view.announce(sentence),
      back: this.export,
    });
    this.notices = html(
      "div",
      { class: "fb-pg__notices" },
      this.menu.element,
      this.share.line,
      this.tenancy,
      this.foreign,
      this.problem,
      this.question.element,
    );
  }

  /** Look for somebody else's code in the address. */
  follow() {
    this.#unfollow = onSharedLink(
      ID,
      (shared) => this.#showShared(shared.files ?? onlyFile(shared.code)),
      (sentence) => this.question.say(sentence),
    );
  }

  end() {
    this.#unfollow();
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    const canWrite = this.view.canWrite && !isBusy;
    for (const one of [this.import, this.fresh, this.menu.button]) {
      setEnabled(one, canWrite && !this.view.isGuest);
    }
    setEnabled(this.export, !isBusy);
  }

  // ---------------------------------------------------------------- other tabs, other versions

  showTenancy() {
    const { view } = this;
    this.tenancy.hidden = view.canWrite;
    if (view.canWrite) return;
    const isOnlyHere = view.keeper.own.hasUnkept;
    this.tenancy.replaceChildren(
      html(
        "p",
        {},
        isOnlyHere
          ? "Another tab has taken the playground over, and some of what happened in this tab found no room in the " +
              "browser before. It is here and nowhere else: export it. Going on here drops it for what the browser has."
          : "The playground is open in another tab, and only one at a time may change it. Here it is to be read. " +
              "Going on here takes over all that the other tab has, down to the last key.",
      ),
      html(
        "div",
        { class: "fb-bar" },
        button("Go on in this tab", () => this.#takeOver(), {
          class: isOnlyHere ? "fb-button" : "fb-button fb-button--main",
        }),
      ),
    );
  }

  async #takeOver() {
    await this.view.keeper.tenancy.takeOver();
    this.view.code.push.focus();
  }

  /** A write was refused because another tab took over, and nobody said so. */
  showKeeping() {
    if (this.view.session.keeping === "elsewhere" && this.view.canWrite && !this.view.isGuest) {
      this.view.keeper.tenancy.onLost();
    }
  }

  /** @param {BenchError | null} problem */
  showProblem(problem) {
    this.problem.hidden = problem === null;
    if (problem) {
      this.problem.textContent = `What was pushed last does not run any more (${problem.message}). The data are below as they were; repair the code and push it.`;
    }
  }

  // ---------------------------------------------------------------- links

  /** @param {CodeFile[]} files */
  async #showShared(files) {
    const { view } = this;
    await view.showGuest(files);
    this.question.hide();
    this.foreign.replaceChildren(
      foreignNotice({
        note: "Push runs it here, on an empty backend of its own that is gone when you leave.",
        actions: [
          { name: "Back to my own", act: () => this.#closeShared() },
          { name: "Take the code into my own", act: () => this.#takeShared() },
        ],
      }),
    );
    this.foreign.hidden = false;
    view.announce("The code in the editor is somebody else's; nothing of it has run.");
  }

  async #closeShared() {
    this.foreign.hidden = true;
    history.replaceState(history.state, "", location.pathname + location.search);
    await this.view.showOwn();
    this.view.code.tabs.focus();
  }

  /** As a draft: it runs when it is pushed, and what was pushed before is kept until then. */
  async #takeShared() {
    const { view } = this;
    if (view.keeper.own.keeping === "elsewhere") {
      this.question.say(
        "The playground is open in another tab. Close it there, or go on in this tab first.",
      );
      return;
    }
    await view.keeper.own.remember({ draft: view.code.files });
    await this.#closeShared();
    this.question.say(
      "The code is in your editor now. It runs when you push it, on your own data.",
    );
  }

  // ---------------------------------------------------------------- files

  #export() {
    const { state, log } = this.view.session;
    const now = new Date();
    const text = writePlaygroundFile(state, log, now);
    const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const name = `fieldbook-playground-${now.toISOString().slice(0, 10)}.json`;
    html("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.view.announce("Exported. The file is where your browser puts downloads.");
  }

  async #read() {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (!file || this.#isBusy) return;
    this.question.say(`Looking into ${file.name}.`);
    try {
      const { lookInto } = await import("./playground-import.js");
      const { question, state, log } = await lookInto(file, this.view.client);
      this.question.ask(question, "Replace what is here", async () => {
        const draft = state.draft ?? state.files;
        await this.view.keeper.own.replace({ ...state, files: [], draft }, log);
        await this.view.showOwn();
        this.question.say("Imported. Its data are below; its code runs when you push it.");
      });
    } catch (error) {
      const isFile = error instanceof Error && error.name === "PlaygroundFileError";
      this.question.say(isFile ? error.message : `Not imported, and nothing was changed: ${error}`);
    }
  }

  #offerFresh() {
    this.question.ask(
      "Starting over removes all documents, the log and your code from this browser. Export it first if you may want it back.",
      "Remove everything",
      async () => {
        await this.view.keeper.own.replace({}, new LogBytes());
        await this.view.showOwn();
        this.question.say("Everything is as at the beginning.");
      },
    );
  }

  /** @param {Template} template */
  async #offerTemplate({ title, files }) {
    const { view } = this;
    const own = view.keeper.own;
    const fresh = async () => {
      await own.replace({ draft: files }, new LogBytes());
      await view.showOwn();
      await view.push();
    };
    const isUntouched =
      own.isEmpty && (own.state.draft === null || sameFiles(view.code.files, view.code.starter));
    if (isUntouched) {
      await fresh();
      return;
    }
    this.question.ask(
      `${title} has files of its own, which take the place of yours. On an empty backend it can be tried at once; ` +
        "your documents and your code are removed then, so export them first if you may want them back.",
      "Start over with it",
      fresh,
      {
        name: "Only take its code",
        act: async () => {
          view.code.take(files);
          this.question.say(
            "Its code is in your editor. It runs when you push it, on your own data.",
          );
        },
      },
    );
  }
}

/** What a link holds. An older page reads `code` alone. @param {CodeFile[]} files @returns {Shared} */
function shared(files) {
  const plain = { id: ID, version: VERSION, code: files[0]?.text ?? "" };
  return sameFiles(files, onlyFile(plain.code)) ? plain : { ...plain, files };
}
