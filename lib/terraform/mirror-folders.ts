import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";

/** The user's home as Terraform sees it. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env.HOME || homedir();
}

/**
 * The folder of Terraform's own settings: `~/.terraform.d`, on Windows `%APPDATA%/terraform.d`.
 *
 * @param os Terraform's word for it: `linux`, `darwin`, `windows`, …
 */
export function settingsFolder(env: NodeJS.ProcessEnv, os: string): string {
  if (os === "windows") return path.join(env.APPDATA || homeFolder(env), "terraform.d");
  return path.join(homeFolder(env), ".terraform.d");
}

/**
 * The folders that Terraform searches by itself before the registry, whatever its working directory, as long as no
 * `provider_installation` is configured. (It also looks at `terraform.d/plugins` in its working directory, which
 * for a CDKTF stack is a generated folder.)
 *
 * | system | folders |
 * |---|---|
 * | all | `plugins` in the settings folder, see {@link settingsFolder} |
 * | Windows | `%APPDATA%/HashiCorp/Terraform/plugins` |
 * | macOS | `Library/Application Support/io.terraform/plugins` of the user and of the system |
 * | others | `terraform/plugins` in `XDG_DATA_HOME` (`~/.local/share`) and in `XDG_DATA_DIRS` (`/usr/local/share:/usr/share`) |
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
export function impliedMirrorFolders(env: NodeJS.ProcessEnv, os: string): string[] {
  const own = path.join(settingsFolder(env, os), "plugins");
  if (os === "windows") {
    return [own, path.join(env.APPDATA || homeFolder(env), "HashiCorp", "Terraform", "plugins")];
  }
  if (os === "darwin") {
    const library = path.join("Library", "Application Support", "io.terraform", "plugins");
    return [own, path.join(homeFolder(env), library), path.join("/", library)];
  }
  const dataHome = env.XDG_DATA_HOME || path.join(homeFolder(env), ".local", "share");
  const dataDirs = (env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":");
  const absolute = [dataHome, ...dataDirs].filter((folder) => path.isAbsolute(folder));
  return [own, ...absolute.map((folder) => path.join(folder, "terraform", "plugins"))];
}

/**
 * The folders that Terraform does not search unless it is told to: `terraform.d/plugins` of the folder that the user
 * stands in, and the first level of the system's folder for add-on software, where administrators put mirrors.
 *
 * @param addOnFolder `/opt` by the Filesystem Hierarchy Standard 3.0, section 3.13; undefined where there is none.
 */
export async function otherMirrorFolders(cwd: string, addOnFolder: string | undefined): Promise<string[]> {
  const local = path.join(cwd, "terraform.d", "plugins");
  if (addOnFolder === undefined) return [local];
  const names = await readdir(addOnFolder).catch((): string[] => []);
  return [local, ...names.sort().map((name) => path.join(addOnFolder, name))];
}
