import { readdir } from "node:fs/promises";
import path from "node:path";
import { compareVersions, parseVersion, type Version } from "./version";

/** One version of one provider that a mirror holds for the platform asked for. */
export interface MirroredProvider {
  /** Full source address: `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  /** `5.100.0` */
  readonly version: string;
}

/** A folder in the layout of Terraform's filesystem mirrors, and what it holds for one platform. */
export interface ProviderMirror {
  readonly path: string;
  readonly providers: readonly MirroredProvider[];
}

const awsSource = "registry.terraform.io/hashicorp/aws";
const awsFloor: Version = { numbers: [5, 100, 0], prerelease: "" };
const awsCeiling: Version = { numbers: [7, 0, 0], prerelease: "" };

/**
 * Reads a filesystem mirror, in both layouts that Terraform knows: unpacked (`HOST/NAMESPACE/TYPE/VERSION/OS_ARCH/`)
 * and packed (`HOST/NAMESPACE/TYPE/terraform-provider-TYPE_VERSION_OS_ARCH.zip`). A folder that is missing or
 * unreadable holds nothing.
 *
 * @param platform Terraform's words for it: `linux_amd64`.
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
export async function readMirror(folder: string, platform: string): Promise<ProviderMirror> {
  const providers: MirroredProvider[] = [];
  // A host has a dot or is localhost; this keeps the walk out of folders that are no mirror.
  const hosts = (await entries(folder)).filter((name) => name.includes(".") || name === "localhost");
  for (const host of hosts) {
    for (const namespace of await entries(path.join(folder, host))) {
      for (const type of await entries(path.join(folder, host, namespace))) {
        const versions = await versionsIn(path.join(folder, host, namespace, type), type, platform);
        for (const version of versions) providers.push({ source: `${host}/${namespace}/${type}`, version });
      }
    }
  }
  return { path: folder, providers };
}

/** The newest AWS provider of a mirror that the stacks accept (`>= 5.100.0, < 7.0.0`, no pre-release). */
export function newestAwsProvider(mirror: ProviderMirror): string | undefined {
  const fitting = mirror.providers
    .filter((provider) => provider.source === awsSource && suitsStacks(provider.version))
    .map((provider) => provider.version);
  return fitting.sort(compareVersionTexts).at(-1);
}

/** The mirror with the newest AWS provider that the stacks accept, the first named among equals. */
export function bestAwsMirror(mirrors: readonly ProviderMirror[]): ProviderMirror | undefined {
  let best: { mirror: ProviderMirror; version: string } | undefined;
  for (const mirror of mirrors) {
    const version = newestAwsProvider(mirror);
    if (version === undefined) continue;
    if (best === undefined || compareVersionTexts(version, best.version) > 0) best = { mirror, version };
  }
  return best?.mirror;
}

function suitsStacks(text: string): boolean {
  const version = parseVersion(text);
  return (
    version !== undefined &&
    version.prerelease === "" &&
    compareVersions(version, awsFloor) >= 0 &&
    compareVersions(version, awsCeiling) < 0
  );
}

function compareVersionTexts(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left === undefined || right === undefined ? a.localeCompare(b) : compareVersions(left, right);
}

async function versionsIn(folder: string, type: string, platform: string): Promise<string[]> {
  const versions: string[] = [];
  const [prefix, suffix] = [`terraform-provider-${type}_`, `_${platform}.zip`];
  for (const name of await entries(folder)) {
    if (name.startsWith(prefix) && name.endsWith(suffix)) {
      versions.push(name.slice(prefix.length, -suffix.length));
    } else if (parseVersion(name) !== undefined) {
      const files = await entries(path.join(folder, name, platform));
      if (files.some((file) => file.startsWith(`terraform-provider-${type}`))) versions.push(name);
    }
  }
  return versions.filter((version) => parseVersion(version) !== undefined);
}

async function entries(folder: string): Promise<string[]> {
  // Sorted, so that equal machines choose alike.
  return readdir(folder).then(
    (names) => names.sort(),
    () => [],
  );
}
