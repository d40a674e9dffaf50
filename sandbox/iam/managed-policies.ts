import { randomText, UPPER_ALPHANUMERIC } from "../random";
import { awsManagedPolicies, awsManagedPolicy } from "./aws-managed-policies";
import { current, visibleAll, write } from "./consistency";
import { deleteConflict, entityAlreadyExists } from "./errors";
import { pageOf, readPage } from "./page";
import { checkPolicyArn } from "./policy-arn";
import { awsPolicyElement, countUses, listedPolicy, namedPolicy, policyElement } from "./policy-entity";
import { policyDocumentOf } from "./policy-versions";
import { type IamOperation, iamArn, withoutResult } from "./request";
import { DOCUMENT, PATH_PREFIX, POLICY_DESCRIPTION, POLICY_NAME, POLICY_PATH } from "./rules";
import type { ManagedPolicy } from "./state";
import { readTags } from "./tags";

/** Managed policies themselves: the account's own, and those of AWS as far as they can be listed and named. */
export const managedPolicyOperations: Readonly<Record<string, IamOperation>> = {
  CreatePolicy: (request) => {
    const { world, account, input, now } = request;
    const name = input.required("PolicyName", POLICY_NAME);
    const path = input.text("Path", POLICY_PATH) ?? "/";
    const document = input.required("PolicyDocument", DOCUMENT);
    const description = input.text("Description", POLICY_DESCRIPTION);
    const tags = readTags(input);
    const arn = iamArn(request, `policy${path}${name}`);
    return {
      resources: [arn],
      run: () => {
        const key = name.toLowerCase();
        if (current(world, account, "policies", key) !== undefined) {
          throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
        }
        const policy: ManagedPolicy = {
          name,
          path,
          arn,
          versions: [{ id: "v1", document: policyDocumentOf(document), created: now }],
          ...(description === undefined || description === "" ? {} : { description }),
          id: `ANPA${randomText(world, UPPER_ALPHANUMERIC, 17)}`,
          created: now,
          updated: now,
          tags,
          defaultVersion: "v1",
          versionsMade: 1,
        };
        write(world, account, "policies", key, policy);
        return { Policy: policyElement(policy, { attachments: 0, boundaries: 0 }) };
      },
    };
  },

  GetPolicy: (request) => {
    const policy = namedPolicy(request);
    return {
      resources: policy.resources,
      run: () => {
        checkPolicyArn(policy.arn);
        const uses = countUses(request, policy.arn);
        const ofAws = awsManagedPolicy(policy.arn);
        return { Policy: ofAws ? awsPolicyElement(ofAws, uses) : policyElement(policy.shown(), uses) };
      },
    };
  },

  ListPolicies: (request) => {
    const { world, account, call, input } = request;
    const scope = input.text("Scope", { oneOf: ["All", "AWS", "Local"] }) ?? "All";
    const prefix = input.text("PathPrefix", PATH_PREFIX) ?? "/";
    const onlyAttached = input.flag("OnlyAttached");
    const usage = input.text("PolicyUsageFilter", { oneOf: ["PermissionsPolicy", "PermissionsBoundary"] });
    const page = readPage(input);
    return {
      resources: [iamArn(request, `policy${prefix}`)],
      run: () => {
        const local = scope === "AWS" ? [] : visibleAll(world, account, "policies");
        const ofAws = scope === "Local" ? [] : awsManagedPolicies(call.partition);
        const wanted = [
          ...local.map((policy) => ({ policy, write: () => listedPolicy(policy, countUses(request, policy.arn)) })),
          ...ofAws.map((policy) => ({ policy, write: () => awsPolicyElement(policy, countUses(request, policy.arn)) })),
        ].filter(({ policy }) => {
          if (!policy.path.startsWith(prefix)) return false;
          if (!onlyAttached && usage === undefined) return true;
          const { attachments, boundaries } = countUses(request, policy.arn);
          const counted = usage === "PermissionsBoundary" ? boundaries : attachments;
          return !onlyAttached || counted + (usage === undefined ? boundaries : 0) > 0;
        });
        const { items, more } = pageOf(wanted, page);
        return { ...more, Policies: { member: items.map((item) => item.write()) } };
      },
    };
  },

  DeletePolicy: (request) => {
    const policy = namedPolicy(request);
    return withoutResult(policy.resources, () => {
      const { name, versions } = policy.current();
      const { attachments, boundaries } = countUses(request, policy.arn);
      if (attachments + boundaries > 0) throw deleteConflict("Cannot delete a policy attached to entities.");
      if (versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      write(request.world, request.account, "policies", name.toLowerCase(), undefined);
    });
  },

  ListEntitiesForPolicy: (request) => {
    const { world, account, input } = request;
    const policy = namedPolicy(request);
    const kinds = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"];
    const kind = input.text("EntityFilter", { oneOf: kinds }) ?? "Role";
    const prefix = input.text("PathPrefix", PATH_PREFIX) ?? "/";
    const usage = input.text("PolicyUsageFilter", { oneOf: ["PermissionsPolicy", "PermissionsBoundary"] });
    const page = readPage(input);
    return {
      resources: policy.resources,
      run: () => {
        checkPolicyArn(policy.arn);
        if (awsManagedPolicy(policy.arn) === undefined) policy.shown();
        const roles = visibleAll(world, account, "roles").filter(
          (role) =>
            kind === "Role" &&
            role.path.startsWith(prefix) &&
            ((usage !== "PermissionsBoundary" && role.attached.includes(policy.arn)) ||
              (usage !== "PermissionsPolicy" && role.boundary === policy.arn)),
        );
        const { items, more } = pageOf(roles, page);
        return {
          ...more,
          PolicyGroups: { member: [] },
          PolicyUsers: { member: [] },
          PolicyRoles: { member: items.map((role) => ({ RoleName: role.name, RoleId: role.id })) },
        };
      },
    };
  },
};
