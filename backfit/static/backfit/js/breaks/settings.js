// The form "When and how": what is chosen there is kept in this browser, and goes for the habit as it is dosed now.
import { askToNotify, buzz, chime, mayNotify, notify, warmUp } from "./cues.js";
import { LONGEST_NIGHT, settled } from "./schedule.js";
import { say } from "./view.js";

const toMinutes = (text) => {
  const [hours, minutes] = text.split(":").map(Number);
  return text ? 60 * hours + minutes : NaN;
};
const DAY = 24 * 60;
// The last minute of the day for its end; hours across midnight end on the next day.
const toText = (minutes) => {
  const last = minutes > DAY ? minutes - DAY : Math.min(minutes, DAY - 1);
  return `${String(Math.floor(last / 60)).padStart(2, "0")}:${String(last % 60).padStart(2, "0")}`;
};

const signature = (habit) => [habit.key, habit.every, habit.from, habit.until, habit.times].join(" ");

// The habit that is run and its settings: as prescribed or as usual, unless this browser was told otherwise.
export function chosen(habits, kept, asked) {
  const wanted = habits.find((habit) => habit.slug === asked || habit.key === asked);
  const habit = wanted ?? habits.find((each) => each.key === kept?.habit) ?? habits[0];
  const usual = { every: habit.every, from: 60 * habit.from, until: 60 * habit.until, most: habit.most };
  const own = kept?.own?.sign === signature(habit) ? kept.own : usual;
  return {
    habit,
    times: settled(own, habit.every),
    sound: kept?.sound ?? true,
    notify: Boolean(kept?.notify) && mayNotify(),
  };
}

export const toKeep = ({ habit, times, sound, notify }) => ({
  habit: habit.key,
  own: { sign: signature(habit), ...times },
  sound,
  notify,
});

export class SettingsForm {
  constructor(form, habits, change) {
    this.form = form;
    this.habits = habits;
    this.change = change;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.read(event.target));
    form.querySelector("[data-try]").addEventListener("click", () => this.try());
  }

  fill(choice) {
    this.choice = choice;
    const { habit, from, until, every, most, sound, notify: notified } = this.form.elements;
    if (habit) habit.value = choice.habit.key;
    from.value = toText(choice.times.from);
    until.value = toText(choice.times.until);
    every.value = String(choice.times.every);
    if (every.selectedIndex < 0) every.value = "30";
    most.value = choice.times.most === null ? "" : String(choice.times.most);
    sound.checked = choice.sound;
    notified.checked = choice.notify;
  }

  async read(field) {
    const { habit, sound } = this.form.elements;
    if (field === habit) {
      const other = this.habits.find((each) => each.key === habit.value);
      return this.change(chosen([other], { ...toKeep(this.choice), habit: other.key }));
    }
    if (field.name === "notify") return this.setNotify(field);
    if (field === sound) return this.change({ ...this.choice, sound: sound.checked });
    return this.readTimes();
  }

  readTimes() {
    const { from, until, every, most } = this.form.elements;
    const times = {
      from: toMinutes(from.value),
      until: toMinutes(until.value),
      every: Number(every.value),
      most: most.value === "" ? null : Number(most.value),
    };
    if (times.until < times.from) times.until += DAY;
    const hours = times.until - times.from;
    const wrong = !(hours >= 60) || (times.until > DAY && hours > LONGEST_NIGHT);
    this.form.querySelector("#breaks-hours").textContent = wrong ? say("hours") : "";
    for (const field of [from, until]) field.setAttribute("aria-invalid", String(wrong));
    if (!wrong) this.change({ ...this.choice, times: settled(times, this.choice.habit.every) });
  }

  async setNotify(field) {
    const said = this.form.querySelector("[data-notify-said]");
    const answer = field.checked ? await askToNotify() : "off";
    field.checked = answer === "granted";
    said.textContent = say(`notify-${answer}`);
    this.change({ ...this.choice, notify: field.checked });
  }

  try() {
    const { sound, notify: notified } = this.form.elements;
    if (sound.checked) {
      warmUp();
      chime();
    }
    buzz();
    if (notified.checked) notify(say("due"), say("notice", { name: this.choice.habit.name }));
  }
}
