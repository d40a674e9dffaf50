import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { end, folderOf, run, start } from "./command";

const PLATFORM = `platform: acme
clusters:
  atlas: { name: atlas-eks, account: "492000000148", region: us-east-1, agent: {} }
`;

describe("pod-identity sandbox", () => {
  test("prints what leads clients to it, serves the declared cluster, keeps its state, ends at SIGTERM", async () => {
    const folder = folderOf({ "platform.yaml": PLATFORM });
    const child = start(["sandbox", ".", "--port", "0", "--state", "state.json"], folder);
    const ended = end(child);
    let printed = "";
    child.stdout.on("data", (data: Buffer) => {
      printed += data.toString();
    });
    while (!printed.includes("Ctrl-C")) await once(child.stdout, "data");
    expect(printed).toContain("cluster atlas-eks, us-east-1, account 492000000148");
    const variables = Object.fromEntries(
      [...printed.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
    );
    expect(variables).toMatchObject({
      AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AWS_ACCESS_KEY_ID: "492000000148",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_REGION: "us-east-1",
    });
    const answer = await fetch(`${variables.AWS_ENDPOINT_URL}/clusters/atlas-eks/addons`, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=492000000148/20260101/us-east-1/eks/aws4_request" },
      body: JSON.stringify({ addonName: "eks-pod-identity-agent" }),
    });
    expect(await answer.json()).toMatchObject({ addon: { clusterName: "atlas-eks", status: "CREATING" } });
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(folder, "state.json"), "utf8")).toContain("eks-pod-identity-agent");
  });

  test("--log shows who called what, whether that was allowed, and why", async () => {
    const folder = folderOf({ "platform.yaml": PLATFORM });
    const child = start(["sandbox", ".", "--port", "0", "--log"], folder);
    const ended = end(child);
    let printed = "";
    child.stdout.on("data", (data: Buffer) => {
      printed += data.toString();
    });
    while (!printed.includes("Ctrl-C")) await once(child.stdout, "data");
    const endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(printed)?.[1] ?? "";
    const root = { accessKeyId: "492000000148", secretAccessKey: "x" };
    const configuration = { endpoint, region: "us-east-1", maxAttempts: 1 };
    const trust = { Effect: "Allow", Principal: { AWS: root.accessKeyId }, Action: "sts:AssumeRole" };
    await new IAMClient({ ...configuration, credentials: root }).send(
      new CreateRoleCommand({
        RoleName: "api",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
      }),
    );
    const { Credentials: issued } = await new STSClient({ ...configuration, credentials: root }).send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::492000000148:role/api", RoleSessionName: "try" }),
    );
    const session = {
      accessKeyId: issued?.AccessKeyId ?? "",
      secretAccessKey: issued?.SecretAccessKey ?? "",
      sessionToken: issued?.SessionToken ?? "",
    };
    const eks = new EKSClient({ ...configuration, credentials: session });
    await expect(eks.send(new ListClustersCommand({}))).rejects.toThrow("eks:ListClusters");
    child.kill("SIGTERM");
    const { stdout } = await ended;
    const lines = stdout.split("\n").filter((line) => /^\d{4}-\d\d-\d\dT/.test(line));
    expect(lines.map((line) => line.slice(line.indexOf(" ") + 1))).toEqual([
      "arn:aws:iam::492000000148:root iam:CreateRole arn:aws:iam::492000000148:role/api allowed root may do all → 200",
      "arn:aws:iam::492000000148:root sts:AssumeRole arn:aws:iam::492000000148:role/api allowed by root (MayDoAll), trust policy (statement 1) → 200",
      "arn:aws:sts::492000000148:assumed-role/api/try eks:ListClusters arn:aws:eks:us-east-1:492000000148:cluster/* denied because no identity-based policy allows the eks:ListClusters action → AccessDeniedException",
    ]);
  });

  test.each<[string, string[], string]>([
    ["a port that is none", ["--port", "http"], "It must be a number from 0 to 65535."],
    ["an account that is none", ["--account", "42"], "It must be an account id of 12 digits."],
    ["a cluster that is none", ["--cluster", "a b"], "It must be a cluster's name, or `name@region`."],
    ["a fault that is none", ["--fault", "trottle=0.2"], 'there is no fault "trottle"; did you mean "throttle"?'],
    ["a chance that is none", ["--fault", "throttle=20"], "throttle must be a chance from 0 to 1"],
    ["a folder without a declaration", ["."], "holds no declaration"],
    ["a file that is no state", ["--state", "notes.txt"], "notes.txt"],
  ])("%s: says so, and ends with 2", async (_, args, said) => {
    const folder = folderOf({ "notes.txt": "milk, eggs" });
    const { code, stdout, stderr } = await run(["sandbox", "--port", "0", ...args], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("milk, eggs");
  });

  test("a state that could not be kept: says so before it starts, and ends with 2", async () => {
    const ended = await run(["sandbox", "--port", "0", "--state", "nope/x.json"], folderOf({}));
    expect(ended).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "The sandbox's state file nope/x.json cannot be written: there is no folder nope.\nfix: make it (mkdir -p nope), or name a file elsewhere\n",
    });
  });

  test("a state that cannot be kept at the end: says so without a stack, and ends with 2", async () => {
    const folder = folderOf({ "platform.yaml": PLATFORM, "kept/note": "" });
    const child = start(["sandbox", ".", "--port", "0", "--state", "kept/x.json"], folder);
    const ended = end(child);
    let printed = "";
    child.stdout.on("data", (data: Buffer) => {
      printed += data.toString();
    });
    while (!printed.includes("Ctrl-C")) await once(child.stdout, "data");
    rmSync(join(folder, "kept"), { recursive: true });
    await fetch(`${/AWS_ENDPOINT_URL=(\S+)/.exec(printed)?.[1]}/clusters/atlas-eks/addons`, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=492000000148/20260101/us-east-1/eks/aws4_request" },
      body: JSON.stringify({ addonName: "eks-pod-identity-agent" }),
    });
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain("The sandbox's state file kept/x.json cannot be written: there is no folder kept.\nfix: ");
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a port that is taken: says so, and ends with 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, stderr } = await run(["sandbox", "--port", String(port)], folderOf({}));
    server.close();
    expect(code).toBe(2);
    expect(stderr).toBe(
      `The port ${port} is taken.\nfix: stop what listens there, or choose another: --port 0 takes any free one\n`,
    );
  });
});
