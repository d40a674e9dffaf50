import { bestAwsMirror, newestAwsProvider, readMirror } from "../../../lib/terraform/provider-mirror";
import { tempFolder } from "./temp-folder";

const aws = "registry.terraform.io/hashicorp/aws";
const unpacked = (version: string, platform = "linux_amd64") =>
  `${aws}/${version}/${platform}/terraform-provider-aws_v${version}_x5`;
const packed = (version: string, platform = "linux_amd64") =>
  `${aws}/terraform-provider-aws_${version}_${platform}.zip`;

const cases: { name: string; files: string[]; newest: string | undefined }[] = [
  { name: "an empty folder", files: [], newest: undefined },
  { name: "an unpacked provider", files: [unpacked("5.100.0")], newest: "5.100.0" },
  { name: "a packed provider", files: [packed("6.25.0")], newest: "6.25.0" },
  { name: "the newest of both", files: [unpacked("5.100.0"), packed("6.9.0"), packed("6.25.0")], newest: "6.25.0" },
  { name: "one below the range", files: [unpacked("5.99.1")], newest: undefined },
  { name: "one above the range", files: [unpacked("7.0.0"), packed("7.1.0")], newest: undefined },
  { name: "the fitting one of several", files: [packed("4.67.0"), packed("6.2.0"), packed("7.0.0")], newest: "6.2.0" },
  { name: "a pre-release", files: [packed("6.0.0-beta1"), unpacked("6.0.0-beta2")], newest: undefined },
  {
    name: "another platform",
    files: [unpacked("5.100.0", "darwin_arm64"), packed("6.0.0", "linux_arm")],
    newest: undefined,
  },
  { name: "a version folder without a binary", files: [`${aws}/5.100.0/linux_amd64/LICENSE.txt`], newest: undefined },
  {
    name: "another provider",
    files: ["registry.terraform.io/hashicorp/awscc/6.0.0/linux_amd64/terraform-provider-awscc"],
    newest: undefined,
  },
  {
    name: "another registry",
    files: ["example.com/hashicorp/aws/6.0.0/linux_amd64/terraform-provider-aws"],
    newest: undefined,
  },
  { name: "names that are no versions", files: [packed("latest"), `${aws}/index.json`], newest: undefined },
];

describe("readMirror and newestAwsProvider", () => {
  test.each(cases)("$name: $newest", async ({ files, newest }) => {
    const folder = tempFolder(Object.fromEntries(files.map((file) => [file, ""])));
    try {
      expect(newestAwsProvider(await readMirror(folder.path, "linux_amd64"))).toBe(newest);
    } finally {
      folder.remove();
    }
  });

  test("a missing folder holds nothing", async () => {
    expect(await readMirror("/nowhere/at/all", "linux_amd64")).toEqual({ path: "/nowhere/at/all", providers: [] });
  });

  test("every provider of the platform is listed", async () => {
    const folder = tempFolder({
      [unpacked("5.100.0")]: "",
      "registry.terraform.io/hashicorp/random/terraform-provider-random_3.7.2_linux_amd64.zip": "",
      "registry.terraform.io/hashicorp/null/terraform-provider-null_3.2.4_windows_amd64.zip": "",
      "example.com/acme/tool/1.0.0/linux_amd64/terraform-provider-tool_v1.0.0": "",
      "share/doc/readme/1.0.0/linux_amd64/terraform-provider-readme": "",
    });
    try {
      expect((await readMirror(folder.path, "linux_amd64")).providers).toEqual([
        { source: "example.com/acme/tool", version: "1.0.0" },
        { source: aws, version: "5.100.0" },
        { source: "registry.terraform.io/hashicorp/random", version: "3.7.2" },
      ]);
    } finally {
      folder.remove();
    }
  });
});

describe("bestAwsMirror", () => {
  const mirror = (path: string, ...versions: string[]) => ({
    path,
    providers: versions.map((version) => ({ source: aws, version })),
  });

  test.each([
    { name: "none", mirrors: [], best: undefined },
    { name: "only unfit ones", mirrors: [mirror("a"), mirror("b", "4.0.0")], best: undefined },
    { name: "the newer", mirrors: [mirror("a", "5.100.0"), mirror("b", "6.2.0")], best: "b" },
    { name: "the newer by number, not by letter", mirrors: [mirror("a", "6.10.0"), mirror("b", "6.9.0")], best: "a" },
    { name: "the first among equals", mirrors: [mirror("a", "6.2.0"), mirror("b", "6.2.0")], best: "a" },
  ])("$name", ({ mirrors, best }) => {
    expect(bestAwsMirror(mirrors)?.path).toBe(best);
  });
});
