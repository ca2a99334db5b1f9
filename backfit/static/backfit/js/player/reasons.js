// Why something was left out, and how the server is told; the only place that knows.
export const REASONS = ["pain", "too_hard", "unclear", "no_time", "no_equipment"];

// The fields of a result. `words` is the choice as the person read it.
export function becauseOf(code, words) {
  return code ? { skip_reason: words.slice(0, 120) } : {};
}
