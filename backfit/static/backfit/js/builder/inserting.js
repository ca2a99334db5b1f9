// A whole routine or template at the end of the plan: the server puts it in, and it is one change that can be undone.
import { ask, at, element, word } from "./dom.js";
import { say } from "./say.js";
import { pageIn } from "../trusted.js";

export function inserting({ saver, plan, form, place }) {
  const part = form.querySelector("[data-insert]");
  if (!part) return;
  place.append(part);
  const button = part.querySelector("button");
  const field = part.querySelector("select");
  const fault = element("p", { className: "errorlist", role: "alert" });
  field.closest(".field")?.append(fault);

  button.onclick = async (event) => {
    event.preventDefault();
    fault.textContent = "";
    if (!(await saver.flush())) return say(at("builder-state").textContent);
    const body = new URLSearchParams({ csrfmiddlewaretoken: saver.token, action: "insert", [field.name]: field.value });
    button.disabled = true;
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body });
      const page = pageIn(await response.text());
      if (!response.ok) {
        const said = page.querySelector("[data-insert] .errorlist, .form-errors");
        fault.textContent = said?.textContent.trim() ?? "";
        return;
      }
      const { body: answer } = await ask(saver.address);
      saver.take(answer);
      part.open = false;
      const title = at("builder-phases").lastElementChild?.querySelector("[data-part=open]");
      title?.focus();
    } catch {
      fault.textContent = word("offline");
    } finally {
      button.disabled = false;
    }
  };
  plan.addEventListener("change", () => (fault.textContent = ""));
}
