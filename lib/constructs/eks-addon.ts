import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { Construct } from "constructs";
import { literal, literalTags } from "./literal";
import type { PodIdentityAgentProps } from "./pod-identity-agent";

/** An EKS add-on with the settings that all add-ons share. */
export function makeAddon(scope: Construct, id: string, name: string, props: PodIdentityAgentProps): EksAddon {
  return new EksAddon(scope, id, {
    clusterName: literal(props.clusterName),
    addonName: name,
    ...(props.version === undefined ? {} : { addonVersion: props.version }),
    ...(props.configuration === undefined ? {} : { configurationValues: literal(props.configuration) }),
    ...(props.onCreate === undefined ? {} : { resolveConflictsOnCreate: props.onCreate }),
    ...(props.onUpdate === undefined ? {} : { resolveConflictsOnUpdate: props.onUpdate }),
    ...(props.preserve === undefined ? {} : { preserve: props.preserve }),
    ...(props.tags === undefined ? {} : { tags: literalTags(props.tags) }),
    ...(props.provider === undefined ? {} : { provider: props.provider }),
  });
}
