/**
 * pod-identity-stacks for TypeScript programs: the stacks and constructs that the declarations are made of.
 * Props have the shapes of `pod-identity.yaml` and `platform.yaml`; ARNs and names may be tokens of other resources.
 */
export { PodIdentity } from "./lib/constructs/pod-identity";
export { PodIdentityAgent, type PodIdentityAgentProps } from "./lib/constructs/pod-identity-agent";
export type { PodIdentityProps } from "./lib/constructs/pod-identity-props";
export { DeclarationError } from "./lib/declaration/declaration-error";
export type { Finding } from "./lib/model/finding";
export { ClusterStack } from "./stacks/cluster-stack";
export type { ClusterStackProps } from "./stacks/cluster-stack-props";
export { ServiceStack } from "./stacks/service-stack";
export type { ServiceStackProps } from "./stacks/service-stack-props";
