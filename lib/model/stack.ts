import type { Cluster } from "./cluster";
import type { Pointer, Severity } from "./finding";
import type { Identity } from "./identity";
import type { Partition } from "./partition";

/** Where Terraform keeps the state of one stack. */
export type State =
  | {
      kind: "s3";
      bucket: string;
      region: string;
      key: string;
      useLockfile: boolean;
      dynamodbTable?: string;
      kmsKeyId?: string;
    }
  | { kind: "cloud"; organization: string; workspace: string; hostname?: string; project?: string }
  /** The path is relative to the folder of the declaration. */
  | { kind: "local"; path: string };

/** IAM quotas that the rules hold against. */
export interface Quotas {
  managedPoliciesPerRole: number;
  trustPolicyLength: number;
}

/** Who may bind service accounts of which namespaces, as the platform says it. */
export interface NamespaceOwner {
  repository: string;
  namespaces: readonly string[];
  /** Keys of clusters; undefined: in all of them. */
  clusters?: readonly string[];
}

/** What every Terraform stack of this project has. */
interface StackBase {
  /** The stack's name, unique in an app. */
  name: string;
  partition: Partition;
  /** The one account that the stack deploys to, 12 digits. */
  account: string;
  /** Every region that a resource of the stack can be in; one provider configuration each. */
  regions: readonly string[];
  state: State;
  quotas: Quotas;
  /** What the platform makes of rules on permissions: by a rule's id, or by that of a single finding. */
  ruleLevels?: Readonly<Record<string, Severity | "off">>;
  at: Pointer;
}

/** What an identity has unless it says otherwise. */
export interface Inherited {
  tags: Readonly<Record<string, string>>;
  /** An ARN, or the name of a customer managed policy of the stack's account. */
  permissionsBoundary?: string | undefined;
  /** Where the boundary is written. */
  permissionsBoundaryAt?: Pointer | undefined;
}

/** The stack of a service, or of one of its environments. */
export interface ServiceModel extends StackBase {
  kind: "service";
  service: string;
  environment?: string;
  repository?: string;
  /** Undefined where no platform says who owns what. */
  owners?: readonly NamespaceOwner[];
  clusters: readonly Cluster[];
  identities: readonly Identity[];
  inherited: Inherited;
}

export interface AddonSettings {
  /** Undefined: the cluster's default version. */
  version?: string;
  /** JSON. */
  configuration?: string;
  onCreate?: "NONE" | "OVERWRITE";
  onUpdate?: "NONE" | "OVERWRITE" | "PRESERVE";
  preserve?: boolean;
  tags: Readonly<Record<string, string>>;
}

export interface Addon extends AddonSettings {
  name: string;
  /** Each with one service account, in this one cluster. */
  identities: readonly Identity[];
  at: Pointer;
}

/** The stack of a cluster: its agent, its add-ons. */
export interface ClusterModel extends StackBase {
  kind: "cluster";
  cluster: Cluster;
  /** Undefined: the agent is built in, or installed by other means. */
  agent?: AddonSettings;
  addons: readonly Addon[];
}

export type StackModel = ServiceModel | ClusterModel;
