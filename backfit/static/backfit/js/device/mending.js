// What a person can do about an entry that was refused. Nothing of it happens by itself.

// Sent anew, as it is.
export function again(device, { uuid, body }) {
  return device.keep(uuid, body);
}

// The server keeps another session under this id: this one replaces it, and the other stays in its history.
export async function correct(device, { uuid, body }) {
  const answer = await fetch(`/api/v1/sessions/${uuid}/`, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) return false;
  const { revision } = await answer.json();
  await device.keep(uuid, { ...body, corrects: revision });
  return true;
}

// A clock that was wrong gave it a day on which there is no program.
export function move(device, { uuid, body }, day) {
  return device.keep(uuid, { ...body, day, evidence: "later" });
}
