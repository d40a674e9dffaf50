import { impliedMirrorFolders, otherMirrorFolders } from "../../../lib/terraform/mirror-folders";
import { tempFolder } from "./temp-folder";

const posix = process.platform === "win32" ? describe.skip : describe;

posix("impliedMirrorFolders", () => {
  test.each([
    {
      name: "Linux",
      os: "linux",
      env: { HOME: "/home/ada" },
      folders: [
        "/home/ada/.terraform.d/plugins",
        "/home/ada/.local/share/terraform/plugins",
        "/usr/local/share/terraform/plugins",
        "/usr/share/terraform/plugins",
      ],
    },
    {
      name: "Linux with XDG folders, of which relative ones do not count",
      os: "linux",
      env: { HOME: "/home/ada", XDG_DATA_HOME: "/data/ada", XDG_DATA_DIRS: "/site/share:share:/usr/share" },
      folders: [
        "/home/ada/.terraform.d/plugins",
        "/data/ada/terraform/plugins",
        "/site/share/terraform/plugins",
        "/usr/share/terraform/plugins",
      ],
    },
    {
      name: "macOS",
      os: "darwin",
      env: { HOME: "/Users/ada", XDG_DATA_HOME: "/data/ada" },
      folders: [
        "/Users/ada/.terraform.d/plugins",
        "/Users/ada/Library/Application Support/io.terraform/plugins",
        "/Library/Application Support/io.terraform/plugins",
      ],
    },
    {
      name: "Windows",
      os: "windows",
      env: { HOME: "/c/ada", APPDATA: "/c/ada/roaming" },
      folders: ["/c/ada/roaming/terraform.d/plugins", "/c/ada/roaming/HashiCorp/Terraform/plugins"],
    },
  ])("$name", ({ os, env, folders }) => {
    expect(impliedMirrorFolders(env, os)).toEqual(folders);
  });
});

posix("otherMirrorFolders", () => {
  test("the folder of the user, then the first level of the add-on software in order", async () => {
    const addOn = tempFolder({ "b/x": "", "a/y/z": "" });
    try {
      expect(await otherMirrorFolders("/srv/service", addOn.path)).toEqual([
        "/srv/service/terraform.d/plugins",
        `${addOn.path}/a`,
        `${addOn.path}/b`,
      ]);
    } finally {
      addOn.remove();
    }
  });

  test.each([undefined, "/nowhere/at/all"])("no add-on software in %s", async (addOn) => {
    expect(await otherMirrorFolders("/srv/service", addOn)).toEqual(["/srv/service/terraform.d/plugins"]);
  });
});
