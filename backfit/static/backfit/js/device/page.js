// On every page of somebody signed in.
import { showBadge } from "./badge.js";
import { begin } from "./courier.js";

begin().then(showBadge);
