const COPY_URL = "/device/copy/";

// The JSON, or null for anything else: signed out (401), no network, a captive portal's page.
export async function fetchCopy() {
  try {
    const answer = await fetch(COPY_URL, { headers: { Accept: "application/json" }, redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
