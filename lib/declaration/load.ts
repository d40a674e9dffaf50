import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type * as z from "zod";
import { compareTexts } from "../compare-texts";
import type { Finding, Pointer } from "../model/finding";
import type { StackModel } from "../model/stack";
import { hasToken } from "../model/token";
import { type JudgeOptions, judge } from "../rules/all";
import { declarationsAt, misnamedIn, PLATFORM_FILE, ymlOf } from "./declaration-files";
import { missingFix, platformPlaces } from "./platform-places";
import { policyFiles } from "./policy-files";
import { problems } from "./problems";
import { type Platform, resolveClusterStacks, resolvePlatform, unreadPlatform } from "./resolve-platform";
import { type PolicyFileReader, resolveService } from "./resolve-service";
import { platform as platformSchema } from "./schema/platform";
import { service as serviceSchema } from "./schema/service";
import { aboutStandIn, type WrittenKeys, withStandIns, writtenPath } from "./stand-in";
import { tokensIn } from "./tokens-in";
import { type Position, readYaml, type YamlFile } from "./yaml-file";

/** A finding with its place in the file, as it is shown. */
export interface Located extends Finding, Position {
  file: string;
  /** The places of `related`. */
  see?: readonly Place[];
}

/** A place in a file of the user's. */
export interface Place extends Position {
  file: string;
}

/** What a set of folders declares. */
export interface Loaded {
  /** The stacks; to be deployed only where there are no errors. */
  stacks: StackModel[];
  findings: Located[];
  /** What could not be read at all. */
  failures: Located[];
  /** The declarations read, relative to the working directory. */
  files: string[];
  /** Where a part of what was read stands. */
  placeOf: (at: Pointer) => Place;
}

/**
 * Reads the declarations of folders, with the platforms and policy files that they name, and judges all of them as one
 * app. A folder without a declaration stands for the folders in it. Reads files; changes nothing; throws nothing for
 * what a user can get wrong.
 */
export function load(folders: readonly string[], cwd: string, options: JudgeOptions = {}): Loaded {
  return new Loader(cwd).load(folders, options);
}

/** Reads like `load`, and judges nothing: for questions about declarations, not about what is wrong with them. */
export function read(folders: readonly string[], cwd: string): Loaded {
  return new Loader(cwd, false).load(folders, {});
}

/**
 * The platform that a TypeScript program names: a path relative to `from`, or a file of a package installed above it.
 * What is wrong is pushed to `findings`, each with its place in the file in its message.
 */
export function readPlatform(named: string, from: string, findings: Finding[]): Platform | undefined {
  const loader = new Loader(dirname(from));
  const { platform, found } = loader.platformFor(named, from);
  findings.push(
    ...found.map(({ rule, message, file, line, column, ...finding }) => ({
      ...finding,
      rule,
      // What was not found has no place in a file.
      message: rule === "platform-file" ? message : `${message} (${file}:${line}:${column})`,
    })),
  );
  return platform;
}

class Loader {
  private readonly findings: Finding[] = [];
  private readonly failures: Located[] = [];
  private readonly files = new Map<string, YamlFile>();
  private readonly keys = new Map<string, WrittenKeys>();
  private readonly platforms = new Map<string, Platform | undefined>();

  constructor(
    private readonly cwd: string,
    private readonly judges = true,
  ) {}

  load(folders: readonly string[], options: JudgeOptions): Loaded {
    const stacks: StackModel[] = [];
    const declarations = folders.flatMap((folder) => this.declarations(folder));
    for (const path of new Set(declarations)) {
      for (const stack of path.endsWith(PLATFORM_FILE) ? this.platformStacks(path) : this.serviceStacks(path))
        stacks.push(stack);
    }
    stacks.sort((a, b) => (a.name < b.name ? -1 : 1));
    const judged = this.judges ? judge(stacks, options).filter((finding) => !this.isOfBroken(finding)) : [];
    const all = [...this.findings, ...judged];
    return {
      stacks,
      findings: inFileOrder(
        once(all.filter((finding) => !aboutStandIn(finding)).map((finding) => this.locate(finding))),
      ),
      failures: this.failures,
      files: [...this.files.keys()].filter((file) => file.endsWith(".yaml")),
      placeOf: (at) => this.placeOf(at),
    };
  }

  platformFor(named: string, from: string): { platform: Platform | undefined; found: Located[] } {
    const platform = this.platformOf(named, from, this.label(from));
    return { platform, found: [...this.failures, ...this.findings.map((finding) => this.locate(finding))] };
  }

  private declarations(folder: string): string[] {
    const path = resolve(this.cwd, folder);
    if (!existsSync(path)) {
      this.fail(
        this.label(path),
        "is not there",
        "name a folder that holds a `pod-identity.yaml` or a `platform.yaml`",
      );
      return [];
    }
    if (!statSync(path).isDirectory()) return [path];
    const found = declarationsAt(path);
    if (found.length === 0) {
      const misnamed = misnamedIn(path);
      this.fail(
        this.label(path),
        "holds no declaration",
        misnamed === undefined
          ? "write a `pod-identity.yaml` (of a service) or a `platform.yaml` (of the clusters) there"
          : `rename \`${ymlOf(misnamed)}\` to \`${misnamed}\``,
      );
    }
    return found;
  }

  private serviceStacks(path: string): StackModel[] {
    const source = this.label(path);
    const declared = this.parse(path, serviceSchema);
    if (declared === undefined) return [];
    const named = declared.platform;
    const platform =
      named === undefined
        ? undefined
        : ((hasToken(named) ? undefined : this.platformOf(named, path, source)) ?? unreadPlatform(named));
    return resolveService(declared, platform, this.policyReader(path), source, this.findings);
  }

  private platformStacks(path: string): StackModel[] {
    const platform = this.platform(path);
    return platform === undefined ? [] : resolveClusterStacks(platform, this.policyReader(path), this.findings);
  }

  /** The platform that a service names: a path relative to the service's file, or a file of a package installed above it. */
  private platformOf(named: string, from: string, source: string): Platform | undefined {
    const tried = platformPlaces(named, from);
    const path = tried.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
    if (path !== undefined) return this.platform(path);
    const isFolder = tried.some((candidate) => existsSync(candidate));
    this.findings.push({
      rule: "platform-file",
      severity: "error",
      at: { source, path: ["platform"] },
      message: isFolder ? "names a folder, and not a platform file" : "names a platform file that is not there",
      found: named,
      allowed: "a path relative to this file, or a file of an installed package",
      fix: isFolder ? `name the file in it, as in \`${join(named, PLATFORM_FILE)}\`` : missingFix(named),
    });
    return undefined;
  }

  private platform(path: string): Platform | undefined {
    if (!this.platforms.has(path)) {
      const declared = this.parse(path, platformSchema);
      this.platforms.set(path, declared === undefined ? undefined : resolvePlatform(declared, this.label(path)));
    }
    return this.platforms.get(path);
  }

  /** A declaration in the schema's shape, or with stand-ins for what is broken; undefined where nothing can be made of it. */
  private parse<T extends z.ZodType>(path: string, schema: T): z.infer<T> | undefined {
    const source = this.label(path);
    const bytes = this.bytes(path);
    if (bytes === undefined) return undefined;
    const file = readYaml(bytes);
    if (Array.isArray(file)) {
      this.failures.push(
        ...file.map((problem) => ({
          rule: "unreadable",
          severity: "error" as const,
          file: source,
          at: { source, path: [] },
          ...problem,
        })),
      );
      return undefined;
    }
    this.files.set(source, file);
    for (const finding of tokensIn(file.data, source)) this.findings.push(finding);
    const parsed = schema.safeParse(file.data);
    if (parsed.success) return parsed.data;
    const repaired = withStandIns(file.data, schema);
    const issues = [...parsed.error.issues, ...(repaired?.later ?? [])];
    for (const finding of problems(issues, schema, file.data, source, file.written)) this.findings.push(finding);
    if (repaired !== undefined) this.keys.set(source, repaired.keys);
    return repaired?.data;
  }

  private policyReader(declaration: string): PolicyFileReader {
    return policyFiles(dirname(declaration), this.findings, this.cwd, (source, file) => this.files.set(source, file));
  }

  private bytes(path: string): Uint8Array | undefined {
    try {
      return readFileSync(path);
    } catch {
      if (existsSync(path) && statSync(path).isDirectory())
        this.fail(this.label(path), "is a folder, and a file is needed", "rename the folder");
      else this.fail(this.label(path), "cannot be read", "check the file's permissions");
      return undefined;
    }
  }

  private fail(file: string, message: string, fix: string): void {
    this.failures.push({
      rule: "unreadable",
      severity: "error",
      file,
      at: { source: file, path: [] },
      line: 1,
      column: 1,
      message,
      fix,
    });
  }

  /** Whether a finding is of an identity that was not read as it is written: without a condition it would seem to permit more. */
  private isOfBroken({ identity }: Finding): boolean {
    if (identity === undefined) return false;
    return this.findings.some(
      ({ at }) => at.source === identity.source && identity.path.every((step, index) => at.path[index] === step),
    );
  }

  private locate(finding: Finding): Located {
    const see = finding.related?.map((at) => this.placeOf(at));
    return {
      ...finding,
      at: this.asWritten(finding.at),
      ...this.placeOf(finding.at),
      ...(see === undefined ? {} : { see }),
    };
  }

  private placeOf(at: Pointer): Place {
    const { path, key } = this.asWritten(at);
    const position = this.files.get(at.source)?.position(path, key) ?? { line: 1, column: 1 };
    return { file: at.source, ...position };
  }

  private asWritten(at: Pointer): Pointer {
    const keys = this.keys.get(at.source);
    return keys === undefined ? at : { ...at, path: writtenPath(at.path, keys) };
  }

  private label(path: string): string {
    const label = relative(this.cwd, path).replace(/\\/g, "/");
    return label === "" ? "." : label;
  }
}

/** A mistake is said once, though it may be met again in every environment or at every use of an anchor. */
function once(findings: readonly Located[]): Located[] {
  const said = new Map<string, Located>();
  for (const finding of findings) {
    const { file, line, column, rule, message, found } = finding;
    const key = JSON.stringify([file, line, column, rule, message, found]);
    if (!said.has(key)) said.set(key, finding);
  }
  return [...said.values()];
}

function inFileOrder(findings: Located[]): Located[] {
  return findings.sort((a, b) => compareTexts(a.file, b.file) || a.line - b.line || a.column - b.column);
}
