// On every page of somebody signed in.
import { showBadge } from "./badge.js";
import { begin } from "./courier.js";
import { watchSignOut } from "./signing-out.js";

watchSignOut();
begin(showBadge);
