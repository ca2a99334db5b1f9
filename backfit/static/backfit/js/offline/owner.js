// These pages are the same for everybody and do not say who reads them: the device answers for who used it last.
import { whoIsSignedIn } from "../device/copying.js";
import { personHere, remember } from "../device/person.js";

// {who, state}. Without a network nobody can be asked and `who` is null; with one, what is kept is shown to its owner
// alone. The state is "owner", "signed-out", or "other": somebody else has signed in, for whom the page begins anew.
export async function askOwner(device) {
  const who = await whoIsSignedIn();
  if (!who || who.person === device.person) return { who, state: "owner" };
  if (!who.person) return { who, state: "signed-out" };
  remember(who.person);
  if (personHere() === who.person) location.reload();
  return { who, state: "other" };
}
