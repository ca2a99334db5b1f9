// Saves as one types: one request for a pause in typing, one at a time. States: saved, waiting, saving, offline, broken,
// refused, signedOut and conflict; listeners hear of each.
import { ask } from "./dom.js";

const PAUSE = 600; // ms after the last key
const AGAIN = 10_000; // ms until the next try without a connection
const KEEPALIVE = 30_000; // characters; the browser allows 64 KiB for all that a page sends on its way out

export class Saver extends EventTarget {
  constructor({ plan, address, token, base, keeper, focused }) {
    super();
    Object.assign(this, { plan, address, token, base, keeper, focused });
    this.savedRevision = plan.revision;
    this.state = "saved";
    this.channel = new BroadcastChannel(`backfit-builder:${address}`);
    this.channel.onmessage = ({ data }) => this.heard(data.digest);
    plan.addEventListener("change", () => this.dirty && this.soon());
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => this.seen());
  }

  get dirty() {
    return this.plan.revision !== this.savedRevision;
  }

  tell(state, about = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, ...about } }));
  }

  soon() {
    this.kept = this.keeper.keep(this.base, this.plan.payload());
    if (this.state === "conflict") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
    if (this.state === "saved") this.tell("waiting");
  }

  // True when everything is saved.
  async save() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.flight) {
      this.wanted = true;
      return this.flight;
    }
    if (this.state === "conflict") return false;
    if (!this.dirty) return true;
    this.flight = this.post();
    const done = await this.flight;
    this.flight = null;
    const again = this.wanted && this.dirty && done;
    this.wanted = false;
    return again ? this.save() : done;
  }

  // Until nothing is left that was not sent.
  async flush() {
    while (this.dirty) if (!(await this.save())) return false;
    return this.state !== "conflict";
  }

  request(body) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.token };
    return { method: "POST", headers, body, keepalive: body.length < KEEPALIVE, credentials: "same-origin" };
  }

  async post() {
    const { revision } = this.plan;
    const sent = this.plan.payload();
    this.tell("saving");
    let answer;
    try {
      answer = await ask(this.address, this.request(JSON.stringify({ base: this.base, ...sent })));
    } catch {
      return this.failed("offline");
    }
    if (answer.status === 409 && answer.body?.theirs) return this.differs(answer.body, revision);
    if (answer.redirected || answer.status === 401 || answer.status === 403) return this.failed("signedOut");
    if (!answer.ok || !answer.body) return this.failed(answer.status < 500 ? "refused" : "broken", answer.body);
    this.base = answer.body.digest;
    this.savedRevision = revision;
    if (this.dirty) this.keeper.keep(this.base, this.plan.payload());
    else this.keeper.drop();
    this.plan.learn(answer.body, sent, this.focused());
    this.tell(this.dirty ? "waiting" : "saved", { at: answer.body.saved_at });
    this.channel.postMessage({ digest: this.base });
    return true;
  }

  failed(state, body = null) {
    const said = [body?.detail ?? Object.values(body ?? {})].flat(2).filter((one) => typeof one === "string");
    this.tell(state, { sentence: said.join(" "), kept: this.kept });
    clearTimeout(this.timer);
    if (state === "offline" || state === "broken") this.timer = setTimeout(() => this.save(), AGAIN);
    return false;
  }

  // Somebody else has saved something else since.
  differs({ detail, theirs, difference }, revision) {
    this.theirs = theirs;
    const mine = revision !== this.cleanAt;
    this.tell("conflict", { detail, difference, theirs, mine });
    if (!mine) this.takeTheirs();
    return !mine;
  }

  takeTheirs() {
    this.take(this.theirs);
  }

  // What the server holds takes the place of what stands here.
  take(answer) {
    this.base = answer.digest;
    this.savedRevision = this.plan.revision;
    this.plan.take(answer);
    this.keeper.drop();
    this.tell("saved", { at: answer.saved_at });
  }

  keepMine() {
    this.base = this.theirs.digest;
    this.savedRevision = -1;
    this.tell("waiting");
    return this.save();
  }

  // Another window of this browser has saved. What differs is asked at the server, once this window is looked at.
  heard(digest) {
    if (digest === this.base || this.state === "conflict") return;
    this.news = digest;
    if (!document.hidden) this.look();
  }

  async look() {
    if (this.flight) await this.flight;
    const news = this.news;
    this.news = null;
    if (!news || news === this.base || this.state === "conflict") return;
    this.cleanAt = this.dirty ? null : this.plan.revision;
    this.savedRevision = -1;
    await this.save();
    this.cleanAt = null;
  }

  seen() {
    if (document.hidden && this.dirty) this.save();
    else if (!document.hidden && this.news) this.look();
  }

  leave() {
    if (!this.dirty || this.state === "conflict" || this.flight) return;
    fetch(this.address, this.request(JSON.stringify({ base: this.base, ...this.plan.payload() }))).catch(() => {});
  }
}
