// Tells forms the zone that the browser is in, and offers it where the account says another.
//   <input type="hidden" name="time_zone" data-time-zone>          is filled in unless it has a value
//   <div hidden data-time-zone-differs-from="Europe/London">       is shown when the browser's zone is another;
//     inside it <span data-time-zone-name></span> gets the name
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function offer(element) {
  if (element.dataset.timeZoneDiffersFrom === zone) return;
  element.querySelectorAll("[data-time-zone-name]").forEach((place) => {
    place.textContent = zone;
  });
  element.hidden = false;
}

if (zone) {
  document.querySelectorAll("input[data-time-zone]").forEach((input) => {
    if (!input.value) input.value = zone;
  });
  document.querySelectorAll("[data-time-zone-differs-from]").forEach(offer);
}
