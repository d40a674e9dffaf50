import { isPlanFile, readPlanFile } from "../../../lib/plan/configuration-text";
import { readZip } from "../../../lib/plan/zip";
import fc from "../../property";
import { zipArchive } from "./zip-archive";

const FILES = {
  tfplan: "protobuf",
  tfstate: "{}",
  "tfconfig/m-/main.tf": "resource {}",
  "tfconfig/m-/other.tf": "# ö",
  "tfconfig/m-role/main.tf": "variable {}",
  "tfconfig/m-role.policy/a.tf": "locals {}",
  "tfconfig/modules.json": "[]",
  ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {}',
};

function modulesOf(archive: Buffer): Record<string, Record<string, string>> | undefined {
  const modules = readPlanFile(archive)?.configuration.modules;
  return modules && Object.fromEntries([...modules].map(([key, files]) => [key, Object.fromEntries(files)]));
}

describe("a plan file's configuration", () => {
  test.each([
    ["deflated", false],
    ["stored", true],
  ])("by module and file, %s", (_, stored) => {
    const archive = zipArchive(FILES, { stored });
    expect(isPlanFile(archive)).toBe(true);
    expect(modulesOf(archive)).toEqual({
      "": { "main.tf": "resource {}", "other.tf": "# ö" },
      role: { "main.tf": "variable {}" },
      "role.policy": { "a.tf": "locals {}" },
    });
  });

  test("with a comment at the end of the archive", () => {
    const archive = Buffer.concat([zipArchive(FILES), Buffer.from("a comment")]);
    archive.writeUInt16LE(9, archive.length - 9 - 2);
    expect(modulesOf(archive)).toMatchObject({ role: { "main.tf": "variable {}" } });
  });

  test("names lead nowhere: they are keys", () => {
    const archive = zipArchive({
      "tfconfig/m-../../../etc/passwd": "a",
      "tfconfig/m-__proto__/constructor": "b",
      "tfconfig/m-without-a-file": "c",
    });
    const modules = readPlanFile(archive)?.configuration.modules;
    expect([...(modules ?? [])].map(([key, files]) => [key, [...files]])).toEqual([
      ["../../../etc", [["passwd", "a"]]],
      ["__proto__", [["constructor", "b"]]],
    ]);
  });

  test.each([
    ["terraform", 'provider "registry.terraform.io/hashicorp/aws" {}'],
    ["tofu", 'provider "registry.opentofu.org/hashicorp/aws" {}'],
  ])("made by %s, as its lock file tells", (madeBy, lock) => {
    expect(readPlanFile(zipArchive({ ".terraform.lock.hcl": lock }))?.madeBy).toBe(madeBy);
  });
});

describe("an archive that is not as it should be is not read", () => {
  const whole = zipArchive({ a: "text ".repeat(100) });
  const directory = whole.length - 22 - 46 - 1;
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(whole);
    copy.writeUInt32LE(value, at);
    return copy;
  };
  const cases: [string, Buffer][] = [
    ["no archive", Buffer.from("PK\u0003\u0004")],
    ["nothing", Buffer.alloc(0)],
    ["cut off", whole.subarray(0, -30)],
    ["a directory elsewhere", changed(whole.length - 6, 7)],
    ["a directory beyond the end", changed(whole.length - 6, 0xffffffff)],
    ["more entries than there are", changed(whole.length - 12, 0x00090009)],
    ["a larger size than stated", changed(directory + 24, 20)],
    ["a smaller size than stated", changed(directory + 24, 5000)],
    ["data beyond the end", changed(directory + 20, 5000)],
    ["a file elsewhere", changed(directory + 42, 3)],
    ["data that is not deflated", changed(31, 0xffffffff)],
    ["another method", changed(directory + 10, 12)],
  ];
  test.each(cases)("%s", (_, archive) => expect(readZip(archive, () => true, 1000)).toBeUndefined());

  test("more than the limit, over all files together", () => {
    const archive = zipArchive({ a: "x".repeat(600), b: "x".repeat(600) });
    expect(readZip(archive, () => true, 1200)?.size).toBe(2);
    expect(readZip(archive, () => true, 1199)).toBeUndefined();
    expect(readZip(archive, (name) => name === "a", 600)?.size).toBe(1);
  });

  test("whatever the bytes are, nothing is thrown", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const copy = Buffer.from(whole);
        for (const [at, value] of changes) copy[at] = value;
        const files = readZip(copy, () => true, 1000);
        for (const file of files?.values() ?? []) expect(file.length).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 300 },
    );
  });
});
