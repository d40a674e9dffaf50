import type { NamespaceOwner } from "../model/stack";
import type { Platform } from "./resolve-platform";

/** Who owns which namespaces; undefined where the platform does not say. */
export function ownersOf(platform: Platform): NamespaceOwner[] | undefined {
  return platform.declared.repositories?.map(({ repository, namespaces, clusters }) => ({
    repository,
    namespaces,
    ...(clusters === undefined ? {} : { clusters }),
  }));
}
