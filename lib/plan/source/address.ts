/** A step into a module: the call's name, and the key of the instance. */
export interface ModuleStep {
  call: string;
  key?: string | number;
}

/** The address of one instance of a resource or data source, in its parts. */
export interface InstanceAddress {
  module: readonly ModuleStep[];
  mode: "managed" | "data";
  type: string;
  name: string;
  key?: string | number;
}

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const KEY = /\[(?:([0-9]{1,15})|"((?:[^"\\]|\\.)*)")\]/sy;

/** Reads `module.role["a"].data.aws_iam_policy_document.p[0]`; undefined for what is no such address. */
export function parseAddress(address: string): InstanceAddress | undefined {
  const steps = stepsOf(address);
  if (steps === undefined) return undefined;
  const module: ModuleStep[] = [];
  let at = 0;
  while (steps[at]?.name === "module" && steps.length - at > 2) {
    const { name: call = "", key } = steps[at + 1] ?? {};
    module.push({ call, ...(key === undefined ? {} : { key }) });
    at += 2;
  }
  const mode = steps[at]?.name === "data" && steps.length - at === 3 ? "data" : "managed";
  const [type, last, ...others] = steps.slice(mode === "data" ? at + 1 : at);
  if (type === undefined || last === undefined || others.length > 0 || type.key !== undefined) return undefined;
  return { module, mode, type: type.name, name: last.name, ...(last.key === undefined ? {} : { key: last.key }) };
}

/** The address of a resource without its key, within the module at an address (`""`: the root module). */
export function addressOf(module: string, resource: Pick<InstanceAddress, "mode" | "type" | "name">): string {
  const { mode, type, name } = resource;
  return `${module === "" ? "" : `${module}.`}${mode === "data" ? "data." : ""}${type}.${name}`;
}

/** Whether it is that of a data.aws_iam_policy_document, in whatever module. */
export function isDocument(address: string): boolean {
  return /(?:^|\.)data\.aws_iam_policy_document\./.test(address);
}

/** As Terraform writes the key of an instance: `["a"]`, `[0]`; nothing for none. */
export function keyText(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${quoted(key)}]`;
}

/** As HCL writes a text: `${` and `%{` are escaped. */
function quoted(key: string): string {
  return JSON.stringify(key).replace(/([$%])\{/g, "$1$1{");
}

function stepsOf(address: string): { name: string; key?: string | number }[] | undefined {
  const steps: { name: string; key?: string | number }[] = [];
  let at = 0;
  for (;;) {
    NAME.lastIndex = at;
    const [name] = NAME.exec(address) ?? [];
    if (name === undefined) return undefined;
    at += name.length;
    KEY.lastIndex = at;
    const [text = "", number, word] = KEY.exec(address) ?? [];
    at += text.length;
    const key = number !== undefined ? Number(number) : word !== undefined ? unquoted(word) : undefined;
    steps.push({ name, ...(key === undefined ? {} : { key }) });
    if (at === address.length) return steps;
    if (address[at] !== ".") return undefined;
    at += 1;
  }
}

function unquoted(word: string): string {
  return word
    .replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, letter: string) => {
      if (letter.length === 5) return String.fromCharCode(Number.parseInt(letter.slice(1), 16));
      return letter === "n" ? "\n" : letter === "r" ? "\r" : letter === "t" ? "\t" : letter;
    })
    .replace(/([$%])\1\{/g, "$1{");
}
