import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { homeFolder, impliedMirrorFolders, otherMirrorFolders, settingsFolder } from "./mirror-folders";
import { bestAwsMirror, newestAwsProvider, type ProviderMirror, readMirror } from "./provider-mirror";

export interface CliConfigRequest {
  readonly env: NodeJS.ProcessEnv;
  /** What Terraform was built for, in its own words: `linux_amd64` (`TerraformFound.platform`). */
  readonly platform: string;
  /** The folder that the user stands in; the process's own by default. */
  readonly cwd?: string;
  /**
   * A folder in which working directories share the providers that they download. It is made if missing, and set
   * aside where the user has chosen one. Terraform does not lock it: let one `init` finish before others start.
   */
  readonly pluginCacheDir?: string;
  /** The system's folder for add-on software; `/opt` by default, none on Windows. */
  readonly addOnFolder?: string;
}

/** What to start Terraform with so that it can install the AWS provider. */
export interface CliConfig {
  /** To be laid over the environment of Terraform or of the CDKTF CLI; empty when nothing needs to change. */
  readonly env: Readonly<Record<string, string>>;
  /** Where the provider comes from, for people: `AWS provider 5.100.0 from the mirror /srv/providers`. */
  readonly description: string;
  /** Removes what was made for it. May be called more than once. */
  dispose(): Promise<void>;
}

/**
 * Decides where Terraform takes the AWS provider from.
 *
 * 1. A CLI configuration of the user that exists is left alone: the file that `TF_CLI_CONFIG_FILE` names, or, when
 *    it names none, `~/.terraformrc` (`%APPDATA%/terraform.rc`) and `*.tfrc` of Terraform's settings folder.
 * 2. Else a mirror that Terraform searches by itself needs no configuration.
 * 3. Else a mirror elsewhere (see {@link otherMirrorFolders}) is passed on in a temporary CLI configuration.
 * 4. Else the registry.
 *
 * A `TF_CLI_CONFIG_FILE` that names a missing file is replaced by a temporary one in cases 2 to 4, so that Terraform
 * does not warn about it at every call.
 *
 * @see https://developer.hashicorp.com/terraform/cli/config/config-file
 */
export async function prepareCliConfig(request: CliConfigRequest): Promise<CliConfig> {
  const { env, platform } = request;
  const os = platform.split("_", 1)[0] ?? "";
  // Terraform still reads the old name of the variable when the new one is empty.
  const named = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  const own = named === undefined || named === "" ? await defaultConfigFiles(env, os) : await existing([named]);
  const cache = await cacheVariables(request, own);
  if (own.length > 0) {
    return unchanged(cache, `AWS provider as your Terraform CLI configuration ${own.join(", ")} says`);
  }

  const implied = await readMirrors(impliedMirrorFolders(env, os), platform);
  const impliedBest = bestAwsMirror(implied);
  const isVariableSet = named !== undefined && named !== "";
  if (impliedBest !== undefined) {
    const description = describeMirror(impliedBest);
    const variables = { ...cache, ...WITHOUT_LOCK };
    return isVariableSet ? temporary("", variables, description) : unchanged(variables, description);
  }

  const addOnFolder = request.addOnFolder ?? (os === "windows" ? undefined : "/opt");
  const folders = await otherMirrorFolders(request.cwd ?? process.cwd(), addOnFolder);
  const best = bestAwsMirror(await readMirrors(folders, platform));
  if (best !== undefined) {
    return temporary(providerInstallation([...implied, best]), { ...cache, ...WITHOUT_LOCK }, describeMirror(best));
  }
  const description = "AWS provider from the Terraform registry";
  return isVariableSet ? temporary("", cache, description) : unchanged(cache, description);
}

/**
 * The CDKTF CLI runs `terraform providers lock` before a stack's first plan, which asks the registry whatever mirror
 * there is: where a mirror serves the provider there may be none to ask. The variable is its `--skip-provider-lock`.
 */
const WITHOUT_LOCK = { CDKTF_SKIP_PROVIDER_LOCK: "true" };

/**
 * An explicit configuration makes Terraform forget the mirrors that it would search by itself, so those with
 * anything in them are repeated. As Terraform does with those: what a mirror holds comes from the mirror alone, and
 * every other provider from its registry.
 */
function providerInstallation(mirrors: readonly ProviderMirror[]): string {
  const filled = mirrors.filter((mirror) => mirror.providers.length > 0);
  const lines = filled.flatMap((mirror) => [
    "  filesystem_mirror {",
    // Forward slashes work on Windows too, and need no escape.
    `    path    = ${JSON.stringify(mirror.path.replaceAll("\\", "/"))}`,
    `    include = ${JSON.stringify(sources([mirror]))}`,
    "  }",
  ]);
  const direct = ["  direct {", `    exclude = ${JSON.stringify(sources(filled))}`, "  }"];
  return ["provider_installation {", ...lines, ...direct, "}", ""].join("\n");
}

function sources(mirrors: readonly ProviderMirror[]): string[] {
  const all = mirrors.flatMap((mirror) => mirror.providers.map((provider) => provider.source));
  return [...new Set(all)].sort();
}

function describeMirror(mirror: ProviderMirror): string {
  return `AWS provider ${newestAwsProvider(mirror)} from the mirror ${mirror.path}`;
}

async function readMirrors(folders: readonly string[], platform: string): Promise<ProviderMirror[]> {
  return Promise.all(folders.map((folder) => readMirror(folder, platform)));
}

async function defaultConfigFiles(env: NodeJS.ProcessEnv, os: string): Promise<string[]> {
  const main =
    os === "windows"
      ? path.join(env.APPDATA || homeFolder(env), "terraform.rc")
      : path.join(homeFolder(env), ".terraformrc");
  const settings = settingsFolder(env, os);
  const names = await readdir(settings).catch((): string[] => []);
  const more = names
    // What `terraform login` keeps there says nothing about providers, and is read whatever the variable names.
    .filter((name) => /\.tfrc(\.json)?$/.test(name) && name !== "credentials.tfrc.json")
    .sort()
    .map((name) => path.join(settings, name));
  return existing([main, ...more]);
}

async function existing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => [file],
        () => [],
      ),
    ),
  );
  return found.flat();
}

async function cacheVariables(
  { env, pluginCacheDir }: CliConfigRequest,
  configFiles: readonly string[],
): Promise<Record<string, string>> {
  if (pluginCacheDir === undefined || env.TF_PLUGIN_CACHE_DIR) return {};
  const texts = await Promise.all(configFiles.map((file) => readFile(file, "utf8").catch(() => "")));
  if (texts.some((text) => text.includes("plugin_cache_dir"))) return {};
  await mkdir(pluginCacheDir, { recursive: true });
  return {
    TF_PLUGIN_CACHE_DIR: pluginCacheDir,
    // Since 1.4 Terraform passes by the cache where no lock file knows the provider yet, as in every new stack.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  };
}

function unchanged(env: Record<string, string>, description: string): CliConfig {
  return { env, description, dispose: async () => {} };
}

async function temporary(text: string, env: Record<string, string>, description: string): Promise<CliConfig> {
  const folder = await mkdtemp(path.join(tmpdir(), "pod-identity-terraform-"));
  const file = path.join(folder, "terraform.tfrc");
  await writeFile(file, text);
  return {
    env: { ...env, TF_CLI_CONFIG_FILE: file },
    description,
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}
