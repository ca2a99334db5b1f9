// Why something was left out, and how the server is told; the only place that knows.
export const REASONS = ["pain", "too_hard", "unclear", "no_time", "no_equipment"];

// The fields of a result.
export function becauseOf(code) {
  return code ? { skip_because: code } : {};
}
