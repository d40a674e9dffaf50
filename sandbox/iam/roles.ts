import { randomText, UPPER_ALPHANUMERIC } from "../random";
import { current, visibleAll, write } from "./consistency";
import { deleteConflict, entityAlreadyExists, limitExceeded } from "./errors";
import { pageOf, readPage } from "./page";
import { boundaryOf } from "./policy-arn";
import { type IamOperation, iamArn, withoutResult } from "./request";
import { listedRole, namedRole, replaceRole, roleElement, trustOf } from "./role-entity";
import { ARN, DOCUMENT, PATH, PATH_PREFIX, QUOTA, ROLE_DESCRIPTION, ROLE_NAME, SESSION_DURATION } from "./rules";
import { iamState, type Role } from "./state";
import { readTags } from "./tags";

/** Roles themselves: create, read, change, delete. */
export const roleOperations: Readonly<Record<string, IamOperation>> = {
  CreateRole: (request) => {
    const { world, account, input } = request;
    const name = input.required("RoleName", ROLE_NAME);
    const path = input.text("Path", PATH) ?? "/";
    const trust = input.required("AssumeRolePolicyDocument", DOCUMENT);
    const description = input.text("Description", ROLE_DESCRIPTION);
    const maxSessionDuration = input.integer("MaxSessionDuration", SESSION_DURATION.min, SESSION_DURATION.max);
    const boundary = input.text("PermissionsBoundary", ARN);
    const tags = readTags(input);
    const arn = iamArn(request, `role${path}${name}`);
    return {
      resources: [arn],
      run: () => {
        const key = name.toLowerCase();
        if (current(world, account, "roles", key) !== undefined) {
          throw entityAlreadyExists(`Role with name ${name} already exists.`);
        }
        if (Object.keys(iamState(world, account).roles).length >= QUOTA.rolesPerAccount) {
          throw limitExceeded(`Cannot exceed quota for RolesPerAccount: ${QUOTA.rolesPerAccount}`);
        }
        const role: Role = {
          name,
          path,
          arn,
          trust: trustOf(request, trust),
          ...described(description),
          ...(boundary === undefined ? {} : { boundary: boundaryOf(request, boundary) }),
          id: `AROA${randomText(world, UPPER_ALPHANUMERIC, 17)}`,
          created: request.now,
          maxSessionDuration: maxSessionDuration ?? SESSION_DURATION.standard,
          tags,
          inline: [],
          attached: [],
        };
        write(world, account, "roles", key, role);
        return { Role: roleElement(role) };
      },
    };
  },

  GetRole: (request) => {
    const role = namedRole(request);
    return { resources: role.resources, run: () => ({ Role: { ...roleElement(role.shown()), RoleLastUsed: {} } }) };
  },

  ListRoles: (request) => {
    const prefix = request.input.text("PathPrefix", PATH_PREFIX) ?? "/";
    const page = readPage(request.input);
    return {
      resources: [iamArn(request, `role${prefix}`)],
      run: () => {
        const roles = visibleAll(request.world, request.account, "roles")
          .filter((role) => role.path.startsWith(prefix))
          .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
        const { items, more } = pageOf(roles, page);
        return { ...more, Roles: { member: items.map(listedRole) } };
      },
    };
  },

  UpdateRole: (request) => {
    const role = namedRole(request);
    const description = request.input.text("Description", ROLE_DESCRIPTION);
    const duration = request.input.integer("MaxSessionDuration", SESSION_DURATION.min, SESSION_DURATION.max);
    return {
      resources: role.resources,
      run: () => {
        const { description: former, ...rest } = role.current();
        replaceRole(request, {
          ...rest,
          ...described(description ?? former),
          // Left out, the duration falls back to the standard: so the API reference has it.
          maxSessionDuration: duration ?? SESSION_DURATION.standard,
        });
        return {};
      },
    };
  },

  UpdateRoleDescription: (request) => {
    const role = namedRole(request);
    const description = request.input.required("Description", ROLE_DESCRIPTION);
    return {
      resources: role.resources,
      run: () => {
        const { description: _former, ...rest } = role.current();
        const changed = { ...rest, ...described(description) };
        replaceRole(request, changed);
        return { Role: roleElement(changed) };
      },
    };
  },

  UpdateAssumeRolePolicy: (request) => {
    const role = namedRole(request);
    const document = request.input.required("PolicyDocument", DOCUMENT);
    return withoutResult(role.resources, () => {
      replaceRole(request, { ...role.current(), trust: trustOf(request, document) });
    });
  },

  DeleteRole: (request) => {
    const role = namedRole(request);
    return withoutResult(role.resources, () => {
      const { name, attached, inline } = role.current();
      if (attached.length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
      if (inline.length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
      write(request.world, request.account, "roles", name.toLowerCase(), undefined);
    });
  },

  PutRolePermissionsBoundary: (request) => {
    const role = namedRole(request);
    const arn = request.input.required("PermissionsBoundary", ARN);
    return withoutResult(role.resources, () => {
      replaceRole(request, { ...role.current(), boundary: boundaryOf(request, arn) });
    });
  },

  DeleteRolePermissionsBoundary: (request) => {
    const role = namedRole(request);
    return withoutResult(role.resources, () => {
      const { boundary: _former, ...rest } = role.current();
      replaceRole(request, rest);
    });
  },
};

/** IAM keeps no empty description. */
function described(description: string | undefined): { description?: string } {
  return description === undefined || description === "" ? {} : { description };
}
