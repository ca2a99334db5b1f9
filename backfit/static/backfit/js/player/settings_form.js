// The switches for sound, voice, pace and looks; the same before and during.
import { pieceOf } from "./page.js";
import { wantsMotion } from "./pictures.js";
import { keepSettings } from "./settings.js";

export function settingsForm(settings, changed = () => {}) {
  const form = pieceOf("view-settings");
  for (const field of form.querySelectorAll("[name]")) {
    const value = field.name === "moving" ? wantsMotion(settings) : settings[field.name];
    if (field.type === "checkbox") field.checked = value;
    else field.value = String(value);
  }
  form.querySelector("[name=vibrate]").parentElement.hidden = !("vibrate" in navigator);
  form.querySelector("[name=voice]").parentElement.hidden = !("speechSynthesis" in window);
  form.addEventListener("change", ({ target }) => {
    settings[target.name] = target.type === "checkbox" ? target.checked : asNumber(target.value);
    keepSettings(settings);
    dressPage(settings);
    changed(target.name);
  });
  return form;
}

function asNumber(value) {
  return /^\d+$/.test(value) ? Number(value) : value;
}

export function dressPage(settings) {
  document.body.classList.toggle("player-page--large", settings.large);
}
