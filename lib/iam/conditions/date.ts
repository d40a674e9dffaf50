const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/i;

/**
 * Milliseconds since 1970 of a date in one of the W3C's forms of ISO 8601, or of seconds since 1970; undefined for any
 * other text. Where no zone is written it is UTC.
 */
export function readDate(text: string): number | undefined {
  if (/^\d{5,12}$/.test(text)) return Number(text) * 1000;
  const [found, year, month = "01", day = "01", hour = "00", minute = "00", second = "00", part = "0", zone = "Z"] =
    ISO.exec(text) ?? [];
  if (found === undefined) return undefined;
  const offset = zone.toUpperCase() === "Z" ? "Z" : zone.replace(/^(.\d\d):?/, "$1:");
  const milliseconds = part.slice(0, 3).padEnd(3, "0");
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`);
  return Number.isNaN(time) ? undefined : time;
}
