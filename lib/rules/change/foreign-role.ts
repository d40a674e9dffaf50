import { parseArn } from "../../model/arn";
import type { Planned, PlannedPod } from "../../plan/planned";
import type { ChangeFinding } from "./change-rule";
import { nameOf, namesOf, type PlannedChange } from "./planned-change";

/** Roles under another service's path, `/pod-identity/OTHER/`, that plans use or change: a part of foreign-association. */
export function foreignRoles(change: PlannedChange): ChangeFinding[] {
  const own = new Set(change.plans.flatMap((planned) => [...ownServices(planned)]));
  return [...used(change, own), ...changed(change, own)];
}

function used({ pods, action }: PlannedChange, own: ReadonlySet<string>): ChangeFinding[] {
  return pods.flatMap(({ before, after }) =>
    after.flatMap((pod) => {
      const done = action(pod.stack, pod.address);
      const service = serviceOfRole(pod);
      if (service === undefined || own.has(service) || done === undefined) return [];
      if (before.some((was) => was.identity.role.arn === pod.identity.role.arn)) return [];
      return [
        {
          stack: pod.stack,
          at: done.at,
          found: nameOf(pod),
          message: `gets a role of the service \`${service}\`, as the role's path says: \`${pod.identity.role.arn}\``,
          fix: "give the service account a role of its own service",
          serviceAccounts: [nameOf(pod)],
        },
      ];
    }),
  );
}

function changed({ roles, action, usersOf }: PlannedChange, own: ReadonlySet<string>): ChangeFinding[] {
  return roles.flatMap(({ stack, before, after }) => {
    const role = after ?? before;
    if (role === undefined) return [];
    const done = action(stack, role.planned.address);
    const service = serviceOf(role.own.path);
    if (service === undefined || own.has(service) || done === undefined) return [];
    if (done.kind === "no-op" && done.importing === undefined) return [];
    return [
      {
        stack,
        at: done.at,
        found: role.own.name,
        message: `is a role of the service \`${service}\`, as its path says, and this plan has it among its own`,
        fix: "leave it to its service, or give it a path of this one",
        serviceAccounts: namesOf(usersOf(role.planned)),
        role: role.own.name,
      },
    ];
  });
}

/**
 * The services that a stack is of: those of its roles' paths that its name fits (`backend-api-prod` is of `backend-api`), or,
 * where none does, all of them: then the paths tell nothing.
 */
function ownServices({ state, before, after }: Planned): Set<string> {
  const names = [state.stack, before.model.service, after.model.service];
  const paths = new Set(
    [...before.roles, ...after.roles].flatMap(({ identity: { role } }) =>
      role.kind === "own" ? (serviceOf(role.path) ?? []) : [],
    ),
  );
  const fitting = [...paths].filter((path) => names.some((name) => name === path || name.startsWith(`${path}-`)));
  return new Set([...names, ...(fitting.length > 0 ? fitting : paths)]);
}

function serviceOfRole({ identity: { role } }: PlannedPod): string | undefined {
  if (role.kind === "own") return serviceOf(role.path);
  const resource = parseArn(role.arn)?.resource ?? "";
  return resource.startsWith("role/") ? serviceOf(resource.slice("role".length)) : undefined;
}

function serviceOf(path: string): string | undefined {
  return /^\/pod-identity\/([^/]+)\//.exec(path)?.[1];
}
