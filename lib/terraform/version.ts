/** A semantic version, https://semver.org: three numbers and perhaps a pre-release. */
export interface Version {
  readonly numbers: readonly [number, number, number];
  /** What follows the hyphen (`beta1`), "" for a release. */
  readonly prerelease: string;
}

const pattern = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Reads `1.11.4`, `v1.11.4` or `1.5.0-rc1`; undefined for anything else. */
export function parseVersion(text: string): Version | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, major, minor, patch, prerelease = ""] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease };
}

/**
 * Negative when `a` is older than `b`, positive when newer, 0 when neither. A pre-release is older than its
 * release; two pre-releases of one version count as equal, which is all that a minimum needs.
 */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.numbers[0] - b.numbers[0] ||
    a.numbers[1] - b.numbers[1] ||
    a.numbers[2] - b.numbers[2] ||
    Number(b.prerelease !== "") - Number(a.prerelease !== "")
  );
}
