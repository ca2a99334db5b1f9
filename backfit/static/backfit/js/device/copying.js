const COPY_URL = "/device/copy/";
const PERSON_URL = "/device/person/";

export const PATIENCE = 30_000; // ms, after which a request is given up

// The JSON, or null for anything else: signed out (401), no network, a captive portal's page.
export async function fetchCopy() {
  const { answer } = await ask(COPY_URL);
  return answer?.person ? answer : null;
}

// {person, csrf} of who is signed in; `person` null when nobody is; null when the server cannot be reached.
export async function whoIsSignedIn() {
  const { answer } = await ask(PERSON_URL);
  return answer && typeof answer === "object" && "person" in answer ? answer : null;
}

async function ask(url) {
  try {
    const response = await fetch(url, {
      headers: { Accept: "application/json" },
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { answer: await response.json() };
  } catch {
    return {};
  }
}
