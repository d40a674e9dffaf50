import type { PreparedPolicies } from "../../lib/iam/evaluate";
import { managedPolicyDocument } from "../../lib/iam/managed-policies";
import { type PreparedPolicy, preparePolicy } from "../../lib/iam/prepare";
import type { Caller } from "../operation";
import type { Session } from "../sts/sessions";
import type { World } from "../world";
import { replicated } from "./consistency";
import { findRole } from "./find-role";
import { policyNameOf, policyPathOf } from "./policy-arn";
import { preparedDocument, together } from "./prepared";
import type { Role } from "./state";

/** What an account's root has. */
const ROOT: PreparedPolicy = preparePolicy({
  name: "root",
  policy: {
    version: "2012-10-17",
    statements: [
      {
        sid: "MayDoAll",
        effect: "Allow",
        action: { not: false, patterns: ["*"] },
        resource: { not: false, patterns: ["*"] },
        conditions: [],
        path: [],
      },
    ],
  },
});

/** No policy: for services and identity providers, of whom the resource's policy alone decides. */
export const NO_POLICIES: PreparedPolicies = {
  identity: [],
  boundary: undefined,
  session: undefined,
  resource: undefined,
};

/** All policies that say what a caller may do, as the services see them by now. */
export function callerPolicies(world: World, caller: Caller): PreparedPolicies {
  if (caller.kind === "root") return { ...NO_POLICIES, identity: [ROOT] };
  const session = world.sessions[caller.accessKeyId];
  const role = session === undefined ? undefined : findRole(world, session.roleArn);
  // A role that was deleted and made anew is another role: the old one's sessions may do nothing.
  if (session === undefined || role === undefined || role.id !== session.roleId) return NO_POLICIES;
  return { ...rolePolicies(world, role), session: sessionPolicies(world, session) };
}

/** What a role is permitted, by its own policies and its boundary. */
export function rolePolicies(world: World, role: Role): PreparedPolicies {
  const inline = role.inline.map(({ name, document }) => preparedDocument(name, document, "identity"));
  const attached = role.attached.flatMap((arn) => managedPolicy(world, arn) ?? []);
  return {
    ...NO_POLICIES,
    identity: [...inline, ...attached],
    // A boundary that is not there any more permits nothing.
    boundary:
      role.boundary === undefined
        ? undefined
        : (managedPolicy(world, role.boundary) ?? together(policyNameOf(role.boundary), [])),
  };
}

function sessionPolicies(world: World, { policy, policyArns = [] }: Session): PreparedPolicy | undefined {
  if (policy === undefined && policyArns.length === 0) return undefined;
  const inline = policy === undefined ? [] : [preparedDocument("session policy", policy, "session")];
  return together("session policy", [...inline, ...policyArns.flatMap((arn) => managedPolicy(world, arn) ?? [])]);
}

const ofAws = new Map<string, PreparedPolicy>();

/** A managed policy by its default version; undefined where there is none of that ARN. */
function managedPolicy(world: World, arn: string): PreparedPolicy | undefined {
  const name = policyNameOf(arn);
  const account = arn.split(":")[4] ?? "";
  if (account === "aws") {
    const known = ofAws.get(arn);
    if (known !== undefined) return known;
    const document = managedPolicyDocument(`${policyPathOf(arn)}${name}`.slice(1));
    if (document === undefined) return undefined;
    const made = preparedDocument(name, JSON.stringify(document), "identity");
    ofAws.set(arn, made);
    return made;
  }
  const policy = replicated(world, account, "policies", name.toLowerCase());
  if (policy?.arn !== arn) return undefined;
  const version = policy.versions.find(({ id }) => id === policy.defaultVersion);
  return version === undefined ? undefined : preparedDocument(name, version.document, "identity");
}
