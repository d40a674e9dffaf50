import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { prepareCliConfig } from "../../../lib/terraform/cli-config";
import { tempFolder } from "./temp-folder";

const aws = "registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0_x5";
const random = "registry.terraform.io/hashicorp/random/terraform-provider-random_3.7.2_linux_amd64.zip";
const tool = "example.com/acme/tool/1.0.0/linux_amd64/terraform-provider-tool_v1.0.0";

/** Every path of a case is below one temporary folder, written `$`, with the home `$/home` and `$/opt`. */
interface Case {
  readonly name: string;
  readonly files: string[];
  readonly env?: Record<string, string>;
  readonly platform?: string;
  readonly cache?: string;
  readonly description: string;
  /** Variables to lay over, apart from TF_CLI_CONFIG_FILE. */
  readonly sets?: Record<string, string>;
  /** Text of the temporary configuration; undefined when none may be made. */
  readonly config?: string;
}

function mirrorBlock(folder: string, ...include: string[]): string[] {
  const list = include.map((each) => `"${each}"`).join(",");
  return ["  filesystem_mirror {", `    path    = "${folder}"`, `    include = [${list}]`, "  }"];
}

function installation(mirrors: string[][], ...exclude: string[]): string {
  const list = exclude.map((each) => `"${each}"`).join(",");
  const direct = ["  direct {", `    exclude = [${list}]`, "  }"];
  return ["provider_installation {", ...mirrors.flat(), ...direct, "}", ""].join("\n");
}

const awsSource = "registry.terraform.io/hashicorp/aws";
const fromRegistry = "AWS provider from the Terraform registry";
const shared = { TF_PLUGIN_CACHE_DIR: "$/cache", TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1" };

const cases: Case[] = [
  { name: "nothing anywhere", files: [], description: fromRegistry },
  {
    name: "the variable names a file: respected, whatever mirrors there are",
    files: ["mine.tfrc", `opt/mirror/${aws}`],
    env: { TF_CLI_CONFIG_FILE: "$/mine.tfrc" },
    description: "AWS provider as your Terraform CLI configuration $/mine.tfrc says",
  },
  {
    name: "the old name of the variable names a file",
    files: ["mine.tfrc", `opt/mirror/${aws}`],
    env: { TERRAFORM_CONFIG: "$/mine.tfrc" },
    description: "AWS provider as your Terraform CLI configuration $/mine.tfrc says",
  },
  {
    name: "the user's own file",
    files: ["home/.terraformrc", `opt/mirror/${aws}`],
    description: "AWS provider as your Terraform CLI configuration $/home/.terraformrc says",
  },
  {
    name: "the user's own file on Windows",
    files: ["home/roaming/terraform.rc", `opt/mirror/${aws.replace("linux", "windows")}`],
    env: { APPDATA: "$/home/roaming" },
    platform: "windows_amd64",
    description: "AWS provider as your Terraform CLI configuration $/home/roaming/terraform.rc says",
  },
  {
    name: "a file of the settings folder",
    files: ["home/.terraform.d/mirror.tfrc", `opt/mirror/${aws}`],
    description: "AWS provider as your Terraform CLI configuration $/home/.terraform.d/mirror.tfrc says",
  },
  {
    name: "what `terraform login` wrote is no configuration",
    files: ["home/.terraform.d/credentials.tfrc.json", `opt/mirror/${aws}`],
    description: "AWS provider 5.100.0 from the mirror $/opt/mirror",
    config: installation([mirrorBlock("$/opt/mirror", awsSource)], awsSource),
  },
  {
    name: "a mirror of add-on software",
    files: [`opt/mirror/${aws}`, "opt/other/readme.md"],
    description: "AWS provider 5.100.0 from the mirror $/opt/mirror",
    config: installation([mirrorBlock("$/opt/mirror", awsSource)], awsSource),
  },
  {
    name: "the variable names a missing file, and there is a mirror",
    files: [`opt/mirror/${aws}`],
    env: { TF_CLI_CONFIG_FILE: "$/gone.tfrc" },
    description: "AWS provider 5.100.0 from the mirror $/opt/mirror",
    config: installation([mirrorBlock("$/opt/mirror", awsSource)], awsSource),
  },
  {
    name: "the variable names a missing file: Terraform would not read the user's own either",
    files: ["home/.terraformrc"],
    env: { TF_CLI_CONFIG_FILE: "$/gone.tfrc" },
    description: fromRegistry,
    config: "",
  },
  {
    name: "terraform.d/plugins where the user stands, since Terraform itself runs elsewhere",
    files: [`stand/terraform.d/plugins/${aws}`],
    description: "AWS provider 5.100.0 from the mirror $/stand/terraform.d/plugins",
    config: installation([mirrorBlock("$/stand/terraform.d/plugins", awsSource)], awsSource),
  },
  {
    name: "a mirror that Terraform searches by itself",
    files: [`home/.terraform.d/plugins/${aws}`, `opt/mirror/${aws}`],
    description: "AWS provider 5.100.0 from the mirror $/home/.terraform.d/plugins",
  },
  {
    name: "a mirror that Terraform searches by itself, and a variable that would make it warn",
    files: [`data/terraform/plugins/${aws}`],
    env: { TF_CLI_CONFIG_FILE: "$/gone.tfrc" },
    description: "AWS provider 5.100.0 from the mirror $/data/terraform/plugins",
    config: "",
  },
  {
    name: "other providers of all mirrors stay, all else comes from the registry",
    files: [`home/.terraform.d/plugins/${tool}`, `opt/mirror/${aws}`, `opt/mirror/${random}`, `opt/second/${random}`],
    description: "AWS provider 5.100.0 from the mirror $/opt/mirror",
    config: installation(
      [
        mirrorBlock("$/home/.terraform.d/plugins", "example.com/acme/tool"),
        mirrorBlock("$/opt/mirror", awsSource, "registry.terraform.io/hashicorp/random"),
      ],
      "example.com/acme/tool",
      awsSource,
      "registry.terraform.io/hashicorp/random",
    ),
  },
  {
    name: "a mirror for another platform",
    files: [`opt/mirror/${aws}`],
    platform: "linux_arm64",
    description: fromRegistry,
  },
  {
    name: "no add-on software on Windows",
    files: [],
    env: { APPDATA: "$/home/roaming" },
    platform: "windows_amd64",
    description: fromRegistry,
  },
  { name: "a shared cache", files: [], cache: "$/cache", description: fromRegistry, sets: shared },
  {
    name: "a shared cache and a mirror",
    files: [`opt/mirror/${aws}`],
    cache: "$/cache",
    description: "AWS provider 5.100.0 from the mirror $/opt/mirror",
    sets: shared,
    config: installation([mirrorBlock("$/opt/mirror", awsSource)], awsSource),
  },
  {
    name: "a shared cache beside a configuration that says nothing of one",
    files: ["home/.terraformrc"],
    cache: "$/cache",
    description: "AWS provider as your Terraform CLI configuration $/home/.terraformrc says",
    sets: shared,
  },
  {
    name: "the user's own cache, by the environment",
    files: [],
    env: { TF_PLUGIN_CACHE_DIR: "$/home/cache" },
    cache: "$/cache",
    description: fromRegistry,
  },
  {
    name: "the user's own cache, by the configuration",
    files: ['home/.terraformrc=plugin_cache_dir = "/home/ada/cache"\n'],
    cache: "$/cache",
    description: "AWS provider as your Terraform CLI configuration $/home/.terraformrc says",
  },
];

const posix = process.platform === "win32" ? describe.skip : describe;

posix("prepareCliConfig", () => {
  test.each(cases)("$name", async (each) => {
    const folder = tempFolder(
      Object.fromEntries(
        each.files.map((file) => {
          const [name = "", content = ""] = file.split(/=(.*)/s);
          return [name, content];
        }),
      ),
    );
    const resolve = (text: string) => text.replaceAll("$", folder.path);
    const home = { HOME: "$/home", XDG_DATA_HOME: "$/data", XDG_DATA_DIRS: "$/share" };
    const env = Object.entries({ ...home, ...each.env }).map(([key, value]) => [key, resolve(value)]);
    const platform = each.platform ?? "linux_amd64";
    try {
      const made = await prepareCliConfig({
        env: Object.fromEntries(env),
        platform,
        cwd: path.join(folder.path, "stand"),
        ...(each.cache === undefined ? {} : { pluginCacheDir: resolve(each.cache) }),
        ...(platform.startsWith("windows") ? {} : { addOnFolder: path.join(folder.path, "opt") }),
      });
      const { TF_CLI_CONFIG_FILE: file, ...sets } = made.env;
      const relative = (text: string) => text.replaceAll(folder.path, "$");

      expect(relative(made.description)).toBe(each.description);
      // `terraform providers lock` asks the registry, which a machine with a mirror may not reach.
      const lock = each.description.includes("from the mirror") ? { CDKTF_SKIP_PROVIDER_LOCK: "true" } : {};
      expect(Object.fromEntries(Object.entries(sets).map(([key, value]) => [key, relative(value)]))).toEqual({
        ...lock,
        ...each.sets,
      });
      expect(file === undefined ? undefined : relative(readFileSync(file, "utf8"))).toBe(each.config);
      expect(existsSync(path.join(folder.path, "cache"))).toBe(each.sets !== undefined);

      await made.dispose();
      await made.dispose();
      expect(file !== undefined && existsSync(path.dirname(file))).toBe(false);
    } finally {
      folder.remove();
    }
  });
});
