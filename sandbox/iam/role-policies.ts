import { checkIdentityPolicy } from "./document";
import { limitExceeded, noSuchEntity } from "./errors";
import { pageOf, readPage } from "./page";
import { attachable, checkPolicyArn, policyNameOf, policyPathOf } from "./policy-arn";
import { type IamOperation, withoutResult } from "./request";
import { namedRole, replaceRole } from "./role-entity";
import { ARN, DOCUMENT, POLICY_NAME, POLICY_PATH, QUOTA } from "./rules";

/** What a role is permitted: its inline policies, and the managed ones attached to it. */
export const rolePolicyOperations: Readonly<Record<string, IamOperation>> = {
  PutRolePolicy: (request) => {
    const role = namedRole(request);
    const name = request.input.required("PolicyName", POLICY_NAME);
    const document = request.input.required("PolicyDocument", DOCUMENT);
    return withoutResult(role.resources, () => {
      const before = role.current();
      checkIdentityPolicy(document, false);
      const inline = [...before.inline.filter((policy) => policy.name !== name), { name, document }];
      // White space does not count: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
      const size = inline.reduce((sum, policy) => sum + policy.document.replace(/\s/g, "").length, 0);
      if (size > QUOTA.inlineCharactersPerRole) {
        throw limitExceeded(
          `Maximum policy size of ${QUOTA.inlineCharactersPerRole} bytes exceeded for role ${before.name}`,
        );
      }
      replaceRole(request, { ...before, inline });
    });
  },

  GetRolePolicy: (request) => {
    const role = namedRole(request);
    const name = request.input.required("PolicyName", POLICY_NAME);
    return {
      resources: role.resources,
      run: () => {
        const shown = role.shown();
        const policy = shown.inline.find((candidate) => candidate.name === name);
        if (policy === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
        return { RoleName: shown.name, PolicyName: name, PolicyDocument: encodeURIComponent(policy.document) };
      },
    };
  },

  ListRolePolicies: (request) => {
    const role = namedRole(request);
    const page = readPage(request.input);
    return {
      resources: role.resources,
      run: () => {
        const names = role.shown().inline.map((policy) => policy.name);
        const { items, more } = pageOf(names.sort(), page);
        return { ...more, PolicyNames: { member: items } };
      },
    };
  },

  DeleteRolePolicy: (request) => {
    const role = namedRole(request);
    const name = request.input.required("PolicyName", POLICY_NAME);
    return withoutResult(role.resources, () => {
      const before = role.current();
      const inline = before.inline.filter((policy) => policy.name !== name);
      if (inline.length === before.inline.length) {
        throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
      }
      replaceRole(request, { ...before, inline });
    });
  },

  AttachRolePolicy: (request) => {
    const role = namedRole(request);
    const arn = request.input.required("PolicyArn", ARN);
    return withoutResult(role.resources, () => {
      checkPolicyArn(arn);
      const before = role.current();
      if (!attachable(request, arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
      if (before.attached.includes(arn)) return;
      if (before.attached.length >= QUOTA.policiesPerRole) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${QUOTA.policiesPerRole}`);
      }
      replaceRole(request, { ...before, attached: [...before.attached, arn] });
    });
  },

  DetachRolePolicy: (request) => {
    const role = namedRole(request);
    const arn = request.input.required("PolicyArn", ARN);
    return withoutResult(role.resources, () => {
      checkPolicyArn(arn);
      const before = role.current();
      if (!before.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      replaceRole(request, { ...before, attached: before.attached.filter((policy) => policy !== arn) });
    });
  },

  ListAttachedRolePolicies: (request) => {
    const role = namedRole(request);
    const prefix = request.input.text("PathPrefix", POLICY_PATH) ?? "/";
    const page = readPage(request.input);
    return {
      resources: role.resources,
      run: () => {
        const arns = role.shown().attached.filter((arn) => policyPathOf(arn).startsWith(prefix));
        const { items, more } = pageOf(arns, page);
        const member = items.map((arn) => ({ PolicyName: policyNameOf(arn), PolicyArn: arn }));
        return { ...more, AttachedPolicies: { member } };
      },
    };
  },

  ListInstanceProfilesForRole: (request) => {
    const role = namedRole(request);
    readPage(request.input);
    return {
      resources: role.resources,
      run: () => {
        role.shown();
        return { IsTruncated: false, InstanceProfiles: { member: [] } };
      },
    };
  },
};
